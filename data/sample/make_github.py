"""The tracker as raw files, in the layout pipelines/github documents."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from issues_model import BOT, NOW, Item, Repository
from team import ORGANIZATION


def make(folder: Path, repositories: list[Repository]) -> None:
    """Write raw/github/repos.json and one <repo id>.jsonl per repository."""
    place = folder / "raw" / "github"
    place.mkdir(parents=True, exist_ok=True)
    known = {str(repo.repo_id): _repo(repo) for repo in repositories}
    _write(place / "repos.json", [{"listings": {}, "repos": known}])
    for repo in repositories:
        _write(place / f"{repo.repo_id}.jsonl", [_state(repo), *(_row(repo, i) for i in repo.items)])


def _write(file: Path, values: list[dict[str, Any]]) -> None:
    lines = [json.dumps(value, separators=(",", ":"), ensure_ascii=False) for value in values]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _stamp(at: datetime | None) -> str | None:
    return at and f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _open(repo: Repository) -> int:
    return sum(item.closed_at is None for item in repo.items)


def _address(repo: Repository) -> str:
    return f"https://github.com/{ORGANIZATION}/{repo.name}"


def _repo(repo: Repository) -> dict[str, Any]:
    return {
        "id": repo.repo_id,
        "full_name": f"{ORGANIZATION}/{repo.name}",
        "archived": repo.archived,
        "private": False,
        "has_issues": True,
        "open_issues_count": _open(repo),
        "html_url": _address(repo),
        "synced_at": _stamp(NOW),
        "unreachable_since": None,
        "was": [],
        "note": None,
    }


def _state(repo: Repository) -> dict[str, Any]:
    newest = max(item.updated_at for item in repo.items)
    return {
        "watermark": _stamp(newest),
        "etag": None,
        "complete": True,
        "open": _open(repo),
        "settled": None,
        "waiting": 0,
    }


def _row(repo: Repository, item: Item) -> dict[str, Any]:
    kind = "pull" if item.is_pull else "issues"
    row = {
        "number": item.number,
        "title": item.title,
        "state": "open" if item.closed_at is None else "closed",
        "state_reason": None if item.is_pull or item.closed_at is None else "completed",
        "user": {"login": item.author, "type": "Bot" if item.author == BOT else "User"},
        "labels": item.labels,
        "comments": len(item.replies),
        "created_at": _stamp(item.created_at),
        "updated_at": _stamp(item.updated_at),
        "closed_at": _stamp(item.closed_at),
        "pull_request": {"merged_at": _stamp(item.closed_at) if item.merged else None},
        "html_url": f"{_address(repo)}/{kind}/{item.number}",
        "replies": [{"login": who, "type": "User", "at": _stamp(at)} for who, at in item.replies],
    }
    if not item.is_pull:
        row["pull_request"] = None
    if any(what == "reopened" for what, _ in item.history):
        row["events"] = [
            {"event": what, "at": _stamp(at), "seen_at": _stamp(at)} for what, at in item.history
        ]
    return row
