"""What each month was planned to cost, next to its bills."""

from datetime import date
from decimal import Decimal as D

import pytest
from bill_records import cost

from metrics.spending.planned import planned
from warehouse.records import PlannedCost

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
