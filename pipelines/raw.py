"""Raw files: JSON, written whole, so that a reader sees the old file or the new one."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from config.files import replace_file


def load(file: Path, default: Any) -> Any:
    """What `file` holds, or `default` where there is none."""
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else default


def save(file: Path, value: Any) -> None:
    """`file` holding `value`."""
    write(file, json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def lines(file: Path) -> Iterator[Any]:
    """The value of each line of a JSON-lines file; none where there is no file."""
    if file.is_file():
        with file.open(encoding="utf-8") as stream:
            yield from (json.loads(line) for line in stream if line.strip())


def save_lines(file: Path, values: Iterable[Any]) -> None:
    """`file` holding one value a line."""
    write(file, "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values))


def write(file: Path, text: str) -> None:
    """`file` holding `text`: the old content or the new one."""
    replace_file(file, text)
