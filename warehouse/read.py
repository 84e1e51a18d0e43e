"""Open the newest build, read-only and hardened; the only way to a warehouse file for readers."""

import hashlib
from pathlib import Path

import duckdb

READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}


SCHEMA = Path(__file__).with_name("schema.sql")
ROLLED_UP = Path(__file__).with_name("rolled_up.sql")


class NoBuild(Exception):
    """Nothing has been ingested yet."""


class OtherBuild(NoBuild):
    """The build was made by another version of Quarterdeck; the next ingest makes a new one."""


def fingerprint() -> str:
    """The mark of a schema; every build carries the one it was made with."""
    return hashlib.sha256(SCHEMA.read_bytes() + ROLLED_UP.read_bytes()).hexdigest()[:16]


def builds(data: Path) -> list[Path]:
    """The published builds of a data folder, newest first."""
    return sorted(data.glob("warehouse-*.duckdb"), reverse=True)


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


def held(build: Path) -> dict[str, tuple[int, list[str]]]:
    """File, unit or source → how many rows of it a build holds, and its money, like "12.50 USD"."""
    db = connect(build)
    try:
        tables = db.execute(
            """
            select distinct table_name from duckdb_columns()
            where column_name = 'source_file' and not internal
              and table_name in (select table_name from duckdb_tables())
              and table_name not in ('reject', 'billing_file') and table_name not like 'spend%'
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
            select source_file, list(amount || ' ' || currency order by currency)
            from (
                select source_file, currency, sum(billed)::decimal(38, 2) as amount
                from cost_daily group by all
            )
            group by 1
            """
        ).fetchall()
    finally:
        db.close()
    money = dict(billed)
    return {file: (rows, money.get(file, [])) for file, rows in counted.items()}
