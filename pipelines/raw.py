"""Raw files: JSON, written whole, so that a reader sees the old file or the new one.

They are the truth: each is flushed to the disk and keeps the one before next to it. A file that a
power loss cut, emptied or zeroed all the same is restored from that one and reported.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from config.files import before, replace_file, replacing
from pipelines import unit


def load(file: Path, default: Any) -> Any:
    """What `file` holds, or `default` where there is none. Raises unit.Damaged."""
    return json.loads(whole(file).read_text(encoding="utf-8")) if file.is_file() else default


def save(file: Path, value: Any) -> None:
    """`file` holding `value`."""
    write(file, json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def lines(file: Path) -> Iterator[Any]:
    """The value of each line of a JSON-lines file; none where there is no file.

    Raises unit.Damaged.
    """
    if file.is_file():
        with whole(file).open(encoding="utf-8") as stream:
            yield from (json.loads(line) for line in stream if line.strip())


def save_lines(file: Path, values: Iterable[Any]) -> None:
    """`file` holding one value a line."""
    write(file, "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values))


def write(file: Path, text: str) -> None:
    """`file` holding `text`: the old content or the new one."""
    with replacing(file, keep=True) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def whole(file: Path) -> Path:
    """The file, if need be restored from the one before. Raises unit.Damaged where it cannot be."""
    if not _is_whole(file):
        kept = before(file)
        if not (kept.is_file() and _is_whole(file, kept)):
            raise unit.Damaged(file.name)
        replace_file(file, kept.read_bytes())
        unit.restored(file)
    return file


def _is_whole(file: Path, content: Path | None = None) -> bool:
    """Whether a content is JSON, or lines of it to the last, as `file` is called."""
    said = (content or file).read_bytes()
    is_lines = file.suffix == ".jsonl"
    if is_lines and not said:  # a site without builds has none; lines that were there do not go
        return not (before(file).is_file() and before(file).stat().st_size)
    parts = said.splitlines() if is_lines else [said]
    try:  # of lines the first and the last: what lies between is as whole as they are
        return b"\0" not in said and None not in map(json.loads, (parts[0], parts[-1]))
    except (ValueError, RecursionError):
        return False
