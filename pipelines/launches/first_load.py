"""launches.parquet, one file with years of launches: a fast first load.

It has the columns timestamp, provider, spec and perhaps origin, one row a launch; those that are
no launches were left out by its makers. A day that has its own file in the archive is never taken
from here.
"""

import json
from datetime import date
from pathlib import Path

import duckdb

from config.files import replace_file

ROLL_UP = """
    copy (
        with quarter as (
            select
                time_bucket(interval 15 minutes, try_cast("timestamp" as timestamp)) as began_at,
                {origin} as origin,
                coalesce(provider, 'unknown') as provider,
                count(*) as launches
            from read_parquet($parquet)
            group by all
        )
        select
            began_at::date as day,
            ((began_at at time zone 'UTC') at time zone $timezone)::date as bill_day,
            origin, provider,
            sum(launches)::bigint as launches,
            $source_file as source_file
        from quarter
        where began_at is not null
        group by all
    ) to $target (format parquet)
"""


def last_day(parquet: Path) -> date:
    """The last day, UTC, of which the file holds a launch."""
    with duckdb.connect() as db:
        newest = """
            select max(try_cast("timestamp" as timestamp))::date
            from read_parquet(?)
        """
        found: date = db.execute(newest, [str(parquet)]).fetchall()[0][0]
    return found


def roll_up(
    parquet: Path, source_file: str, cache: Path, timezone: str, without: set[date]
) -> Path:
    """A Parquet file of launch_daily for the days of `parquet` that are not in `without`."""
    days, target = cache / "first_load.parquet", cache / "first_load_days.parquet"
    stat = parquet.stat()
    key = [stat.st_size, stat.st_mtime_ns, timezone]
    with duckdb.connect() as db:
        noted = cache / "first_load.json"
        known = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else None
        if known != key or not days.is_file():
            cache.mkdir(parents=True, exist_ok=True)
            names = {"parquet": str(parquet), "source_file": source_file, "timezone": timezone}
            db.execute(_sql(db, parquet), {**names, "target": str(days)})
            replace_file(noted, json.dumps(key), durable=False)
        others = """
            copy (
                from read_parquet($days)
                where day not in (select unnest($without))
            ) to $target (format parquet)
        """
        values = {"days": str(days), "without": sorted(without), "target": str(target)}
        db.execute(others, values)
    return target


def _sql(db: duckdb.DuckDBPyConnection, parquet: Path) -> str:
    """The roll-up, for a file with or without the column `origin`."""
    columns = db.execute("describe select * from read_parquet(?)", [str(parquet)]).fetchall()
    has_origin = any(column[0] == "origin" for column in columns)
    return ROLL_UP.format(origin="origin" if has_origin else "null::varchar")
