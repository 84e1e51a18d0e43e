"""Where in a meeting the roll call stands: what opens it, divides it, and ends it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipelines.notes.roll_call import heads
from pipelines.notes.roll_call.chat import in_a_log, scribed
from pipelines.notes.roll_call.heads import AWAY, GROUP, ONE, OPENS, Head, label_of
from pipelines.notes.roll_call.names import is_code
from pipelines.notes.roll_call.roster import Entry, are_names, is_person, lines_of, people_in
from pipelines.notes.roll_call.tables import YES, entries_in, table_at
from pipelines.notes.text.markdown import Block, words

_LONG_HEAD = 14  # words of a heading that people stand below
_ROWS = 20  # of a table, at which its head may stand
_ASKING = 5  # lines that may ask to sign, before the names
_SHORT = 4  # words of a line that divides a list
_NO_LIST = -1  # no list that follows belongs to the roll call
_BOLD = re.compile(r"\s*(?:\*\*|__)([^*_\n]+)(?:\*\*|__)\s*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A label between the names that we do not know, and the full names behind it.

    away  it says itself that they did not come: nothing is asked
    """

    line: int
    label: str
    names: tuple[str, ...]
    away: bool = False


@dataclass(slots=True)
class _Scan:
    """Where the search stands: inside a roll call, in a list of the absent, or outside."""

    mode: str = "out"  # out | people | away
    by_heading: bool = False  # a heading opened it: it lasts until the next heading
    level: int = 0
    list_id: int = 0  # a label opened it: it lasts for the one list after it
    home: int | None = None  # the heading under which the first roll call stands
    inside: int | None = None  # the item inside which the head stands
    side: bool = False
    group: int | None = None  # the item whose children are people
    tables: set[int] = field(default_factory=set)  # tables that were read
    tried: Counter[int] = field(default_factory=Counter)  # rows at which a table may begin
    siblings: Counter[tuple[int, int | None]] = field(default_factory=Counter)  # items by list
    heads: list[Block] = field(default_factory=list)  # everything that opened a roll call
    parted: bool = False  # a group's label has come since the head
    straight: bool = False  # names stand right at the head, in none of its groups
    asked: list[Asked] = field(default_factory=list)


def entries_of(blocks: list[Block]) -> tuple[list[Entry], list[Block], list[Asked]]:
    """The entries of a meeting's roll call, none of the absent; and every head that opened one.

    Last the labels where it is not known whether those behind them came.
    """
    scan = _Scan()
    for b in (b for b in blocks if b.kind == "item"):
        for of_list in {(b.list_id, None), (b.list_id, b.parent)}:
            scan.siblings[of_list] += 1
    said = [entry for block in blocks for entry in scribed(block)]
    if said:
        return said, [], []
    greeted, asked = in_a_log(blocks)
    if greeted or asked:
        return greeted, asked, []
    found: list[Entry] = []
    for i in range(len(blocks)):
        for entry in _step(scan, blocks, i):
            found.append(entry)
            scan.straight |= not scan.parted and entry.source != "task"
    if not scan.heads and not found:
        found = list(_said_to_be_there(blocks)) or list(_below_the_day(blocks))
    return found, scan.heads, scan.asked


def _step(scan: _Scan, blocks: list[Block], i: int) -> Iterator[Entry]:
    block = blocks[i]
    found = _BOLD.fullmatch(block.raw) if block.kind == "text" else None
    bold = found[1].strip() if found else ""
    if block.kind == "heading":
        head = label_of(words(block.raw, handles=True).strip())
        if head is None or not (head.is_short and head.rest and _names_people(head.label)):
            head = Head(words(block.raw).strip(), "")
        _heading(scan, blocks, i, head.label, block.level)
        yield from people_in(block, head.rest) if scan.mode == "people" else ()
    elif bold and not is_person(bold, full=True) and ":" not in bold:
        _heading(scan, blocks, i, bold, 7)
    elif scan.mode == "people" and _divides(blocks, i):
        _heading(scan, blocks, i, words(block.raw).strip(), 7)
    elif block.kind == "rule":
        _rule(scan)
    elif block.kind == "row":
        yield from _table(scan, blocks, i)
    else:
        pieces = list(_pieces(block))
        for piece, after in zip(pieces, [*pieces[1:], *blocks[i + 1 : i + 2], None], strict=False):
            if scan.mode == "out" and not scan.heads and after and ":" in after.raw:
                yield from _before_absent(scan, piece, after)
            yield from _words(scan, blocks, piece, i)


