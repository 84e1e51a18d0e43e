"""Fetch a BinderHub events archive: what is new, what may still change, and the days not indexed.

A day's file is rewritten for about two days, so the last days are asked for on every run; older
ones when the index counts other events than the file holds. The index may lag for months: the
days after its last entry are asked for directly. A day that cannot be read keeps its old file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from config import Gap, Launches
from config.files import replacing
from pipelines import SourceError, raw, unit
from pipelines.http import Client, Clock, HttpError, bare
from pipelines.launches.dayfile import DayFile, events, fault
from pipelines.launches.first_load import last_day
from pipelines.launches.rollup import trouble

NAME = "launches"
UNIT = "archive"
DAY = re.compile(r"events-(\d{4}-\d\d-\d\d)\.jsonl")
CHANGES_FOR = timedelta(days=2)
WINDOW = timedelta(days=90)  # first load without [launches] since
_PARQUET = 5e9  # bytes of a whole archive in one file, written to the disk as they come
MISSES = 3  # days in a row without a file: the archive ends there
REMEDY = "run again later; if it stays, report it to those who run the archive"


@dataclass
class Visit:
    """One run's conversation with an archive; `seen` holds validators and counts by day."""

    client: Client
    folder: Path
    today: date
    gaps: list[Gap]  # days that the team knows to be lost
    seen: dict[str, Any] = field(default_factory=dict)


def fetch(
    settings: Launches, folder: Path, *, now: datetime, clock: Clock | None = None
) -> Iterator[SourceError | str]:
    """Bring `folder` up to date with the archive's address; yields days, or what went wrong.

    Raises SourceError where the archive cannot be reached at all.
    """
    try:
        client = Client(str(settings.archive), deadline=600, clock=clock)
    except HttpError as error:
        raise error.of(NAME) from None
    seen = raw.load_or(folder / "fetched.json", {})
    visit = Visit(client, folder, now.date(), settings.gaps, seen)
    if settings.parquet and not (folder / "launches.parquet").is_file():
        yield _file(
            Client(settings.parquet, deadline=3600, largest=_PARQUET, clock=clock),
            settings.parquet,
            folder,
        )
    try:
        counts = _index(visit)
    except HttpError as error:
        raise error.of(NAME) from None
    since = settings.since or _default_since(folder, visit.today)
    failed = 0
    try:
        for result in _days(visit, counts, since):
            failed += isinstance(result, SourceError)
            yield result
    finally:
        raw.save(folder / "fetched.json", visit.seen)
    yield _file(client, "cloud-costs.jsonl", folder)
    held = [*folder.glob("events-*.jsonl"), *folder.glob("launches.parquet")]
    if failed or counts or held:
        yield UNIT
        return
    what = "its address has neither index.jsonl nor a file of the last days"
    remedy = "correct archive in [launches] of dashboard.toml"
    yield SourceError(NAME, what, remedy=remedy, unit=UNIT, passing=False)


@dataclass(frozen=True)
class Entry:
    """One line of an index; without a day where it names no day's file."""

    line: int
    name: str
    day: date | None
    count: int | None


