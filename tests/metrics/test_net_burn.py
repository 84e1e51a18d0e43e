"""Gross less income, by hand-worked days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bill_records import cost, days

from metrics.spending.burn import Burn
from metrics.spending.cost_filter import Only
from metrics.spending.net_burn import formula, net, told
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

    found = net(db, found=FOUND)

    assert (found.income, found.net, found.why) == (3, 7, "")
    assert found.per_month() == Decimal("213.0625")
    assert formula(FOUND, found) == ("304.38 USD gross − 91.31 USD income = 213.06 USD net a month")
    assert told([found]) == (
        "Net is gross less the income that ledgers tell of the same days; instalments of an award "
        "are no income again."
    )


def test_more_income_than_cost_makes_it_negative(build):
    assert net(build([JULY, income(date(2018, 8, 2), "620")]), found=FOUND).net == -10


def test_a_month_without_income_is_a_month_with_none_where_a_ledger_is_kept(build):
    assert net(build([JULY]), found=FOUND).net == 10


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
    assert net(db, found=FOUND).income == 9


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
    assert net(db, found=FOUND).income == 2


def test_income_in_another_currency_is_told_and_not_subtracted(build):
    db = build([JULY, income(date(2018, 8, 2), "310", currency="EUR")])

    found = net(db, found=FOUND)

    assert (found.net, found.apart) == (10, ("EUR",))
    assert told([found]).endswith("Income in EUR is not subtracted.")


def test_where_income_is_not_known_net_is_not_told_and_why(build):
    def why(records, found=FOUND, only=Only()):  # noqa: B008 - frozen
        unknown = net(build(records), found=found, only=only)
        assert (unknown.income, unknown.net) == (None, None)
        assert formula(found, unknown) == unknown.why
        return unknown.why

    euros = income(date(2018, 7, 1), "1", currency="EUR")
    uncovered = replace(FOUND, gross=None, credits=None, payable=None)
    whole = "Net burn is told for the whole bill only: income belongs to no part of it."
    nothing = "No income in USD is set up ([[funding.ledgers]]), so net burn is not told."
    assert why([]) == nothing
    assert why([euros]) == nothing
    assert why([income(date(2018, 8, 2), "1")]) == "Income is known from 2 August 2018 on only."
    assert why([income(date(2018, 6, 29), "1")]) == (
        "No ledger has told of income since 29 June 2018."
    )
    assert why([JULY], found=uncovered) == "Net burn is not told where gross burn is not."
    assert why([JULY], only=Only(project="lab")) == whole


def test_days_without_a_bill_are_no_smaller_cost_for_income_to_pay(build):
    came = [income(date(2018, 7, 1), "1", "gifts"), income(date(2018, 8, 2), "999", "gifts")]
    bill = days(date(2018, 8, 1), 28, "10")

    db = build([fund("gifts", pays_for=["cloud"]), *bill, *came])

    assert net(db, found=replace(FOUND, covered_days=28)).net == 0


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
    assert net(db, found=FOUND).income == 3