def _names_people(label: str) -> bool:
    """Whether people may stand behind a heading's colon: "Present: Ada", "Guests: Bo"."""
    return heads.opens(label) or GROUP.fullmatch(label) is not None


def _divides(blocks: list[Block], i: int) -> bool:
    """Whether a line between two lists says of whom the second one is, and not that they came."""
    text = words(blocks[i].raw).strip()
    between = 0 < i < len(blocks) - 1 and blocks[i - 1].kind == blocks[i + 1].kind == "item"
    return (
        between
        and blocks[i].kind == "text"
        and not re.search(r"[\d:,.!?\n]", text)
        and len(text.split()) <= _SHORT
        and not heads.asks(text)
        and (heads.is_of_absent(text) or (_are_full(_names_below(blocks, i)) and _is_strange(text)))
    )


def _is_strange(text: str) -> bool:
    return not (heads.is_group(text) or is_person(text, full=True))


def _said_to_be_there(blocks: list[Block]) -> Iterator[Entry]:
    """A list in which each name has its answer behind it: "Ada Moss: present", "Bo Reed: no"."""
    called: dict[int, list[tuple[Entry, str]]] = {}
    for block in blocks:
        label = label_of(words(block.raw)) if block.kind == "item" else None
        if label and is_person(label.label, full=True):
            entry = Entry(block.line, label.label)
            called.setdefault(block.list_id, []).append((entry, label.rest))
    for answers in called.values():
        if len(answers) > 1 and all(YES.match(a) or AWAY.match(a) for _, a in answers):
            yield from (entry for entry, answer in answers if YES.match(answer))


def _rule(scan: _Scan) -> None:
    """A rule ends a list that has begun."""
    if scan.list_id or scan.tables or scan.mode == "away":
        scan.mode = "out"


def absent_in(blocks: list[Block]) -> Iterator[str]:
    """The full names behind labels of those who did not come: people of the team all the same."""
    for i, block in enumerate(blocks):
        if not (block.kind in ("text", "item") and ":" in block.raw and AWAY.search(block.raw)):
            continue
        if heads.is_of_absent(block.raw) and block.raw.rstrip(" *_").endswith(":"):
            yield from (name for name in _names_below(blocks, i) if is_person(name, full=True))
            continue
        for piece in _pieces(block):
            head = label_of(words(piece.raw, handles=True).strip()) if _listens(piece) else None
            if head and head.is_short and heads.is_of_absent(head.label):
                found = (person.text for person in people_in(piece, head.rest))
                yield from (re.sub(r"\s*\(.*$", "", t) for t in found if is_person(t, full=True))


def _pieces(block: Block) -> Iterator[Block]:
    """The block, or one piece for each of its lines that begins with a label (`Regrets: …`)."""
    if "\n" not in block.raw and "<br" not in block.raw and " | " not in block.raw:
        yield block
        return
    lines = re.split(r"\n|<br\s*/?>\n?|\s\|\s(?=[*_]*\w[\w -]*[*_]*:\s)", block.raw)
    plain = block.raw.replace("_", " ")
    due = OPENS.search(plain) or AWAY.search(plain)
    starts = [n for n, line in enumerate(lines) if label_of(words(line))] if due else []
    people = [n for n in starts if OPENS.search(lines[n]) or AWAY.search(lines[n])]
    if len(lines) < 2 or not people:
        yield block
        return
    bare = (n for n in people if ":" not in lines[n])
    alone = [n + 1 for n in bare if (head := label_of(words(lines[n]))) and not head.rest]
    edges = sorted({0, *starts, *alone, len(lines)})
    breaks = "<br" in block.raw or "|" in block.raw
    for first, last in pairwise(edges):
        raw = "\n".join(lines[first:last])
        offset = block.raw[: block.raw.find(lines[first])].count("\n") if breaks else first
        yield replace(block, raw=raw, line=block.line + offset)


