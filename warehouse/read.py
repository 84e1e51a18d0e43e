"""Open the newest build, read-only and hardened; the only way to a warehouse file for readers."""

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import duckdb

READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}


NAMES, BUILD = "warehouse-*.duckdb", "warehouse-%Y%m%dT%H%M%S.%fZ.duckdb"
SCHEMA = Path(__file__).with_name("schema.sql")
ROLLED_UP = Path(__file__).with_name("rolled_up.sql")


class NoBuild(Exception):
    """Nothing has been ingested yet."""


class OtherBuild(NoBuild):
    """The build was made by another version of Quarterdeck; the next ingest makes a new one."""


def fingerprint() -> str:
    """The mark of a schema; every build carries the one it was made with."""
    return hashlib.sha256(SCHEMA.read_bytes() + ROLLED_UP.read_bytes()).hexdigest()[:16]


def builds(data: Path, *, now: datetime | None = None) -> list[Path]:
    """The published builds of a data folder, newest first.

    A build is a file of exactly that name which says itself that it was built then; one that says
    so of a time more than a day ahead of `now` (naive UTC; None: this moment) comes last.
    """
    named = [(stamp(file.name), file) for file in sorted(data.glob(NAMES), reverse=True)]
    found = [(at, file) for at, file in named if at and _is_of(file, at)]
    limit = (now or datetime.now(UTC).replace(tzinfo=None)) + timedelta(days=1)
    ahead = [file for at, file in found if at > limit]
    return [file for at, file in found if at <= limit] + ahead


def strays(data: Path) -> list[Path]:
    """Files that are called like builds and are none: nobody reads, counts or deletes them."""
    return sorted(set(data.glob(NAMES)) - set(builds(data)))


def stamp(name: str) -> datetime | None:
    """When the build of that name was made (naive UTC); None: it is no build's name."""
    try:
        at = datetime.strptime(name, BUILD)  # noqa: DTZ007 - naive UTC
    except ValueError:
        return None
    return at if f"{at:{BUILD}}" == name else None


def _is_of(file: Path, at: datetime) -> bool:
    """Whether a file holds the build of its name; asked once of each file."""
    try:
        known = file.stat()
    except FileNotFoundError:  # swept meanwhile
        return False
    built = _built(file, known.st_mtime_ns, known.st_ino, known.st_size)
    return built is not None and abs(built - at) < timedelta(seconds=1)


@lru_cache(maxsize=64)
def _built(file: Path, *_: int) -> datetime | None:
    """The moment that a build says it was made; None: it is none."""
    try:
        with duckdb.connect(file, read_only=True, config=READ_ONLY) as db:
            found = db.execute("select built_at from build_info").fetchall()
    except duckdb.Error:
        return None
    return found[0][0] if len(found) == 1 else None


def newest(data: Path) -> Path:
    """The newest published build. Raises NoBuild when there is none."""
    found = builds(data)
    if not found:
        raise NoBuild(f"no build in {data}")
    return found[0]


def open_newest(data: Path) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """The newest build and a connection to it. Raises NoBuild when there is none.

    An old build is removed three builds later: one that vanishes between looking and opening
    means that there is a newer one.
    """
    while True:
        build = newest(data)
        try:
            return build, connect(build)
        except duckdb.IOException:
            if build.exists():
                raise


def connect(build: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to one build; take one `.cursor()` of it per question.

    Raises OtherBuild for a build of another schema: there are no migrations, it is made anew.
    """
    db = duckdb.connect(build, read_only=True, config=READ_ONLY)
    try:
        made_with = db.execute("select fingerprint from build_schema").fetchall()
    except duckdb.CatalogException:
        made_with = []
    if made_with != [(fingerprint(),)]:
        db.close()
        raise OtherBuild(f"{build.name} was made by another version of Quarterdeck")
    return db


def with_rows(db: duckdb.DuckDBPyConnection, database: str) -> frozenset[str]:
    """The tables of a database that have rows: most have none, and asking each takes longer."""
    asked = "select table_name from duckdb_tables() where database_name = ? and estimated_size > 0"
    return frozenset(name for (name,) in db.execute(asked, [database]).fetchall())


def held(build: Path) -> dict[str, tuple[int, list[str]]]:
    """File, unit or source → how many rows of it a build holds, and its money, like "12.50 USD"."""
    db = connect(build)
    try:
        tables = db.execute(
            """
            select distinct table_name from duckdb_columns()
            where column_name = 'source_file' and not internal
              and (table_name = 'cost_daily' or table_name in (
                  select table_name from duckdb_tables() where estimated_size > 0
              ))
              and table_name not in ('reject', 'billing_file', 'note_line')
              and table_name not like 'spend%'
            """
        ).fetchall()
        each = " union all ".join(f"select source_file from {name}" for (name,) in tables)
        counted = dict(
            db.execute(
                f"""
                select source, sum(rows)::bigint from source_run group by 1
                union all select unit, max(rows) from source_run where unit <> '' group by 1
                union all select source_file, count(*) from ({each}) group by 1
                """
            ).fetchall()
        )
        billed = db.execute(
            """
            select source_file, list(concat_ws(' ', amount, currency) order by currency)
            from (
                select source_file, currency, sum(billed)::decimal(38, 2) as amount
                from spend_file group by all
            )
            group by 1
            """
        ).fetchall()
    finally:
        db.close()
    money = dict(billed)
    return {file: (rows, money.get(file, [])) for file, rows in counted.items()}
