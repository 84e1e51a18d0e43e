"""Where in a meeting the roll call stands: what opens it, divides it, and ends it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.notes.roll_call.labels import (
    AWAY,
    GROUP,
    ONE,
    OPENS,
    SIDE,
    is_person_label,
    label_of,
)
from pipelines.notes.roll_call.roster import (
    Entry,
    are_names,
    columns_of,
    lines_of,
    people_in,
    row_entry,
)
from pipelines.notes.text.markdown import Block, words

_NO_LIST = -1  # no list that follows belongs to the roll call


@dataclass(slots=True)
class _Scan:
    """Where the search stands: inside a roll call, in a list of the absent, or outside."""

    mode: str = "out"  # out | people | away
    by_heading: bool = False  # a heading opened it: it lasts until the next heading
    level: int = 0
    list_id: int = 0  # a sentence opened it: it lasts for the one list after it
    found: bool = False
    home: int | None = None  # the heading under which the first roll call stands
    side: bool = False
    columns: dict[str, int] | None = None
    group: int | None = None  # the item whose children are people


def entries_of(blocks: list[Block]) -> list[Entry]:
    """The entries of a meeting's roll call, wherever it stands; none of the absent."""
    scan = _Scan()
    return [entry for i in range(len(blocks)) for entry in _step(scan, blocks, i)]


def _step(scan: _Scan, blocks: list[Block], i: int) -> Iterator[Entry]:
    block = blocks[i]
    if block.kind == "heading":
        _heading(scan, words(block.raw).strip(), block.level, i)
    elif block.kind == "row":
        yield from _row(scan, block)
    else:
        if scan.columns:
            scan.mode, scan.columns = "out", None
        for piece in _pieces(block):
            yield from _words(scan, blocks, piece, i)


def _pieces(block: Block) -> Iterator[Block]:
    """The block, or one piece for each of its lines that begins with a label (`Regrets: …`)."""
    lines = re.split(r"\n|<br\s*/?>\n?", block.raw)
    starts = [n for n, line in enumerate(lines) if (found := label_of(words(line))) and found[0]]
    people = [n for n in starts if OPENS.search(lines[n]) or AWAY.search(lines[n])]
    if len(lines) < 2 or not people:
        yield block
        return
    edges = sorted({0, *starts, len(lines)})
    breaks = "<br" in block.raw
    for first, last in pairwise(edges):
        raw = "\n".join(lines[first:last])
        offset = block.raw[: block.raw.find(lines[first])].count("\n") if breaks else first
        yield replace(block, raw=raw, line=block.line + offset)


def _words(scan: _Scan, blocks: list[Block], block: Block, i: int) -> Iterator[Entry]:
    text = words(block.raw, handles=True).strip()
    if (label := label_of(text)) and _listens(block):
        yield from _labelled(scan, block, i, *label)
    elif scan.mode == "people":
        yield from _inside(scan, block, text)
    elif block.kind == "text" and scan.mode == "out" and _asks(text) and not scan.side:
        _open(scan, block.heading, by_heading=False, level=0)


def _open(scan: _Scan, home: int | None, *, by_heading: bool, level: int) -> None:
    scan.mode, scan.home, scan.by_heading, scan.level = "people", home, by_heading, level
    scan.list_id, scan.columns, scan.group, scan.found = 0, None, None, True


def _heading(scan: _Scan, text: str, level: int, i: int) -> None:
    """A heading opens, divides or ends a roll call."""
    short = len(re.findall(r"[^\W\d_]+", text)) <= 6
    inside = scan.by_heading and scan.mode != "out" and level > scan.level
    was_side = scan.side
    scan.side = bool(SIDE.search(text)) or (was_side and level > scan.level)
    if short and AWAY.search(text):
        scan.mode, scan.by_heading, scan.level = "away", True, level
    elif short and OPENS.search(text) and not scan.side:
        _open(scan, i, by_heading=True, level=level)
    elif not (inside and short and GROUP.search(text)):
        scan.mode = "out"
        scan.level = level if scan.side else scan.level


