"""Make one warehouse file from records, check it, publish it under a name never used before.

A build is never edited: readers hold the old file while a new one appears next to it
(docs/decisions.md, "One name per build").
"""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from warehouse import rolled_up
from warehouse.insert import insert
from warehouse.read import SCHEMA, builds, fingerprint
from warehouse.records import TABLES, Rows

BATCH = 20_000
KEEP = 3
MEMORY = "1GB"  # of DuckDB: beyond it what is sorted and added up goes to a folder next to it


class BuildError(Exception):
    """The build could not be written; the last one is kept."""


class Busy(Exception):
    """Another ingest is running in this data folder; `pid` is its process, if it could be read."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"another ingest is running (process {pid})")
        self.pid = pid


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for one ingest. Raises Busy at once when another holds it."""
    _private(data)
    lock, note = FileLock(data / "ingest.lock"), data / "ingest.pid"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        pid = note.read_text().strip() if note.is_file() else "unknown"
        raise Busy(pid) from None
    except OSError as error:
        raise BuildError(f"{data} cannot be written: {error.strerror or error}") from None
    try:
        note.write_text(str(os.getpid()))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def publish(records: Iterable[Any], data: Path, *, built_at: datetime) -> Path:
    """The published file of a new build made from `records` (instances of warehouse.records).

    built_at  naive UTC; names the file, moved on if a build of that moment or later exists
    Raises BuildError when the disk is full or the folder cannot be written; nothing is published.
    """
    _private(data)
    final = data / _name(data, built_at)
    building = final.with_name(final.name + ".building")
    try:
        with duckdb.connect(building, config={"memory_limit": MEMORY}) as db:
            db.execute(SCHEMA.read_text(encoding="utf-8"))
            db.execute("insert into build_schema values (?)", [fingerprint()])
            _load(db, _unmistaken(records))
            rolled_up.fill(db)
            _check(db)
            db.execute("checkpoint")  # closing does it too, but swallows a full disk (DuckDB 2.0)
        building.replace(final)
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        _discard(building)
        raise BuildError(
            f"the build could not be written to {data}: {_first_line(error)}"
        ) from None
    except BaseException:
        _discard(building)
        raise
    _sweep(data)
    return final


def purge(data: Path, *, before: datetime) -> list[Path]:
    """Delete the builds older than a moment (naive UTC), never the newest; the deleted ones.

    Somebody who opted out must not live on in an older build.
    """
    limit = f"warehouse-{before:%Y%m%dT%H%M%S.%fZ}.duckdb"
    gone = [file for file in builds(data)[1:] if file.name < limit]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def _unmistaken(records: Iterable[Any]) -> Iterator[Any]:
    """A disk error of a source is its own bug; never a build that cannot be written."""
    try:
        yield from records
    except (OSError, duckdb.IOException, duckdb.FatalException) as bug:
        raise RuntimeError("a source could not be read") from bug


def _private(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        data.chmod(stat.S_IMODE(data.stat().st_mode) & 0o700)  # a read-only folder stays one
    except OSError as error:
        reason = error.strerror or error
        raise BuildError(f"the data folder {data} cannot be written: {reason}") from None


def _name(data: Path, built_at: datetime) -> str:
    stamps = {path.name for path in builds(data)}
    newest = max(stamps, default="")
    while (name := f"warehouse-{built_at:%Y%m%dT%H%M%S.%fZ}.duckdb") <= newest:
        built_at = _after(newest)
    return name


def _after(name: str) -> datetime:
    stamp = datetime.strptime(name, "warehouse-%Y%m%dT%H%M%S.%fZ.duckdb")  # noqa: DTZ007 - naive UTC
    return stamp + timedelta(microseconds=1)


def _load(db: duckdb.DuckDBPyConnection, records: Iterable[Any]) -> None:
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        for kind in dict.fromkeys(map(type, batch)):
            if kind is Rows:
                for each in batch:
                    if isinstance(each, Rows):
                        _load_file(db, each)
            else:
                _load_rows(db, kind, [record for record in batch if type(record) is kind])


def _load_rows(db: duckdb.DuckDBPyConnection, kind: type, rows: list[Any]) -> None:
    fields = list(kind.__dataclass_fields__)  # type: ignore[attr-defined] # records are dataclasses
    # `from` is a word of Python: its field is from_
    columns = {field.rstrip("_"): [getattr(row, field) for row in rows] for field in fields}
    insert(db, TABLES[kind], columns)


def _load_file(db: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Columns the table lacks (chosen bill tags) become text columns of it."""
    known = set(db.table(rows.table).columns)
    found = db.execute("describe select * from read_parquet(?)", [str(rows.file)]).fetchall()
    for name in (column[0] for column in found if column[0] not in known):
        quoted = name.replace('"', '""')
        db.execute(f'alter table {rows.table} add column "{quoted}" varchar')
    insert = f"insert into {rows.table} by name select * from read_parquet(?)"
    db.execute(insert, [str(rows.file)])


def _check(db: duckdb.DuckDBPyConnection) -> None:
    """What must hold in every build; a violation is our own bug and nothing is published."""
    orphans = db.execute(
        """
        select count(*)
        from attendance
        where meeting_id not in (select meeting_id from meeting)
        """
    ).fetchall()[0][0]
    uneven = db.execute(
        "select count(*) from billing_file where lines_read <> lines_kept + lines_rejected"
    ).fetchall()[0][0]
    infos = db.execute("select count(*) from build_info").fetchall()[0][0]
    amiss = rolled_up.amiss(db)
    if orphans or uneven or infos != 1 or amiss:
        raise AssertionError(f"{orphans=} {uneven=} {infos=} {amiss=}")


def _sweep(data: Path) -> None:
    """The newest builds stay as the way back; older ones and the leftovers of dead runs go."""
    for old in builds(data)[KEEP:]:
        old.unlink(missing_ok=True)
    _remove(data.glob("warehouse-*.building*"))


def _discard(building: Path) -> None:
    _remove(building.parent.glob(building.name + "*"))


def _remove(parts: Iterable[Path]) -> None:
    """Files of an unfinished build, and the folder in which DuckDB kept what was too big."""
    for part in parts:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def _first_line(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text.splitlines()[0]
