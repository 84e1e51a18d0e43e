"""The blocks of one meeting → who signed its roll call, and whether it has one at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.notes.markdown import Block, words
from pipelines.notes.signature import Order, Signature, fields_of, is_away, is_template, read, slots

_OPENS = re.compile(
    r"\b(attend(?:ee|ees|ance|ing|ants?)|present|participa(?:nts?|ting)|roll ?-?call"
    r"|check(?:ed)?-?\s?in"
    r"|sign(?:ed)?[ -]?in|who(?:['’]s| is| was) (?:here|there|present)|people present"
    r"|in the room)\b",
    re.I,
)
_AWAY = re.compile(
    r"\b(regrets?|apolog(?:y|ies)|unavailable|missing|absent(?:ees?)?|absences?|excused|away"
    r"|no[- ]shows?"
    r"|not (?:attending|present|here|able)|unable|can(?:no|'|’)?t|declined|invited|vacation)\b",
    re.I,
)
_GROUP = re.compile(
    r"\b(council|members?|observers?|guests?|voting|maintainers?|staff|remote(?:ly)?"
    r"|in[ -]person|online"
    r"|on ?-?site|tsc|tac|pmc|committee|core|contributors?|community|chairs?|organi[sz]ers?"
    r"|team|board"
    r"|committers?|others?|leads?|reviewers?|visitors?|public|dial(?:ed)?[ -]in|zoom|mentors?"
    r"|mentees?)\b",
    re.I,
)
_SIDE = re.compile(
    r"\b(break ?-?out|room \d|introduc\w+|first time|new (?:here|comers?)|ice ?breaker)\b", re.I
)
_PLACES = {
    "name": re.compile(r"\b(name|attendee|participant|member|who|person)\b", re.I),
    "handle": re.compile(r"\b(git ?-?(?:hub|lab)|handle|user ?(?:name|id)|account)\b", re.I),
    "affiliation": re.compile(
        r"\b(affiliation|institution|organi[sz]ation|company|employer|org)\b", re.I
    ),
    "signed": re.compile(r"\b(present|attend(?:ed|ing|ance)|here|y/n)\b", re.I),
}


_NO_LIST = -1  # no list that follows belongs to the roll call


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature and the line it stands on."""

    signature: Signature
    line: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of a roll call that names nobody we can tell."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roll call, before it is read."""

    line: int
    text: str


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


@dataclass(frozen=True, slots=True)
class RollCall:
    """Who signed (once each), lines that name nobody we can tell, and every line of the list."""

    signed: list[Signed]
    unread: list[Unread]
    lines: frozenset[int]

    @property
    def is_there(self) -> bool:
        """Whether the meeting has a roll call at all; without one, who came is unknown."""
        return bool(self.signed)


def roll_call(blocks: list[Block]) -> RollCall:
    """The roll call of one meeting."""
    entries = _entries(blocks)
    lines = frozenset(entry.line for entry in entries)
    if any(re.match(r"\s*\[[xX]\]", entry.text) for entry in entries):
        entries = [entry for entry in entries if not re.match(r"\s*\[ ?\]", entry.text)]
    order = _order(entries)
    signed: dict[str, Signed] = {}
    unread = []
    for entry in entries:
        signature = read(entry.text, order)
        if signature:
            key = f"{signature.name}\n{signature.handle}".casefold()
            signed.setdefault(key, Signed(signature, entry.line))
        elif reason := _why_unread(entry.text):
            unread.append(Unread(entry.line, entry.text, reason))
    return RollCall(list(signed.values()), unread, lines)


def _why_unread(text: str) -> str | None:
    """A reason to tell, for a line that looks like a signature and is none."""
    fields = fields_of(text)
    if is_away(text) or is_template(text) or len(fields) < 2 or len(fields[0].split()) <= 5:
        return None
    return f"a roll-call line with {len(fields)} fields does not begin with a name"


