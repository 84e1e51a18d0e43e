"""What the first month costs: its days, and which part of it is planned."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.runway.engine import Case, Fund, Planned, Stream, simulate
from metrics.runway.monthly_cost import MonthlyCost, monthly_cost, per_month

AS_OF = date(2026, 11, 28)
MONTH = 30.4375


def day(days: int) -> date:
    return AS_OF + timedelta(days=days)


@pytest.mark.parametrize(
    ("ends", "cost"), [(31, (31 * 10 + 50) / 31), (32, 10), (20, 10), (None, 10)]
)
def test_a_period_that_ends_within_31_days_is_of_the_first_month(ends, cost):
    """Its month ends after 30 days; from the next day on a second cost runs."""
    fund = Fund("f", Decimal(9000), ends_on=ends and day(ends))
    plans = (Planned("a", 10.0, day(1)), Planned("b", 50.0, day(31)))
    found = simulate(Case(AS_OF, (fund,), planned=plans, paths=1))
    assert per_month(found) == pytest.approx(cost * MONTH)


@pytest.mark.parametrize(
    ("starts", "ends", "is_planned"),
    [(1, None, True), (1, 2, True), (0, 1, True), (1, 1, False), (-9, 0, False), (2, None, False)],
)
def test_what_is_planned_goes_on_tomorrow_and_is_not_due_once(starts, ends, is_planned):
    plan = Planned("people", 2.0, day(starts), ends and day(ends))
    plan = plan if ends != 0 else Planned("people", 2.0, day(starts), AS_OF)
    case = Case(AS_OF, (Fund("f", Decimal(9000)),), (Stream("cloud", (8.0,) * 6),), (plan,))
    found = monthly_cost(simulate(case), (plan,))
    assert (found.planned > 0, found.planned_for) == (
        is_planned, ("people",) if is_planned else (),
    )  # fmt: skip
    assert "cloud" in found.billed_for


def test_a_plan_of_a_category_that_is_billed_too_is_parted_from_it():
    plans = (Planned("cloud", 3.0, day(1)), Planned("tools", 0.01, day(1)))
    case = Case(AS_OF, (Fund("f", Decimal(9000)),), planned=(*plans, Planned("cloud", 5.0, day(1))))
    assert monthly_cost(simulate(case), plans) == MonthlyCost(
        Decimal("152.1875"), Decimal("91.616875"), ("cloud",), ("cloud",)
    )
