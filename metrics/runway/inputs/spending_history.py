"""What was spent, as the forecast takes it: per day and category, in months that end together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality.arrivals import silent_accounts
from metrics.data_quality.bill_doubts import OtherDay
from metrics.runway.engine.constant_rate import COVERED
from metrics.runway.engine.dates import ONE_DAY, add_months
from metrics.runway.engine.forecast import Stream
from metrics.runway.engine.simulation import Planned
from metrics.runway.inputs.exchange import Rates
from metrics.spending.burn import LATE_DAYS, daily_spend

Days = Mapping[date, Decimal]
DAILY = 0.6  # a category with bills on so many of its days is billed by the day
HISTORY = 36  # months that a stream reaches back, for its past forecasts
COMPLETE = 24  # months


@dataclass(frozen=True)
class Spending:
    """Spending per category and day to the end of `to`.

    by_category   in one currency, each bill at the rate of its own day
    billed        the same per category and currency, as billed
    to        last complete day; null: nothing was spent yet. While an account is silent, its own
    silent    categories of accounts that are: what was spent since is not known
    newest    newest day of any bill
    undated   currencies with bills from before their first rate: not in by_category
    """

    by_category: Mapping[str, Days]
    to: date | None
    newest: date | None
    billed: Mapping[tuple[str, str], Days]
    undated: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def spending(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    rates: Rates,
    gross: bool,
    other: Sequence[OtherDay] = (),
) -> Spending:
    """What was spent per day and category, up to the last complete day.

    gross    before credits: where credits are a fund of their own, they pay like one
    other    days of questions about bills whose other reading is taken

    In the rates' currency, each bill at the rate of its own day; without a rate it is not here. The
    newest two days of the bills are dropped: they still grow. So are those after an account fell
    silent: they are not whole. Source: table spend ← bills and ledgers; metric units.
    """
    basis = "gross" if gross else "payable"
    billed: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    newest = last = None
    frame = daily_spend(db)[["day", "category", "currency", "gross", basis]]
    for moment, category, code, cost, amount in frame.itertuples(index=False, name=None):
        day = moment.date() if isinstance(moment, datetime) else moment
        currency = code if isinstance(code, str) else rates.to
        if rates.on(currency, as_of) is not None:
            billed[category, currency][day] = amount
            last = max(last or day, day)
            if cost:  # a credit may be spread over days that nobody was billed for yet
                newest = max(newest or day, day)
    newest = newest or last
    for each in other:
        currency = each.currency or rates.to
        if rates.on(currency, as_of) is not None:
            days = billed[each.category, currency]
            days[each.day] = days.get(each.day, Decimal(0)) + each.difference
    silent = silent_accounts(db, on=as_of)
    to = newest and min(min([newest, *silent.values()]) - timedelta(days=LATE_DAYS), as_of)
    kept = {
        key: {day: amount for day, amount in days.items() if to and day <= to}
        for key, days in billed.items()
    }
    worth, undated = _worth(kept, rates)
    unbilled = tuple(rows.column(db, OF_ACCOUNTS, [list(silent)]))
    return Spending(worth, to, newest and min(newest, as_of), kept, undated, unbilled)


OF_ACCOUNTS = "select distinct category from spend where list_contains(?, account) order by 1"


def _worth(
    billed: Mapping[tuple[str, str], Days], rates: Rates
) -> tuple[dict[str, Days], tuple[str, ...]]:
    """Bills of all currencies together, each at the rate of its own day; what has none then."""
    found: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    undated = set()
    for (category, currency), days in billed.items():
        for day, amount in days.items():
            rate = rates.on(currency, day)
            if rate is None:
                undated.add(currency)
            else:
                found[category][day] += amount * rate
    return {name: dict(days) for name, days in found.items()}, tuple(sorted(undated))


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
    return min(COMPLETE, len(list(_months(min(days, default=to), to))))


def _months(first: date, to: date) -> Iterable[tuple[date, date]]:
    """Whole months that end on `to`, newest first."""
    for back in range(HISTORY):
        start = add_months(to + ONE_DAY, -(back + 1))
        if start < first:
            return
        yield start, add_months(to + ONE_DAY, -back) - ONE_DAY


def behind(
    spent: Spending, planned: Sequence[Planned], *, since: date, to: date, carry_on: bool = True
) -> dict[str, Days]:
    """What was spent per category from the day after `since` to the end of `to`.

    Bills; the newest days as the month before them, or with nothing (carry_on); while an account is
    silent, of a category that is not billed by the day as the three months before; planned costs
    where a category has no bills.
    """
    past: dict[str, dict[date, Decimal]] = {n: dict(d) for n, d in spent.by_category.items()}
    for days in past.values():
        _carry_on(days, spent.to if carry_on else None, to, by_month=bool(spent.silent))
    for cost in planned:
        if cost.category not in spent.by_category:
            days = past.setdefault(cost.category, {})
            for n in range((to - since).days):
                day = since + timedelta(days=n + 1)
                if cost.starts_on <= day <= (cost.ends_on or to):
                    days[day] = days.get(day, Decimal(0)) + Decimal(str(cost.per_day))
    return dict(past)


def _carry_on(
    days: dict[date, Decimal], known_to: date | None, to: date, *, by_month: bool
) -> None:
    """Days after the last complete one cost what those before them cost on average."""
    if known_to is None or not days:
        return
    first = known_to - timedelta(days=29)
    count = sum(day >= first for day in days)
    if count < 27:
        if not by_month:
            return
        first = add_months(known_to + ONE_DAY, -3)
        count = max(30, (known_to - max(first, min(days))).days + 1)
    recent = sum((amount for day, amount in days.items() if day >= first), Decimal(0))
    mean, day = recent / count, known_to + ONE_DAY
    while day <= to:
        days[day] = mean
        day += ONE_DAY
