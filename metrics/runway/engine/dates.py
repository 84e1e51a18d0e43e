"""Days and months as the money counts them.

A month as a unit of time is 365.25 / 12 = 30.4375 days; a calendar month keeps its own length.
`as_of` = D means that all is known to the end of day D: D + 1 is the first projected day.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from metrics.calendar import DAYS_PER_MONTH

ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, clipped to the month's end: 31 Jan + 1 is 28 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window_start(as_of: date, months: int) -> date:
    """First day of the trailing window of so many months that ends on `as_of`."""
    return add_months(as_of + ONE_DAY, -months)


def in_months(days: int | Decimal) -> Decimal:
    """Days as months of 30.4375 days, unrounded."""
    return Decimal(days) / DAYS_PER_MONTH


def start_looking(money_out: date | None, lead_months: int) -> date | None:
    """By when to start looking for money, given the early money-out date; null: no need yet."""
    return None if money_out is None else add_months(money_out, -lead_months)


def quantile(dates: Sequence[date | None], weights: Sequence[Decimal], q: Decimal) -> date | None:
    """The smallest date whose cumulative share reaches `q`; "never" (None) sorts last."""
    reached = Decimal(0)
    for day, weight in sorted(zip(dates, weights, strict=True), key=lambda w: w[0] or date.max):
        reached += weight
        if reached >= q * sum(weights):
            return day
    return None
