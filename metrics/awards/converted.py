"""A cost in another currency than its award, by the one rule that the award states for it.

bank     as the books converted that cost
receipt  the rate of the day on which the newest money of the award before the cost came
month    the rate of the cost's month in the official table
No other day's rate is taken instead: a cost without its rate is charged to nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.awards.costs import Cost
from metrics.awards.register import Award
from metrics.rows import rows

Pair = tuple[str, str, date]


@dataclass(frozen=True)
class Converted:
    """What a charge is in the cost's own currency, and the rate by which it was converted.

    rate  of the award's currency for one of the cost's     on_day  the day that it is of
    """

    amount: Decimal
    currency: str
    rate: Decimal
    on_day: date


@dataclass(frozen=True)
class Tables:
    """Rates by currencies and day, and official ones by the first day of their month.

    A pair that has two rates on one day has none.
    """

    daily: Mapping[Pair, Decimal] = field(default_factory=dict)
    official: Mapping[Pair, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class _Rate:
    source: str
    target: str
    on_day: date
    value: Decimal


def tables(db: DuckDBPyConnection) -> Tables:
    """Both tables of a build, inverted where only the other way round is stated.

    Source: tables rate, official_rate ← [funding] rates, official_rates.
    """
    stated = 'select "from" as source, "to" as target, on_day, value from'
    daily, official = (rows(db, _Rate, f"{stated} {name}") for name in ("rate", "official_rate"))
    return Tables(_by_day(daily), _by_day(official))


def _by_day(stated: Sequence[_Rate]) -> dict[Pair, Decimal]:
    found: dict[Pair, set[Decimal]] = {}
    for each in stated:
        found.setdefault((each.source, each.target, each.on_day), set()).add(each.value)
    one = {pair: values.pop() for pair, values in found.items() if len(values) == 1}
    back = {(target, source, day): 1 / value for (source, target, day), value in one.items()}
    for source, target, day in found:
        if (target, source, day) in found:
            back.pop((source, target, day), None)
    return back | one


def converted(cost: Cost, amount: Decimal, award: Award, known: Tables) -> Converted | None:
    """A part of a cost by the rule of its award; null: it has no rule, or no rate for this cost."""
    pair = cost.currency, award.currency
    day: date | None = cost.day
    rate: Decimal | None = None
    if award.rate == "bank":
        if cost.converted_currency == award.currency and cost.converted and cost.amount:
            rate = cost.converted / cost.amount
    elif award.rate == "receipt":
        days = [
            each.on_day
            for each in award.payments
            if each.state == "received" and each.on_day and each.on_day <= cost.day
        ]
        day = max(days, default=None)
        rate = known.daily.get((*pair, day)) if day else None
    elif award.rate == "month":
        day = cost.day.replace(day=1)
        rate = known.official.get((*pair, day))
    if rate is None or day is None:
        return None
    return Converted(amount, cost.currency, rate, day)
