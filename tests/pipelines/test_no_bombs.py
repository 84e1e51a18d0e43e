"""No text of a note is a bomb: what takes long to read takes as long as it is long.

The one place where a test may time: processor time, the best of five, and only where it is more
than a floor, so that a busy machine changes nothing.
"""

import io
import time
import zipfile
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path

import notes_house
import pytest

from pipelines import notes
from pipelines.notes.note import Note
from pipelines.notes.reading import read_note
from pipelines.notes.roll_call.fields import fields_of
from pipelines.notes.roll_call.heads import label_of
from pipelines.notes.statements.citations import citations
from pipelines.notes.statements.figures import Custom
from pipelines.notes.statements.marks import mark_of
from pipelines.notes.statements.quantities import quantities
from pipelines.notes.statements.sentences import sentences, speaker_of
from pipelines.notes.text.dates import days_in
from pipelines.notes.text.markdown import LONGEST, Block, decoded, read_page, words
from pipelines.unit import during
from warehouse.records import Meeting

pytestmark = pytest.mark.slow

UNITS = [
    "$1-", "\\*\\*", ". ", "50% of ", "#123 ", "$1,000 ", "word", "7", " ", "_a_b", "A. ", "<!--",
    "<tr>", "<td>", "Ã©", "â€™", "*", "_", "[", "(", "`", "a.b", "a-", "a@", "1.", "1:", "1m ",
    "€1 ", "(3 ", "[x](", "Ada, ", "Ada and ", "[Ada] ", "<br>", "~~a~~ ", "decided, ", "[name=a] ",
    "Present: ", "https://", "a/b#1 ", "between 1 and ", "3 months ", "-", "> ", "|",
    "Ada Fenwick ", "*a* ", "**a** ", "`a` ", "[x](y) ", "<a@b.c> ", "<b>a</b>", "&amp; ",
]  # fmt: skip
COUNTER = count()
FLOOR = 0.004  # seconds: below them a clock says nothing


