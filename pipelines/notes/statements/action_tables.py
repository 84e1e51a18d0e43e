"""Tables of actions: a column says what, another who, perhaps a third whether it is done.

Below a heading or label of actions, the first column that is no other says what.
"""

import re
from collections.abc import Iterator

from pipelines.notes.statements.marks import opens
from pipelines.notes.statements.people import People, are_people, is_nobody, split_names
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import marks

_COLUMNS = {
    "text": re.compile(rf"\b(?:{marks('action_marks')})\b", re.I),
    "owners": re.compile(rf"\b(?:{marks('owner_labels')}|by|name)\b", re.I),
    "state": re.compile(r"\b(status|state|done)\b", re.I),
    "other": re.compile(r"^\W*$|\b(due|when|date|id|notes?)\b|#", re.I),
}
_DONE = re.compile(r"\W*(?:done|completed?|closed|yes|x)\b.*|\s*[✓✔✅].*", re.I)
_OPEN = re.compile(r"\W*(open|not |in progress|to ?do|no)\b.*", re.I)


def action_rows(
    blocks: list[Block], people: People
) -> Iterator[tuple[Block, str, list[str], bool | None]]:
    """The rows of every table with a column of actions and one of owners, done state included.

    Below a heading or label of actions, a column of people says who, whatever its head.
    """
    columns: dict[str, int] = {}
    table = None
    label = None  # the paragraph above the table
    for i, block in enumerate(blocks):
        if block.kind != "row":
            label = words(block.raw).strip() if block.kind in ("text", "heading") else None
            continue
        cells = [" ".join(words(cell).split()) for cell in block.cells]
        is_head, table = block.list_id != table, block.list_id
        if is_head:
            above = (label, words(blocks[block.heading].raw) if block.heading is not None else None)
            listed = any(opens(each) == "action" for each in above if each)
            columns = _columns(cells, _of_people(blocks, i, people) if listed else None)
        elif {"text", "owners"} <= set(columns):
            row = {key: cells[at] for key, at in columns.items() if at < len(cells)}
            if re.search(r"\w", row.get("text", "")):
                named = split_names(row.get("owners", ""))
                yield block, row["text"], [n for n in named if not is_nobody(n)], _state(row)


def _of_people(blocks: list[Block], head: int, people: People) -> list[int]:
    """The columns below a table's head in which stands nothing but people."""
    rows = []
    for block in blocks[head + 1 :]:
        if block.list_id != blocks[head].list_id:
            break
        rows.append([" ".join(words(cell).split()) for cell in block.cells])
    return [
        at
        for at, column in enumerate(zip(*rows, strict=False))
        if all(are_people(cell, people, strict=True) for cell in column)
    ]


def _columns(cells: list[str], named: list[int] | None) -> dict[str, int]:
    """Which column holds what; named: those of people, in a table below a heading of actions."""
    found: dict[str, int] = {}
    for key, pattern in _COLUMNS.items():
        left = (i for i, cell in enumerate(cells) if i not in found.values())
        at = next(
            (i for i in left if pattern.search(cells[i]) and len(cells[i].split()) <= 4), None
        )
        if at is not None:
            found[key] = at
    if named and "owners" not in found:
        found["owners"] = named[0]
    rest = (i for i, cell in enumerate(cells) if not _COLUMNS["other"].search(cell))
    free = [i for i in rest if i not in found.values()]
    if named is not None and "text" not in found and free:
        found["text"] = free[0]
    return found


def _state(row: dict[str, str]) -> bool | None:
    told = row.get("state", "")
    if _DONE.fullmatch(told):
        return True
    return False if _OPEN.fullmatch(told) else None
