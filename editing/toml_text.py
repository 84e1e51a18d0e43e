"""One change of a TOML text, made in one place; every other byte stays as it was.

tomlkit finds the place: a mark is set there, and what stands before and after it in the text that
tomlkit writes must be the text as it was. Where it is not, nothing is changed.
"""

import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

Path = tuple[str | int, ...]  # ("funds", 0, "ends_on"): keys, and places in lists from 0
MARK = "the-place-of-one-change"
BARE = re.compile(r"[A-Za-z0-9_-]+")
FAULTS = (TOMLKitError, ValueError, RecursionError)


class CannotEdit(Exception):
    """This text cannot be changed safely; `lines` are to be pasted by hand."""

    def __init__(self, why: str, lines: str) -> None:
        super().__init__(why)
        self.why, self.lines = why, lines


@lru_cache(maxsize=8)
def survives(text: str) -> bool:
    """Whether tomlkit writes the text as it read it, to the byte."""
    try:
        return tomlkit.dumps(tomlkit.parse(text)) == text
    except FAULTS:
        return False


def values_of(text: str) -> dict[str, Any]:
    """What the text says, amounts as Decimal. Raises tomllib.TOMLDecodeError."""
    return tomllib.loads(text, parse_float=Decimal)


def with_value(text: str, path: Path, value: Any) -> str:
    """The text with one key set, or removed where the value is None. Raises CannotEdit."""
    document = _document(text, lines_of(path, value))
    here, at = _table_of(document, path)
    key, inside = path[at], path[at + 1 :]
    whole = value
    if inside:
        held = _at(values_of(text), path[: at + 1])
        whole = put({} if held is None else held, inside, value)
    try:
        if key in here:
            return _replaced(text, document, here, key, whole)
        if whole is None:
            return text
        if not at:
            return _appended(text, _table_lines(f"[{_key(key)}]", whole))
        return _inserted(text, document, here, f"{_key(key)} = {rendered(whole)}\n")
    except (_Moved, *FAULTS):
        why = "tomlkit would change other lines, too"
        raise CannotEdit(why, lines_of(path, value)) from None


def with_entry(text: str, section: str, entry: Mapping[str, Any]) -> str:
    """The text with one more [[section]] after those it has. Raises CannotEdit."""
    block = _table_lines(f"[[{section}]]", entry)
    document = _document(text, block)
    held = document.get(section)
    if held is None:
        return _appended(text, block)
    if not isinstance(held, AoT):
        return with_value(text, (section,), [*values_of(text)[section], dict(entry)])
    try:
        here: Any = held[-1]
        while isinstance(last := list(here.values())[-1], Table | AoT):
            here = last[-1] if isinstance(last, AoT) else last
        return _inserted(text, document, here, f"\n{block}")
    except (_Moved, IndexError, *FAULTS):
        raise CannotEdit("tomlkit would change other lines, too", block) from None


def with_row(text: str, path: Path, value: Any) -> str:
    """The text with a key set, or an entry of a list, ("payments", 2), added or taken out (None).

    Raises CannotEdit.
    """
    if len(path) != 2 or not isinstance(path[1], int):
        return with_value(text, path, value)
    section, at = str(path[0]), path[1]
    held = values_of(text).get(section, [])
    return without_entry(text, section, at) if at < len(held) else with_entry(text, section, value)


def without_entry(text: str, section: str, at: int) -> str:
    """The text without the lines of one [[section]]; comments around it stay.

    Raises CannotEdit.
    """
    lines = lines_of((section, at), None)
    document = _document(text, lines)
    held = document.get(section)
    if not isinstance(held, AoT):
        kept = values_of(text)[section]
        return with_value(text, (section,), kept[:at] + kept[at + 1 :] or None)
    try:
        held[at][next(iter(held[at]))] = MARK
        before, _ = _around(text, document)
        head = [*re.finditer(rf"(?m)^[ \t]*\[\[\s*{re.escape(section)}\s*\]\]", before)][-1]
    except (_Moved, StopIteration, IndexError, *FAULTS):
        raise CannotEdit("tomlkit would change other lines, too", lines) from None
    following = re.compile(r"(?m)^[ \t]*\[").search(text, len(before))
    own = text[head.start() : following.start() if following else len(text)]
    end = head.start() + len(re.sub(r"(?m)(?:^[ \t]*(?:#.*)?(?:\n|\Z))+\Z", "", own))
    is_apart = text[: head.start()].endswith("\n\n") or not head.start()
    if is_apart and text[end : end + 1] == "\n":
        end += 1
    return text[: head.start()] + text[end:]