def _order(entries: list[Entry]) -> Order:
    """What the fields mean in this roll call: its template line, else where the @ stand."""
    places: list[int] = []
    known: set[str] = set()
    homes: set[str] = set()
    template = None
    for entry in entries:
        fields = fields_of(entry.text)
        known.update(h.lower() for h in re.findall(r"(?<![\w.])@([\w-]+)", entry.text))
        if "@" in entry.text:
            homes.update(f.casefold() for f in fields[1:] if "@" not in f)
        places += [i for i, f in enumerate(fields) if i and re.match(r"\(?@\w", f)]
        if template is None and len(fields) > 2 and is_template(entry.text):
            template = next(
                (i for i, f in enumerate(fields) if i and _PLACES["handle"].search(f)), None
            )
    usual = max(sorted(set(places)), key=places.count, default=None)
    return Order(usual if usual is not None else template, frozenset(known), frozenset(homes))


def _entries(blocks: list[Block]) -> list[Entry]:
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
    starts = [n for n, line in enumerate(lines) if (found := _label(words(line))) and found[0]]
    people = [n for n in starts if _OPENS.search(lines[n]) or _AWAY.search(lines[n])]
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
    if (label := _label(text)) and _listens(block):
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
    scan.side = bool(_SIDE.search(text)) or (was_side and level > scan.level)
    if short and _AWAY.search(text):
        scan.mode, scan.by_heading, scan.level = "away", True, level
    elif short and _OPENS.search(text) and not scan.side:
        _open(scan, i, by_heading=True, level=level)
    elif not (inside and short and _GROUP.search(text)):
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


def _label(text: str) -> tuple[str, str] | None:
    """`Present: a, b` as ("Present", "a, b"); also `Attendees` alone on its line."""
    match = re.match(r"[*_\s]*([^\n:/|@,]{2,60}?)[*_\s]*:[*_]*\s*(.*)$", text, re.S)
    if match and "http" not in match[1]:
        return match[1].strip(" *_"), match[2].strip()
    if _OPENS.fullmatch(text.strip(" *_#")) or _AWAY.fullmatch(text.strip(" *_#")):
        return text.strip(" *_#"), ""
    return None


def _listens(block: Block) -> bool:
    """Labels count at the top of a list or in a paragraph, not deep inside a discussion."""
    return not block.quoted and (block.kind == "text" or block.level <= 2)


def _labelled(scan: _Scan, block: Block, i: int, label: str, rest: str) -> Iterator[Entry]:
    """A label opens a list of people, of absent people, of a group of people, or ends them."""
    short = len(label.split()) <= 6
    if short and _AWAY.search(label):
        scan.mode, scan.list_id = "away", 0
        scan.group = i if block.kind == "item" else None
    elif short and _opens_here(scan, label, block):
        keep, level = scan.by_heading and scan.mode == "people", scan.level
        _open(scan, block.heading, by_heading=keep, level=level)
        yield from _group(scan, block, i, rest)
    elif scan.mode != "out" and short and _GROUP.search(label) and not _is_person(label, rest):
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
    yield from _people_in(block, rest)


def _opens_here(scan: _Scan, label: str, block: Block) -> bool:
    """A second list of people counts only where the first one stands (not in a break-out)."""
    if not _OPENS.search(label) or scan.side:
        return False
    return not scan.found or scan.mode != "out" or block.heading == scan.home


def _is_person(label: str, rest: str) -> bool:
    return (
        bool(rest)
        and not re.search(r"[,@]", rest)
        and len(label.split()) >= 2
        and (label.istitle() and not _GROUP.fullmatch(label))
    )