def _asks(text: str) -> bool:
    """Whether a sentence asks to sign the list that follows."""
    last = re.split(r"(?<=[.!?])\s+", text.replace("\n", " "))
    return any(
        re.search(
            r"\broll ?-?call\b|\bsign in\b|\badd your(?:self| name)\b.*\b(attend|here)", s, re.I
        )
        for s in last
    ) and bool(re.search(r"\broll ?-?call\b|\bsign in\b|attend", text, re.I))


def _listens(block: Block) -> bool:
    """Labels count at the top of a list or in a paragraph, not deep inside a discussion."""
    return not block.quoted and (block.kind == "text" or block.level <= 2)


def _labelled(scan: _Scan, block: Block, i: int, label: str, rest: str) -> Iterator[Entry]:
    """A label opens a list of people, of absent people, of a group of people, or ends them."""
    short = len(label.split()) <= 6
    if scan.mode == "people" and rest and short and ONE.search(label):
        yield Entry(block.line, rest)
    elif short and AWAY.search(label):
        scan.mode, scan.list_id = "away", 0
        scan.group = i if block.kind == "item" else None
    elif short and _opens_here(scan, label, block):
        keep, level = scan.by_heading and scan.mode == "people", scan.level
        _open(scan, block.heading, by_heading=keep, level=level)
        yield from _group(scan, block, i, rest)
    elif scan.mode != "out" and short and GROUP.search(label) and not is_person_label(label, rest):
        scan.mode = "people"
        yield from _group(scan, block, i, rest)
    elif scan.mode == "people" and block.kind == "item":
        yield from _inside(scan, block, "")
    elif scan.mode == "people":
        scan.mode = "out"


def _group(scan: _Scan, block: Block, i: int, rest: str) -> Iterator[Entry]:
    """The people beside a label; without any, they are the list after it or the items below it."""
    scan.group = i if block.kind == "item" else None
    scan.list_id = _NO_LIST if rest else 0
    yield from people_in(block, rest)


def _opens_here(scan: _Scan, label: str, block: Block) -> bool:
    """A second list of people counts only where the first one stands (not in a break-out)."""
    if not OPENS.search(label) or scan.side:
        return False
    return not scan.found or scan.mode != "out" or block.heading == scan.home


def _inside(scan: _Scan, block: Block, text: str) -> Iterator[Entry]:
    """A block within an open roll call: an entry, a remark, or the end of it."""
    if block.kind == "item":
        outside = scan.group is not None and block.level == 1
        if not scan.by_heading and (outside or scan.list_id not in (0, block.list_id)):
            scan.mode = "out"
        elif _is_entry(scan, block):
            scan.list_id = block.list_id
            yield from lines_of(block)
    elif block.parent is None and not block.quoted:
        yield from _paragraph(scan, block, text)


def _is_entry(scan: _Scan, block: Block) -> bool:
    """People stand at the top of the list, or right under their group's label."""
    if block.quoted:
        return False
    if scan.group is not None and block.level > 1:
        return block.parent == scan.group
    return block.level == 1


def _paragraph(scan: _Scan, block: Block, text: str) -> Iterator[Entry]:
    """A paragraph under a heading may be the list itself: lines of names, or names and commas."""
    people = list(people_in(block, text))
    several = len(people) >= 2 or "@" in text
    fresh = scan.by_heading or scan.list_id == 0
    if fresh and several and are_names(people):
        scan.list_id = scan.list_id if scan.by_heading else _NO_LIST
        yield from people
    elif not scan.by_heading and scan.list_id:
        scan.mode = "out"


def _row(scan: _Scan, block: Block) -> Iterator[Entry]:
    """A table with a column of names or handles is a roll call where one is due."""
    cells = [words(cell, handles=True).strip() for cell in block.cells]
    columns = {} if scan.columns else columns_of(cells)
    if len(cells) == 2 and OPENS.fullmatch(cells[0].strip(" :")):
        yield from people_in(block, cells[1])
        return
    due = scan.mode == "people" or {"name", "handle"} <= set(columns)
    if columns and due and not scan.side:
        if scan.mode == "out":
            _open(scan, block.heading, by_heading=False, level=0)
        scan.columns = columns
    elif (
        scan.mode == "people" and scan.columns and (entry := row_entry(block, cells, scan.columns))
    ):
        yield entry