def _words(scan: _Scan, blocks: list[Block], block: Block, i: int) -> Iterator[Entry]:
    if scan.mode == "out" and not heads.may_open(block.raw):
        return
    text = words(block.raw, handles=True).strip()
    head = (label_of(text) or heads.bold_label(block.raw)) if _listens(block) else None
    if head:
        yield from _labelled(scan, blocks, block, i, head)
    elif scan.mode == "people":
        yield from _inside(scan, blocks, block, text)
    elif block.kind == "text" and scan.mode == "out" and not scan.side and not block.quoted:
        yield from _sentence(scan, block, text)


def _before_absent(scan: _Scan, block: Block, after: Block) -> Iterator[Entry]:
    """`Who: Ada Moss, Bo Reed`, right above `Missing: Cy`: whatever the label, these came."""
    if ":" not in block.raw or "," not in block.raw or not AWAY.search(after.raw):
        return
    head, other = (label_of(words(each.raw, handles=True).strip()) for each in (block, after))
    if not (head and other and head.is_short and AWAY.fullmatch(other.label)):
        return
    if heads.opens(head.label) or any(p.search(head.label) for p in (ONE, GROUP, AWAY)):
        return
    people = list(people_in(block, head.rest))
    full = [p for p in people if is_person(p.text, full=True)]
    if len(full) > 1 and 2 * len(full) >= len(people) and are_names(people):
        _open(scan, block, block.heading)
        scan.list_id = _NO_LIST
        yield from people


def _sentence(scan: _Scan, block: Block, text: str) -> Iterator[Entry]:
    """A paragraph that asks to sign below, or that says who was there."""
    if heads.asks(text):
        _open(scan, block, block.heading)
        return
    if scan.heads or not (said := heads.sentence_head(text)):
        return
    people = list(people_in(block, said.rest))
    if len(people) >= 2 and all(is_person(p.text, full=True) for p in people):
        _open(scan, block, block.heading)
        scan.mode = "out"
        yield from people


def _open(
    scan: _Scan, block: Block, home: int | None, *, by_heading: bool = False, level: int = 0
) -> None:
    scan.mode, scan.home, scan.by_heading, scan.level = "people", home, by_heading, level
    scan.list_id, scan.group, scan.inside = 0, None, block.parent
    scan.parted = scan.straight = False
    scan.heads.append(block)


def _heading(scan: _Scan, blocks: list[Block], i: int, text: str, level: int) -> None:
    """A heading opens, divides or ends a roll call."""
    head = Head(text, "")
    inside = scan.by_heading and scan.mode != "out" and level > scan.level
    neighbour = scan.by_heading and scan.mode != "out" and bool(GROUP.fullmatch(text.strip(": ")))
    was_side = scan.side
    scan.side = heads.is_aside(text) or (was_side and level > scan.level)
    if head.is_short and heads.is_of_absent(text):
        scan.mode, scan.by_heading = "away", True
        scan.level = scan.level if inside else level
    elif (
        heads.opens(text)
        and not scan.side
        and (head.is_short or (_are_people_below(blocks, i) and len(text.split()) < _LONG_HEAD))
    ):
        _open(
            scan, blocks[i], i, by_heading=True, level=min(level, scan.level) if inside else level
        )
    elif head.is_short and (neighbour or (inside and _are_people_below(blocks, i))):
        strange = not neighbour and _ask(scan, blocks[i], text, _names_below(blocks, i))
        scan.mode, scan.group, scan.list_id = "away" if strange else "people", None, 0
        scan.parted = True
    elif not scan.heads and heads.asks_who(text) and _are_named(_names_below(blocks, i)):
        _open(scan, blocks[i], i, by_heading=True, level=level)
    else:
        scan.mode = "out"
        scan.level = level if scan.side else scan.level


