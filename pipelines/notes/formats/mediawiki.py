"""MediaWiki's text, line by line: parsers of it take minutes over a damaged table.

Every pattern stops at the bracket where its like would begin again, so a line costs its length.
"""

import re

from pipelines.notes.formats.lines import Lines

_ITEM = re.compile(r"(?P<mark>[*#]+)\s*(?P<text>\S.*)")
_REF = re.compile(r"<ref\b[^<>]*/>|<ref\b[^<>]*>(?:(?!</?ref\b).)*</ref>")
_WIKI = re.compile(r"\[\[([^\[\]{}]*)\]\]")
_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_LINK = re.compile(r"\[((?:https?://|mailto:)[^\s\[\]]+)(?:[ \t]([^\[\]]*))?\]")
_SPAN = re.compile(r"\b(col|row)span\s{0,3}=\s{0,3}[\"']?(\d{1,6})")
_DEEP = 5  # templates and links inside each other; deeper ones stay as they are written
_WIDE = 50  # columns that spans may fill
_BELOW = 20  # rows in which a cell of several is repeated; then its place stays empty


def mediawiki(text: str) -> Lines:
    """Headings, lists, tables and paragraphs, each with its line."""
    lines = Lines()
    rows = text.split("\n")
    ends = _tables(rows)
    at = 0
    while at < len(rows):
        if end := ends.get(at):
            _table(rows[at + 1 : end], at + 2, lines)
            at = end
        else:
            _line(rows[at], at + 1, lines)
        at += 1
    return lines


def _tables(rows: list[str]) -> dict[int, int]:
    """First row → last row of each table that is closed."""
    opened, ends = list[int](), dict[int, int]()
    for at, row in enumerate(rows):
        if row.lstrip(" \t:").startswith("{|"):
            opened.append(at)
        elif row.lstrip().startswith("|}") and not row.lstrip().startswith("|}}") and opened:
            ends[opened.pop()] = at
    return ends


def _table(rows: list[str], start: int, lines: Lines) -> None:
    """Write a table; one inside it is words of the cell that holds it."""
    found: list[tuple[int, list[list[str]]]] = [(start, [])]  # line, cells: attributes, words
    inner = 0
    for number, row in enumerate(rows, start=start):
        said = _inline(row.strip())
        inner += said.startswith("{|")
        cells = found[-1][1]
        if said.startswith(("{|", "|}", "|-", "|+")):
            if said.startswith("|-") and not inner and cells:
                found.append((number, []))
            inner -= inner > 0 and said.startswith("|}")
        elif said.startswith(("|", "!")) and not inner:
            if not cells:
                found[-1] = (number, cells)
            marks = r"\|\||!!" if said.startswith("!") else r"\|\|"
            parts = [part.partition("|") for part in re.split(marks, said[1:])]
            cells += [[a, b] if bar else ["", a] for a, bar, b in parts]
        elif cells and said:
            cells[-1].append(re.sub(r"\|\||!!", " ", said.lstrip("|!")) if inner else said)
    _spread([(number, cells) for number, cells in found if cells], lines)


def _spread(rows: list[tuple[int, list[list[str]]]], lines: Lines) -> None:
    """Write rows whose cells are in their columns: what spans several takes the place of others."""
    above: dict[int, tuple[int, int, str]] = {}  # column → rows left, rows it is repeated in, text
    for place, (number, cells) in enumerate(rows):
        row, below, left = list[str](), dict[int, tuple[int, int, str]](), list(reversed(cells))
        while left or len(row) in above:
            if spanning := above.get(len(row)):
                more, repeats, text = spanning
                if more > 1:
                    below[len(row)] = (more - 1, repeats - 1, text)
                row.append(text if repeats > 0 else "")
                continue
            attributes, *words = left.pop()
            text = " ".join(words).strip()
            spans = {name: int(most) for name, most in _SPAN.findall(attributes)}
            for each in [text] + [""] * (min(spans.get("col", 1), _WIDE - len(row)) - 1):
                if spans.get("row", 1) > 1:
                    below[len(row)] = (spans["row"] - 1, _BELOW, each)
                row.append(each)
        above = below
        lines.row(row, number, head=place == 0)


def _line(written: str, number: int, lines: Lines) -> None:
    item, row = _ITEM.match(written), _inline(written)  # **bold** is no list of lists
    bare = row.strip()
    level = min(len(bare) - len(bare.lstrip("=")), len(bare) - len(bare.rstrip("=")), 6)
    if level and bare.strip("= "):
        lines.block(f"{'#' * level} {bare[level:-level].strip()}", number)
        lines.add("", number)
    elif item:
        mark = "1. " if item["mark"].endswith("#") else "- "
        lines.add("   " * (len(item["mark"]) - 1) + mark + _inline(item["text"]), number)
    elif row.startswith(";") and row.strip("; "):
        term, _, text = row[1:].partition(":")
        lines.block(f"**{term.strip()}**: {text.strip()}".rstrip(), number)
    elif re.fullmatch(r"-{4,}", row):
        lines.block("---", number)
        lines.add("", number)
    else:
        lines.add(row.lstrip(": "), number)


def _inline(text: str) -> str:
    """One line with its links and bold type; references say nothing, templates their values."""
    text = _REF.sub("", text)
    for _ in range(_DEEP):
        before, text = text, _WIKI.sub(_words, text)
        text = _TEMPLATE.sub(_values, text)
        if text == before:
            break
    text = _LINK.sub(lambda m: f"[{m[2].strip()}]({m[1]})" if m[2] else m[1], text)
    return re.sub(r"''+", lambda m: "**" if len(m[0]) > 2 else "", text)


def _words(link: re.Match[str]) -> str:
    target, _, words = link[1].partition("|")
    return words or target.split(":")[-1]


def _values(template: re.Match[str]) -> str:
    """What a template is given by place; a value that has a name is how it looks."""
    given = [part.partition("=") for part in template[1].split("|")[1:]]
    values = [
        b if is_named else a for a, is_named, b in given if not (is_named and a.strip().isalpha())
    ]
    return ", ".join(value.strip() for value in values if value.strip())
