"""Whether what was spent is what could be expected: each month against the months before it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

import numpy as np
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics.runway.engine.forecast import LEAST, Stream, generator, level_bootstrap
from metrics.spending.burn import COVERAGE, last_complete_day, main_currency

SEED = 1


@dataclass(frozen=True)
class Month:
    """A full calendar month: what it cost, and the range 8 chances in 10 gave it beforehand."""

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


def expected(db: DuckDBPyConnection, *, as_of: date, months: int = 6) -> list[Month]:
    """What each of the last full months cost, and what the months before it let expect.

    Unit     the bills' main currency, gross (before credits)
    Rows     one per full calendar month with at least three full ones before it, oldest first
    Source   table spend; the level bootstrap of the runway, one month ahead
    Beware   the range tells 8 chances in 10, so one month in five is outside by chance alone.
    """
    code = main_currency(db)
    spent = _full_months(db, code, as_of)
    first = max(LEAST, len(spent) - months)
    return [_month(spent[: n + 1], code) for n in range(first, len(spent))]


def running(months: list[Month]) -> int:
    """How many months up to the newest lie on its side of the range, none missing between them."""
    newest = months[-1]
    alike = (
        month.side == newest.side and month.month == newest.month - relativedelta(months=back)
        for back, month in enumerate(reversed(months))
    )
    return sum(1 for _ in takewhile(bool, alike))


def _full_months(db: DuckDBPyConnection, code: str, as_of: date) -> list[tuple[date, Decimal]]:
    rows: list[tuple[date, Decimal]] = db.execute(
        """
        select
            date_trunc('month', day)::date as month,
            sum(billed) filter (
                charge_category <> 'Credit' or credit_kind <> 'promotion'
            ) as gross
        from spend
        where day <= ?
            and coalesce(currency, ?) = ?
        group by month
        having count(distinct day) >= ? * day(last_day(month)) and last_day(month) <= ?
        order by month
        """,
        [as_of, code, code, COVERAGE, last_complete_day(db, currency=code)],
    ).fetchall()
    return [(month, gross or Decimal(0)) for month, gross in rows]


def _month(spent: list[tuple[date, Decimal]], code: str) -> Month:
    """The last of these months, against the ones before it."""
    month, amount = spent[-1]
    before = tuple(float(sum_) / _days(each) for each, sum_ in spent[:-1])
    drawn = level_bootstrap(Stream("all", before), months=1, random=generator(SEED, month))
    low, high = np.quantile(drawn[:, 0] * _days(month), (0.1, 0.9))
    return Month(month, amount, Decimal(str(round(low, 2))), Decimal(str(round(high, 2))), code)


def _days(month: date) -> int:
    return monthrange(month.year, month.month)[1]
