"""Which notes tell one call: of one day, by their names, the people who came, and their words."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.notes.files.slugs import slug
from pipelines.notes.text import dates
from pipelines.notes.vocabulary import phrases

_KINDS = re.compile(phrases("meetings", "kinds"), re.I)
_ENOUGH = 3  # blocks of words that two notes share, before they may be one text


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of a file: which part of it, when, what it is called, who signed, what it says.

    marks  a few numbers made from its blocks, by which two copies of one text are known
    """

    part: int
    day: date | None
    month: date | None
    length: int
    title: str
    signed: tuple[tuple[str, str | None], ...]
    marks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Call:
    """One note of a call: its series and file, and the session in it."""

    series: str
    source_file: str
    path: str
    session: Session

    @property
    def folder(self) -> str:
        """The folder the file lies in, within its series."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class CallNote:
    """What a note tells: the meeting of an id, or one that another note tells at greater length.

    has_roll  whether this note's roll call is the meeting's: of the longest note that has one
    is_signed whether any note of the call has a roll call
    copies    whether other notes tell the same call
    """

    meeting_id: str
    longer: Call | None
    has_roll: bool
    is_signed: bool
    copies: bool


def notes_of_calls(calls: Iterable[Call]) -> dict[tuple[str, str, int], CallNote]:
    """Every note of a meeting (series, file and part) and what it tells.

    A call in two series belongs to the first of them.
    """
    days: dict[str, list[Call]] = defaultdict(list)
    series: dict[str, int] = {}
    for call in calls:
        series.setdefault(call.series, len(series))
        days[_day(call)].append(call)
    found: dict[tuple[str, str, int], CallNote] = {}
    for day, own in days.items():
        groups: list[list[Call]] = []
        for call in sorted(own, key=lambda c: (series[c.series], -c.session.length, *_place(c))):
            group = next((g for g in groups if is_one_call(g[0], call)), None)
            if group:
                group.append(call)
            else:
                groups.append([call])
        found |= _named(day, groups)
    return found


def _named(day: str, groups: list[list[Call]]) -> dict[tuple[str, str, int], CallNote]:
    found = {}
    numbers: dict[str, int] = defaultdict(int)
    for group in sorted(groups, key=lambda g: _place(g[0])):
        first = group[0]
        numbers[first.series] += 1
        n = numbers[first.series]
        meeting_id = f"{slug(first.series)}-{day}" + (f"-{n}" if n > 1 else "")
        roll = next((call for call in group if call.session.signed), first)
        signed, several = bool(roll.session.signed), len(group) > 1
        for call in group:
            longer = None if call is first else first
            found[_place(call)] = CallNote(meeting_id, longer, call is roll, signed, several)
    return found


def _place(call: Call) -> tuple[str, str, int]:
    return call.series, call.source_file, call.session.part


def _day(call: Call) -> str:
    return call.session.day.isoformat() if call.session.day else f"{call.session.month:%Y-%m}"


def is_one_call(one: Call, two: Call) -> bool:
    """Whether two notes of one day tell one call.

    Not if their names differ in more than the kind of note; else in one folder, or with the same
    people or words. In two series only with the same words, or one name and the same people.
    """
    if one.source_file == two.source_file:  # two parts of it, or one part read as two series
        return one.session.part == two.session.part
    same_words = _are_same(one.session.marks, two.session.marks)
    names = [(_own_words(_stem(call.path)), _own_words(call.session.title)) for call in (one, two)]
    if any(a and b and not (a <= b or b <= a) for a, b in zip(*names, strict=True)):
        return same_words
    if one.series == two.series and one.folder == two.folder:
        return True
    came, also = ({name.casefold() for name, _ in call.session.signed} for call in (one, two))
    same_people = bool(came and also) and 2 * len(came & also) >= min(len(came), len(also))
    if one.series == two.series:
        return same_people or same_words
    return same_words or (same_people and any(a and a == b for a, b in zip(*names, strict=True)))


def _are_same(one: frozenset[int], two: frozenset[int]) -> bool:
    few = min(len(one), len(two))
    return few >= _ENOUGH and 2 * len(one & two) >= few


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _own_words(name: str) -> frozenset[str]:
    """The words of a file's name or a title that tell its call from others: no day, no kind."""
    spaced = re.sub(r"[_-]+", " ", dates.without_days(name))
    words = re.findall(r"[^\W\d_]{2,}", _KINDS.sub(" ", spaced).casefold())
    return frozenset(words)
