"""The days of an archive as records: rows, what was counted apart, what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from config import House
from pipelines import unit
from pipelines.billing.rollup.duckdb_errors import MACHINE, fault, first_line
from pipelines.launches import first_load
from pipelines.launches.archive import DAY, NAME, UNIT, index_entries
from pipelines.launches.dayfile import DayFile
from pipelines.launches.rollup import Rolled, roll_up
from pipelines.messages import count
from warehouse.records import Reject, Rows, SourceRun, UsageGap

SETTLED = timedelta(days=1)  # the index is written minutes after the files of the last days


def read(house: House, folder: Path, timezone: str) -> Iterator[Any]:
    """launch_daily as Rows; gaps, rejects and SourceRuns."""
    settings, cache = house.config.launches, house.cache / NAME
    files, parquet = _files(house, folder), folder / "launches.parquet"
    if not files and not parquet.is_file():
        remedy = "check [launches] archive, then run python -m pipelines"
        yield SourceRun(NAME, UNIT, "failed", message="no day's file found", remedy=remedy)
        return
    asked = bool(settings and settings.top_repositories)
    rolled = roll_up(files, cache, timezone, repositories=asked)
    have = {file.day for file in files}
    yield Rows("launch_daily", rolled.days)
    if rolled.repositories:
        yield Rows("launch_repository", rolled.repositories)
    more = 0
    if parquet.is_file():
        place = house.config.place(parquet)
        work = partial(_first_load, parquet, place, cache=cache, timezone=timezone, have=have)
        loaded = unit.alone(NAME, parquet.name, work)
        if isinstance(loaded, SourceRun):
            yield loaded
        elif loaded:
            yield Rows("launch_daily", loaded)
            older = pq.ParquetFile(loaded).read(columns=["day", "launches"])
            have |= set(older["day"].to_pylist())
            more = pc.sum(older["launches"]).as_py() or 0
    known = settings.gaps if settings else []
    yield from (
        gap for gap in _gaps(have)
        if not any(each.covers(gap.starts_on, gap.ends_on) for each in known)
    )  # fmt: skip
    yield from _apart(rolled)
    yield from unit.rows(NAME, "index.jsonl", partial(_disbelieved, folder, house, rolled))
    yield from _runs(rolled, max(have, default=None), more)


def _first_load(
    parquet: Path, place: str, *, cache: Path, timezone: str, have: set[date]
) -> Path | SourceRun:
    """The rows of a first load for the days that have no file, or why it cannot be read."""
    try:
        return first_load.roll_up(parquet, place, cache, timezone, have)
    except duckdb.Error as error:
        if fault(error) in MACHINE:
            raise
        return SourceRun(
            NAME, parquet.name, "failed", message=first_line(error)[:200], passing=False,
            remedy="delete it, so that it is fetched again; it needs timestamp and provider",
        )  # fmt: skip


def _files(house: House, folder: Path) -> list[DayFile]:
    since = house.config.launches.since if house.config.launches else None
    found = ((path, DAY.fullmatch(path.name)) for path in sorted(folder.glob("events-*.jsonl")))
    days = [(path, date.fromisoformat(name[1])) for path, name in found if name]
    return [
        DayFile(path, day, house.config.place(path))
        for path, day in days
        if since is None or day >= since
    ]


def _gaps(days: Iterable[date]) -> Iterator[UsageGap]:
    """Runs of days without a file between the first and the last: unknown, not zero."""
    ordered = sorted(days)
    for before, after in pairwise(ordered):
        if after - before > timedelta(days=1):
            yield UsageGap(
                NAME, before + timedelta(1), after - timedelta(1), "the archive has no file"
            )


def _apart(rolled: Rolled) -> Iterator[Reject]:
    """One reject per file and reason, with its count: these events are in no figure."""
    apart = rolled.counted.filter(pc.is_valid(rolled.counted["apart"]))
    events: Counter[tuple[str, str]] = Counter()
    for row in apart.to_pylist():
        events[row["source_file"], row["apart"]] += row["launches"]
    for (file, why), number in sorted(events.items()):
        yield Reject(NAME, file, None, None, f"{count(number, 'event')} counted apart: {why}")


def _disbelieved(folder: Path, house: House, rolled: Rolled) -> Iterator[Reject]:
    """Lines of the index that name no day's file, or count other events than the file holds."""
    entries, held = index_entries(folder / "index.jsonl"), _events(rolled.counted)
    place = house.config.place(folder / "index.jsonl")
    last = max((entry.day for entry in entries if entry.day), default=date.min)
    for entry in entries:
        if entry.day is None or entry.count is None:
            reason = "no name of a day's file; not asked for"
            yield Reject(NAME, place, entry.line, entry.name[:500], reason)
            continue
        found = held.get(house.config.place(folder / entry.name))
        is_over = entry.day <= last - SETTLED  # a file of a later day may hold more, never less
        if found not in (None, entry.count) and (is_over or found < entry.count):
            said = f"the index counts {entry.count:,} events, {entry.name} holds {found:,}"
            reason = f"{said}; the file's number is kept"
            yield Reject(NAME, place, entry.line, entry.name, reason)


def _events(counted: pa.Table) -> dict[str, int]:
    """How many events each file holds, by the rows of COUNTED."""
    events: Counter[str] = Counter()
    for row in counted.select(["source_file", "launches"]).to_pylist():
        events[row["source_file"]] += row["launches"]
    return events


def _runs(rolled: Rolled, last: date | None, more: int) -> Iterator[SourceRun | Reject]:
    """One SourceRun for the archive, `more` launches of its first load counted in, and one for each
    file in trouble, which counts its own launches."""
    apart = pc.is_valid(rolled.counted["apart"])
    left_out = pc.sum(rolled.counted.filter(apart)["launches"]).as_py() or 0
    held = _events(rolled.counted.filter(pc.invert(apart)))
    in_trouble = {trouble.file.source_file for trouble in rolled.troubles}
    well = sum(launches for file, launches in held.items() if file not in in_trouble)
    as_of = datetime.combine(last, time.min) if last else None
    yield SourceRun(NAME, UNIT, "ok", as_of, well + more, left_out)
    for trouble in rolled.troubles:
        file = trouble.file
        yield Reject(NAME, file.source_file, trouble.line, trouble.text, trouble.reason)
        kept = held.get(file.source_file, 0)
        message = f"{file.path.name} line {trouble.line}: {trouble.reason}"
        yield SourceRun(
            NAME, file.day.isoformat(), "stale" if kept else "failed", None, kept,
            message=message, remedy="fetch this day again, or fix its file",
        )  # fmt: skip
