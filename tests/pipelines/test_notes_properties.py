"""Whatever is written: records and rejects, never an exception, nobody who is not in the text."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from notes_house import DATA

from pipelines.notes.reading import read_note
from pipelines.notes.text.markdown import decoded

pytestmark = pytest.mark.slow

OURS = [file.read_text(encoding="utf-8-sig") for file in sorted(DATA.glob("*.md"))]
LINES = [line for text in OURS for line in text.splitlines()]
# Lines of real shapes in any order, with noise between them, make worse notes than noise alone.
NOTES = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=25).map(
    "\n".join
)
NAMES = st.sampled_from(["2022-01-02.md", "2022.md", "index.md", "a/weekly-report.md"])


def told(text: bytes, name: str):
    note = read_note(text, name)
    return [replace(part, length=0) for part in note.parts], note.unread


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), NAMES)
@example(b"\xff\xfe\x00", "2022-01-02.md")
@example(b"---\n- a: [\n---\n", "2022.md")
@example(b"Present: a,,,;, @@ (((\n| a |\n|-|\n|", "2022-01-02.md")
def test_any_bytes_give_a_note(data, name):
    read_note(data, name)


@settings(max_examples=150, deadline=None)
@given(NOTES, NAMES)
@example("Present: Ada, Bo\n\x01A", "2022-01-02.md")
def test_any_text_gives_a_note_and_nobody_who_is_not_in_it(text, name):
    note = read_note(text.encode("utf-8", "surrogatepass"), name)
    there = folded(decoded(text.encode("utf-8", "surrogatepass")))
    for part in note.parts:
        for signed in part.signed:
            for word in folded(signed.signature.name).split():
                assert word in there
            assert (signed.signature.handle or "") in there


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("\\", "").replace("*", "")


@settings(max_examples=100, deadline=None)
@given(NOTES, NAMES)
def test_line_ends_marks_and_blank_lines_at_the_end_change_nothing(text, name):
    text = text.replace("\r", "").strip("\n\x0b\x0c\ufeff")
    if not text.isprintable() and any(ch in text for ch in "\x85\u2028\u2029\x1c\x1d\x1e"):
        return
    plain = told(text.encode("utf-8", "replace"), name)
    assert told(text.replace("\n", "\r\n").encode("utf-8", "replace"), name) == plain
    assert told(b"\xef\xbb\xbf" + text.encode("utf-8", "replace"), name) == plain
    assert told((text + "\n\n\n").encode("utf-8", "replace"), name) == plain
