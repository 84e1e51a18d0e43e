"""What meeting notes say."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a series, held or cancelled."""

    meeting_id: str
    series: str
    held_on: date | None
    title: str | None
    section: str | None
    cancelled: bool
    has_roll_call: bool
    source_file: str
    source_line: int
    month: date | None = None
    roll_call: str = "none"  # read | none | not_read


@dataclass(frozen=True, slots=True)
class Attendance:
    """One signature in a roll call."""

    meeting_id: str
    person_id: str
    name: str
    handle: str | None
    affiliation: str | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """Who somebody may be, whom no rule can tell: names of the notes, never of who opted out."""

    kind: str
    name: str
    handle: str | None
    candidates: list[str]
    candidate_handles: list[str]
    meetings: int
    last_on: date


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda."""

    meeting_id: str
    title: str
    owners: list[str]
    minutes: int | None
    outcome: str | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class ActionAnswer:
    """What a person settled about an action (actions.toml): done, open or dropped."""

    text: str
    state: str
    settled_on: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something somebody is to do, at one place of the notes."""

    meeting_id: str | None
    text: str
    owners: list[str]
    done: bool | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided."""

    meeting_id: str | None
    text: str
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A number the notes claim."""

    meeting_id: str | None
    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    subject: str | None
    quote: str
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An issue, pull request or page the notes cite."""

    meeting_id: str | None
    kind: str
    repo: str | None
    number: int | None
    url: str | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of the notes: kind is heading, item, text, row or roll call."""

    series: str
    meeting_id: str | None
    day: date | None
    kind: str
    text: str
    under: str
    url: str | None
    source_file: str
    source_line: int