def _are_people_below(blocks: list[Block], i: int) -> bool:
    """Whether what stands right below a heading is a list of people."""
    below: list[Block] = []
    for at in range(i + 1, len(blocks)):
        block = blocks[at]
        if block.kind in ("heading", "rule") or (block.kind == "text" and below):
            break
        if block.kind != "item" or block.level == 1:
            below.append(block)
    texts = [words(block.raw, handles=True).strip() for block in below]
    fine = [t for t in texts if is_person(t, full=True) or label_of(t)]
    return bool(texts) and (below[0].kind == "row" or 2 * len(fine) > len(texts))


def _listens(block: Block) -> bool:
    """Labels count at the top of a list or in a paragraph, not deep inside a discussion."""
    return not block.quoted and (block.kind == "text" or block.level <= 2)


def _labelled(
    scan: _Scan, blocks: list[Block], block: Block, i: int, head: Head
) -> Iterator[Entry]:
    """A label opens a list of people, of absent people, of a group of people, or ends them."""
    label, rest = head.label, head.rest
    person = heads.is_person_label(head)
    if scan.mode != "out" and heads.is_elsewhere(label):
        _elsewhere(scan, blocks, block, i, head)
    elif scan.mode != "out" and rest and head.is_short and ONE.search(label):
        if not (people := list(people_in(block, rest))):
            return  # a lone letter
        first, *more = people
        several = [p for p in more if is_person(p.text, full=True)] if "(" not in rest else []
        whole = first if more and "(" not in rest and are_names(more) else Entry(block.line, rest)
        yield from (replace(p, source="task") for p in [whole, *several])
    elif (head.is_short or scan.mode == "people") and AWAY.search(label) and not person:
        scan.mode, scan.list_id = "away", 0
        scan.group = i if block.kind == "item" else None
    elif head.is_short and _opens_here(scan, head, block) and not person:
        keep, level = scan.by_heading and scan.mode == "people", scan.level
        _open(scan, block, block.heading, by_heading=keep, level=level)
        yield from _group(scan, block, i, rest)
    elif scan.mode != "out" and head.is_short and GROUP.search(label) and not person:
        scan.mode, scan.parted = "people", True
        yield from _group(scan, block, i, rest)
    elif scan.mode == "people":
        yield from _unknown_label(scan, blocks, block, i, head, person=person)


def _elsewhere(scan: _Scan, blocks: list[Block], block: Block, i: int, head: Head) -> None:
    """Who is on leave or ill is of the team and did not come; the list goes on behind them."""
    below = _names_below(blocks, i, within=block.kind == "item")
    people = [p.text for p in people_in(block, head.rest)] if head.rest else below
    names = tuple(name for name in people if is_person(name, full=True))
    scan.asked.append(Asked(block.line, head.label, names, away=True))
    if not head.rest and (block.kind != "item" or not below):
        scan.mode, scan.list_id, scan.group = "away", 0, None
    elif not head.rest:
        scan.group = None


def _unknown_label(
    scan: _Scan, blocks: list[Block], block: Block, i: int, head: Head, *, person: bool
) -> Iterator[Entry]:
    """A label we do not know is a group if the list is divided so, and never a person itself."""
    people = list(people_in(block, head.rest))
    below = [] if head.rest else _names_below(blocks, i, within=block.kind == "item")
    group = None if scan.by_heading or scan.group is None else blocks[scan.group]
    if group and block.kind == "item" and block.level <= group.level:
        scan.mode = "out"
    elif person:
        yield Entry(block.line, head.label)
    elif _ask(scan, block, head.label, below or [p.text for p in people]):
        scan.mode = "away" if block.kind == "text" and below else scan.mode
    elif people and all(is_person(p.text, full=True) for p in people):
        scan.parted = True
        yield from people if len(people) > 1 else [replace(people[0], source="task")]
    elif block.kind == "item" and below and _are_full(below):
        scan.parted = True
        yield from _group(scan, block, i, "")
    elif block.kind == "text" and not (scan.by_heading and head.rest):
        scan.mode = "out"


