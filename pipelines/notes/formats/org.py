"""Org mode, line by line: a headline is a heading, a TODO without more below it a box."""

import re
from itertools import pairwise

from pipelines.notes.formats.lines import Lines

_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w+])\+(\S(?:[^+\n]*\S)?)\+(?![\w+])")
_STAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^<>\[\]]*[>\]]")
_KEY = re.compile(r"#\+(TITLE|DATE):\s*(.*)", re.I)
_HEAD = re.compile(r"(\*+) (.*)")
_PRIORITY = re.compile(r"\[#[A-Z0-9]{1,2}\]\s*")
_TAGS = re.compile(r"(?<!\S):[\w@#%:]+:$")
_WORKFLOW = re.compile(r"#\+(?:SEQ_|TYP_)?TODO:(.*)", re.I)
_PLANNED = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_PROPERTY = re.compile(r"\s*:\S+:(?:\s|$)")


def org(text: str) -> Lines:
    """Headlines, lists and paragraphs, each with its line."""
    rows = text.split("\n")
    lines = Lines()
    states = _states(rows)
    heads = {at: head for at, row in enumerate(rows) if (head := _HEAD.match(row))}
    levels = [len(head[1]) for head in heads.values()]
    deeper = [below > level for level, below in pairwise([*levels, 0])]
    is_parent = dict(zip(heads, deeper, strict=True))
    in_drawer = False
    for at, row in enumerate(rows):
        in_drawer = row.strip().upper() == ":PROPERTIES:" or (
            in_drawer and _PROPERTY.match(row) is not None
        )
        if head := heads.get(at):
            _headline(head, is_parent[at], states, at + 1, lines)
        elif not in_drawer and not _PLANNED.match(row):
            _line(row, at + 1, lines)
        in_drawer = in_drawer and row.strip().upper() != ":END:"
    return lines


def _states(rows: list[str]) -> dict[str, bool]:
    """Words that a headline may begin with → whether what it names is done."""
    states = {"TODO": False, "DONE": True}
    for row in rows:
        if found := _WORKFLOW.match(row):
            begun, bar, ended = found[1].partition("|")
            words = [word.partition("(")[0] for word in begun.split()]
            done = [word.partition("(")[0] for word in ended.split()] if bar else words[-1:]
            states |= dict.fromkeys(words, False) | dict.fromkeys(done, True)
    return states


def _headline(
    head: re.Match[str], is_parent: bool, states: dict[str, bool], number: int, lines: Lines
) -> None:
    words = _TAGS.sub("", head[2].strip()).strip()
    first, _, rest = words.partition(" ")
    words = _inline(_PRIORITY.sub("", rest.strip() if first in states else words, count=1))
    if first in states and not is_parent:
        lines.block(f"- [{'x' if states[first] else ' '}] {words}", number)
    else:
        lines.block(f"{'#' * min(len(head[1]), 6)} {words}", number)
    lines.add("", number)


def _line(row: str, number: int, lines: Lines) -> None:
    key = _KEY.match(row)
    if key:
        title = key[1].upper() == "TITLE"
        lines.block(f"# {key[2]}" if title else f"Date: {_inline(key[2])}", number)
        lines.add("", number)
    elif re.match(r"\s*#\+(begin|end)_(src|example)", row, re.I):
        lines.add("```", number)
    elif not row.lstrip().startswith("#+"):
        lines.add(_inline(row), number)


def _inline(text: str) -> str:
    text = _STAMP.sub(r"\1", text)
    text = _LINK.sub(lambda m: f"[{m[2]}]({m[1]})" if m[2] else m[1], text)
    text = re.sub(r"^(\s*[-+]\s+)(\S.*?) ::(?=\s|$)", r"\1\2:", text)
    return _STRUCK.sub(r"~~\1~~", _BOLD.sub(r"**\1**", text))
