"""A charge that covers many days, as one row a day that add up to it exactly."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal, localcontext
from typing import Any

import duckdb

AMOUNTS = ("billed", "effective", "list")


def days(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The row's days, from its `day` to `until`; its lines stand on the first.

    Days of later months belong to the bills of their own months.
    """
    count = (row["until"] - row["day"]).days + 1
    parts = {name: row[name] and shares(row[name], count) for name in AMOUNTS}
    for i in range(count):
        amounts = {name: each and each[i] for name, each in parts.items()}
        day = row["day"] + timedelta(days=i)
        each = row | amounts | {"day": day, "lines": row["lines"] if i == 0 else 0}
        if (day.year, day.month) != (row["day"].year, row["day"].month):
            each["billing_period"] = day.replace(day=1)
        yield each


def insert(
    db: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], keys: tuple[str, ...]
) -> None:
    """Add the rows to the table daily; amounts go as text, so that each keeps all its digits."""
    names = (*keys, "lines", *AMOUNTS)
    lists = [[row[name] for row in rows] for name in (*keys, "lines")]
    lists += [[None if row[n] is None else f"{row[n]:f}" for row in rows] for n in AMOUNTS]
    chosen = ", ".join(f'unnest(${n}) as "{name}"' for n, name in enumerate(names, start=1))
    db.execute(f"insert into daily by name select {chosen}", lists)


def shares(amount: Decimal, count: int) -> list[Decimal]:
    """The amount in so many parts, equal but for the last, that add up to it exactly."""
    with localcontext(prec=60):  # the usual 28 digits would round large amounts
        share = (amount / count).quantize(Decimal("1e-12"))
        return [*[share] * (count - 1), amount - share * (count - 1)]
