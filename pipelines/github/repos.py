"""Which repositories are read: those of the organizations and those named one by one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config import GitHub
from pipelines.github.store import write_lines
from pipelines.http import Client, HttpError

FIELDS = ("id", "full_name", "archived", "private", "has_issues", "open_issues_count", "html_url")


@dataclass
class Repos:
    """What repos.json holds: the answers of the listings, and each repository as last known."""

    file: Path
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)
    repos: dict[str, dict[str, Any]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    def save(self) -> None:
        """Write next to the old file and rename."""
        write_lines(self.file, [{"listings": self.listings, "repos": self.repos}])

    def named(self, name: str) -> dict[str, Any] | None:
        """The repository that is, or was once, called `name`."""
        asked = name.lower()
        own = [
            r for r in self.repos.values() if asked in map(str.lower, [r["full_name"], *r["was"]])
        ]
        return own[0] if own else None

    def wanted(self, skip: list[str]) -> list[dict[str, Any]]:
        """The repositories met in this run, by name."""
        met = [r for r in self.repos.values() if r["id"] in self.met and r["full_name"] not in skip]
        return sorted(met, key=lambda repo: str(repo["full_name"]).lower())

    def vanished(self, settings: GitHub) -> list[str]:
        """Names of repositories that their organization's listing no longer shows."""
        owners = {name.lower() for name in settings.organizations}
        left = [r["full_name"] for r in self.repos.values() if r["id"] not in self.met]
        names = [name for name in left if name not in settings.skip]
        return [name for name in names if name.split("/")[0].lower() in owners]

    def meet(self, found: dict[str, Any]) -> dict[str, Any]:
        """Take over what GitHub says of a repository; a new name keeps the old ones in `was`."""
        repo = self.repos.setdefault(str(found["id"]), {"was": [], "synced_at": None})
        if repo.get("full_name", found["full_name"]) != found["full_name"]:
            repo["was"] = [*repo["was"], repo["full_name"]]
        self.met.add(found["id"])
        repo.update({name: found.get(name) for name in FIELDS}, unreachable_since=None, note=None)
        return repo


def load(file: Path) -> Repos:
    """repos.json as last saved, or an empty one."""
    held = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return Repos(file, held.get("listings", {}), held.get("repos", {}))


def find(
    client: Client, settings: GitHub, known: Repos, seen_at: str
) -> Iterator[tuple[str, HttpError]]:
    """Learn which repositories there are; yields the name of what could not be found, and why.

    `known.wanted` then holds the ids of those to read. The owner's listing comes first, so that a
    repository named twice is asked for once.
    """
    for name in settings.organizations:
        try:
            for found in list(_listed(client, f"orgs/{name}/repos?type=all&per_page=100", known)):
                known.meet(found)
        except HttpError as error:
            yield name, error
    named = [*settings.repositories, *known.vanished(settings)]
    for name in named:
        try:
            _ask_for(client, name, known, seen_at)
        except HttpError as error:
            yield name, error


def _listed(client: Client, url: str | None, known: Repos) -> Iterator[dict[str, Any]]:
    """The rows of a listing, page by page; a page that did not change is taken from the store."""
    while url:
        held = known.listings.get(url, {})
        answer = client.get_json(url, etag=held.get("etag"))
        if not answer.unchanged:
            rows = [{name: row.get(name) for name in FIELDS} for row in answer.body]
            held = {"etag": answer.etag, "next": answer.next, "repos": rows}
            known.listings[url] = held
        yield from held["repos"]
        url = held["next"]


def _ask_for(client: Client, name: str, known: Repos, seen_at: str) -> None:
    """A repository asked for by name; one that cannot be reached is marked, its data stay."""
    before, url = known.named(name), f"repos/{name}"
    if before and before["id"] in known.met:
        return
    held = known.listings.get(url, {})
    try:
        answer = client.get_json(url, expect=dict, etag=held.get("etag"))
    except HttpError as error:
        if error.status in (404, 451):
            raise unreachable(error, before, seen_at) from None
        raise
    if not answer.unchanged:
        held = {"etag": answer.etag, "repos": [{f: answer.body.get(f) for f in FIELDS}]}
        known.listings[url] = held
    repo = known.meet(held["repos"][0])
    if repo["full_name"].lower() != name.lower():
        repo["note"] = f"dashboard.toml says {name}; it is now {repo['full_name']}"


def unreachable(error: HttpError, repo: dict[str, Any] | None, seen_at: str) -> HttpError:
    """A repository that is deleted, private or blocked: reported to a person first, then kept."""
    remedy = "check its name, give the token the scope to read it, or add it to skip under [github]"
    block = error.body.get("block") or {}
    what = error.what
    if block:
        what = f"blocked by GitHub: {block.get('reason')}, {block.get('html_url')}"
    if repo is not None:
        repo["unreachable_since"] = repo["unreachable_since"] or seen_at
        what = f"{what}; not reachable since {repo['unreachable_since'][:10]}, its data are kept"
    return HttpError(what, remedy=remedy, status=error.status, passing=repo is not None)
