"""reStructuredText, read by docutils; directives that only Sphinx knows say nothing."""

import re
from typing import Any

from pipelines.notes.formats.lines import Lines, Unreadable

_QUIET = {
    "report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "raw_enabled": False,
    "input_encoding": "unicode",
}  # fmt: skip
# A definition of a substitution; a name that stands for others may grow without end.
_SUBSTITUTION = re.compile(
    r"^[ \t]*\.\.[ \t]+\|[^|\n]+\|[ \t]+replace ?::(.*(?:\n[ \t]*(?=\n)|\n[ \t]+\S.*)*)",
    re.M | re.I,
)
_MOST = 1_000_000  # characters that substitutions may put in
_NOTHING = ("comment", "system_message", "substitution_definition", "target", "image", "topic")


def rst(text: str) -> Lines:
    """Sections, lists, fields, tables and paragraphs, each with its line.

    Raises Unreadable for substitutions and lists in each other without end.
    """
    from docutils.core import publish_doctree  # noqa: PLC0415 - an extra

    lines = Lines()
    put_in = [found[1] for found in _SUBSTITUTION.finditer(text)]
    if any("|" in each for each in put_in):
        raise Unreadable("a substitution refers to another one: write out what it stands for")
    if sum(map(len, put_in)) * text.count("|") > _MOST:
        raise Unreadable("its substitutions are too long: write out what they stand for")
    try:
        _walk(publish_doctree(text, settings_overrides=_QUIET), lines, 1, "", 1)
    except RecursionError:
        raise Unreadable("its lists are in each other too deep: save it as .md") from None
    return lines


def _walk(node: Any, lines: Lines, level: int, indent: str, line: int) -> int:
    """Write the nodes below a node; the last line seen comes back."""
    for child in node.children:
        line = child.line or line
        if child.tagname in ("title", "subtitle"):
            inside = child.tagname == "subtitle" or node.tagname not in ("document", "section")
            lines.block(f"{'#' * min(level + inside, 6)} {_inline(child)}", line)
        else:
            line = _node(child, lines, level, indent, line)
    return line


def _node(node: Any, lines: Lines, level: int, indent: str, line: int) -> int:
    """Write a node that is no title; the last line seen comes back."""
    name = node.tagname
    if name in _NOTHING:
        return line
    if name == "section":
        line = _walk(node, lines, level + 1, indent, line)
    elif name in ("bullet_list", "enumerated_list"):
        lines.add("", line)
        line = _items(node, lines, level, indent, line)
    elif name == "table":
        line = _table(node, lines, line)
    elif name in ("literal_block", "doctest_block"):
        lines.block(f"```\n{node.astext()}\n```", line)
    elif name in ("field", "date", "author", "organization", "status", "version", "contact"):
        key = node.children[0].astext() if name == "field" else name.capitalize()
        value = _inline(node.children[-1]) if name == "field" else node.astext()
        lines.block(f"{indent}**{key}**: {value}", line)
    elif name == "definition_list_item":
        lines.block(f"{indent}**{_inline(node.children[0])}**:", line)
        line = _walk(node.children[-1], lines, level, indent, line)
    elif name in ("paragraph", "line", "rubric"):
        text = _inline(node).replace("\n", f"\n{indent}")
        lines.block(f"{indent}{text}", line)
    elif name == "transition":
        lines.block("---", line)
    else:
        line = _walk(node, lines, level, indent, line)
    return line


def _items(node: Any, lines: Lines, level: int, indent: str, line: int) -> int:
    for item in node.children:
        line = item.line
        first, *rest = item.children or [None]
        if first is not None and first.tagname == "paragraph":
            text = _inline(first).replace("\n", f"\n{indent}  ")
            lines.add(f"{indent}- {text}", first.line or line)
        elif first is not None:
            rest = [first, *rest]
        for child in rest:
            if child.tagname in ("bullet_list", "enumerated_list"):
                line = _items(child, lines, level, indent + "  ", line)
            else:
                line = _node(child, lines, level, indent + "  ", child.line or line)
    return line


def _table(node: Any, lines: Lines, line: int) -> int:
    head = True
    for row in node.findall(lambda n: getattr(n, "tagname", "") == "row"):
        placed = [n.line for n in row.findall() if getattr(n, "line", None)]
        line = next(iter(placed), line)  # a row without words has none
        lines.row([_inline(entry) for entry in row.children], line, head=head)
        head = False
    return line


def _inline(node: Any) -> str:
    """The text of a node with its emphasis and links."""
    if not getattr(node, "children", None):
        return "" if node.tagname in _NOTHING else str(node.astext())
    if node.tagname in ("field_body", "entry"):  # its paragraphs in one line
        return " ".join(" ".join(map(_inline, node.children)).split())
    inner = "".join(map(_inline, node.children))
    if node.tagname == "strong":
        return f"**{inner}**"
    if node.tagname == "literal":
        return f"`{inner}`"
    if node.get("refuri"):
        uri = node["refuri"]
        return inner if inner == uri else f"[{inner}]({uri})"
    return inner
