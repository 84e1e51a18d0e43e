"""A cost that is both planned without an end and billed, and so perhaps counted twice."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from metrics import words
from metrics.runway.engine.case import Planned
from metrics.runway.engine.dates import DAYS_PER_MONTH
from metrics.runway.inputs.gather import Inputs
from metrics.runway.inputs.spending_history import Days

RECENT = 90  # days
MUCH = 1.25  # times the bills: a plan that far above them is no plan of theirs


def twice(given: Inputs) -> Iterator[tuple[str, str]]:
    """Per category that may be counted twice: what there is, and what of it is counted.

    Beware   A plan that began while bills are complete is taken from their rate, which is no
             doubt unless it is far above them.
    """
    for name, days in given.spent.by_category.items():
        plans = [p for p in given.case.planned if p.category == name and _goes_on(p, given)]
        to = given.spent.to
        if plans and to and _is_billed(days, given.case.as_of):
            billed, planned = _rate(days, to), sum(plan.per_day for plan in plans)
            bills, plan = _monthly(billed, given), _monthly(planned, given)
            if _is_added(name, plans, given):
                yield _told(name, f"Both are counted, about {bills} and {plan} a month")
            elif planned > MUCH * billed:
                yield _told(name, f"The plan counts, {plan} a month; the bills say about {bills}")


def _goes_on(plan: Planned, given: Inputs) -> bool:
    return plan.ends_on is None and plan.starts_on <= given.case.as_of


def _is_billed(days: Days, as_of: date) -> bool:
    return bool(days) and max(days) >= as_of - timedelta(days=RECENT)


def _is_added(name: str, plans: Sequence[Planned], given: Inputs) -> bool:
    """Whether a plan comes on top of the bills: it is younger, or in another currency."""
    to = given.spent.to or date.min
    billed = given.spent.billed
    return any(
        plan.starts_on > to or (name, plan.currency or given.currency) not in billed
        for plan in plans
    )


def _rate(days: Days, to: date) -> float:
    """What a day of the last three months of bills cost."""
    first = max(min(days), to - timedelta(days=RECENT))
    recent = sum((amount for day, amount in days.items() if day >= first), Decimal(0))
    return float(recent) / ((to - first).days + 1)


def _monthly(per_day: float, given: Inputs) -> str:
    return words.about(Decimal(str(per_day)) * DAYS_PER_MONTH, given.currency)


def _told(name: str, counted: str) -> tuple[str, str]:
    return (
        f"{name.capitalize()} has bills and a planned cost without an end",
        f"{counted}. If the bills tell the same cost by now, end the plan (ends_on).",
    )
