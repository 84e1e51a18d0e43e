"""One file of notes, read on its own."""

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from pipelines.notes.formats import as_markdown
from pipelines.notes.formats.lines import Lines, Unreadable
from pipelines.notes.note import Note, Part, Unread
from pipelines.notes.roll_call.roll_call import listed_in, roll_call
from pipelines.notes.statements.actions import actions
from pipelines.notes.statements.agenda import agenda
from pipelines.notes.statements.citations import citations
from pipelines.notes.statements.claims import claims
from pipelines.notes.statements.decisions import decisions, is_lost
from pipelines.notes.statements.figures import Custom, custom_of
from pipelines.notes.statements.lines import lines
from pipelines.notes.statements.people import people_of
from pipelines.notes.statements.repeats import without_repeats
from pipelines.notes.statements.sentences import sentences
from pipelines.notes.text import documents
from pipelines.notes.text.markdown import LONGEST, Block, Page, decoded, placed, read_page

_WORDS, _MARKS = 5, 24
_LINES = 20_000  # of one file, the empty ones among them
_MEETINGS = 1_000  # of one file: twenty years of weekly calls
_SIGNS = 20_000  # of Markdown in one file: a year of notes has about a thousand
_SIGN = re.compile(r"\\.|<|~~|\*+|_+|`+|&|\[")
_SIGN_LETTERS = "\\<~*_`&["


def read_note(data: bytes, path: str) -> Note:
    """What a file says; `path` is the name it bears below its series' folder."""
    try:
        source = as_markdown(data, path, decoded)
    except Unreadable as error:
        return Note(None, [], [Unread(1, path.rpartition("/")[2], str(error))])
    source, unread = _bounded(source)
    page = placed(read_page(source.text), source.lines)
    unread += [Unread(line, text[:80], _cut(text)) for line, text in page.cut]
    unread += _unreadable(source.text, data)
    if page.mistake:
        unread.append(Unread(1, "---", f"front matter is no YAML: {page.mistake}"))
    custom = custom_of(block.raw for block in page.blocks)
    dated = documents.parts(page, path)
    is_report = documents.is_report(page, path)
    if dated and (doubt := documents.two_days(page, path, dated[0].day)):
        unread.append(Unread(*doubt))
    parts = [_part(page, part, custom, unread, is_report=is_report) for part in dated[:_MEETINGS]]
    if len(dated) > _MEETINGS:
        reason = f"a file of {len(dated):,} dated headings: the first {_MEETINGS:,} are read"
        unread.append(Unread(page.blocks[dated[_MEETINGS].start].line, "", reason))
    if not parts and not documents.is_no_note(path) and source.text.strip():
        reason = "no date in the file's name, its headings or a date line: not read as a meeting"
        unread.append(Unread(1, documents.title_of(page) or "", reason))
    return Note(documents.title_of(page), parts, unread)


def _bounded(source: Lines) -> tuple[Lines, list[Unread]]:
    """Lines that no pattern takes long to read, and those that are left out or cut for it."""
    kept, lines = source.texts[:_LINES], source.lines[:_LINES]
    unread = [
        Unread(line, text[:80], _cut(text))
        for line, text in zip(lines, kept, strict=True)
        if len(text) > LONGEST
    ]
    if len(source.texts) > _LINES:
        reason = f"a file of {len(source.texts):,} lines: the first {_LINES:,} are read; part it"
        unread.append(Unread(source.lines[_LINES], source.texts[_LINES][:80], reason))
    kept = [text[:LONGEST] for text in kept]
    whole = "\n".join(kept)
    many = sum(map(whole.count, _SIGN_LETTERS)) > _SIGNS  # a cheap look: a sign has one at least
    signs = list(accumulate(len(_SIGN.findall(text)) for text in kept)) if many else []
    if signs and signs[-1] > _SIGNS:
        end = bisect_right(signs, _SIGNS)
        reason = (
            f"a file of {signs[-1]:,} signs of Markdown: the first {_SIGNS:,} are read; part it"
        )
        unread.append(Unread(lines[end], kept[end][:80], reason))
        kept, lines = kept[:end], lines[:end]
    return Lines(kept, lines), unread


def _cut(text: str) -> str:
    """Why a line, or a cell of a table, is not read to its end."""
    return (
        f"a line of {len(text):,} characters: the first {LONGEST:,} are read; "
        "break it into paragraphs"
    )


def _unreadable(text: str, data: bytes) -> Iterator[Unread]:
    """The first line of which something was lost, if any was."""
    if "\ufffd" not in text:
        return
    lost = [at for at, line in enumerate(text.split("\n"), start=1) if "\ufffd" in line]
    if lost and "\ufffd".encode() not in data:
        line = text.split("\n")[lost[0] - 1]
        reason = (
            f"neither UTF-8 nor Windows-1252, as {len(lost)} of the file's lines: save as UTF-8"
        )
        yield Unread(lost[0], line, reason)


def _part(
    page: Page, part: documents.Part, custom: Custom, unread: list[Unread], *, is_report: bool
) -> Part:
    blocks = list(_rebased(page.blocks[part.start : part.end], part.start))
    roll = roll_call(blocks, listed_in(page.matter) if part.section is None else ())
    names = frozenset(s.signature.name.casefold() for s in roll.signed if s.signature.name)
    said = sentences(blocks, roll.lines, names)
    people = people_of(roll, (name for s in said if s.first for name in s.speakers), blocks)
    acts = without_repeats(actions(blocks, said, people))
    settled = without_repeats(decisions(blocks, said, people, acts))
    lost = " ".join(decision.text for decision in settled if is_lost(decision.text))
    stated = [c for c in claims(said, blocks, custom, unread) if c.quote not in lost]
    off = not roll.signed and documents.cancelled(blocks)
    unread += [] if off else roll.unread
    return Part(
        is_meeting=bool(roll.signed) or off or not is_report,
        day=part.day,
        month=part.month,
        section=part.section,
        line=blocks[0].line if part.section and blocks else 1,
        length=sum(len(block.raw.split()) for block in blocks),
        marks=_marks(blocks),
        cancelled=off,
        roll_call="none" if off else roll.state,
        signed=roll.signed,
        agenda=agenda(blocks, people, roll.lines),
        actions=acts,
        decisions=[] if off else settled,
        claims=without_repeats(stated),
        citations=citations(blocks),
        lines=list(lines(blocks, roll.lines)),
    )


def _marks(blocks: list[Block]) -> list[int]:
    """The smallest hashes of its blocks of five words or more: of two copies, the same."""
    own = (block.raw.casefold().split() for block in blocks)
    texts = {" ".join(words) for words in own if len(words) >= _WORDS}
    return sorted(zlib.crc32(text.encode("utf-8", "replace")) for text in texts)[:_MARKS]


def _rebased(blocks: list[Block], start: int) -> Iterator[Block]:
    """The blocks of one part, pointing at each other by their place in it."""
    if start == 0:
        yield from blocks
        return
    for b in blocks:
        parent = b.parent - start if b.parent is not None and b.parent >= start else None
        heading = b.heading - start if b.heading is not None and b.heading >= start else None
        yield Block(b.kind, b.level, b.line, b.raw, parent, heading, b.quoted, b.cells, b.list_id)
