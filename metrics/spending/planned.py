"""Planned costs next to the bills: what each month was, or is, planned to cost."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

CENT = Decimal("0.01")


@dataclass(frozen=True)
class _Plan:
    amount: Decimal
    per: str
    starts_on: date
    ends_on: date | None

    def in_month(self, month: date) -> Decimal:
        """What it costs in one month; a monthly plan by the days on which it runs."""
        of_days = monthrange(month.year, month.month)[1]
        last = month.replace(day=of_days)
        if self.per == "once":
            return self.amount if month <= self.starts_on <= last else Decimal(0)
        days = (min(self.ends_on or last, last) - max(self.starts_on, month)).days + 1
        return (self.amount * max(days, 0) / of_days).quantize(CENT)


@metric(unit="currency asked for", grain="month", rests_on=("funds",), kind="sum")
def planned(
    db: DuckDBPyConnection, *, currency: str, months: Sequence[date], as_of: date
) -> dict[date, Decimal]:
    """First day of a month → the planned costs of that month, to the cent; without them, no entry.

    A monthly plan that begins or ends within a month counts by its days. A first guess
    (`until_billed`) counts no more once its category has a bill. Other currencies are left out.
    Source: tables planned_cost ← [[planned_costs]], spend.
    """
    plans = rows.rows(
        db,
        _Plan,
        """
        select amount, per, starts_on, ends_on
        from planned_cost
        where currency = ?
            and (not until_billed or category not in (select category from spend where day <= ?))
        """,
        [currency, as_of],
    )
    found = {month: sum((plan.in_month(month) for plan in plans), Decimal(0)) for month in months}
    return {month: amount for month, amount in found.items() if amount}
