"""Roll-ups that several machines share in a bucket: what one of them read, no other reads again."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from config.files import replacing
from pipelines.billing.rollup.clouds import filesystem

# The summary or the refusal is copied last: without one a roll-up does not count.
PARTS = ((".parquet",), (".json", ".refused"))


def bring(address: str, folder: Path, keys: Iterable[str]) -> None:
    """Copy the roll-ups of these keys, as far as they are there. Raises Unreachable."""
    with filesystem(address) as (system, place):
        there = _there(system, place)
        wanted = {key for key in keys if _is_whole(key, there)}
        for ends in PARTS:
            names = [f"{key}{end}" for key in wanted for end in ends if f"{key}{end}" in there]
            if names:
                with ExitStack() as files:
                    unfinished = [
                        str(files.enter_context(replacing(folder / name, durable=False)))
                        for name in names
                    ]
                    system.get([f"{place}/{name}" for name in names], unfinished)


def give(address: str, folder: Path, keys: Iterable[str]) -> None:
    """Put the roll-ups of these keys there that are not there yet. Raises Unreachable."""
    with filesystem(address) as (system, place):
        there = _there(system, place)
        missing = {key for key in keys if not _is_whole(key, there)}
        for ends in PARTS:
            files = [folder / f"{key}{end}" for key in missing for end in ends]
            new = [file for file in files if file.is_file()]
            if new:
                system.put([str(file) for file in new], [f"{place}/{file.name}" for file in new])


def _is_whole(key: str, there: set[str]) -> bool:
    """Whether nothing of a key is missing: a lifecycle rule, or an end midway, leaves halves."""
    return f"{key}.refused" in there or {f"{key}.parquet", f"{key}.json"} <= there


def _there(system: Any, place: str) -> set[str]:
    try:
        return {name.rsplit("/", 1)[-1] for name in system.ls(place, detail=False)}
    except FileNotFoundError:
        return set()
