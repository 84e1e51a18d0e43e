"""The raw file of one repository: its issues and the state of the reading, in one rename."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from pipelines import raw
from pipelines.http import Lacking, due, optional

Row = dict[str, Any]
STAMP = "%Y-%m-%dT%H:%M:%SZ"
MOMENTS = ("created_at", "updated_at", "closed_at", "merged_at")
NAMELESS = "without a number"
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
    odd        issues, or their history, that could not be taken over as GitHub gave them: number
               → why
    """

    watermark: str | None = None
    etag: str | None = None
    complete: bool = False
    open: int = 0
    settled: list[int] | None = None
    waiting: int = 0
    arrived: list[int] = field(default_factory=list)
    odd: dict[str, str] = field(default_factory=dict)


@dataclass
class Store:
    """Rows of one repository by number, and the state they represent."""

    file: Path
    state: State = field(default_factory=State)
    rows: dict[int, Row] = field(default_factory=dict)

    def save(self) -> None:
        """Write rows, watermark and ETag next to the old file and take its place."""
        self.state.open = sum(is_open(row) for row in self.rows.values())
        compact = partial(json.dumps, separators=(",", ":"))
        every = (asdict(self.state), *self.rows.values())
        raw.write(self.file, (f"{compact(each)}\n" for each in every))

    def absorb(self, listed: list[Any], seen_at: str) -> list[Row]:
        """Upsert rows of a listing; a change of state that a row no longer shows becomes an event.

        Returns the rows as they are kept. One that lacks what every issue has is noted as odd and
        costs nothing but itself: as it was before it stays.
        """
        taken: list[Row] = []
        for row in listed:
            said = row.get("number") if isinstance(row, dict) else None
            number = NAMELESS if said is None else str(said)[:80]
            try:
                found = pared(row)
            except Lacking as error:
                self.state.odd[number] = error.what
                continue
            self.state.odd.pop(number, None)
            taken.append(found)
            old = self.rows.get(found["number"])
            if old is None:
                self.rows[found["number"]] = found
                is_late = found["created_at"] <= (self.state.watermark or "")
                is_strange = found["state"] == "closed" or is_late
                if self.state.complete and is_strange and not found["pull_request"]:
                    self.state.arrived.append(found["number"])
            elif found["updated_at"] >= old["updated_at"]:
                self.rows[found["number"]] = _after(old, found, seen_at)
        return taken


def load(file: Path) -> Store:
    """The store as last saved, or an empty one."""
    if not file.is_file():
        return Store(file)
    with raw.whole(file).open(encoding="utf-8") as lines:
        state = State(**json.loads(next(lines)))
        rows = {row["number"]: row for row in map(json.loads, lines)}
    return Store(file, state, rows)


def forget_nameless(state: State) -> None:
    """Forget odd issues that no number names: where they are still listed they come back."""
    state.odd = {name: why for name, why in state.odd.items() if name.split(",")[0].isdigit()}


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

    Raises Lacking when a field is not what it is in every issue.
    """
    number, state = due(listed, "number", int), due(listed, "state", str)
    user, pull = optional(listed, "user", dict) or {}, optional(listed, "pull_request", dict)
    merged = None if pull is None else {"merged_at": pull.get("merged_at")}
    for name in ("created_at", "updated_at"):
        due(listed, name, str)
    for name, moment in {**listed, **(merged or {})}.items():
        if name in MOMENTS and moment is not None:
            _is_moment(name, moment)
    labels, comments = optional(listed, "labels", list) or [], optional(listed, "comments", int)
    if state not in ("open", "closed"):
        raise Lacking("answer has neither open nor closed as `state`")
    if number <= 0:
        raise Lacking("answer has no number of an issue as `number`")
    return {
        "number": number,
        "title": _text(listed.get("title")),
        "state": state,
        "state_reason": _text(listed.get("state_reason")),
        "user": {"login": _text(user.get("login")), "type": _text(user.get("type"))}
        if user else None,
        "labels": [_label(label) for label in labels],
        "comments": comments,
        "created_at": listed["created_at"],
        "updated_at": listed["updated_at"],
        "closed_at": listed.get("closed_at"),
        "pull_request": merged,
        "html_url": _text(listed.get("html_url")),
    }  # fmt: skip


def _is_moment(name: str, moment: Any) -> None:
    try:
        datetime.strptime(moment, STAMP)  # noqa: DTZ007 - naive UTC
    except (TypeError, ValueError):
        raise Lacking(f"answer has no time as `{name}`") from None


def _text(value: Any) -> str | None:
    """A text that every reader can write out; half a character as JSON writes it."""
    return None if value is None else str(value).encode("utf-8", "backslashreplace").decode()


def _label(label: Any) -> str:
    return str(_text(label.get("name") if isinstance(label, dict) else label))


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
