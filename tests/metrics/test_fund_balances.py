"""Balances between statements: bills go out, a ledger's income comes in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from runway_records import balance, every_day, fund, info, planned

from metrics.funds import register
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import outlook
from warehouse.records import FundCap, IncomeDaily, Rate
from wording import funds

AS_OF = date(2020, 7, 21)
BILLS = every_day(date(2020, 1, 1), date(2020, 7, 23), "100")


def income(on, amount, fund_id="gifts", currency="USD"):
    return IncomeDaily(on, "collective", currency, Decimal(amount), 1, "ledger.csv", fund_id)


def basis(db):
    return {
        row.rule.fund_id: funds.balance_basis(row.held, row.currency)
        for row in register.register(db)
    }


def test_income_net_of_the_fee_is_added_and_reported_next_to_the_bills(build):
    records = [
        fund("gifts", "donation", fee="0.10"), balance("gifts", date(2020, 6, 30), 5000), *BILLS,
        income(date(2020, 6, 30), 999), income(date(2020, 7, 5), 200), income(AS_OF, 300),
        info(AS_OF),
    ]  # fmt: skip
    db = build(records).cursor()
    held = inputs(db).held["gifts"]
    assert (held.balance, held.spent, held.income) == (5000 - 2100 + 450, 2100, 450)
    assert basis(db) == {
        "gifts": (
            "confirmed 30 Jun 2020, then 2,100.00 USD of bills and plans and 450.00 USD of income"
        )
    }


def test_income_keeps_a_fund_from_running_dry_between_statements(build):
    records = [fund("gifts", "donation"), balance("gifts", date(2020, 6, 30), 500), *BILLS]
    db = build([*records, income(date(2020, 7, 1), 3000), info(AS_OF)]).cursor()
    assert inputs(db).held["gifts"].balance == 500 + 3000 - 2100


def test_income_of_a_ledger_without_a_fund_or_of_another_currency_raises_nothing(build):
    records = [fund("gifts", "donation"), balance("gifts", date(2020, 6, 30), 5000), *BILLS]
    records += [income(date(2020, 7, 5), 200, None), income(date(2020, 7, 5), 90, currency="EUR")]
    assert inputs(build([*records, info(AS_OF)]).cursor()).held["gifts"].income == 0


def test_foreign_income_counts_at_the_rate_of_its_day(build):
    records = [fund("gifts", "donation"), balance("gifts", date(2020, 6, 30), 5000)]
    records += [income(date(2020, 7, 5), 90, currency="EUR"), info(AS_OF)]
    rates = [Rate("EUR", "USD", date(2020, 7, d), Decimal(v), "ECB") for d, v in ((1, 2), (9, 3))]
    assert inputs(build([*records, *rates]).cursor()).held["gifts"].balance == 5180


def test_the_gap_at_the_next_statement_is_what_neither_bills_nor_income_explain(build):
    records = [
        fund("gifts", "donation"), balance("gifts", date(2020, 6, 30), 5000), *BILLS,
        income(date(2020, 7, 5), 200), balance("gifts", date(2020, 7, 10), 4230), info(AS_OF),
    ]  # fmt: skip
    db = build(records).cursor()
    held = inputs(db).held["gifts"]
    assert (held.unexplained, held.income, held.balance) == (30, 0, 4230 - 1100)
    assert basis(db)["gifts"].endswith("that statement was 30.00 USD more than the records explain")


def test_income_raises_the_most_an_unknown_balance_can_be(build):
    records = [
        fund("gifts", "donation"), balance("gifts", date(2020, 5, 31), 1500),
        balance("gifts", date(2020, 6, 30), None), income(date(2020, 7, 5), 200), info(AS_OF),
    ]  # fmt: skip
    held = inputs(build(records).cursor()).held["gifts"]
    assert (held.balance, held.low, held.high) == (None, 0, 1700)


def test_a_cap_counts_as_what_is_left_and_says_so(build):
    records = [fund("grant"), balance("grant", date(2020, 6, 30), 9000), *BILLS]
    db = build([*records, FundCap("grant", "cloud", Decimal(1000)), info(AS_OF)]).cursor()
    (row,) = register.register(db)
    assert row.fund.caps == {"cloud": 1000}
    assert funds.terms(row.fund, row.rule, row.currency) == "cloud up to 1,000 USD more"


@pytest.mark.parametrize(("day", "spent"), [(30, 0), (1, 7000), (15, 7000), (21, 7000)])
def test_a_cost_planned_once_is_spent_when_its_day_has_passed(build, day, spent):
    """What is left of 10,000 stated at the end of June; a day the statement covers is in it."""
    on = date(2020, 6, 30) if day == 30 else date(2020, 7, day)
    records = [fund("grant"), balance("grant", date(2020, 6, 30), 10000), info(AS_OF)]
    held = inputs(build([*records, planned(7000, on, per="once")]).cursor()).held["grant"]
    assert (held.spent, held.balance) == (spent, 10000 - spent)


@pytest.mark.parametrize("first", [date(2020, 6, 30), date(2020, 7, 1)])
def test_a_monthly_plan_is_spent_from_its_first_day_to_its_last(build, first):
    june = replace(planned("3043.75", first), ends_on=date(2020, 7, 10))
    records = [fund("grant"), balance("grant", date(2020, 6, 30), 10000), june, info(AS_OF)]
    assert inputs(build(records).cursor()).held["grant"].spent == 1000


def test_a_cost_planned_once_is_counted_once_on_either_side_of_today(build):
    def left(on):
        grant = fund("grant", ends=date(2020, 8, 31))
        records = [grant, balance("grant", date(2020, 6, 30), 10000), info(AS_OF)]
        found = outlook(build([*records, planned(7000, on, per="once")]).cursor())
        return found.funds[0].lapse

    days = [date(2020, 7, 20), AS_OF, date(2020, 7, 22), date(2020, 8, 31)]
    assert [left(on) for on in days] == [3000] * 4


def test_a_plan_that_has_ended_takes_nothing_from_the_rate_of_the_bills(build):
    records = [fund("grant"), balance("grant", AS_OF, 10000), *BILLS, info(AS_OF)]
    ended = replace(planned(9000, date(2020, 3, 1)), ends_on=date(2020, 6, 30))
    once = planned(7000, date(2020, 5, 15), per="once")
    (stream,) = inputs(build([*records, ended, once]).cursor()).case.streams
    assert set(stream.per_day) == {100}


def test_a_plan_that_goes_on_is_taken_from_the_rate_of_the_bills(build):
    records = [fund("grant"), balance("grant", AS_OF, 10000), *BILLS, info(AS_OF)]
    (stream,) = inputs(build([*records, planned("608.75", date(2020, 3, 1))]).cursor()).case.streams
    assert set(stream.per_day) == {80}


def test_spending_that_no_bill_covers_is_an_estimate_and_never_to_the_cent(build):
    """Bills end ten days before the statement: all that was spent since is estimated."""
    bills = every_day(date(2020, 1, 1), date(2020, 6, 20), "100.07")
    records = [fund("grant"), balance("grant", date(2020, 6, 30), 30000), *bills, info(AS_OF)]
    db = build(records).cursor()
    held = inputs(db).held["grant"]
    assert held.spent == held.estimated == 21 * Decimal("100.07")
    assert basis(db)["grant"] == (
        "confirmed 30 Jun 2020, then about 2,100 USD estimated for days without a bill"
    )
