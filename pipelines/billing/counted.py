"""The rows that count, written as one file for the warehouse."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from config import House
from pipelines.billing.rollup.aggregation import MEMORY
from pipelines.billing.supersede.deliveries import Bill
from pipelines.billing.supersede.replaced import Drop

EMPTY = """
    create table cost_daily (
        day date, account varchar, category varchar, provider varchar, billing_account varchar,
        sub_account varchar, service varchar, region varchar, charge_category varchar,
        credit_kind varchar, currency varchar, billing_period date, billed decimal(38, 20),
        effective decimal(38, 20), list decimal(38, 20), lines bigint, source_file varchar
    )
"""
NAMED = """
    create table bill (
        place varchar, account varchar, category varchar, rows varchar
    )
"""
DROPPED = """
    create table dropped (
        place varchar, billing_account varchar, period date, first date, last date
    )
"""
COUNTED = """
    select row.* exclude (filename) replace (coalesce(row.category, bill.category) as category),
           bill.account,
           bill.place as source_file
    from read_parquet($files, union_by_name = true, filename = true) as row
    join bill on bill.rows = row.filename
    anti join dropped
        on dropped.place = bill.place
       and dropped.billing_account is not distinct from row.billing_account
       and dropped.period = coalesce(row.billing_period, date_trunc('month', row.day)::date)
       and row.day between dropped.first and dropped.last
"""


def write(house: House, bills: list[Bill], dropped: list[Drop]) -> Path:
    """A Parquet file of cost_daily (with a column per tag), without what was replaced.

    Nothing is written where the file of the last run says the same.
    """
    target = house.cache / "cost_daily.parquet"
    note, said = target.with_suffix(".made-of"), _made_of(bills, dropped)
    if target.is_file() and note.is_file() and note.read_text(encoding="utf-8") == said:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=house.cache) as scratch:
        beside = Path(scratch) / "cost_daily.parquet"
        _copy(bills, dropped, beside)
        beside.replace(target)
    note.write_text(said, encoding="utf-8")
    return target


def _made_of(bills: list[Bill], dropped: list[Drop]) -> str:
    parts = [(b.place, b.account, b.category, b.rows.name) for b in bills]
    return hashlib.sha256(repr((parts, dropped, COUNTED, EMPTY)).encode()).hexdigest()


def _copy(bills: list[Bill], dropped: list[Drop], target: Path) -> None:
    quoted = str(target).replace("'", "''")
    files = [*dict.fromkeys(str(bill.rows) for bill in bills)]
    settings: dict[str, Any] = {
        "memory_limit": MEMORY, "temp_directory": str(target.parent),
        "threads": 1,  # as quick as two, which hold twice as many rows
    }  # fmt: skip
    with duckdb.connect(config=settings) as db:
        for table in (EMPTY, NAMED, DROPPED):
            db.execute(table)
        _note(db, bills, dropped)
        counted = f"union all by name {COUNTED}" if files else ""
        db.execute(
            f"copy (select * from cost_daily {counted}) to '{quoted}' (format parquet)",
            {"files": files} if files else {},
        )


def _note(db: duckdb.DuckDBPyConnection, bills: list[Bill], dropped: list[Drop]) -> None:
    named = [(b.place, b.account, b.category, str(b.rows)) for b in bills]
    gone = [(d.place, d.billing_account, d.period, d.first, d.last) for d in dropped]
    for table, rows, names in (
        ("bill", named, ("place", "account", "category", "rows")),
        ("dropped", gone, ("place", "billing_account", "period", "first", "last")),
    ):
        if rows:
            columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
            db.register("noted", pa.table(columns, names=list(names)))
            db.execute(f"insert into {table} select * from noted")
            db.unregister("noted")
