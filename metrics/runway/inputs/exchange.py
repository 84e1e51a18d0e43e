"""Currencies: each transaction at the rate of its own day, balances and the future at today's.

A missing rate is never guessed: what it would be needed for is kept apart and named.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.rows import column, rows
from metrics.runway.engine.dates import add_months

Dated = dict[tuple[str, str], tuple[list[date], list[Decimal]]]


@dataclass(frozen=True)
class Rates:
    """Exchange rates by day, into one currency."""

    to: str
    dated: Dated

    def on(self, currency: str, day: date) -> Decimal | None:
        """The newest rate of that day or before; null: there is none."""
        if currency == self.to:
            return Decimal(1)
        days, values = self.dated.get((currency, self.to), ([], []))
        at = bisect_right(days, day)
        return values[at - 1] if at else None

    def foreign(self, currency: str) -> str | None:
        """The currency, where it is another than the one amounts are turned into."""
        return None if currency == self.to else currency


@dataclass(frozen=True)
class _Rate:
    source: str
    target: str
    on_day: date
    value: Decimal


def rates(db: DuckDBPyConnection, *, to: str) -> Rates:
    """All exchange rates of a build, those stated the other way round inverted.

    Source: table rate ← the team's rates.csv.
    """
    sql = 'select "from" as source, "to" as target, on_day, value from rate order by on_day'
    dated: Dated = defaultdict(lambda: ([], []))
    for rate in rows(db, _Rate, sql):
        there, back = (rate.source, rate.target), (rate.target, rate.source)
        for pair, worth in ((there, rate.value), (back, 1 / rate.value)):
            dated[pair][0].append(rate.on_day)
            dated[pair][1].append(worth)
    return Rates(to, dict(dated))


def currencies(db: DuckDBPyConnection, *, as_of: date) -> list[str]:
    """The currencies of funds, plans, hopes and of the bills of the last twelve months, by name."""
    return column(
        db,
        """
        select currency from fund
        union
        select currency from planned_cost
        union
        select currency from pending_award
        union
        select currency from spend where day > ? and currency is not null
        order by currency
        """,
        [add_months(as_of, -12)],
    )
