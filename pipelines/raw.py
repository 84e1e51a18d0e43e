"""Raw files: written whole, flushed to the disk, checked by their SHA-256 when they are read.

They are the truth, so the one before stays next to each (`<name>.before`). A file that a power loss
cut, emptied or zeroed all the same is restored from that one and reported. `<name>.sha256` holds
the file's sum; while a new one takes its place both sums, so that a run that dies in between leaves
a file whose sum is known.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from config.files import before, replace_file, replacing
from pipelines import unit

_AS_BEFORE: ContextVar[bool] = ContextVar("raw files as they were before", default=False)


def load(file: Path, default: Any) -> Any:
    """What `file` holds, or `default` where there is none. Raises unit.Damaged."""
    return json.loads(whole(file).read_text(encoding="utf-8")) if file.is_file() else default


def load_or(file: Path, default: Any) -> Any:
    """As `load`; `default`, reported, where the file and the one before are damaged."""
    try:
        return load(file, default)
    except unit.Damaged:
        unit.damaged(file, "it begins anew")
        return default


def save(file: Path, value: Any) -> None:
    """`file` holding `value`."""
    write(file, [json.dumps(value, indent=1, ensure_ascii=False), "\n"])


def lines(file: Path) -> Iterator[Any]:
    """The value of each line of a JSON-lines file; none where there is no file.

    Raises unit.Damaged.
    """
    if file.is_file():
        with whole(file).open(encoding="utf-8") as stream:
            yield from (json.loads(line) for line in stream if line.strip())


def save_lines(file: Path, values: Iterable[Any]) -> None:
    """`file` holding one value a line."""
    write(file, (json.dumps(value, ensure_ascii=False) + "\n" for value in values))


def noted(file: Path) -> list[dict[str, Any]]:
    """The objects of a file to which lines are appended.

    Of one that is damaged, as the one before is, the lines that can be read; it is reported.
    """
    try:
        return [one for one in lines(file) if isinstance(one, dict)]
    except unit.Damaged:
        unit.damaged(file, "the lines that can be read count")
    found: list[dict[str, Any]] = []
    for line in file.read_bytes().split(b"\n"):
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            continue
        found += [one] if isinstance(one, dict) else []
    return found


def note(file: Path, values: Iterable[Any]) -> None:
    """Append values to such a file."""
    save_lines(file, [*noted(file), *values])


def write(file: Path, content: str | bytes | Iterable[str]) -> None:
    """`file` holding the content, perhaps a text in parts: the old one or the new one."""
    parts = [content] if isinstance(content, (str, bytes)) else content
    digest = hashlib.sha256()
    with replacing(file, keep=not unit.is_at_fault(file)) as unfinished:
        with unfinished.open("wb") as out:
            for part in parts:
                encoded = part if isinstance(part, bytes) else part.encode()
                out.write(encoded)
                digest.update(encoded)
        old = [sum_of(file)] if file.is_file() else []
        replace_file(_beside(file), "\n".join([digest.hexdigest(), *old]))
    replace_file(_beside(file), digest.hexdigest(), durable=False)


def whole(file: Path) -> Path:
    """The file, if need be restored from the one before. Raises unit.Damaged where it cannot be."""
    older = before(file)
    if _AS_BEFORE.get() and older.is_file() and _is_whole(file, older.read_bytes()):
        return older
    known = _sums(file)
    if not (sum_of(file) in known if known else _is_whole(file, file.read_bytes())):
        content = older.read_bytes() if older.is_file() else b""
        if not (content and _is_whole(file, content)):
            raise unit.Damaged(file.name)
        _beside(file).unlink(missing_ok=True)
        replace_file(file, content)
        unit.restored(file)
    return file


def is_as_written(file: Path) -> bool:
    """Whether a file has a sum next to it, and is what it was when it was written."""
    return _beside(file).is_file() and sum_of(file) in _sums(file)


@contextmanager
def as_before() -> Iterator[None]:
    """Within it files are read as they were before."""
    token = _AS_BEFORE.set(True)
    try:
        yield
    finally:
        _AS_BEFORE.reset(token)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _sums(file: Path) -> list[str]:
    """The known sums of a file; none where it has none, or a power loss took them."""
    sums = _beside(file).read_bytes().decode("ascii", "replace") if _beside(file).is_file() else ""
    return [each for each in sums.split() if len(each) == 64]


def sum_of(file: Path) -> str:
    """The SHA-256 of what a file holds."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_whole(file: Path, content: bytes) -> bool:
    """Whether a content without a sum is what `file` is called: JSON, lines of it, or a text."""
    if b"\0" in content:
        return False
    if file.suffix == ".jsonl":
        if not content:  # a site without builds has none; lines that were there do not go
            return not (before(file).is_file() and before(file).stat().st_size)
        ends = content.splitlines()  # what lies between the first and the last is as they are
        return _is_json(ends[0]) and _is_json(ends[-1])
    return _is_json(content) if file.suffix == ".json" else bool(content.strip())


def _is_json(content: bytes) -> bool:
    try:
        return json.loads(content) is not None
    except (ValueError, RecursionError):
        return False