def _ask(scan: _Scan, block: Block, label: str, names: list[str]) -> bool:
    """Whether it is not known if people behind a label came; it is kept to be asked about.

    Where names stand right at the head, a label next to them that is no task or group may be a
    reason not to come as well as a place; where the whole list is divided by labels, it is a part.
    """
    strange = scan.straight and not (heads.is_group(label) or _is_code(label, names))
    if not (names and _are_full(names) and (strange or heads.is_said(label))):
        return False
    scan.asked.append(Asked(block.line, label, tuple(names)))
    return True


def _is_code(label: str, names: list[str]) -> bool:
    return len(names) == 1 and is_code(label, names[0])


def _are_full(names: list[str]) -> bool:
    return all(is_person(name, full=True) for name in names)


def _group(scan: _Scan, block: Block, i: int, rest: str) -> Iterator[Entry]:
    """The people behind a label; without any, the list after it or the items below it."""
    scan.group = i if block.kind == "item" else None
    scan.list_id = _NO_LIST if rest else 0
    yield from people_in(block, rest)


def _opens_here(scan: _Scan, head: Head, block: Block) -> bool:
    """A second list of people counts only where the first one stands (not in a break-out)."""
    asked = heads.asks_who(head.label) and _are_named(re.split(r",\s*", head.rest))
    if not (heads.opens(head.label) or asked) or scan.side:
        return False
    return not scan.heads or scan.mode != "out" or block.heading == scan.home


def _inside(scan: _Scan, blocks: list[Block], block: Block, text: str) -> Iterator[Entry]:
    """A block within an open roll call: an entry, a remark, or the end of it."""
    if block.kind == "item":
        outside = scan.group is not None and block.level == 1
        if not scan.by_heading and (outside or scan.list_id not in (0, block.list_id)):
            scan.mode = "out"
        elif _is_entry(scan, block):
            scan.list_id = block.list_id
            # at the top of a list those below them count, too
            alone = scan.siblings[block.list_id, block.parent] == 1
            yield from lines_of(block, alone=alone)
    elif block.parent in (None, scan.inside) and not block.quoted:
        yield from _paragraph(scan, blocks, block, text)


def _is_entry(scan: _Scan, block: Block) -> bool:
    """People stand at the top of the list, or right under their group's label."""
    if block.quoted:
        return False
    if scan.group is not None and block.level > 1:
        return block.parent == scan.group
    return block.level == 1


def _paragraph(scan: _Scan, blocks: list[Block], block: Block, text: str) -> Iterator[Entry]:
    """A paragraph may be the list itself: lines of names, names and commas, or one name each."""
    people = list(people_in(block, _without_request(block, text)))
    alone = is_person(text, full=True) and "\n" not in text and len(people) < 3
    if alone and len(people) == 2:  # "Ada Moss, Heron": a person where others stand so, too
        own = [words(b.raw) for b in blocks if b.kind == "text" and b.heading == block.heading]
        alone = sum(is_person(t, full=True) and ":" not in t and t.count(",") < 2 for t in own) > 1
    fresh = scan.by_heading or scan.list_id == 0
    if alone and fresh:
        scan.list_id = scan.list_id if scan.by_heading else _NO_LIST
        yield Entry(block.line, text)
    elif fresh and (len(people) >= 2 or "@" in text) and are_names(people):
        scan.list_id = scan.list_id if scan.by_heading else _NO_LIST
        yield from people
    elif not scan.by_heading and scan.list_id:
        scan.mode = "out"


