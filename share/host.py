"""A workflow on the team's host: what it may keep there, and the issue that asks for a person.

The host is GitHub, or one with its API, named by the variables that it gives each job.
"""

import json
import re
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import ConfigError, House
from share import post

# What anybody can fetch: all that lies in data/raw besides may hold money.
OPEN = ("notes", "github", "docs_builds", "launches", "usage")
OPEN_FILES = ("failures.json",)
MADE_FOR_ALL = (b'data-audience="public"', b'data-audience="encrypted"')  # of share site
TITLE = "Quarterdeck needs a person"


@dataclass(frozen=True)
class Host:
    """The repository that a job belongs to."""

    api: str
    name: str
    token: str
    run: str

    def ask(self, path: str, given: Mapping[str, str] | None = None) -> Any:
        """The answer of the API, as JSON. Raises post.Unsent."""
        headers = {"Accept": "application/vnd.github+json", "User-Agent": "quarterdeck"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps(given).encode() if given else None
        address = post.checked("host", f"{self.api}/repos/{self.name}{path}")
        request = urllib.request.Request(address, body, headers)  # noqa: S310 - http and https only
        try:
            return json.loads(post.ask("host", request))
        except ValueError:
            raise post.Unsent("host: its answer is no JSON") from None


def host(environment: Mapping[str, str]) -> Host:
    """The host of a job. Raises ConfigError outside of one."""
    api, name = environment.get("GITHUB_API_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    if not api or not re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        raise ConfigError(
            ["host: GITHUB_API_URL and GITHUB_REPOSITORY name no repository. "
             "Fix: run it in a workflow (examples/github-actions)"]
        )  # fmt: skip
    server, number = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_RUN_ID", "")
    run = f"{server}/{name}/actions/runs/{number}"
    return Host(api.rstrip("/"), name, environment.get("GITHUB_TOKEN", ""), run)


def is_private(found: Host) -> bool:
    """Whether nobody but those it is shared with can read the repository; unsaid is not private."""
    about = ask_dict(found, "")
    return about.get("private") is True and about.get("visibility", "private") == "private"


def ask_dict(found: Host, path: str) -> dict[str, Any]:
    """An answer that must be an object."""
    answer = found.ask(path)
    if not isinstance(answer, dict):
        raise post.Unsent("host: its answer is no object")
    return answer


def private_inputs(house: House) -> list[str]:
    """The sections of dashboard.toml whose raw data is the team's own business."""
    settings, funding = house.config, house.config.funding
    named = {
        "[[billing]]": settings.billing, "[[funds]]": settings.funds,
        "[[pending]]": settings.pending, "[[planned_costs]]": settings.planned_costs,
        "[[budgets]]": settings.budgets, "[funding] balances": funding.balances,
        "[funding] claims": funding.claims,
        "[[funding.ledgers]]": funding.ledgers, "[funding] invoices": funding.invoices,
        "[funding] budget": funding.budget,
    }  # fmt: skip
    return [name for name, is_set in named.items() if is_set]


def private_files(kept: Iterable[Path]) -> Iterator[str]:
    """What of the folders to keep is not known to be for everybody."""
    for folder in kept:
        if folder.name == "raw":
            yield from _private_raw(folder)
        else:
            pages = folder.rglob("*.html")
            yield from (str(page) for page in sorted(pages) if not _is_for_all(page))


def _private_raw(raw: Path) -> Iterator[str]:
    for each in sorted(raw.iterdir()) if raw.is_dir() else ():
        if each.name == "last_good":
            yield from (f"{each}: {unit}" for unit in _money_units(each))
        elif each.name not in OPEN and each.name.split(".json")[0] + ".json" not in OPEN_FILES:
            yield str(each)


def _money_units(folder: Path) -> list[str]:
    """The units of last_good that are of no open source; all of them where its index is gone."""
    try:
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        return sorted(unit for unit in index if unit.split(" ")[0] not in OPEN)
    except (OSError, ValueError, AttributeError, TypeError):
        return ["its index cannot be read"]


def _is_for_all(page: Path) -> bool:
    with page.open("rb") as file:
        head = file.read(2_000)
    return any(mark in head for mark in MADE_FOR_ALL)


def open_issue(found: Host) -> bool:
    """Open the issue that asks for a person, unless it is open; whether it did."""
    listed = found.ask("/issues?state=open&per_page=100")
    if not isinstance(listed, list):
        raise post.Unsent("host: its answer is no list")
    if any(isinstance(each, dict) and each.get("title") == TITLE for each in listed):
        return False
    # No line of the log: in a public repository everybody reads an issue.
    body = f"The ingest ended with 78. Its log has a line that says what to do: {found.run}"
    found.ask("/issues", {"title": TITLE, "body": body})
    return True
