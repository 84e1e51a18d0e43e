"""MediaWiki's text: lists and headings by line; links, tables, templates by wikitextparser."""

import re
from typing import Any

from pipelines.notes.formats.lines import Lines

_HEAD = re.compile(r"(={1,6})\s*(\S.*?)\s*\1\s*$")
_ITEM = re.compile(r"(?P<mark>[*#]+)\s*(?P<text>\S.*)")
_TERM = re.compile(r";\s*(?P<term>[^:\n]+)(?::\s*(?P<text>\S.*))?$")


def mediawiki(text: str) -> Lines:
    """Headings, lists, tables and paragraphs, each with its line."""
    import wikitextparser  # noqa: PLC0415 - an extra

    lines = Lines()
    page = wikitextparser.parse(text)
    rows = text.split("\n")
    tables = {_line_of(text, table.span[0]): table for table in page.tables}
    number = 1
    while number <= len(rows):
        table = tables.get(number)
        if table:
            _table(table, number, lines)
            number += len(table.string.split("\n"))
        else:
            _line(_inline(rows[number - 1]), number, lines)
            number += 1
    return lines


def _line_of(text: str, at: int) -> int:
    return text[:at].count("\n") + 1


def _table(table: Any, start: int, lines: Lines) -> None:
    written = table.string.split("\n")
    at = 0
    for place, row in enumerate(table.data()):
        cells = ["" if cell is None else str(cell) for cell in row]
        first = next((cell.split("\n")[0] for cell in cells if cell), "")
        at = next((i for i in range(at, len(written)) if first and first in written[i]), at)
        lines.row([_inline(cell) for cell in cells], start + at, head=place == 0)


def _line(row: str, number: int, lines: Lines) -> None:
    head, item, term = (p.match(row) for p in (_HEAD, _ITEM, _TERM))
    if head:
        lines.block(f"{'#' * len(head[1])} {head[2]}", number)
        lines.add("", number)
    elif item:
        mark = "1. " if item["mark"].endswith("#") else "- "
        lines.add("   " * (len(item["mark"]) - 1) + mark + item["text"], number)
    elif term:
        lines.block(f"**{term['term'].strip()}**: {term['text'] or ''}".rstrip(), number)
    elif re.fullmatch(r"-{4,}", row):
        lines.block("---", number)
        lines.add("", number)
    else:
        lines.add(row.lstrip(": "), number)


def _inline(text: str) -> str:
    """One line with its links and bold type; templates and references say nothing."""
    import wikitextparser  # noqa: PLC0415 - an extra

    if re.search(r"\[|\{\{|<ref", text):
        part = wikitextparser.parse(text)
        for tag in part.get_tags("ref"):
            tag.string = ""
        for link in part.external_links:
            if link.in_brackets:
                link.string = f"[{link.text}]({link.url})" if link.text else link.url
        for wiki in part.wikilinks:
            wiki.string = wiki.text or wiki.target.split(":")[-1]
        for template in part.templates:
            values = [a.value.strip() for a in template.arguments if not a.name.strip().isalpha()]
            template.string = ", ".join(value for value in values if value)
        text = part.string
    return re.sub(r"''+", lambda m: "**" if len(m[0]) > 2 else "", text)
