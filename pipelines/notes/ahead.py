"""Many notes that nobody has read yet are read onto the shelf by several processes.

Each note is read on its own (read_once). What a process cannot read, or takes down with it, is
left to the reader that follows, which finds the others on the shelf and says what is wrong.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from pipelines import unit
from pipelines.notes.shelf import key_of, read_once
from pipelines.pool import quietly, unheard

FEW = 500  # files of one process: its start costs as much as reading a hundred
_AT_ONCE = 20  # files of one task

Files = Sequence[tuple[Path, str]]  # each with the name it bears below its series' folder


def read_ahead(files: Files, shelf: Path) -> int:
    """Read what is not on the shelf yet, if it is much; how many processes did."""
    cores = os.cpu_count() or 1
    if cores < 2 or len(files) < 2 * FEW:
        return 0
    most = float(unit.limits().note_mb) * 1e6
    new = [(file, path) for file, path in files if _is_new(file, path, shelf, most)]
    count = min(cores, len(new) // FEW)
    if count < 2:
        return 0
    tasks = [new[at : at + _AT_ONCE] for at in range(0, len(new), _AT_ONCE)]
    with ProcessPoolExecutor(count, get_context("spawn"), quietly) as pool:
        with unheard():
            futures = [pool.submit(_read, task, shelf) for task in tasks]
        try:
            with suppress(BrokenProcessPool):  # whoever reads on meets what broke it
                for future in futures:
                    future.result()
        finally:
            pool.shutdown(cancel_futures=True)  # waits, as in the billing's processes
    return count


def _is_new(file: Path, path: str, shelf: Path, most: float) -> bool:
    try:
        small = file.stat().st_size <= most
        return small and not (shelf / f"{key_of(file.read_bytes(), path)}.json").exists()
    except OSError:
        return False  # the reader that follows says so


def _read(files: Files, shelf: Path) -> None:
    for file, path in files:
        with suppress(Exception):  # the reader that follows meets it again, and says so
            read_once(file.read_bytes(), path, shelf)
