"""A charge that covers many days, as one row a day that add up to it exactly."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal, localcontext
from typing import Any

import pyarrow as pa

AMOUNTS = ("billed", "effective", "list")


def days(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The row's days, from its `day` to `until`; its lines stand on the first.

    Days of later months belong to the bills of their own months.
    """
    count = (row["until"] - row["day"]).days + 1
    shares = {name: _shares(row[name], count) for name in AMOUNTS}
    for i in range(count):
        amounts = {name: each[i] for name, each in shares.items()}
        day = row["day"] + timedelta(days=i)
        each = row | amounts | {"day": day, "lines": row["lines"] if i == 0 else 0}
        if (day.year, day.month) != (row["day"].year, row["day"].month):
            each["billing_period"] = day.replace(day=1)
        yield each


def table(rows: list[dict[str, Any]], keys: tuple[str, ...]) -> pa.Table:
    """Rows as an Arrow table with exact amounts."""
    money = dict.fromkeys(AMOUNTS, pa.decimal128(38, 20))
    kinds = {
        "day": pa.date32(),
        "billing_period": pa.date32(),
        "assumed_until": pa.date32(),
        "lines": pa.int64(),
    } | money
    names = (*keys, *AMOUNTS, "lines")
    columns = [pa.array([row[n] for row in rows], kinds.get(n, pa.string())) for n in names]
    return pa.table(columns, names=list(names))


def _shares(amount: Decimal | None, count: int) -> list[Decimal | None]:
    if amount is None:
        return [None] * count
    with localcontext(prec=60):  # the usual 28 digits would round large amounts
        share = (amount / count).quantize(Decimal("1e-12"))
        return [*[share] * (count - 1), amount - share * (count - 1)]
