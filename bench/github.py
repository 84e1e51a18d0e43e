"""An organization of 30,000 issues, and one of a million: its build, and the Issues page on it."""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from bench import Figure, seconds

ROOT = Path(__file__).resolve().parents[1]
STAMP = "%Y-%m-%dT%H:%M:%SZ"
AS_OF = datetime(2026, 9, 17, 6, tzinfo=UTC)
REPOS, ALIKE = 60, 6  # all have the rows of six, which is quicker to write


def figures() -> Iterator[Figure]:
    """Build cold and warm, page cold and warm; then the build of a million."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        organization(folder, 30_000)
        for what, goal in (("first build", "≤ 5 s"), ("build, nothing changed", "")):
            yield Figure(f"{what}, 30,000 issues", f"{seconds(lambda: _build(folder)):.2f} s", goal)
        yield from _page(folder)
    with tempfile.TemporaryDirectory() as name:
        organization(Path(name), 1_000_000)
        for what in ("first build", "build, nothing changed"):
            took = seconds(lambda: _build(Path(name)))
            yield Figure(f"{what}, 1,000,000 issues", f"{took:.1f} s")
        yield from _page(Path(name), ", 1,000,000 issues", "")


def organization(folder: Path, issues: int, repos: int = REPOS) -> None:
    """Write a config and raw files of an invented organization, spread over ten years."""
    (folder / "dashboard.toml").write_text(
        '[project]\nas_of = 2026-09-17\n[github]\norganizations = ["lab"]\n', encoding="utf-8"
    )
    place, dice = folder / "data" / "raw" / "github", random.Random(issues)  # noqa: S311 - a repeatable organization, no secret
    place.mkdir(parents=True)
    known = {}
    alike = [[_row(dice, n) for n in range(1, issues // repos + 1)] for _ in range(ALIKE)]
    for repo_id in range(1, repos + 1):
        rows = alike[repo_id % ALIKE]
        is_open = sum(row["closed_at"] is None for row in rows)
        known[str(repo_id)] = _repo(repo_id, is_open)
        state = {"watermark": None, "etag": None, "complete": True, "open": is_open,
                 "settled": None, "waiting": 0}  # fmt: skip
        _write(place / f"{repo_id}.jsonl", [state, *rows])
    _write(place / "repos.json", [{"listings": {}, "repos": known}])


def _write(file: Path, values: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def _repo(repo_id: int, is_open: int) -> dict[str, Any]:
    return {
        "id": repo_id, "full_name": f"lab/repo-{repo_id}", "archived": False, "private": False,
        "has_issues": True, "open_issues_count": is_open, "html_url": None, "was": [],
        "synced_at": AS_OF.strftime(STAMP), "unreachable_since": None, "note": None,
    }  # fmt: skip


def _row(dice: random.Random, number: int) -> dict[str, Any]:
    created = AS_OF - timedelta(minutes=dice.randrange(10 * 365 * 1440))
    closed = created + timedelta(minutes=int(dice.expovariate(1 / 40_000)))
    is_closed, is_pull = closed < AS_OF and dice.random() < 0.9, dice.random() < 0.4
    closed_at = closed.strftime(STAMP) if is_closed else None
    bot = dice.random() < 0.1
    who = "dependabot[bot]" if bot else f"person-{int(dice.paretovariate(0.7)) % 3000}"
    row = {
        "number": number, "title": f"Something about part {number} that does not work as expected",
        "state": "closed" if is_closed else "open", "state_reason": None,
        "user": {"login": who, "type": "Bot" if bot else "User"},
        "labels": dice.sample(["bug", "docs", "question", "enhancement"], dice.randrange(3)),
        "comments": dice.randrange(6), "created_at": created.strftime(STAMP),
        "updated_at": closed_at or created.strftime(STAMP), "closed_at": closed_at,
        "pull_request": {"merged_at": closed_at} if is_pull else None,
        "html_url": f"https://github.com/lab/repo/issues/{number}",
    }  # fmt: skip
    if dice.random() < 0.5:
        at = (created + timedelta(hours=dice.randrange(1, 200))).strftime(STAMP)
        row["replies"] = [{"login": "min", "type": "User", "at": at}]
    return row


def _build(folder: Path) -> None:
    command = [sys.executable, "-m", "pipelines", "--no-fetch"]
    command += ["--config", str(folder / "dashboard.toml"), "--data", str(folder / "data")]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _page(folder: Path, where: str = ", 30,000 issues", goal: str = "≤ 300 ms") -> Iterator[Figure]:
    os.environ |= {
        "QUARTERDECK_CONFIG": str(folder / "dashboard.toml"),
        "QUARTERDECK_DATA": str(folder / "data"),
    }
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    first = seconds(lambda: app.switch_page("views/issues.py").run())
    yield Figure(f"Issues page, first time{where}", f"{first * 1000:.0f} ms")
    warm = min(seconds(app.run) for _ in range(5))
    yield Figure(f"Issues page, warm{where}", f"{warm * 1000:.0f} ms", goal)
    if app.exception:
        raise RuntimeError(app.exception[0].message)
