"""What one file of notes says: plain values that a cache file can hold."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as written: no pronouns, no remark."""

    name: str
    handle: str | None
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature, the line it stands on, and how it stands there (see Entry)."""

    signature: Signature
    line: int
    source: str = "item"


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of a roll call that names nobody we can recognise."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One item of an agenda."""

    title: str
    owners: list[str]
    minutes: int | None
    outcome: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Action:
    """One action item at one place.

    doubtful  owners that are nobody unless somebody of the team bears that name
    sure      whether it is an action even if they are nobody's
    """

    text: str
    owners: list[str]
    done: bool | None
    line: int
    doubtful: list[str] = field(default_factory=list)
    sure: bool = True

    @property
    def words(self) -> tuple[str, str]:
        """For without_repeats."""
        return "", self.text


@dataclass(frozen=True, slots=True)
class Settled:
    """One decision at one place."""

    text: str
    line: int

    @property
    def words(self) -> tuple[str, str]:
        """For without_repeats."""
        return "", self.text


@dataclass(frozen=True, slots=True)
class Amount:
    """A claimed number: value, or low and high; what it counts and of what."""

    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    subject: str | None
    quote: str
    line: int

    @property
    def words(self) -> tuple[str, str]:
        """For without_repeats."""
        stated = f"{self.kind} {self.value} {self.low} {self.high} {self.unit}"
        return stated, self.quote


@dataclass(frozen=True, slots=True)
class Line:
    """One line as words, its place among the others, and the heading and items above it."""

    kind: str  # heading | item | text | row | roll call
    text: str
    under: str
    line: int


@dataclass(frozen=True, slots=True)
class Citation:
    """One issue, pull or repository cited on one line."""

    kind: str  # issue | pull | unknown | link
    repo: str | None
    number: int | None
    url: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting (or, with is_meeting false, one report) of a file."""

    is_meeting: bool
    day: date | None
    month: date | None
    section: str | None
    line: int
    length: int  # words, to tell the longer of two notes of one meeting
    marks: list[int]  # a few of its blocks as numbers, to know a copy of its text
    cancelled: bool
    roll_call: str  # read | none | not_read
    signed: list[Signed] = field(default_factory=list)
    agenda: list[Topic] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    decisions: list[Settled] = field(default_factory=list)
    claims: list[Amount] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Note:
    """One file, read."""

    title: str | None
    parts: list[Part]
    unread: list[Unread]
