"""Whole notes and all that is read of them: golden files show every value of every record.

`pytest tests/pipelines/test_notes_whole.py --write-golden` writes them anew; read what changed.
"""

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from pipelines.notes.note import Note
from pipelines.notes.reading import read_note

TESTS = Path(__file__).resolve().parents[1]
GOLDEN = TESTS / "data" / "golden" / "notes"
SOURCES = {
    "-".join(file.relative_to(TESTS / "data").parts): file
    for folder in ("newcomers", "notes", "strangers", "visitors")
    for file in sorted((TESTS / "data" / folder).rglob("*"))
    if file.is_file() and file.suffix != ".toml"
}


def shown(note: Note) -> Iterator[str]:
    """Every value of a note, a record a line."""
    yield f"note: {note.title}"
    for part in note.parts:
        kind = "meeting" if part.is_meeting else "report"
        facts = (part.day, part.month, part.section, part.line, part.length, part.marks)
        yield f"{kind}: {_row(*facts)} | cancelled {part.cancelled} | {part.roll_call}"
        for each in part.signed:
            yield f"  {each.line} signed: {_row(*astuple(each.signature), each.source)}"
        for name in ("agenda", "actions", "decisions", "claims", "citations", "lines"):
            for record in getattr(part, name):
                values = [getattr(record, field) for field in record.__slots__ if field != "line"]
                yield f"  {record.line} {name}: {_row(*values)}"
    for unread in note.unread:
        yield f"{unread.line} unread: {_row(unread.text, unread.reason)}"


def _row(*values: object) -> str:
    return " | ".join(str(value).replace("\n", "\\n") for value in values)


@pytest.mark.parametrize("name", SOURCES)
def test_all_that_is_read_of_a_note_is_as_it_was(name, write_golden):
    file = SOURCES[name]
    found = "".join(f"{line}\n" for line in shown(read_note(file.read_bytes(), file.name)))
    golden = GOLDEN / f"{name}.txt"
    if write_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_without_its_note():
    assert sorted(file.name for file in GOLDEN.iterdir()) == sorted(f"{n}.txt" for n in SOURCES)
