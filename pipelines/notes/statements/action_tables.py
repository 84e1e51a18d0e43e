"""Tables of actions: a column says what, another who, perhaps a third whether it is done."""

import re
from collections.abc import Iterator

from pipelines.notes.statements.people import split_names
from pipelines.notes.text.markdown import Block, words

_COLUMNS = {
    "text": re.compile(r"\b(actions?|action items?|tasks?|to-?dos?)\b", re.I),
    "owners": re.compile(r"\b(owners?|who|assignees?|assigned|responsible|by|name)\b", re.I),
    "state": re.compile(r"\b(status|state|done)\b", re.I),
}
_DONE = re.compile(r"\W*(?:done|completed?|closed|finished|yes|x)\b.*|\s*[✓✔✅].*", re.I)
_OPEN = re.compile(r"\W*(open|not started|in progress|pending|to ?do|no)\b.*", re.I)


def action_rows(blocks: list[Block]) -> Iterator[tuple[Block, str, list[str], bool | None]]:
    """The rows of every table with a column of actions and one of owners, done state included."""
    columns: dict[str, int] = {}
    due = 0  # the line on which the next row of this table stands
    for block in blocks:
        if block.kind != "row":
            continue
        cells = [" ".join(words(cell).split()) for cell in block.cells]
        is_head = block.line != due
        due = block.line + (2 if is_head else 1)  # a rule stands under the head
        if is_head:
            columns = _columns(cells)
        elif {"text", "owners"} <= set(columns):
            row = {key: cells[at] for key, at in columns.items() if at < len(cells)}
            if re.search(r"\w", row.get("text", "")):
                yield block, row["text"], split_names(row.get("owners", "")), _state(row)


def _columns(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, pattern in _COLUMNS.items():
        free = (i for i, cell in enumerate(cells) if i not in found.values())
        at = next(
            (i for i in free if pattern.search(cells[i]) and len(cells[i].split()) <= 4), None
        )
        if at is not None:
            found[key] = at
    return found


def _state(row: dict[str, str]) -> bool | None:
    told = row.get("state", "")
    if _DONE.fullmatch(told):
        return True
    return False if _OPEN.fullmatch(told) else None
