"""Plain text: chats, MeetBot summaries, names in columns, and Etherpad's export.

All lists of the latter are indented.
"""

import re

from pipelines.notes.formats.lines import Lines

_ITEM = re.compile(r"^(?P<indent>[ \t]+)(?=(?:[*+-]|\d+[.)])[ \t]+\S)")

# "Present:            Missing:", names in the columns below it
_HEADS = re.compile(r"\s*(?:\S+(?: \S+){0,2}:\s{3,})+\S+(?: \S+){0,2}:\s*")
_LABEL = re.compile(r"\S+(?: \S+)*?:(?=\s|$)")
_CELL = re.compile(r"\S+(?: \S+)*")


def plain(text: str) -> Lines:
    """The text as it stands, its lists moved to the margin if none of them begins there."""
    rows = text.expandtabs(4).split("\n")
    if columns := _columns(rows):
        return columns
    indents = [len(match["indent"]) for row in rows if (match := _ITEM.match(row))]
    margin = any(re.match(r"(?:[*+-]|\d+[.)])\s+\S", row) for row in rows)
    least = 0 if margin or not indents else min(indents)
    if least < 2:
        return Lines.of("\n".join(rows))
    lines = Lines()
    listed = False
    for number, row in enumerate(rows, start=1):
        item = _ITEM.match(row)
        if item and not listed:
            lines.add("", number)
        inside = listed and row[:least].isspace()
        lines.add(row[least:] if item or inside else row, number)
        listed = bool(item) or (inside and bool(row.strip()))
    return lines


def _columns(rows: list[str]) -> Lines | None:
    """The text with its names in columns as a list below each head; None: it has no columns."""
    at = next((n for n, row in enumerate(rows) if ":" in row and _HEADS.fullmatch(row)), None)
    if at is None:
        return None
    heads = list(_LABEL.finditer(rows[at]))
    first = next((n for n in range(at + 1, len(rows)) if rows[n].strip()), len(rows))
    end = next((n for n in range(first, len(rows)) if not rows[n].strip()), len(rows))
    below: dict[int, list[tuple[str, int]]] = {}
    for n in range(first, end):
        for cell in _CELL.finditer(rows[n]):
            column = min(heads, key=lambda head: abs(head.start() - cell.start()))
            below.setdefault(column.start(), []).append((cell[0], n + 1))
    lines = Lines(rows[:at], list(range(1, at + 1)))
    for head in heads:
        lines.block(head[0], at + 1)
        lines.add("", at + 1)
        for name, line in below.get(head.start(), []):
            lines.add(f"- {name}", line)
    rest = plain("\n".join(rows[end:]))
    for text, line in zip(rest.texts, rest.lines, strict=True):
        lines.add(text, line + end)
    return lines
