"""What pages ask of cost_daily, added up by every build: they never read all of it."""

import duckdb

from warehouse.read import ROLLED_UP

TABLES = ("spend", "spend_project", "spend_file")


def fill(db: duckdb.DuckDBPyConnection) -> None:
    """Add cost_daily up into each of the tables."""
    db.execute(ROLLED_UP.read_text(encoding="utf-8"))


def amiss(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables that do not add up to cost_daily, to the last digit and line."""
    whole = _sums(db, "cost_daily")
    return [table for table in TABLES if _sums(db, table) != whole]


def _sums(db: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return db.execute(
        f"select currency, sum(billed), sum(lines) from {table} group by all order by all"
    ).fetchall()
