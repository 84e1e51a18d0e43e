"""The days of an archive as records: rows, what was counted apart, what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from config import Gap, House
from pipelines.billing.rollup.duckdb_errors import first_line
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
        try:
            loaded = first_load.roll_up(parquet, house.config.place(parquet), cache, timezone, have)
        except duckdb.Error as error:
            yield _unreadable(parquet, error)
        else:
            yield Rows("launch_daily", loaded)
            older = pq.ParquetFile(loaded).read(columns=["day", "launches"])
            have |= set(older["day"].to_pylist())
            more = pc.sum(older["launches"]).as_py() or 0
    known = settings.gaps if settings else []
    yield from (gap for gap in _gaps(have) if not any(_within(gap, each) for each in known))
    yield from _apart(rolled)
    yield from _disbelieved(folder, house, rolled)
    yield from _runs(rolled, max(have, default=None), more)


def _unreadable(parquet: Path, error: duckdb.Error) -> SourceRun:
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


def _within(gap: UsageGap, told: Gap) -> bool:
    """Whether the team has already said why these days are missing."""
    ends_on = told.ends_on or date.max
    return told.starts_on <= gap.starts_on and (gap.ends_on or date.max) <= ends_on


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
    entries, held = index_entries(folder / "index.jsonl"), _events(rolled)
    place = house.config.place(folder / "index.jsonl")
    last = max((entry.day for entry in entries if entry.day), default=date.min)
    for entry in entries:
        if entry.day is None or entry.count is None:
            reason = "no name of a day's file; not asked for"
            yield Reject(NAME, place, entry.line, entry.name[:500], reason)
            continue
        found = held.get(house.config.place(folder / entry.name))
        if found not in (None, entry.count) and entry.day <= last - SETTLED:
            said = f"the index counts {entry.count:,} events, {entry.name} holds {found:,}"
            reason = f"{said}; the file's number is kept"
            yield Reject(NAME, place, entry.line, entry.name, reason)


def _events(rolled: Rolled) -> dict[str, int]:
    """How many events each file holds, launches or not."""
    events: Counter[str] = Counter()
    for row in rolled.counted.select(["source_file", "launches"]).to_pylist():
        events[row["source_file"]] += row["launches"]
    return events


def _runs(rolled: Rolled, last: date | None, more: int) -> Iterator[SourceRun | Reject]:
    """One SourceRun for the archive, `more` launches of its first load counted in, and one for each
    file in trouble."""
    apart = pc.is_valid(rolled.counted["apart"])
    total = pc.sum(rolled.counted["launches"]).as_py() or 0
    left_out = pc.sum(rolled.counted.filter(apart)["launches"]).as_py() or 0
    as_of = datetime.combine(last, time.min) if last else None
    yield SourceRun(NAME, UNIT, "ok", as_of, total - left_out + more, left_out)
    held = _events(rolled)
    for trouble in rolled.troubles:
        file = trouble.file
        yield Reject(NAME, file.source_file, trouble.line, trouble.text, trouble.reason)
        kept = held.get(file.source_file, 0)
        message = f"{file.path.name} line {trouble.line}: {trouble.reason}"
        yield SourceRun(
            NAME, file.day.isoformat(), "stale" if kept else "failed", None, kept,
            message=message, remedy="fetch this day again, or fix its file",
        )  # fmt: skip
