"""Org mode, read by orgparse: a headline is a heading, a TODO without more below it a box."""

import re
from typing import Any

from pipelines.notes.formats.lines import Lines

_LINK = re.compile(r"\[\[([^\]]+)\](?:\[([^\]]+)\])?\]")
_BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w+])\+(\S(?:[^+\n]*\S)?)\+(?![\w+])")
_STAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^>\]]*[>\]]")
_KEY = re.compile(r"#\+(TITLE|DATE):\s*(.*)", re.I)


def org(text: str) -> Lines:
    """Headlines, lists and paragraphs, each with its line."""
    import orgparse  # noqa: PLC0415 - an extra

    rows = text.split("\n")
    root = orgparse.loads(text)
    lines = Lines()
    _body(str(root.get_body(format="raw")), rows, 0, lines)
    for node in root[1:]:
        _headline(node, lines)
        _body(str(node.get_body(format="raw")), rows, node.linenumber, lines)
    return lines


def _headline(node: Any, lines: Lines) -> None:
    words = _inline(str(node.heading))
    if node.todo and not node.children:
        done = node.todo in node.env.done_keys
        lines.block(f"- [{'x' if done else ' '}] {words}", node.linenumber)
    else:
        lines.block(f"{'#' * min(node.level, 6)} {words}", node.linenumber)
    lines.add("", node.linenumber)


def _body(body: str, rows: list[str], after: int, lines: Lines) -> None:
    """The lines below a headline, each found again in the file for its number."""
    at = after
    for row in body.split("\n"):
        at = next((i for i in range(at, len(rows)) if rows[i].strip() == row.strip()), at)
        key = _KEY.match(row)
        if key:
            title = key[1].upper() == "TITLE"
            lines.block(f"# {key[2]}" if title else f"Date: {_inline(key[2])}", at + 1)
            lines.add("", at + 1)
        elif re.match(r"\s*#\+(begin|end)_(src|example)", row, re.I):
            lines.add("```", at + 1)
        elif not row.lstrip().startswith("#+"):
            lines.add(_inline(row), at + 1)
        at += 1


def _inline(text: str) -> str:
    text = _STAMP.sub(r"\1", text)
    text = _LINK.sub(lambda m: f"[{m[2]}]({m[1]})" if m[2] else m[1], text)
    text = re.sub(r"^(\s*[-+]\s+)(.+?) ::(?=\s|$)", r"\1\2:", text)
    return _STRUCK.sub(r"~~\1~~", _BOLD.sub(r"**\1**", text))