def crafted(unit: str, length: int) -> str:
    """A unit over and over."""
    return (unit * (length // len(unit) + 1))[:length]


def _quantities(text: str) -> object:
    return list(quantities(text, Custom()))


def _blocks(text: str) -> object:
    block = Block("text", 0, 1, text)
    return sentences([block], frozenset()), citations([block])


READERS: dict[str, Callable[[str], object]] = {
    "a paragraph": lambda text: _note(f"# Call\n\nPresent: Ada Fenwick\n\n{text}\n"),
    "an item": lambda text: _note(f"# Call\n\n## Agenda\n\n- x {text}\n"),
    "brackets of an item": lambda text: _note(f"# Call\n\n## Agenda\n\n- x ({text}5 min): y\n"),
    "a heading": lambda text: _note(f"# {text}\n\n- Ada Fenwick\n"),
    "a roll call": lambda text: _note(f"## Present\n\n- Ada {text}\n"),
    "a cell": lambda text: _note(f"| Name | Note |\n| --- | --- |\n| Ada | {text} |"),
    "lines": lambda text: _note("\n".join(_parted(text))),
    "HTML": lambda text: read_note(f"<div>{text}".encode(), "2026-01-02.html"),
    "tags of Markdown": lambda text: read_page(f"<div>\n{text}\n"),
    "words": words,
    "mojibake": lambda text: decoded(text.encode("cp1252", "replace")),
    "days": lambda text: list(days_in(text)),
    "quantities": _quantities,
    "sentences and citations": _blocks,
    "a label": label_of,
    "a mark": mark_of,
    "a speaker": speaker_of,
    "fields": fields_of,
}  # fmt: skip
DAY = "2026-01-02.md"


def _note(text: str) -> Note:
    return read_note(text.encode(), DAY)


def _parted(text: str) -> list[str]:
    return [text[at : at + 50] for at in range(0, len(text), 50)]


def _seconds(reader: Callable[[str], object], unit: str, length: int) -> float:
    """Processor time of reading a text, the best of five; nothing read before is known."""
    best = FLOOR * 1_000
    for _ in range(5):
        text = f"{next(COUNTER):06}{crafted(unit, length - 6)}"  # no text is known from before
        began = time.process_time()
        reader(text)
        best = min(best, time.process_time() - began)
        if best < FLOOR:
            break
    return best


@pytest.mark.parametrize("reader", READERS)
def test_twice_the_text_takes_no_more_than_four_times_the_time(reader: str) -> None:
    slow = []
    READERS[reader]("warm")
    for unit in UNITS:
        took = [_seconds(READERS[reader], unit, LONGEST)]
        if took[0] > FLOOR:  # else it is no bomb, whatever less of it takes
            took = [
                _seconds(READERS[reader], unit, 500),
                _seconds(READERS[reader], unit, 1_000),
                *took,
            ]
        if any(long > 4 * max(short, FLOOR) for short, long in pairwise(took)):
            slow.append((unit, [round(1_000 * each, 1) for each in took]))
    assert not slow


def test_a_longer_line_is_read_to_its_two_thousandth_character_and_says_so() -> None:
    text = "# Call\n\nPresent: Ada Fenwick\n\nWe have 250 users. " + "word " * 1_000
    note = _note(text)
    assert [lost.reason for lost in note.unread] == [
        "a line of 5,019 characters: the first 2,000 are read; break it into paragraphs"
    ]
    assert [claim.value for claim in note.parts[0].claims] == [250]


def test_a_long_paragraph_of_short_lines_is_read_whole() -> None:
    lines = [f"We have {n} users on the hub today and that is all." for n in range(200, 300)]
    note = _note("# Call\n\n" + "\n".join(lines))
    assert [c.value for c in note.parts[0].claims] == list(range(200, 300))
    assert [c.line for c in note.parts[0].claims] == list(range(3, 103))
    assert not note.unread


def test_a_file_of_too_many_lines_or_meetings_is_read_in_part_and_says_so() -> None:
    note = _note("- word\n" * 30_000)
    assert [(lost.line, lost.reason) for lost in note.unread] == [
        (20_001, "a file of 30,001 lines: the first 20,000 are read; part it")
    ]
    note = _note("\n".join(["*a* `b` [c](d) <e@f.g> ~~h~~"] * 3_000))
    assert [(lost.line, lost.reason) for lost in note.unread] == [
        (2_501, "a file of 24,000 signs of Markdown: the first 20,000 are read; part it")
    ]
    days = (f"## 20{n % 90 + 10}-{n % 12 + 1:02}-{n % 28 + 1:02}\n\n" for n in range(1_500))
    note = read_note("".join(days).encode(), "notes.md")
    assert len(note.parts) == 1_000
    assert [lost.reason for lost in note.unread] == [
        "a file of 1,500 dated headings: the first 1,000 are read"
    ]


def test_a_file_larger_than_its_budget_is_left_out_and_reported(tmp_path: Path) -> None:
    call = "# 2026-01-02\n\nPresent: Ada Fenwick\n"
    files: dict[str, str | bytes] = {"a.md": call, "b.md": "word " * 300}
    house = notes_house.house(tmp_path, files, "[limits]\nnote_mb = 0.001\n")
    with during(house) as run:
        found = list(notes.read(house))
    assert [m.source_file for m in notes_house.only(Meeting, found)] == ["notes/a.md"]
    assert [(f.unit, f.status, f.message, f.remedy, f.passing) for f in run.faults.values()] == [
        (
            "notes/b.md", "failed",
            "it has 1,500 bytes, more than the 0.001 MB that are read; it is left out",
            "part it into smaller files, or raise note_mb in [limits] of dashboard.toml", False,
        )
    ]  # fmt: skip
    assert not run.is_ours


def test_a_word_file_that_unpacks_into_a_bomb_is_not_unpacked() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 60_000_000)
    note = read_note(held.getvalue(), "2026-01-02.docx")
    assert [lost.reason for lost in note.unread] == [
        "it unpacks into 60 MB: save its text as .md or .html"
    ]


KINDS = {
    "one line": lambda unit: crafted(unit, 1_000_000),
    "lines of 1,000": lambda unit: "\n\n".join(f"{n}{crafted(unit, 1_000)}" for n in range(1_000)),
    "short lines": lambda unit: "\n".join([f"- {unit}"] * (1_000_000 // (len(unit) + 3))),
    "dated headings": lambda unit: "".join(
        f"## 2026-{n % 12 + 1:02}-{n % 28 + 1:02}\n\n{unit}\n" for n in range(40_000)
    ),
}


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_takes_two_seconds_at_most(kind: str, tmp_path: Path) -> None:
    assert {u: took for u in UNITS if (took := _reading(kind, u, 1_000_000, tmp_path)) > 2} == {}


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_the_largest_file_that_is_read_takes_four_seconds_at_most(
    kind: str, tmp_path: Path
) -> None:
    assert {u: took for u in UNITS if (took := _reading(kind, u, 500_000, tmp_path)) > 4} == {}


def _reading(kind: str, unit: str, size: int, folder: Path) -> float:
    """Seconds of the processor to read a house with one crafted file."""
    own = folder / f"{len(list(folder.iterdir()))}"
    own.mkdir()
    text = KINDS[kind](unit).encode()[:size]
    house = notes_house.house(own, {"notes.md": text}, "[limits]\nnote_mb = 1\n")
    with during(house):
        began = time.process_time()
        list(notes.read(house))
        return round(time.process_time() - began, 2)
