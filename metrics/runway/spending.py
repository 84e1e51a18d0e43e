"""What was spent, as the forecast takes it: per day and category, in months that end together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.burn import LATE_DAYS, daily_spend
from metrics.runway.constant import COVERED
from metrics.runway.dates import ONE_DAY, add_months
from metrics.runway.exchange import Rates
from metrics.runway.forecast import Stream

Days = Mapping[date, Decimal]
DAILY = 0.6  # a category with bills on so many of its days is billed by the day
HISTORY = 24  # months


@dataclass(frozen=True)
class Spending:
    """Spending per category and day to the end of `to`, in one currency.

    to        last complete day; null: nothing was spent yet
    newest    newest day of any bill
    apart     currencies without a rate, left out
    refunds   days on which a category cost less than nothing
    """

    by_category: Mapping[str, Days]
    to: date | None
    newest: date | None
    apart: tuple[str, ...]
    refunds: tuple[tuple[date, str, Decimal], ...] = ()


def spending(db: DuckDBPyConnection, *, as_of: date, rates: Rates, gross: bool) -> Spending:
    """What was spent per day and category, up to the last complete day.

    gross    before credits: where credits are a fund of their own, they pay like one
    Unit     the team's currency, each bill at the rate of its own day
    Source   table cost_daily ← bills and ledgers
    Beware   the newest two days of the bills are dropped: they still grow.
    """
    basis = "gross" if gross else "payable"
    found: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    apart = set()
    frame = daily_spend(db)[["day", "category", "currency", basis]]
    for moment, category, currency, amount in frame.itertuples(index=False):
        day = moment.date() if isinstance(moment, datetime) else moment
        rate = rates.on(currency if isinstance(currency, str) else rates.to, day)
        if rate is None:
            apart.add(currency)
        else:
            found[category][day] += amount * rate
    newest = max((day for days in found.values() for day in days), default=None)
    to = newest and min(newest - timedelta(days=LATE_DAYS), as_of)
    newest = newest and min(newest, as_of)
    kept = {
        name: {day: amount for day, amount in days.items() if to and day <= to}
        for name, days in found.items()
    }
    refunds = [(d, name, a) for name, days in kept.items() for d, a in days.items() if a < 0]
    return Spending(kept, to, newest, tuple(sorted(apart)), tuple(sorted(refunds)))


def stream(
    category: str, days: Days, *, to: date, planned: Decimal = Decimal(0), event: date | None = None
) -> Stream:
    """A category's past in months that end on `to`, less what is planned and entered anyway.

    planned  per day, known beforehand: it wins over the forecast
    A month with fewer than nine in ten of its days is not known and left out.
    """
    first = min(days, default=to)
    is_daily = len(days) >= DAILY * ((to - first).days + 1)
    months, since = [], 0
    for start, end in reversed(list(_months(first, to))):
        known = [amount for day, amount in days.items() if start <= day <= end]
        length = (end - start).days + 1
        if is_daily and len(known) < COVERED * length:
            continue
        per_day = sum(known, Decimal(0)) / (len(known) if is_daily else length)
        months.append(float(per_day - planned))
        since += event is not None and start >= event
    if not months and days:
        span = (to - first).days + 1
        months = [float(sum(days.values(), Decimal(0)) / max(span, 1) - planned)]
    return Stream(category, tuple(months), since if event and first < event <= to else None)


def complete_months(days: Days, *, to: date) -> int:
    """How many whole months of a category are known, at most two years."""
    return len(list(_months(min(days, default=to), to)))


def _months(first: date, to: date) -> Iterable[tuple[date, date]]:
    """Whole months that end on `to`, newest first."""
    for back in range(HISTORY):
        start = add_months(to + ONE_DAY, -(back + 1))
        if start < first:
            return
        yield start, add_months(to + ONE_DAY, -back) - ONE_DAY
