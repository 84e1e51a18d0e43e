"""Money on days that are not over: left out of every figure, listed, and said with its setting.

A row that stands for a month is left out until that month is over, unless something states to which
day it reaches: a file of the running month holds a part of it. What is dated later than the day
asked for is no cost yet.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from pipelines.billing.supersede.deliveries import Bill
from warehouse.records import BillingRefused

RUNNING, LATER = "month not over", "later than today"
ROWS = """
    select source_file, account, currency, reason, sum(lines)::bigint, sum(amount)
    from read_parquet($file)
    group by all
    order by all
"""
MONTHS = f"""
    select account, source_file, reason, if(reason = '{RUNNING}', month, null) as month, reach,
           currency, sum(amount)
    from read_parquet($file)
    group by all
    having sum(amount) <> 0
    order by all
"""


def reach(bill: Bill, as_of: date) -> date:
    """The day a bill was read on, as far as that is known; never later than `as_of`."""
    return min(as_of, bill.changed.date()) if bill.changed else as_of


def rows(file: Path) -> Iterator[BillingRefused]:
    """What is left out, by file, currency and reason; the file is the one counted.py writes."""
    for row in _all(ROWS, file):
        yield BillingRefused(*row)


def messages(file: Path) -> dict[str, list[str]]:
    """Account → a sentence for each file and month of which something is left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for account, place, reason, month, day, currency, amount in _all(MONTHS, file):
        money = f"{amount.normalize():,f} {currency or ''}".strip()
        if reason == RUNNING:
            before = max(day - timedelta(days=1), month)
            found[account].append(
                f"{place}: {money} of {month:%B %Y} are left out: the month is not over, and "
                f"nothing says to which day they reach. Say through = {before} in its [[billing]]"
            )
        else:
            found[account].append(f"{place}: {money} of days after {day} do not count before them")
    return found


def _all(statement: str, file: Path) -> Sequence[tuple]:  # type: ignore[type-arg]
    with duckdb.connect() as db:
        return db.execute(statement, {"file": str(file)}).fetchall()
