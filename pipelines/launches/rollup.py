"""Days of events → launch_daily, set-wise by DuckDB; only files that changed are read again.

The archive has no event ids and minutes for seconds, so identical lines are separate launches:
rows are never de-duplicated, a day's file is replaced whole. What a line may be:
schema binderhub.jupyter.org/launch, versions 1 to 6, status success, of the file's own day; all
else is counted apart, by reason.
"""

import hashlib
import json
from collections.abc import Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from config.files import replace_file
from pipelines import unit
from pipelines.billing.rollup.duckdb_errors import MACHINE, fault
from pipelines.launches.dayfile import DayFile, Trouble, first_bad_line, is_blank
from warehouse.insert import insert

NAME = "launches"
# Of our own code: when it changes, every day is read again.
RULES = hashlib.sha256(
    b"".join(Path(__file__).with_name(name).read_bytes() for name in ("rollup.py", "dayfile.py"))
).hexdigest()
BATCH = 32  # files per statement: bounds memory, and the search for a broken one

COUNTED = pa.schema([
    ("source_file", pa.string()), ("day", pa.date32()), ("bill_day", pa.date32()),
    ("origin", pa.string()), ("provider", pa.string()), ("apart", pa.string()),
    ("launches", pa.int64()),
])  # fmt: skip
REPOSITORIES = pa.schema([
    ("source_file", pa.string()), ("day", pa.date32()), ("provider", pa.string()),
    ("repository", pa.string()), ("launches", pa.int64()),
])  # fmt: skip

EVENTS = """
    create macro event(paths) as table
    select
        file.source_file,
        file.day as file_day,
        try_cast(event."timestamp" as timestamp) as happened_at,
        event.origin,
        coalesce(event.provider, 'unknown') as provider,
        event.spec,
        case
            when event."schema" is distinct from 'binderhub.jupyter.org/launch'
            then 'another kind of event: ' || coalesce(event."schema", 'none named')
            when event.version is null or event.version not in ('1', '2', '3', '4', '5', '6')
            then 'schema version ' || coalesce(event.version, 'not given')
            when event.status is distinct from 'success'
            then 'status ' || coalesce(event.status, 'not given')
            when try_cast(event."timestamp" as timestamp)::date is distinct from file.day
            then 'of another day than its file'
        end as apart
    from read_json(
        paths,
        format = 'newline_delimited',
        filename = true,
        columns = {
            "timestamp": 'varchar', "schema": 'varchar', version: 'varchar', provider: 'varchar',
            spec: 'varchar', status: 'varchar', origin: 'varchar'
        }
    ) as event
    join file on file.path = event.filename
"""
# Quarters of an hour are the finest step of any zone's offset: few conversions, and all right.
DAYS = """
    with counted as (
        select
            source_file, file_day, origin, provider, apart,
            time_bucket(interval 15 minutes, happened_at) as quarter,
            count(*) as launches
        from event($paths)
        group by all
    )
    select
        source_file,
        file_day as day,
        ((quarter at time zone 'UTC') at time zone $timezone)::date as bill_day,
        origin, provider, apart,
        sum(launches)::bigint as launches
    from counted
    group by all
"""
BY_REPOSITORY = """
    select
        source_file,
        file_day as day,
        provider,
        case provider
            when 'GitHub' then split_part(spec, '/', 1) || '/' || split_part(spec, '/', 2)
            when 'GitLab' then url_decode(split_part(spec, '/', 1))
            when 'Git' then url_decode(split_part(spec, '/', 1))
            else spec
        end as repository,
        count(*) as launches
    from event($paths)
    where apart is null
        and provider <> 'Gist' -- named after persons
        and spec is not null
    group by all
"""


@dataclass(frozen=True)
class Rolled:
    """What the files say.

    days          Parquet file of launch_daily
    repositories  Parquet file of launch_repository; None where it was not asked for
    counted       rows of COUNTED: `apart` is null for launches, else why an event is none
    """

    days: Path
    repositories: Path | None
    counted: pa.Table
    troubles: list[Trouble]


