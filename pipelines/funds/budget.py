"""The team's budget: a table with months across and accounts down, as the team keeps it.

Read by the same reader as a bill (pipelines/billing/rollup/cross_tab.py): what its lines may cost
a month; income lines are left out. A line of cells, `month, account, amount`, is no budget yet.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from config import House
from pipelines.billing.rollup import NoTable, NotRecognised, Rules, Task, roll_up
from warehouse.records import BudgetMonth, Reject, SourceRun


def read(house: House) -> Iterator[Any]:
    """BudgetMonth records, rejects and one SourceRun."""
    name = str(house.config.funding.budget)
    path = house.config.resolve(name)
    own = house.config.project.currency
    decimal = house.config.funding.decimal
    try:
        task = Task("", str(path), Rules(format="cross_tab", decimal=decimal))
        rolled = roll_up(task)
    except (NotRecognised, NoTable, FileNotFoundError) as trouble:
        missing = isinstance(trouble, FileNotFoundError)
        yield SourceRun(
            "funds", name, "failed", passing=False,
            message=f"{name}: {'no such file' if missing else trouble}",
            remedy="name a table with months across and accounts down as [funding] budget",
        )  # fmt: skip
        return
    sums: dict[tuple[date, str | None, str], Decimal] = {}
    for row in pq.ParquetFile(io.BytesIO(rolled.rows)).read().to_pylist():
        if row["billed"]:
            key = row["day"].replace(day=1), row["service"], row["currency"] or own
            sums[key] = sums.get(key, Decimal(0)) + row["billed"]
    place, summary = house.config.place(path), rolled.summary
    for (month, account, currency), amount in sorted(sums.items(), key=str):
        yield BudgetMonth(month, account, round(amount, 2), currency, place)
    for line, _, reason in summary.rejects:
        yield Reject("funds", place, line, None, reason)
    yield SourceRun("funds", name, rows=summary.lines_kept, rejected=summary.lines_rejected)
