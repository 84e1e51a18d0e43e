"""The raw file of one repository: its issues and the state of the reading, in one rename."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from config.files import replacing
from pipelines import raw
from pipelines.http.refusal import HttpError

Row = dict[str, Any]
STAMP = "%Y-%m-%dT%H:%M:%SZ"
KEPT = ("events", "replies", "replies_asked")


@dataclass
class State:
    """How far the rows of the same file are read.

    watermark  every change up to this moment of GitHub's clock is in the rows
    etag       of the newest-changed-first page; 304 for it means that nothing changed
    complete   a listing has been walked to its end at least once
    open       rows that are open, to compare with GitHub's own count
    settled    [GitHub's count, ours] that differed even after a second look; not looked at again
    waiting    rows whose first replies are still to be asked for
    arrived    issues first seen closed or long after they were opened: transferred from elsewhere?
    """

    watermark: str | None = None
    etag: str | None = None
    complete: bool = False
    open: int = 0
    settled: list[int] | None = None
    waiting: int = 0
    arrived: list[int] = field(default_factory=list)


@dataclass
class Store:
    """Rows of one repository by number, and the state they represent."""

    file: Path
    state: State = field(default_factory=State)
    rows: dict[int, Row] = field(default_factory=dict)

    def save(self) -> None:
        """Write rows, watermark and ETag next to the old file and take its place."""
        self.state.open = sum(is_open(row) for row in self.rows.values())
        write_lines(self.file, [asdict(self.state), *self.rows.values()])

    def absorb(self, listed: list[Row], seen_at: str) -> None:
        """Upsert rows of a listing; a change of state that a row no longer shows becomes an event.

        Raises HttpError when a row lacks what every issue has.
        """
        for found in map(pared, listed):
            old = self.rows.get(found["number"])
            if old is None:
                self.rows[found["number"]] = found
                is_late = found["created_at"] <= (self.state.watermark or "")
                is_strange = found["state"] == "closed" or is_late
                if self.state.complete and is_strange and not found["pull_request"]:
                    self.state.arrived.append(found["number"])
            elif found["updated_at"] >= old["updated_at"]:
                self.rows[found["number"]] = _after(old, found, seen_at)


def load(file: Path) -> Store:
    """The store as last saved, or an empty one."""
    if not file.is_file():
        return Store(file)
    with raw.whole(file).open(encoding="utf-8") as lines:
        state = State(**json.loads(next(lines)))
        rows = {row["number"]: row for row in map(json.loads, lines)}
    return Store(file, state, rows)


def state_of(file: Path) -> State:
    """Only the first line of a store: all that an unchanged repository needs."""
    if not file.is_file():
        return State()
    with raw.whole(file).open(encoding="utf-8") as lines:
        return State(**json.loads(next(lines)))


def is_open(row: Row) -> bool:
    """Whether a row counts in GitHub's number of open issues and pull requests."""
    return row["state"] == "open" and not row.get("gone_at")


def pared(listed: Any) -> Row:
    """What is kept of one listed issue or pull request, in GitHub's own names.

    Raises HttpError when a required field is missing or no text.
    """
    needed = ("state", "created_at", "updated_at")
    is_row = isinstance(listed, dict) and isinstance(listed.get("number"), int)
    if not is_row or not all(isinstance(listed.get(name), str) for name in needed):
        raise HttpError(f"a listed issue lacks one of number, {', '.join(needed)}")
    user, pull = listed.get("user"), listed.get("pull_request")
    return {
        "number": listed["number"],
        "title": listed.get("title"),
        "state": listed["state"],
        "state_reason": listed.get("state_reason"),
        "user": {"login": user.get("login"), "type": user.get("type")} if user else None,
        "labels": [_label(label) for label in listed.get("labels") or []],
        "comments": listed.get("comments"),
        "created_at": listed["created_at"],
        "updated_at": listed["updated_at"],
        "closed_at": listed.get("closed_at"),
        "pull_request": None if pull is None else {"merged_at": pull.get("merged_at")},
        "html_url": listed.get("html_url"),
    }


def _label(label: Any) -> str:
    return str(label.get("name")) if isinstance(label, dict) else str(label)


def _after(old: Row, new: Row, seen_at: str) -> Row:
    """The new row with the history only we know: closings that its closed_at no longer shows."""
    kept = {name: old[name] for name in KEPT if name in old}
    if not old["closed_at"] or old["closed_at"] == new["closed_at"]:
        return {**new, **kept, "events_asked": old.get("events_asked")}
    events = [*old.get("events", []), event("closed", old["closed_at"], seen_at)]
    events.append(event("reopened", new["closed_at"] or new["updated_at"], seen_at))
    return {**new, **kept, "events": events}


def event(name: str, at: str, seen_at: str) -> dict[str, str]:
    """One closing or reopening, and when we learned of it."""
    return {"event": name, "at": at, "seen_at": seen_at}


def write_lines(file: Path, values: list[Any]) -> None:
    """`file` holding one value a line."""
    with replacing(file, keep=True) as unfinished, unfinished.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(value, separators=(",", ":")) + "\n" for value in values)
