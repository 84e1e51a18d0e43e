"""A change of dashboard.toml, proven before it is saved.

1. the file as it is survives being read and written, to the byte
2. the new text, read by the models of config/, differs in exactly the changed key
3. the text differs in one contiguous place
And the new text survives, too, or the next change could not be made.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path as File
from typing import Any

import config
from editing import toml_text
from editing.toml_text import CannotEdit, Path

BOM = b"\xef\xbb\xbf"
NAMED_BY = ("id", "name", "series", "account")


@dataclass(frozen=True)
class Change:
    """One change of one file that may be saved.

    path        of the key, or of the entry that is added
    key         the same in words, funds[grant].ends_on
    old, new    as TOML; None: not there
    before, after   the whole file; before None: there is none yet
    diff        the lines that differ
    """

    file: File
    path: Path
    key: str
    old: str | None
    new: str | None
    before: bytes | None
    after: bytes
    diff: str


def of_key(file: File, content: bytes, path: Path, value: Any) -> Change:
    """One key set, or removed where the value is None.

    Raises CannotEdit with the lines to paste, ConfigError where the models refuse the value.
    """
    lines = toml_text.lines_of(path, value)
    text, mark, ends = _text(content, lines)
    after = toml_text.with_value(text, path, value)
    wanted = toml_text.put(toml_text.values_of(text), path, value)
    return _proven(file, content, (text, after), path, wanted, lines, (mark, ends))


def of_entry(file: File, content: bytes, section: str, entry: Mapping[str, Any]) -> Change:
    """One more [[section]]. Raises CannotEdit, ConfigError."""
    kept = {key: value for key, value in entry.items() if value is not None}
    lines = toml_text.with_entry("", section, kept)
    text, mark, ends = _text(content, lines)
    after = toml_text.with_entry(text, section, kept)
    old = toml_text.values_of(text)
    path: Path = (section, len(old.get(section, [])))
    wanted = toml_text.put(old, path, kept)
    return _proven(file, content, (text, after), path, wanted, lines, (mark, ends))


def without_block(file: File, content: bytes, path: Path, block: str) -> Change:
    """An entry taken out again, as the lines that put it there. Raises CannotEdit, ConfigError."""
    text, mark, ends = _text(content, block)
    plain = block.replace("\r\n", "\n")
    if text.count(plain) != 1:
        raise CannotEdit("its lines are not there any more as they were written", block)
    wanted = toml_text.put(toml_text.values_of(text), path, None)
    if not wanted[path[0]]:
        del wanted[path[0]]
    after = text.replace(plain, "")
    return _proven(file, content, (text, after), path, wanted, block, (mark, ends))


def of_rows(file: File, content: bytes, section: str, wanted: Sequence[tuple[Path, Any]]) -> Change:
    """Cells of a list of tables set, entries taken out (None) and added, as one change.

    Each of them is proven to change one place and no other value; the models read the last text.
    Raises CannotEdit, ConfigError.
    """
    lines = "".join(toml_text.lines_of(path, value) for path, value in wanted)
    text, mark, ends = _text(content, lines)
    texts, values = [text], toml_text.values_of(text)
    for path, value in wanted:
        texts.append(toml_text.with_row(texts[-1], path, value))
        values = toml_text.put(values, path, value)
        if not values[section]:
            del values[section]
        if toml_text.values_of(texts[-1]) != values:
            raise CannotEdit("the text would say something else, too", lines)
    return _proven(file, content, texts, (section,), values, lines, (mark, ends))


def label(path: Path, values: Mapping[str, Any]) -> str:
    """A path in words, the entries of lists by their id or name."""
    said, here = "", values
    for part in path:
        here = _below(here, part)
        if isinstance(part, str):
            said += f".{part}"
            continue
        is_named = isinstance(here, dict)
        name = next((here[k] for k in NAMED_BY if k in here), None) if is_named else None
        said += f"[{part + 1 if name is None else name}]"
    return said.lstrip(".")


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[Path]:
    """Where two values of settings differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differences(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for at in range(max(len(old), len(new))):
            pair = [held[at] if at < len(held) else None for held in (old, new)]
            yield from differences(pair[0], pair[1], (*path, at))
    elif old != new:
        yield path


def _text(content: bytes, lines: str) -> tuple[str, bytes, str]:
    """The text with line feeds alone; its mark of order and its line ends. Raises CannotEdit."""
    mark = BOM if content.startswith(BOM) else b""
    try:
        text = content[len(mark) :].decode("utf-8")
    except UnicodeDecodeError:
        raise CannotEdit("the file is no UTF-8", lines) from None
    pairs = text.count("\r\n")
    ends = "\r\n" if pairs and pairs == text.count("\n") else "\n"
    text = text.replace("\r\n", "\n") if ends == "\r\n" else text
    if not toml_text.survives(text):
        raise CannotEdit("the file does not survive being read and written", lines)
    return text, mark, ends


def _proven(  # noqa: PLR0917 - the parts of one proof
    file: File,
    content: bytes,
    texts: Sequence[str],
    path: Path,
    wanted: dict[str, Any],
    lines: str,
    form: tuple[bytes, str],
) -> Change:
    before, after = texts[0], texts[-1]
    try:
        after.encode()
    except UnicodeEncodeError:
        raise CannotEdit("a sign of it is in no alphabet", lines) from None
    said, was = config.parse(file, after), config.parse(file, before)
    if toml_text.values_of(after) != wanted or not toml_text.survives(after):
        raise CannotEdit("the text would say something else, too", lines)
    moved = differences(was.model_dump(), said.model_dump())
    if any(not _is_at(place, path) for place in moved):
        raise CannotEdit("the settings would differ in another key, too", lines)
    if not all(_is_one_place(*pair) for pair in pairwise(texts)):
        raise CannotEdit("the text would differ in more than one place", lines)
    mark, ends = form
    old, new = toml_text.values_of(before), wanted
    return Change(
        file, path, label(path, new if _holds(new, path) else old), _shown(old, path),
        _shown(new, path), content, mark + after.replace("\n", ends).encode(), diff(before, after),
    )  # fmt: skip


def _is_one_place(before: str, after: str) -> bool:
    """Whether no line between two changes stayed."""
    removed, inserted = _middles(before.split("\n"), after.split("\n"))
    return not {*removed} & {*inserted}


def _middles(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without the lines they have in common at the start and at the end."""
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _is_at(place: Path, path: Path) -> bool:
    """Whether one of two paths leads to the other."""
    shared = min(len(place), len(path))
    return place[:shared] == path[:shared]


def _below(here: Any, part: str | int) -> Any:
    if isinstance(here, list) and isinstance(part, int):
        return here[part] if part < len(here) else None
    return here.get(part) if isinstance(here, dict) else None


def _holds(values: Any, path: Path) -> bool:
    return _shown(values, path) is not None


def value_at(values: Any, path: Path) -> Any:
    """The value at a path; None: not there."""
    for part in path:
        values = _below(values, part)
    return values


def _shown(values: Any, path: Path) -> str | None:
    held = value_at(values, path)
    return None if held is None else toml_text.rendered(held)


def diff(before: str, after: str) -> str:
    """The lines that differ, with one around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm="")
    return "\n".join(list(lines)[2:])