def put(held: Any, path: Path, value: Any) -> Any:
    """A copy of plain values with one of them set, or removed where it is None."""
    whole = deepcopy(held)
    here = whole
    for part, following in pairwise(path):
        if isinstance(part, str) and part not in here:
            here[part] = [] if isinstance(following, int) else {}
        here = here[part]
    last: Any = path[-1]
    if value is None:
        here.pop(last, None) if isinstance(here, dict) else here.pop(last)
    elif isinstance(here, list) and last == len(here):
        here.append(value)
    else:
        here[last] = value
    return whole


def rendered(value: Any) -> str:
    """A value as TOML writes it, on one line. Raises ValueError for what TOML cannot hold."""
    match value:
        case Decimal():
            return f"{value:f}"
        case Mapping():
            pairs = ", ".join(f"{_key(k)} = {rendered(v)}" for k, v in value.items())
            return f"{{{pairs}}}"
        case list() | tuple():
            return f"[{', '.join(map(rendered, value))}]"
        case _:
            return str(tomlkit.item(value).as_string())


def lines_of(path: Path, value: Any) -> str:
    """The change as lines that a person can paste."""
    place = ".".join(f"[{p + 1}]" if isinstance(p, int) else _key(p) for p in path[:-1])
    head = f"# in {place.replace('.[', '[')}\n" if place else ""
    key = _key(path[-1])
    return f"{head}# remove {key}\n" if value is None else f"{head}{key} = {rendered(value)}\n"


class _Moved(Exception):
    """tomlkit would write something else around the place."""


def _document(text: str, lines: str) -> tomlkit.TOMLDocument:
    if not survives(text):
        raise CannotEdit("the file does not survive being read and written", lines)
    return tomlkit.parse(text)


def _table_of(document: Any, path: Path) -> tuple[Any, int]:
    """The deepest table with lines of its own on a path, and which part of the path is its key."""
    here = document
    for at, part in enumerate(path[:-1]):
        is_held = part in here if isinstance(part, str) else True
        below = here[part] if is_held else None
        if not isinstance(below, Table | AoT):
            return here, at
        here = below
    return here, len(path) - 1


def _at(held: Any, path: Path) -> Any:
    for part in path:
        if isinstance(held, dict) and part not in held:
            return None
        held = held[part]
    return held


def _around(text: str, document: Any) -> tuple[str, str]:
    """The text before and after the mark. Raises _Moved where it is not the text as it was."""
    before, found, after = tomlkit.dumps(document).partition(f'"{MARK}"')
    is_kept = text.startswith(before) and text.endswith(after)
    if not found or MARK in after or not is_kept or len(before) + len(after) > len(text):
        raise _Moved
    return before, after


def _replaced(text: str, document: Any, here: Any, key: str | int, value: Any) -> str:
    here[key] = MARK
    before, after = _around(text, document)
    if value is not None:
        return f"{before}{rendered(value)}{after}"
    line, _, rest = after.partition("\n")
    if line.strip() and not line.lstrip().startswith("#"):
        raise _Moved
    return before[: before.rfind("\n") + 1] + rest


def _inserted(text: str, document: Any, here: Any, lines: str) -> str:
    """Lines after the last key of a table, behind the comments that go on with it."""
    own = [key for key, held in here.items() if not isinstance(held, Table | AoT)]
    if own:
        here[own[-1]] = MARK
        _, after = _around(text, document)
        rest = after.partition("\n")[2]
    else:
        rest = _below_head(text, document, here)
    while re.match(r"[ \t]+#", rest):
        rest = rest.partition("\n")[2]
    head = text[: len(text) - len(rest)]
    return f"{head}{'' if head.endswith(chr(10)) else chr(10)}{lines}{rest}"


def _below_head(text: str, document: Any, here: Any) -> str:
    """The text below the head of a table that has no key of its own."""
    here[MARK] = MARK
    before, found, after = tomlkit.dumps(document).partition(f'{MARK} = "{MARK}"\n')
    heads = [*re.finditer(r"(?m)^\[[^\n]*\n", before)]
    if not found or before + after != text or not heads:
        raise _Moved
    return text[heads[-1].end() :]


def _appended(text: str, block: str) -> str:
    if not text:
        return block
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}\n{block}"


def _table_lines(head: str, values: Any) -> str:
    return "".join(f"{line}\n" for line in (head, *(
        f"{_key(key)} = {rendered(value)}" for key, value in values.items() if value is not None
    )))  # fmt: skip


def _key(key: str | int) -> str:
    return key if isinstance(key, str) and BARE.fullmatch(key) else rendered(str(key))