def _without_request(block: Block, text: str) -> str:
    """A paragraph without the lines before its names: `Please add yourself.`"""
    lines = text.split("\n")
    for first in range(1, min(len(lines), _ASKING + 1)):
        rest = "\n".join(lines[first:])
        people = list(people_in(block, rest))
        asked = re.search(r"[.:!]\W*$", lines[first - 1])
        if asked and len(people) > 1 and are_names(people):
            return rest
    return text


def _table(scan: _Scan, blocks: list[Block], i: int) -> Iterator[Entry]:
    """A table with a column of names or handles is a roll call where one is due."""
    block = blocks[i]
    cells = [words(cell, handles=True).strip() for cell in block.cells]
    if len(cells) == 2 and OPENS.fullmatch(cells[0].strip(" :")):
        scan.heads.append(block)
        yield from people_in(block, cells[1])
    scan.tried[block.list_id] += 1
    known = block.list_id in scan.tables or scan.tried[block.list_id] > _ROWS
    if known or scan.side or scan.mode == "away":
        return
    entries = entries_in(table_at(blocks, i), due=scan.mode == "people")
    if entries is not None:
        scan.tables.add(block.list_id)
        scan.heads.append(block)
        scan.home = block.heading if scan.home is None else scan.home
        scan.list_id = scan.list_id if scan.by_heading else _NO_LIST
        yield from entries


def _below_the_day(blocks: list[Block]) -> Iterator[Entry]:
    """Handles, or people who speak later, in a row below the title, which no head announces."""
    first = next((b for b in blocks if b.kind != "heading"), None)
    if first is None or first.kind != "text" or first.quoted:
        return
    text = re.sub(r"^(?::[\w+-]+:|[^\w@])+", "", words(first.raw, handles=True))
    people = list(people_in(first, text.strip()))
    if len(people) >= 2 and (
        all(re.fullmatch(r"@[\w-]+", p.text) for p in people) or _speak(people, blocks)
    ):
        yield from people


def _speak(people: list[Entry], blocks: list[Block]) -> bool:
    """Whether names in a row are of people who speak later on: most of them, three at least."""
    if not are_names(people):
        return False
    said = {
        name
        for b in blocks
        for name in re.findall(
            r"^\W*(?:name\s*=\s*)?([^\W\d_][\w-]*)[^\n]{0,20}?[\]:]", b.raw, re.M
        )
    }
    speaking = [p for p in people if p.text.split()[0] in said]
    return len(speaking) >= 3 and 2 * len(speaking) > len(people)


def strange_list(blocks: list[Block]) -> Block | None:
    """The head of a list of names that we do not know as a roll call: of another language, say."""
    for i, block in enumerate(blocks):
        text = words(block.raw, handles=True).strip()
        if block.kind not in ("heading", "text", "item") or block.quoted:
            continue
        head = label_of(text) or (Head(text, "") if block.kind == "heading" else None)
        if head is None or not head.is_short or AWAY.search(head.label) or heads.is_aside(text):
            continue
        if head.rest:
            names = [p.text for p in people_in(block, head.rest)]
        else:
            names = _names_below(blocks, i)
        if _are_named(names):
            return block
        if block.kind == "item":
            return None
    return None


def _are_named(names: list[str]) -> bool:
    """Whether these are two people or more; a code may stand before a name ("AM: Ada Moss")."""
    full = [(re.sub(r"^[A-Z]{2,3}: ", "", name)) for name in names]
    return len(full) >= 2 and all(is_person(name, full=True) for name in full)


def _names_below(blocks: list[Block], i: int, *, within: bool = False) -> list[str]:
    """The items right below a block; of an item those within it."""
    below = []
    for at in range(i + 1, len(blocks)):
        if blocks[at].kind != "item":
            break
        if not within or blocks[at].parent == i:
            below.append(words(blocks[at].raw, handles=True).strip())
    return below