def roll_up(files: list[DayFile], cache: Path, timezone: str, *, repositories: bool) -> Rolled:
    """The files rolled up; only new and changed ones are read.

    A broken file keeps the rows of its last good state. `timezone` names whose days bill_day are.
    """
    rules = {"rules": RULES, "timezone": timezone, "repositories": repositories}
    by_repository = cache / "launch_repository.parquet" if repositories else None
    noted = _noted(cache, repositories=repositories)
    marks = _marks(noted, rules, files)
    known = marks.keys()
    now = {
        file: unit.alone(
            NAME, file.day.isoformat(), partial(_mark, file.path),
            has_other=file.source_file in known,
        ) for file in files
    }  # fmt: skip
    if noted == {**rules, "marks": {file.source_file: mark for file, mark in now.items()}}:
        counted = pq.ParquetFile(cache / "counted.parquet").read()  # read_table imports pandas
        return Rolled(cache / "days.parquet", by_repository, counted, [])
    changed = [file for file, mark in now.items() if mark and marks.get(file.source_file) != mark]
    counted, good, troubles = _read(DAYS, COUNTED, changed, known, timezone=timezone)
    counted = _merged(cache / "counted.parquet", marks, good, counted)
    launches = counted.filter(pc.is_null(counted["apart"])).drop_columns(["apart"])
    pq.write_table(launches, cache / "days.parquet")
    if by_repository:
        found, _, _ = _read(BY_REPOSITORY, REPOSITORIES, good, known)
        found = _merged(cache / "repositories.parquet", marks, good, found)
        pq.write_table(found.drop_columns(["source_file"]), by_repository)
    marks |= {file.source_file: mark for file in good if (mark := now[file])}
    replace_file(cache / "files.json", json.dumps({**rules, "marks": marks}), durable=False)
    return Rolled(cache / "days.parquet", by_repository, counted, troubles)


def trouble(file: DayFile) -> Trouble | None:
    """What keeps a day's file from being read; None where all of it is JSON lines."""
    _, _, troubles = _read(DAYS, COUNTED, [file], set(), timezone="UTC")
    return troubles[0] if troubles else None


def _noted(cache: Path, *, repositories: bool) -> dict[str, Any]:
    """By which rules which files were read, with their marks; empty where the cache lost rows."""
    of_repositories = ["repositories.parquet", "launch_repository.parquet"] * repositories
    made = ["files.json", "counted.parquet", "days.parquet", *of_repositories]
    if not all((cache / name).is_file() for name in made):
        return {}
    noted: dict[str, Any] = json.loads((cache / "files.json").read_text(encoding="utf-8"))
    return noted


def _marks(
    noted: dict[str, Any], rules: dict[str, Any], files: list[DayFile]
) -> dict[str, list[int]]:
    """The files read earlier under these rules, by name, with the mark they had then."""
    if {name: noted.get(name) for name in rules} != rules:
        return {}
    present = {file.source_file for file in files}
    return {name: mark for name, mark in noted["marks"].items() if name in present}


def _mark(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _merged(
    file: Path, marks: dict[str, list[int]], good: list[DayFile], fresh: pa.Table
) -> pa.Table:
    """The rows of `file` that still hold, and the fresh ones; written to `file`."""
    read = {day.source_file for day in good}
    if file.is_file():
        old = pq.read_table(file, schema=fresh.schema)
        standing = pa.array([name for name in marks if name not in read], pa.string())
        fresh = pa.concat_tables([old.filter(pc.is_in(old["source_file"], standing)), fresh])
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(fresh, file)
    return fresh


def _read(
    sql: str, schema: pa.Schema, files: list[DayFile], known: Set[str], **values: str
) -> tuple[pa.Table, list[DayFile], list[Trouble]]:
    """The rows of all files that can be read, those files, and what is wrong with the others.

    known  files of which there are older rows, should we fail at one
    """
    full = [file for file in files if not is_blank(file.path)]
    troubles = [Trouble(f, 1, "", "the file is empty") for f in files if f not in full]
    tables, good = [pa.Table.from_batches([], schema)], []
    with duckdb.connect() as db:
        db.execute("create table file (path varchar, day date, source_file varchar)")
        columns = {name: [getattr(file, name) for file in files] for name in ("day", "source_file")}
        insert(db, "file", columns | {"path": [str(file.path) for file in files]})
        db.execute(EVENTS)
        waiting = [full[at : at + BATCH] for at in range(0, len(full), BATCH)]
        while waiting:
            batch = waiting.pop(0)
            found = unit.tried(partial(_rows, db, sql, batch, values))
            if isinstance(found, pa.Table):
                tables.append(found.cast(schema))
                good += batch
            elif len(batch) > 1:
                waiting += [[file] for file in batch]
            elif isinstance(found, Unread):
                troubles.append(first_bad_line(batch[0]))
            else:
                has_other = batch[0].source_file in known
                unit.broken(NAME, batch[0].day.isoformat(), found, has_other=has_other)
    return pa.concat_tables(tables), good, troubles


@dataclass(frozen=True)
class Unread:
    """DuckDB cannot read one of the files."""


def _rows(
    db: duckdb.DuckDBPyConnection, sql: str, files: list[DayFile], values: dict[str, str]
) -> pa.Table | Unread:
    paths = [str(file.path) for file in files]
    with TemporaryDirectory() as scratch:
        target = Path(scratch) / "rows.parquet"
        copy = f"copy ({sql}) to $target (format parquet)"
        try:
            db.execute(copy, {"paths": paths, "target": str(target), **values})
        except duckdb.Error as error:
            if fault(error) in MACHINE:
                raise
            return Unread()
        return pq.ParquetFile(target).read()
