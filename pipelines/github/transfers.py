"""Closed issues transferred between the team's own repositories, which no count of open ones shows.

An issue keeps the moment of its opening and its author. So one that turns up in a repository long
after it was opened may be one that another repository held; GitHub is asked whether it is.
"""

from pathlib import Path
from typing import Any

from pipelines.github.store import Store, load, state_of
from pipelines.github.sync import look_at
from pipelines.http import Client


def find(client: Client, repos: list[dict[str, Any]], folder: Path, seen_at: str) -> None:
    """Mark closed issues that are in another repository now. Raises HttpError."""
    files = {repo["id"]: folder / f"{repo['id']}.jsonl" for repo in repos}
    if not any(state_of(file).arrived for file in files.values()):
        return
    stores = {number: load(file) for number, file in files.items()}
    for repo in repos:
        store = stores[repo["id"]]
        others = [other for other in stores.values() if other is not store]
        came = {_origin(other.rows[number]) for other in others for number in other.state.arrived}
        for number in _held(store, came):
            look_at(client, repo, store, number, seen_at)
            store.save()
    for store in stores.values():
        if store.state.arrived:
            store.state.arrived = []
            store.save()


def _held(store: Store, came: set[tuple[str, str | None]]) -> list[int]:
    """Numbers of closed issues that may be those that turned up elsewhere."""
    return [
        number
        for number, row in sorted(store.rows.items())
        if row["state"] == "closed"
        and not row.get("gone_at")
        and row["pull_request"] is None
        and _origin(row) in came
    ]


def _origin(row: dict[str, Any]) -> tuple[str, str | None]:
    return row["created_at"], (row["user"] or {}).get("login")