def _inside(scan: _Scan, block: Block, text: str) -> Iterator[Entry]:
    """A block within an open roll call: an entry, a remark, or the end of it."""
    if block.kind == "item":
        outside = scan.group is not None and block.level == 1
        if not scan.by_heading and (outside or scan.list_id not in (0, block.list_id)):
            scan.mode = "out"
        elif _is_entry(scan, block):
            scan.list_id = block.list_id
            yield from _lines_of(block)
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
    people = list(_people_in(block, text))
    several = len(people) >= 2 or "@" in text
    if scan.by_heading and several and all(len(p.text.split()) <= 8 for p in people):
        yield from people
    elif not scan.by_heading and scan.list_id:
        scan.mode = "out"


def _lines_of(block: Block) -> Iterator[Entry]:
    """The entry of an item; a line below it without a bullet is an entry if it has fields."""
    lines = words(block.raw, handles=True).split("\n")
    kept = [Entry(block.line, lines[0])]
    for offset, line in enumerate(lines[1:], start=1):
        if len(slots(line)) >= 2 or re.match(r"\s*@\w", line):
            kept.append(Entry(block.line + offset, line))
        else:
            kept[-1] = Entry(kept[-1].line, f"{kept[-1].text} {line}")
    inline = len(kept) == 1 and re.fullmatch(r"(?:@[\w-]+[\s,]+)+@[\w-]+", kept[0].text.strip())
    yield from _people_in(block, kept[0].text) if inline else kept


def _people_in(block: Block, rest: str) -> Iterator[Entry]:
    """The people of a comma list (commas inside brackets part nobody) or of a list of handles."""
    start = words(block.raw, handles=True).find(rest) if rest else -1
    before = words(block.raw, handles=True)[: max(start, 0)].count("\n")
    rest = re.sub(
        r"\s*(?:\+|and|&)\s*\d+\s*(?:more|others?|persons?|people|guests?)\b.*$", "", rest
    )
    flat = re.sub(r"\([^()]*\)", lambda m: m[0].replace(",", "\x00").replace("\n", " "), rest)
    if re.search(r"\n", flat) and not re.search(r"[,;]", flat):
        pieces = re.split(r"(\n)", flat)
    elif re.fullmatch(r"\s*(?:@[\w-]+\s*(?:and|&)?\s*)+", flat):
        pieces = re.split(r"(\s+)", flat)
    else:
        pieces = re.split(r"([,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+)", flat)
    line = block.line + before
    for piece in pieces:
        text = piece.replace("\x00", ",").strip().rstrip(".")
        lead = len(piece) - len(piece.lstrip("\n "))
        if text and not re.fullmatch(r"[,;]?\s*(and|&)?", text):
            yield Entry(line + piece[:lead].count("\n"), " ".join(text.split()))
        line += piece.count("\n")


def _row(scan: _Scan, block: Block) -> Iterator[Entry]:
    """A row of a table of people, its cells put in the order name / handle / affiliation."""
    cells = [words(cell, handles=True).strip() for cell in block.cells]
    columns = _columns(cells)
    if columns and (scan.mode == "people" or {"name", "handle"} <= set(columns)) and not scan.side:
        if scan.mode == "out":
            _open(scan, block.heading, by_heading=False, level=0)
        scan.columns = columns
    elif scan.mode == "people" and scan.columns:
        row = {key: cells[at] for key, at in scan.columns.items() if at < len(cells)}
        if "signed" not in row or re.fullmatch(
            r"(?i)\s*(x|y|yes|✓|✔|✅|:white_check_mark:|1)\s*.*", row["signed"]
        ):
            handle = row.get("handle", "").strip("@ ")
            name = row.get("name", "") or (f"@{handle}" if handle else "")
            at = f"@{handle}" if re.fullmatch(r"[\w.-]+", handle) else ""
            if name.strip():
                yield Entry(block.line, f"{name} | {at} | {row.get('affiliation', '')}")


def _columns(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, cell in enumerate(cells):
        for key, pattern in _PLACES.items():
            if (
                key not in found
                and pattern.search(cell)
                and len(cell.split()) <= 4
                and i not in found.values()
            ):
                found[key] = i
    return found if {"name", "handle"} & set(found) else {}
