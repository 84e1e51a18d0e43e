"""What each month was planned to cost, next to its bills."""

from datetime import date
from decimal import Decimal as D

import pytest
from bill_records import cost
from runway_records import info

from metrics.runway.engine import Planned
from metrics.runway.inputs import declared
from metrics.runway.inputs.exchange import rates
from metrics.spending.planned import planned
from warehouse.records import PlannedCost, Rate

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
MONTHS = (JUNE, JULY, AUGUST)


def plan(amount, starts, ends=None, *, per="month", currency="USD", category="people", guess=False):
    return PlannedCost("A plan", category, D(amount), per, currency, starts, ends, guess)


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([plan("4800", date(2025, 1, 1))], {m: D("4800.00") for m in MONTHS}),
        ([plan("310", date(2026, 7, 22))], {JULY: D("100.00"), AUGUST: D("310.00")}),
        ([plan("300", date(2020, 1, 1), date(2026, 6, 10))], {JUNE: D("100.00")}),
        ([plan("100", date(2026, 6, 15), date(2026, 8, 1))],
         {JUNE: D("53.33"), JULY: D("100.00"), AUGUST: D("3.23")}),
        ([plan("900.5", date(2026, 7, 31), per="once")], {JULY: D("900.50")}),
        ([plan("7", JUNE, JUNE), plan("5", JUNE, per="once")], {JUNE: D("5.23")}),
        ([plan("50", JULY, currency="EUR")], {}),
        ([plan("50", date(2026, 9, 1)), plan("50", JULY, date(2026, 5, 31))], {}),
        ([plan("60", JUNE, category="cloud", guess=True), plan("8", AUGUST, guess=True)],
         {AUGUST: D("8.00")}),
    ],
)  # fmt: skip
def test_a_month_is_planned_to_cost_its_plans_by_their_days(build, plans, expected):
    db = build([cost(date(2026, 6, 5), "10.25"), *plans])
    assert planned(db, currency="USD", months=MONTHS, as_of=date(2026, 8, 20)) == expected


def test_the_runway_takes_what_is_planned_a_day_and_no_first_guess_that_bills_replaced(build):
    """A month's amount over 30.4375 days; a guess counts until its category has a bill."""
    end = date(2026, 12, 31)
    db = build([
        info(AUGUST), cost(AUGUST, "1"), cost(date(2026, 8, 2), "1", category="hosting"),
        Rate("EUR", "USD", JUNE, D("1.1"), None),
        plan("608.75", JUNE, category="cloud", guess=True),
        plan("608.75", JUNE, category="hosting", guess=True),
        plan("608.75", JUNE, end, category="cloud"), plan("900", JUNE, per="once"),
        plan("608.75", JUNE, category="tools", currency="EUR"),
        plan("9", JUNE, category="other", currency="GBP"),
    ])  # fmt: skip
    assert declared.planned(db, rates(db, to="USD"), AUGUST) == (
        Planned("hosting", 20.0, JUNE), Planned("cloud", 20.0, JUNE, end),
        Planned("people", 900.0, JUNE, JUNE),
        Planned("tools", pytest.approx(22.0), JUNE, None, "EUR"),
    )  # fmt: skip
