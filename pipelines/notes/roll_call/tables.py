"""Tables of people: which column holds what, by its head or by what stands in it."""

import re
from collections.abc import Iterator

from pipelines.notes.roll_call.heads import AWAY
from pipelines.notes.roll_call.names import is_code
from pipelines.notes.roll_call.roster import Entry, is_person
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import phrases

_COLUMNS = {
    key: re.compile(phrases("roll_call", f"column_{key}"), re.I)
    for key in ("handle", "code", "affiliation", "signed", "name")
}
_VOTE = re.compile(r"\bvot\w*", re.I)
YES = re.compile(
    rf"\W*(?:{phrases('roll_call', 'yes')}|✓|✔|✅|☑|:[\w+-]*check[\w-]*:|1)(?!\d).*", re.I
)
_NO = re.compile(r"\W*(?:no?|0)\W*", re.I)
_FULL = 4  # words of a column's head


def table_at(blocks: list[Block], i: int) -> list[Block]:
    """The rows of the table that begins at a block."""
    found = []
    for at in range(i, len(blocks)):
        if blocks[at].kind == "row":
            if blocks[at].list_id != blocks[i].list_id:
                break
            found.append(blocks[at])
    return found


def columns_of(rows: list[list[str]]) -> tuple[dict[str, int], bool]:
    """Which columns hold what, and whether the first row is a head; empty: no table of people."""
    head = rows[0]
    found: dict[str, int] = {}
    for key, pattern in _COLUMNS.items():
        for i, cell in enumerate(head):
            fits = pattern.search(cell) and len(cell.split()) <= _FULL
            if fits and i not in found.values() and not _VOTE.search(cell):
                found.setdefault(key, i)
    if {"name", "handle"} & set(found):
        return found, True
    headed = bool(found) or not any(head) or not is_person(head[0], full=True)
    told = _by_content(rows[headed:])
    if headed and any(head):
        told.pop("affiliation", None)  # a head we do not know: position, country, …
    return told | found, headed


def _by_content(rows: list[list[str]]) -> dict[str, int]:
    """A column of full names next to one of marks, or of codes made from the names."""
    width = min(map(len, rows), default=0)
    columns = [[row[i].strip() for row in rows] for i in range(width)]
    named = next((i for i, c in enumerate(columns) if all(is_person(x, full=True) for x in c if x)
                  and sum(map(bool, c)) >= 2), None)  # fmt: skip
    if named is None:
        return {}
    found = {"name": named}
    for i, cells in enumerate(columns):
        said = [cell for cell in cells if cell.strip(" -–")]
        if i == named or not said:
            continue
        if all(YES.fullmatch(x) or _NO.fullmatch(x) or AWAY.fullmatch(x) for x in said):
            found["signed"] = i
        elif all(is_code(c, n) for c, n in zip(cells, columns[named], strict=True) if c and n):
            found["code"] = i
        else:
            found.setdefault("affiliation", i)
    return found


def entries_in(rows: list[Block], *, due: bool) -> list[Entry] | None:
    """The people of a table; None where it is no roll call.

    due  it stands below the head of a roll call, else it must say more than names
    """
    cells = [[words(cell, handles=True).strip() for cell in row.cells] for row in rows]
    columns, headed = columns_of(cells)
    told = {"name", "handle"} <= set(columns) or {"name", "signed"} <= set(columns)
    if not columns or not (due or told):
        return None
    body = zip(rows[headed:], cells[headed:], strict=True)
    return [entry for row, texts in body for entry in _entry(row, texts, columns)]


def _entry(block: Block, cells: list[str], columns: dict[str, int]) -> Iterator[Entry]:
    """A row's cells in the order name, handle, affiliation, if the row says that they came."""
    row = {key: cells[at] for key, at in columns.items() if at < len(cells)}
    if "signed" in row and not YES.fullmatch(row["signed"]):
        return
    handle = row.get("handle", "").strip("@ ")
    at = f"@{handle}" if re.fullmatch(r"[\w.-]+", handle) else ""
    name = row.get("name", "") or at
    if name.strip():
        kept = (name, at, row.get("affiliation", ""))
        yield Entry(block.line, " | ".join(kept), "row", kept)
