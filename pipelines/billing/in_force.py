"""The rows that count, written as one file for the warehouse."""

from pathlib import Path

import duckdb

from config import House
from pipelines.billing.restate import Bill, Drop
from pipelines.billing.rollup import MEMORY

EMPTY = """
    create table cost_daily (
        day date, account varchar, category varchar, provider varchar, billing_account varchar,
        sub_account varchar, service varchar, region varchar, charge_category varchar,
        credit_kind varchar, currency varchar, billing_period date, billed decimal(38, 20),
        effective decimal(38, 20), list decimal(38, 20), lines bigint, source_file varchar
    )
"""
KEPT = """
    select * replace (coalesce(category, $category) as category),
           $account as account,
           $place as source_file
    from read_parquet($rows) as row
    where not exists (
        select 1
        from dropped
        where dropped.place = $place
          and dropped.billing_account is not distinct from row.billing_account
          and dropped.period = coalesce(row.billing_period, date_trunc('month', row.day)::date)
          and row.day between dropped.first and dropped.last
    )
"""


def write(house: House, bills: list[Bill], dropped: list[Drop]) -> Path:
    """A Parquet file of cost_daily (with a column per tag), without what was replaced."""
    target = house.cache / "cost_daily.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY, "temp_directory": str(house.cache),
    }  # fmt: skip
    with duckdb.connect(config=settings) as db:
        db.execute(EMPTY)
        _note(db, dropped)
        for bill in bills:
            _add(db, bill)
        beside = target.with_suffix(".writing")
        db.execute(
            f"copy cost_daily to '{str(beside).replace(chr(39), chr(39) * 2)}' (format parquet)"
        )
        beside.replace(target)
    return target


def _note(db: duckdb.DuckDBPyConnection, dropped: list[Drop]) -> None:
    db.execute(
        """
        create table dropped (
            place varchar, billing_account varchar, period date, first date, last date
        )
        """
    )
    rows = [[d.place, d.billing_account, d.period, d.first, d.last] for d in dropped]
    if rows:
        db.executemany("insert into dropped values (?, ?, ?, ?, ?)", rows)


def _add(db: duckdb.DuckDBPyConnection, bill: Bill) -> None:
    known = {row[0] for row in db.execute("describe cost_daily").fetchall()}
    found = db.execute("describe select * from read_parquet(?)", [str(bill.rows)]).fetchall()
    for name in (row[0] for row in found if row[0] not in known):
        quoted = name.replace('"', '""')
        db.execute(f'alter table cost_daily add column "{quoted}" varchar')
    values = {
        "account": bill.account, "category": bill.category,
        "place": bill.place, "rows": str(bill.rows),
    }  # fmt: skip
    db.execute(f"insert into cost_daily by name {KEPT}", values)
