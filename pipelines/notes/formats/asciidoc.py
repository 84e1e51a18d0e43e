"""AsciiDoc, line by line: no kept Python library reads it (docs/decisions.md)."""

import re

from pipelines.notes.formats.lines import Lines

_HEAD = re.compile(r"(={1,6})\s+(\S.*)")
_ITEM = re.compile(r"\s*(?P<mark>\*{1,5}|\.{1,5}|-)\s+(?P<text>\S.*)")
_KEY = re.compile(r":(?:rev)?(?P<key>date|title|description):\s*(?P<value>\S.*)")
_LINK = re.compile(r"(?:link:)?((?:https?://|mailto:)[^\s\[\]]+)\[([^\]]*?)\^?\]")
_BOLD = re.compile(r"(?<![\w*])\*{1,2}([^*\s](?:[^*\n]*[^*\s])?)\*{1,2}(?![\w*])")
_TERM = re.compile(r"(?P<term>\S[^:\n]{0,60})::(?:\s+(?P<text>\S.*))?$")


def asciidoc(text: str) -> Lines:
    """Headings, lists, tables and paragraphs, each with its line."""
    lines = Lines()
    fenced = table = False
    cells: list[str]  # of a row, set where a table begins
    width: int
    for number, row in enumerate(text.split("\n"), start=1):
        if re.fullmatch(r"-{4,}|\.{4,}", row):
            fenced = not fenced
            lines.add("```", number)
        elif fenced:
            lines.add(row, number)
        elif row.strip() == "|===":
            table, cells, width = not table, [], 0
        elif table:
            cells += [_inline(cell.strip()) for cell in row.split("|")[1:]]
            if cells and (width == 0 or len(cells) >= width):
                lines.row(cells, number, head=width == 0)
                width, cells = width or len(cells), []
        elif not row.startswith("//") and not re.fullmatch(r"\[[^\]]*\]", row.strip()):
            _line(row, number, lines)
    return lines


def _line(row: str, number: int, lines: Lines) -> None:
    head, key, item, term = (p.match(row) for p in (_HEAD, _KEY, _ITEM, _TERM))
    if head:
        lines.block(f"{'#' * len(head[1])} {_inline(head[2])}", number)
        lines.add("", number)
    elif key:
        lines.block(f"{key['key'].capitalize()}: {key['value']}", number)
    elif item:
        deep = max(0, len(item["mark"]) - 1)
        mark = "1. " if item["mark"].startswith(".") else "- "
        lines.add("   " * deep + mark + _inline(item["text"]), number)
    elif term:
        lines.block(f"**{_inline(term['term'])}**: {_inline(term['text'] or '')}".rstrip(), number)
    elif re.match(r"\.[^\s.]", row):
        lines.block(f"**{row[1:]}**", number)  # the title of the list or table below it
        lines.add("", number)
    elif not re.match(r":[\w-]+:|\+$", row):
        lines.add(_inline(row), number)


def _inline(text: str) -> str:
    text = _LINK.sub(lambda m: f"[{m[2]}]({m[1]})" if m[2] else m[1], text)
    return _BOLD.sub(r"**\1**", text)
