"""Volumes → records of warehouse.records, every one with its file and line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.notes.identity import slug
from pipelines.notes.library import Volume
from pipelines.notes.note import Note, Part
from pipelines.notes.shelf import again
from warehouse.records import (
    ActionItem,
    AgendaItem,
    Attendance,
    Claim,
    Decision,
    Meeting,
    Reference,
    Reject,
)

Persons = dict[tuple[str, int], str]  # (source_file, line) → person_id


def persons(volumes: list[Volume]) -> Persons:
    """Who signed at each place."""
    return {
        (volume.source_file, signed.line): slug(signed.signature.handle or signed.signature.name)
        for volume in volumes
        for session in volume.sessions
        for signed in session.signed
    }


def of(volume: Volume, persons: Persons, shelf: Path) -> Iterator[Any]:
    """The records of one file."""
    note = again(volume.key, shelf)
    for lost in note.unread:
        yield Reject("notes", volume.source_file, lost.line, lost.text[:500], lost.reason)
    for i, part in enumerate(note.parts):
        if longer := volume.doubles.get(i):
            reason = f"the same meeting is told at greater length in {longer}"
            yield Reject("notes", volume.source_file, part.line, part.section or note.title, reason)
        else:
            yield from _part(volume, note, part, volume.meeting_ids.get(i), persons)


def _part(
    volume: Volume, note: Note, part: Part, meeting_id: str | None, persons: Persons
) -> Iterator[Any]:
    file = volume.source_file
    if meeting_id:
        yield Meeting(
            meeting_id, volume.series, part.day, note.title, part.section,
            part.cancelled, part.has_roll_call, file, part.line,
        )  # fmt: skip
        for signed in part.signed:
            s, person = signed.signature, persons[file, signed.line]
            yield Attendance(meeting_id, person, s.name, s.handle, s.affiliation, file, signed.line)
        for t in part.agenda:
            yield AgendaItem(meeting_id, t.title, t.owners, t.minutes, t.outcome, file, t.line)
    for settled in part.decisions:
        yield Decision(meeting_id, settled.text, file, settled.line)
    for action in part.actions:
        yield ActionItem(meeting_id, action.text, action.owners, action.done, file, action.line)
    for c in part.claims:
        yield Claim(
            meeting_id, c.kind, c.value, c.low, c.high, c.unit, c.subject, c.quote, file, c.line
        )
    for cited in part.citations:
        yield Reference(
            meeting_id, cited.kind, cited.repo, cited.number, cited.url, file, cited.line
        )
