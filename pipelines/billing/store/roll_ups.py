"""Roll-ups in a folder: which are there, which are still to be made, and making them.

A roll-up is `<key>.parquet` with its summary in JSON beside it, which is written last: without one
it does not count. A file that cannot be a bill leaves `<key>.refused` with the sentence instead,
and is not read again until it or the rules change. A large Parquet file is read in pieces, so that
several workers share it and an interrupted run goes on where it stopped.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from config import Engine
from config.files import replace_file
from pipelines.billing import engine, rollup
from pipelines.billing.rollup import Refused, Rolled, Summary, Task, Unreachable
from pipelines.billing.rollup.address import row_groups
from pipelines.billing.store import shared

LARGE = 512 << 20  # bytes of a Parquet file above which it is read in pieces
PIECE = 128 << 20
WHERES = "wheres.json"  # the name of rules → their `where`: which money a roll-up by them holds
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Store:
    """The names in a folder of roll-ups, listed once for ten thousand questions."""

    folder: Path
    names: frozenset[str]

    def knows(self, key: str) -> bool:
        """Whether a key has a roll-up or a refusal by these rules."""
        return f"{key}.json" in self.names or f"{key}.refused" in self.names

    def was_read(self, content: str) -> bool:
        """Whether a content has a roll-up by any rules."""
        return content in self._older

    def outcome(self, key: str, where: Where) -> Path | str | None:
        """The roll-up of a key (by these rules, else by older ones), or what refuses it.

        key    content and rules, joined by a hyphen
        where  of these rules: a roll-up of other lines never stands for it
        None: it was never read.
        """
        if f"{key}.json" in self.names:
            return self.folder / f"{key}.parquet"
        if f"{key}.refused" in self.names:
            return (self.folder / f"{key}.refused").read_text(encoding="utf-8")
        for older in self._older.get(key.split("-", maxsplit=1)[0], []):
            if self._wheres.get(older.partition("-")[2], where) == where:
                return self.folder / f"{older}.parquet"
        return None

    @cached_property
    def _older(self) -> dict[str, list[str]]:
        """Content → the names of its roll-ups, by whatever rules."""
        older: dict[str, list[str]] = {}
        for name in sorted(self.names, reverse=True):
            key = name.removesuffix(".json")
            if key != name and "." not in key:
                older.setdefault(key.split("-", maxsplit=1)[0], []).append(key)
        return older

    @cached_property
    def _wheres(self) -> dict[str, Where]:
        return wheres(self.folder)


def store(folder: Path) -> Store:
    """The folder as it stands now; one that does not exist is empty."""
    # names only: twenty thousand paths would take longer than an ingest with nothing to do
    names = os.listdir(folder) if folder.is_dir() else ()  # noqa: PTH208
    return Store(folder, frozenset(name for name in names if _is_whole(folder, name)))


def _is_whole(folder: Path, name: str) -> bool:
    """Whether a refusal is one: a power loss leaves files without a sentence."""
    return not name.endswith(".refused") or bool((folder / name).read_bytes().strip(b"\0"))


def wheres(folder: Path) -> dict[str, Where]:
    """The name of rules that were used in a folder → their `where`."""
    file = folder / WHERES
    noted = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {
        rules: tuple(
            (key, (some,) if isinstance(some, str) else tuple(some)) for key, some in pairs
        )
        for rules, pairs in noted.items()
    }


def make(settings: Engine, folder: Path, wanted: dict[Task, int]) -> dict[str, Exception]:
    """Roll up every task (with the size of its file in bytes) into the folder.

    Returns address → Unreachable for what may be read another time, or the fault of ours in
    reading it; what content refuses is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _note(folder, wanted)
    new = _new(folder, wanted)
    if not new:
        return {}
    for left in folder.glob("tmp*/"):  # scratch of a run that was killed
        shutil.rmtree(left)
    failed: dict[str, Exception] = {}
    if settings.cache:
        failed |= _shared(shared.bring, settings.cache, folder, new)
        new = _new(folder, new)
    pieces = {piece: task for task, size in new.items() for piece in _pieces(task, size)}
    known = store(folder)
    missing = [piece for piece in pieces if not known.knows(piece.key)]
    for piece, found in engine.run(settings, missing, folder):
        if isinstance(found, Exception):
            failed[piece.address] = found
        elif isinstance(found, Refused):
            write(folder / f"{pieces[piece].key}.refused", found.sentence.encode())
        else:
            _store(folder, piece.key, found)
    for task in {task: None for piece, task in pieces.items() if piece is not task}:
        _merge(folder, task, [piece.key for piece in pieces if pieces[piece] is task])
    if settings.cache:
        failed |= _shared(shared.give, settings.cache, folder, wanted)
    return failed


def read_summary(target: Path) -> Summary:
    """The summary beside a roll-up."""
    return Summary(**json.loads(target.with_suffix(".json").read_text(encoding="utf-8")))


def _note(folder: Path, wanted: Iterable[Task]) -> None:
    known = wheres(folder)
    noted = known | {task.key.partition("-")[2]: task.rules.where for task in wanted}
    if noted != known:
        write(folder / WHERES, json.dumps(noted).encode())


def _new(folder: Path, wanted: dict[Task, int]) -> dict[Task, int]:
    known = store(folder)
    return {task: size for task, size in wanted.items() if not known.knows(task.key)}


def _shared(
    copy: Callable[..., None], address: str, folder: Path, tasks: dict[Task, int]
) -> dict[str, Unreachable]:
    """Bring or give roll-ups; a shared cache that does not answer stops no work here."""
    try:
        copy(address, folder, [task.key for task in tasks])
    except Unreachable as trouble:
        return {address: trouble}
    return {}


def _pieces(task: Task, size: int) -> Iterator[Task]:
    """The task itself, or one for each range of a large Parquet file's records."""
    ranges: list[tuple[int, int]] = []
    if size > LARGE and task.address.endswith(".parquet"):
        try:
            ranges = row_groups(task.address, PIECE)
        except Unreachable:
            ranges = []  # whoever reads it will say what is wrong
    if len(ranges) < 2:
        yield task
        return
    for rows in ranges:
        yield replace(task, key=f"{task.key}.{rows[0]}-{rows[1]}", rows=rows)


def _merge(folder: Path, task: Task, keys: list[str]) -> None:
    """The roll-up of a file all of whose pieces are there. They go then, or if one is refused."""
    files = [folder / f"{key}.parquet" for key in keys]
    if not (folder / f"{task.key}.refused").is_file():
        if not all(file.with_suffix(".json").is_file() for file in files):
            return
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            pieces = [(file, read_summary(file)) for file in files]
            _store(folder, task.key, rollup.merged(pieces, task.rules, Path(scratch)))
    for file in files:
        file.with_suffix(".json").unlink(missing_ok=True)
        file.unlink(missing_ok=True)


def _store(folder: Path, key: str, found: Rolled) -> None:
    write(folder / f"{key}.parquet", found.rows)
    write(folder / f"{key}.json", json.dumps(vars(found.summary)).encode())


def write(target: Path, content: bytes) -> None:
    """Put a file in its place whole, or not at all; what is lost in a crash is made again."""
    replace_file(target, content, durable=False)
