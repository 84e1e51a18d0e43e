"""The cost of each month against the range expected from the months before it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

import numpy as np
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.runway.engine.calibration import calibrated, stretched
from metrics.runway.engine.forecast import LEAST, Stream, generator, level_bootstrap
from metrics.spending.burn import COVERAGE, GROSS, last_complete_day, main_currency

SEED = 1


@dataclass(frozen=True)
class Month:
    """A full calendar month: its cost, and the range of 8 chances in 10 before it began."""

    month: date
    spent: Decimal
    low: Decimal
    high: Decimal
    currency: str

    @property
    def side(self) -> str:
        """above | inside | below the range."""
        if self.spent > self.high:
            return "above"
        return "below" if self.spent < self.low else "inside"


@metric(unit="main currency", grain="full month", rests_on=("billing",),
        kind="simulated")  # fmt: skip
def expected(db: DuckDBPyConnection, *, as_of: date, months: int = 6) -> list[Month]:
    """Each of the last full months, gross, with the range expected from the months before it.

    One per full calendar month with at least three full ones before it, oldest first. The range
    holds 8 chances in 10. Source: table spend; the calibrated range of the runway, a month ahead.
    """
    code = main_currency(db)
    spent = _full_months(db, code, as_of)
    first = max(LEAST, len(spent) - months)
    found = []
    for n in range(first, len(spent)):
        now = spent[n]
        before = tuple(float(each.gross) / each.of_days for each in spent[:n])
        past = Stream("all", before)
        drawn = level_bootstrap(past, months=1, random=generator(SEED, now.month))
        rates = stretched(drawn, calibrated(past).widths)[:, 0]
        ends = np.quantile(rates * now.of_days, (0.1, 0.9))
        low, high = (Decimal(str(round(end, 2))) for end in ends)
        found.append(Month(now.month, now.gross, low, high, code))
    return found


def running(months: list[Month]) -> int:
    """The number of months in a row, up to the newest, on its side of the range."""
    newest = months[-1]
    alike = (
        month.side == newest.side and month.month == newest.month - relativedelta(months=back)
        for back, month in enumerate(reversed(months))
    )
    return sum(1 for _ in takewhile(bool, alike))


@dataclass(frozen=True)
class _Spent:
    month: date
    gross: Decimal

    @property
    def of_days(self) -> int:
        return monthrange(self.month.year, self.month.month)[1]


def _full_months(db: DuckDBPyConnection, code: str, as_of: date) -> list[_Spent]:
    return rows.rows(
        db,
        _Spent,
        f"""
        select
            date_trunc('month', day)::date as month,
            coalesce(sum(billed) filter ({GROSS}), 0) as gross
        from spend
        where day <= ?
            and coalesce(currency, ?) = ?
        group by month
        having count(distinct day) >= ? * day(last_day(month)) and last_day(month) <= ?
        order by month
        """,
        [as_of, code, code, COVERAGE, last_complete_day(db, currency=code)],
    )
