"""Volumes → records of warehouse.records, every one with its file and line."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from config.people import Person
from pipelines import unit
from pipelines.notes.calls import CallNote
from pipelines.notes.library import Volume
from pipelines.notes.note import Note, Part
from pipelines.notes.persons import asked
from pipelines.notes.persons.identity import Persons, Signing, Spelling
from pipelines.notes.persons.opt_out import Withheld, withheld, without
from pipelines.notes.roll_call.names import forms_of
from pipelines.notes.shelf import again, drop
from warehouse.records import (
    ActionItem,
    AgendaItem,
    Attendance,
    Claim,
    Decision,
    IdentityQuestion,
    Meeting,
    NoteLine,
    Reference,
    Reject,
)

Said = dict[tuple[str, str], str]  # meeting and words → the file that said them first
_BORROWED = (
    "this handle is somebody else's, going by the other names signed with it: the line keeps its "
    "name without it. people.toml can say whose it is"
)


@dataclass(frozen=True, slots=True)
class Who:
    """Who signs with each spelling, and who is left out."""

    ids: dict[Spelling, str]
    borrowed: set[Spelling]  # signed with somebody else's handle
    left_out: Withheld
    forms: dict[str, frozenset[int]]  # series → what most of its notes say alike
    named: dict[str, frozenset[str]]  # series → every form in which its people may be named
    said: Said = field(default_factory=dict)  # by the notes of calls that several tell
    asked: tuple[IdentityQuestion, ...] = ()
    handles: frozenset[str] = frozenset()  # of all who signed, and what people.toml settles
    called: dict[Spelling, str] = field(default_factory=dict)  # a handle alone → its person's name


def who_is_who(volumes: list[Volume], people: list[Person], unknown: Iterable[str] = ()) -> Who:
    """The persons of all series together.

    unknown  spellings of which people.toml says that nobody knows whose they are
    """
    days: dict[int, date | None] = {}
    found: dict[Spelling, set[int]] = defaultdict(set)
    homes = frozenset(home for volume in volumes for home in volume.homes)
    sessions = ((volume.series, session) for volume in volumes for session in volume.sessions)
    for meeting, (series, session) in enumerate(sessions):
        days[meeting] = session.day
        for name, handle in session.signed:
            found[series, name, handle].add(meeting)
    signings = [Signing(*spelling, meetings) for spelling, meetings in found.items()]
    persons = Persons(signings, people, homes)
    ids = persons.ids()
    named: dict[str, set[str]] = defaultdict(set)
    for series, name, handle in found:
        named[series] |= forms_of(name) | ({handle} if handle else set())
    teams = {series: frozenset(forms) for series, forms in named.items()}
    left_out = withheld(persons.opted_out(), people, signings, ids, persons.staying())
    unit.withhold(left_out.traces)
    open_ones = [*asked.questions(
        persons, signings, days=days, people=people, unknown=unknown, left=left_out.traces
    )]  # fmt: skip
    known = asked.settled(people, unknown, open_ones)
    open_ones += asked.nameless(persons, signings, days=days, known=known, left=left_out.traces)
    return Who(
        ids, persons.borrowed, left_out, _forms(volumes), teams, asked=tuple(open_ones),
        handles=known | {each.handle for each in signings if each.handle},
        called=persons.called(),
    )  # fmt: skip


def _forms(volumes: list[Volume]) -> dict[str, frozenset[int]]:
    """What at least three notes of a series, and a fifth of them, say word for word: its form."""
    parts: dict[str, list[frozenset[int]]] = defaultdict(list)
    for volume in volumes:
        parts[volume.series] += volume.forms
    return {
        series: frozenset(
            text
            for text, times in Counter(t for part in own for t in part).items()
            if times >= max(3, len(own) / 5)
        )
        for series, own in parts.items()
    }


def of(volume: Volume, who: Who, shelf: Path) -> Iterator[Any]:
    """The records of one file, without anybody who opted out.

    A file that names one of them is not kept on the shelf either.
    """
    kept = True
    for record in _of_note(volume, again(volume.key, shelf), who):
        clean = without(record, who.left_out)
        kept = kept and clean is record
        if clean is not None:
            yield clean
    if not kept:
        drop(volume.key, shelf)
        unit.forget("notes", volume.source_file)


def _of_note(volume: Volume, note: Note, who: Who) -> Iterator[Any]:
    for lost in note.unread:
        yield Reject("notes", volume.source_file, lost.line, lost.text[:500], lost.reason)
    for i, part in enumerate(note.parts):
        call = volume.calls.get(i)
        if call is None:
            yield from _lines(volume, part, None)
            yield from _said(volume, part, None, who)
            continue
        if call.longer:
            longer = call.longer
            how = "at greater length in" if longer.series == volume.series else "already in"
            reason = f"the same meeting stands {how} {longer.source_file}"
            yield Reject("notes", volume.source_file, part.line, part.section or note.title, reason)
        else:
            yield from _meeting(volume, note, part, call)
        yield from _lines(volume, part, call.meeting_id)
        if call.has_roll:
            yield from _signed(volume, part, call.meeting_id, who)
        said = _said(volume, part, call.meeting_id, who)
        yield from _once(said, who.said, call.meeting_id) if call.copies else said


def _once(
    said: Iterable[Decision | ActionItem | Claim | Reference], before: Said, meeting_id: str
) -> Iterator[Decision | ActionItem | Claim | Reference]:
    """What one note of a call says, without what another note of it has said in the same words."""
    for record in said:
        file, own = record.source_file, replace(record, source_file="", source_line=0)
        words = " ".join(re.sub(r"\W+", " ", str(own)).casefold().split())
        if before.setdefault((meeting_id, words), file) == file:
            yield record


def _meeting(
    volume: Volume, note: Note, part: Part, call: CallNote
) -> Iterator[Meeting | AgendaItem]:
    file, state = volume.source_file, "read" if call.is_signed else part.roll_call
    off = part.cancelled and not call.is_signed
    yield Meeting(
        call.meeting_id, volume.series, part.day, note.title, part.section,
        off, call.is_signed, file, part.line, part.month, state,
    )  # fmt: skip
    for t in part.agenda:
        yield AgendaItem(call.meeting_id, t.title, t.owners, t.minutes, t.outcome, file, t.line)


def _lines(volume: Volume, part: Part, meeting_id: str | None) -> Iterator[NoteLine]:
    for line in part.lines:
        yield NoteLine(
            volume.series, meeting_id, part.day or part.month, line.kind, line.text, line.under,
            volume.url, volume.source_file, line.line,
        )  # fmt: skip


def _signed(volume: Volume, part: Part, meeting_id: str, who: Who) -> Iterator[Attendance | Reject]:
    file = volume.source_file
    for signed in part.signed:
        s = signed.signature
        spelling = volume.series, s.name, s.handle
        handle = None if spelling in who.borrowed else s.handle
        if handle != s.handle:
            yield Reject("notes", file, signed.line, f"{s.name} @{s.handle}", _BORROWED)
        person = who.ids[spelling]
        name = who.called.get(spelling, s.name)
        yield Attendance(meeting_id, person, name, handle, s.affiliation, file, signed.line)


def _said(
    volume: Volume, part: Part, meeting_id: str | None, who: Who
) -> Iterator[Decision | ActionItem | Claim | Reference]:
    file, team = volume.source_file, who.named.get(volume.series, frozenset())
    form = who.forms.get(volume.series, frozenset())
    for settled in part.decisions:
        yield Decision(meeting_id, settled.text, file, settled.line)
    for action in part.actions:
        nobody = {name for name in action.doubtful if name.casefold() not in team}
        owners = [name for name in action.owners if name not in nobody]
        of_form = not action.owners and action.done is None and hash(action.text) in form
        if (owners or action.sure) and not of_form:
            yield ActionItem(meeting_id, action.text, owners, action.done, file, action.line)
    for c in (c for c in part.claims if hash(c.quote) not in form):
        yield Claim(
            meeting_id, c.kind, c.value, c.low, c.high, c.unit, c.subject, c.quote, file, c.line
        )
    for cited in part.citations:
        yield Reference(
            meeting_id, cited.kind, cited.repo, cited.number, cited.url, file, cited.line
        )
