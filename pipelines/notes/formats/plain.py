"""Plain text: chats, MeetBot summaries, and Etherpad's export, whose lists are all indented."""

import re

from pipelines.notes.formats.lines import Lines

_ITEM = re.compile(r"^(?P<indent>[ \t]+)(?=(?:[*+-]|\d+[.)])[ \t]+\S)")


def plain(text: str) -> Lines:
    """The text as it stands, its lists moved to the margin if none of them begins there."""
    rows = text.expandtabs(4).split("\n")
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
