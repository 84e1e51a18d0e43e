"""A cost that is both planned without an end and billed, and so perhaps counted twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.inputs.gather import Inputs

RECENT = 90  # days
MUCH = 1.25  # times the bills: a plan that far above them is no plan of theirs


@dataclass(frozen=True)
class CountedTwice:
    """A category with bills and with a planned cost that has no end.

    billed, planned  a month, in `currency`
    is_added         both are counted; else the plan alone is, and it is far above the bills
    """

    category: str
    billed: Decimal
    planned: Decimal
    currency: str
    is_added: bool


def counted_twice(given: Inputs) -> Iterator[CountedTwice]:
    """The categories that may be counted twice.

    A plan that began while bills are complete is taken from their rate, which is no reason to
    warn unless it is far above them.
    """
    to, as_of = given.spent.to, given.case.as_of
    for name, days in given.spent.by_category.items():
        plans = [
            plan
            for plan in given.case.planned
            if plan.category == name and plan.ends_on is None and plan.starts_on <= as_of
        ]
        if not (plans and to and days and max(days) >= as_of - timedelta(days=RECENT)):
            continue
        first = max(min(days), to - timedelta(days=RECENT))
        recent = sum((amount for day, amount in days.items() if day >= first), Decimal(0))
        billed = float(recent) / ((to - first).days + 1)
        planned = sum(plan.per_day for plan in plans)
        is_added = any(
            plan.starts_on > to or (name, plan.currency or given.currency) not in given.spent.billed
            for plan in plans
        )
        if is_added or planned > MUCH * billed:
            bills, plan = (Decimal(str(rate)) * DAYS_PER_MONTH for rate in (billed, planned))
            yield CountedTwice(name, bills, plan, given.currency, is_added)
