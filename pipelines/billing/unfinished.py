"""Money on days that are not over: left out of every figure, listed, and said with its setting.

A row that stands for a month is left out until that month is over, unless something states to which
day it reaches: a file of the running month holds a part of it. What is dated later than the day
asked for is no cost yet.
"""

from collections import defaultdict
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


def left_out(file: Path) -> tuple[list[BillingRefused], dict[str, list[str]]]:
    """What is left out, by file, currency and reason, and said; the file is counted.py's.

    Said is, by account, a sentence for each file and month of which something is left out.
    """
    found: dict[str, list[str]] = defaultdict(list)
    with duckdb.connect() as db:  # once: to open one takes longer than to ask it
        rows, months = (db.execute(each, {"file": str(file)}).fetchall() for each in (ROWS, MONTHS))
    for account, place, reason, month, day, currency, amount in months:
        money = f"{amount.normalize():,f} {currency or ''}".strip()
        if reason == RUNNING:
            before = max(day - timedelta(days=1), month)
            found[account].append(
                f"{place}: {money} of {month:%B %Y} are left out: the month is not over, and "
                f"nothing says to which day they reach. Say through = {before} in its [[billing]]"
            )
        else:
            found[account].append(f"{place}: {money} of days after {day} do not count before them")
    return [BillingRefused(*row) for row in rows], found