def index_entries(file: Path) -> list[Entry]:
    """What the index says, line by line; none where there is no index."""
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [_entry(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _entry(number: int, line: str) -> Entry:
    try:
        said = json.loads(line)
        name, count = str(said["name"]), int(said["count"])
        found = DAY.fullmatch(name)
        return Entry(number, name, date.fromisoformat(found[1]) if found else None, count)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Entry(number, line[:200], None, None)


def _counts(file: Path) -> dict[date, int]:
    """Events per day, from an index file; lines that name no day are left out."""
    return {e.day: e.count for e in index_entries(file) if e.day and e.count is not None}


def _default_since(folder: Path, today: date) -> date:
    """The last days of `launches.parquet`, else a window of the archive's last days."""
    parquet = folder / "launches.parquet"
    try:
        return (last_day(parquet) if parquet.is_file() else today - WINDOW) - CHANGES_FOR
    except duckdb.Error:  # said by read, which needs the file itself
        return today - WINDOW


def _index(visit: Visit) -> dict[date, int]:
    """The index as it is now; the earlier one here where there is none."""
    file = visit.folder / "index.jsonl"
    try:
        body = visit.client.get_bytes("index.jsonl").body
    except HttpError as error:
        if error.status != 404:
            raise
        return _counts(file)
    if reason := fault(body.partition(b"\n")[0] + b"\n"):
        raise HttpError(f"index.jsonl line 1: {reason}", remedy=REMEDY)
    raw.write(file, body)
    return _counts(file)


def _days(visit: Visit, counts: dict[date, int], since: date) -> Iterator[SourceError | str]:
    indexed = [day for day in sorted(counts) if day >= since and _is_due(visit, day, counts[day])]
    for day in indexed:
        yield from _asked(visit, day, indexed=True)
    differing = [
        day
        for day in indexed
        if day < visit.today - CHANGES_FOR
        and _is_whole(visit, day)
        and _differs(visit, day, counts[day])
    ]
    if differing:  # the index is written minutes after the files: both once more
        counts = _index(visit)
        for day in (day for day in differing if _differs(visit, day, counts.get(day, 0))):
            yield from _asked(visit, day, indexed=True)
            visit.seen.setdefault(day.isoformat(), {})["index"] = counts.get(day, 0)
    yield from _after(visit, max([*counts, since - timedelta(days=1)]), since)


def _after(visit: Visit, last: date, since: date) -> Iterator[SourceError | str]:
    """Days the index does not name yet: onwards until some are missing, and the last ones."""
    day, misses = last + timedelta(days=1), 0
    while day <= visit.today and misses < MISSES:
        results = _asked(visit, day, indexed=False)
        misses = 0 if results else misses + 1
        yield from results
        day += timedelta(days=1)
    day = max(day, since, visit.today - CHANGES_FOR)
    while day <= visit.today:
        yield from _asked(visit, day, indexed=False)
        day += timedelta(days=1)


def _is_due(visit: Visit, day: date, count: int) -> bool:
    return (
        day >= visit.today - CHANGES_FOR or not _is_whole(visit, day) or _differs(visit, day, count)
    )


def _is_whole(visit: Visit, day: date) -> bool:
    """Whether a day's file is there and ends as it did: a power loss cuts, empties or zeroes it."""
    file, noted = visit.folder / _name(day), visit.seen.get(day.isoformat(), {})
    if not file.is_file() or file.stat().st_size != noted.get("size", file.stat().st_size):
        return False
    with file.open("rb") as stream:
        stream.seek(max(file.stat().st_size - 1, 0))
        return stream.read() not in (b"", b"\0")


def _differs(visit: Visit, day: date, count: int) -> bool:
    """Whether the index counts other events than the file holds, and that is news."""
    noted = visit.seen.get(day.isoformat(), {})
    return bool(noted.get("events") != count and noted.get("index") != count)


def _name(day: date) -> str:
    return f"events-{day.isoformat()}.jsonl"


def _asked(visit: Visit, day: date, *, indexed: bool) -> list[SourceError | str]:
    """What became of one day; a fault of ours costs that day."""
    work = partial(_day, visit, day, indexed=indexed)
    found = unit.fetched(NAME, day.isoformat(), lambda: list(work()))
    return [found] if isinstance(found, SourceError) else found


def _day(visit: Visit, day: date, *, indexed: bool) -> Iterator[SourceError | str]:
    """One day's file asked for and taken over if all of it can be read."""
    key, file = day.isoformat(), visit.folder / _name(day)
    noted = visit.seen.get(key, {}) if _is_whole(visit, day) else {}
    stamps = {name: noted.get(name) for name in ("etag", "last_modified")}
    try:
        with replacing(file) as unfinished:
            answer = visit.client.download(file.name, unfinished, **stamps)
            problem = None if answer.unchanged else trouble(DayFile(unfinished, day, file.name))
            if problem:
                unfinished.unlink()
    except HttpError as error:
        if error.stops:
            raise error.of(NAME, UNIT) from None
        if error.status != 404:
            yield error.of(NAME, key)
        elif indexed and not any(gap.covers(day) for gap in visit.gaps):
            what = f"{file.name} is named by the index, but not there"
            remedy = "run again later; if it is lost for good, name the day in gaps of [launches]"
            yield SourceError(NAME, what, remedy=remedy, unit=key)
        return
    if answer.unchanged:
        yield key
        return
    if problem:
        fate = "is kept as before" if file.is_file() else "stays unknown"
        what = f"{file.name} line {problem.line}: {problem.reason}; the day {fate}"
        yield SourceError(NAME, what, remedy=REMEDY, unit=key)
        return
    new = {"etag": answer.etag, "last_modified": answer.headers.get("Last-Modified")}
    visit.seen[key] = {**new, "events": events(file), "size": file.stat().st_size}
    yield key


def _file(client: Client, address: str, folder: Path) -> SourceError | str:
    """A file of the archive that need not be there."""
    name = bare(address).rsplit("/", 1)[-1]
    try:
        client.download(address, folder / name)
    except HttpError as error:
        return name if error.status == 404 else error.of(NAME, name)
    return name
