"""Gross less income, by hand-worked days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from bill_records import cost, days
from test_monthly_charges import DAILY, plan

from metrics.spending.burn import Burn
from metrics.spending.cost_filter import EVERYTHING, CostFilter
from metrics.spending.net_burn import net, net_of
from warehouse.records import Fund, IncomeDaily

FOUND = Burn(1, "USD", date(2018, 8, 1), date(2018, 8, 31), 31, 31, *map(Decimal, (10, -7, 3)))


def income(day, amount, fund=None, currency="USD"):
    return IncomeDaily(day, "purse", currency, Decimal(amount), 1, "purse.csv", fund)


def fund(fund_id, **more):
    values = {
        "name": fund_id, "kind": "donation", "currency": "USD", "awarded": None, "starts_on": None,
        "ends_on": None, "pays_for": [], "overhead_rate": Decimal(0), "fee_rate": Decimal(0),
        "extension_months": None, "notice_days": None, "work_remaining": None,
        "extension_source": None, "tax_rate": Decimal(0), "encumbered": Decimal(0),
        "reimbursed_after_days": None, "priority": 0,
    }  # fmt: skip
    return Fund(fund_id=fund_id, **(values | more))


JULY = income(date(2018, 7, 1), "1000")


def test_net_is_gross_less_the_income_of_the_same_days(build):
    august = [income(date(2018, 8, 1), "31"), income(date(2018, 8, 31), "62")]
    db = build([JULY, *august, income(date(2018, 9, 1), "500")])

    found = net_of(db, FOUND)

    assert (found.burn, found.income, found.net, found.unknown) == (FOUND, 3, 7, None)
    assert (found.income_per_month, found.net_per_month) == (
        Decimal("91.3125"),
        Decimal("213.0625"),
    )


def test_the_net_burn_of_a_window_is_that_of_its_bills(build):
    db = build([*days(date(2018, 7, 1), 64, "10"), JULY, income(date(2018, 8, 2), "93")])

    found = net(db, as_of=date(2018, 8, 31), months=1)

    assert (found.burn.last_on, found.burn.gross) == (date(2018, 8, 31), 10)
    assert (found.income, found.net) == (3, 7)


def test_more_income_than_cost_makes_it_negative(build):
    assert net_of(build([JULY, income(date(2018, 8, 2), "620")]), FOUND).net == -10


def test_a_month_without_income_is_a_month_with_none_where_a_ledger_is_kept(build):
    assert net_of(build([JULY]), FOUND).net == 10


def test_an_instalment_of_an_award_is_no_income_again_and_a_fee_comes_off(build):
    db = build(
        [
            fund("grant", kind="grant", awarded=Decimal(9000)),
            fund("gifts", fee_rate=Decimal("0.10")),
            JULY,
            income(date(2018, 8, 2), "3000", "grant"),
            income(date(2018, 8, 3), "310", "gifts"),
        ]
    )
    assert net_of(db, FOUND).income == 9


def test_income_that_may_pay_for_hosting_only_counts_up_to_what_hosting_costs(build):
    db = build(
        [
            fund("box", pays_for=["hosting"]),
            JULY,
            income(date(2018, 8, 2), "3000", "box"),
            *days(date(2018, 8, 1), 31, "2", category="hosting"),
            *days(date(2018, 8, 1), 31, "8"),
            cost(date(2018, 9, 2), "50", category="hosting"),
        ]
    )
    assert net_of(db, FOUND).income == 2


def test_income_for_a_plan_of_a_month_counts_up_to_its_price_whatever_is_billed_yet(build):
    bills = [*DAILY, *(line for month in (6, 7, 8) for line in plan(month, "95", category="tools"))]
    begun = income(date(2018, 6, 1), "0")
    db = build(
        [fund("box", pays_for=["tools"]), begun, income(date(2018, 8, 2), "3000", "box"), *bills]
    )
    found = net(db, as_of=date(2018, 9, 20))

    assert round(found.income_per_month or 0, 6) == 95
    assert round(found.net_per_month or 0, 6) == Decimal("30.4375")


def test_income_in_another_currency_is_named_and_not_subtracted(build):
    db = build([JULY, income(date(2018, 8, 2), "310", currency="EUR")])

    found = net_of(db, FOUND)

    assert (found.net, found.apart) == (10, ("EUR",))


@pytest.mark.slow
def test_where_income_is_not_known_net_is_not_either_and_the_reason_is_given(build):
    def why(records, found=FOUND, cost_filter=EVERYTHING):
        unknown = net_of(build(records), found, cost_filter)
        assert (unknown.income, unknown.net) == (None, None)
        return unknown.unknown, unknown.unknown_on

    euros = income(date(2018, 7, 1), "1", currency="EUR")
    uncovered = replace(FOUND, gross=None, credits=None, payable=None)
    assert why([]) == why([euros]) == ("no_income", None)
    assert why([income(date(2018, 8, 2), "1")]) == ("income_from", date(2018, 8, 2))
    assert why([income(date(2018, 6, 29), "1")]) == ("income_until", date(2018, 6, 29))
    assert why([JULY], found=uncovered) == ("no_burn", None)
    assert why([JULY], cost_filter=CostFilter(project="lab")) == ("part", None)


def test_days_without_a_bill_are_no_smaller_cost_for_income_to_pay(build):
    came = [income(date(2018, 7, 1), "1", "gifts"), income(date(2018, 8, 2), "999", "gifts")]
    bill = days(date(2018, 8, 1), 28, "10")

    db = build([fund("gifts", pays_for=["cloud"]), *bill, *came])

    assert net_of(db, replace(FOUND, covered_days=28)).net == 0


def test_two_funds_for_the_same_costs_pay_them_once(build):
    db = build(
        [
            fund("box", pays_for=["hosting"]),
            fund("chest", pays_for=["hosting", "support"]),
            JULY,
            income(date(2018, 8, 2), "3000", "box"),
            income(date(2018, 8, 2), "3000", "chest"),
            *days(date(2018, 8, 1), 31, "2", category="hosting"),
            *days(date(2018, 8, 1), 31, "1", category="support"),
            *days(date(2018, 8, 1), 31, "7"),
        ]
    )
    assert net_of(db, FOUND).income == 3
