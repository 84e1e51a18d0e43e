"""Runway takes from each fund what its award's page says it was charged, and no second opinion."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runway_records import balance, cost, every_day, fund, info, planned

from metrics.awards.charges import by_account, charges
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Statement, roll
from metrics.runway.inputs.gather import inputs
from warehouse.records import (
    Award,
    BillingFile,
    BookedCost,
    ChargeRule,
    CostSplit,
    CostSplitShare,
)

D = Decimal
STATED = date(2026, 6, 30)
AS_OF = date(2026, 7, 23)
BILLS = every_day(date(2026, 1, 1), date(2026, 7, 25), "10")  # 21 days to the 21st are complete
FUNDS = [
    fund("soon", ends=date(2026, 12, 31)), fund("gifts", "donation"),
    balance("soon", STATED, 1000), balance("gifts", STATED, 1000), info(AS_OF),
]  # fmt: skip


def rule(number, fund_id, category="cloud", **more):
    return ChargeRule(number, fund_id, None, category, None, None, None, None, None, None, **more)


def left(db):
    return {key: each.balance for key, each in inputs(db.cursor()).held.items()}


def test_without_a_rule_what_ends_soonest_paid(build):
    assert left(build([*FUNDS, *BILLS])) == {"soon": 1000 - 230, "gifts": 1000}


def test_a_rule_takes_a_cost_from_its_fund_and_from_no_other(build):
    assert left(build([*FUNDS, *BILLS, rule(1, "gifts")])) == {"soon": 1000, "gifts": 1000 - 230}


def test_an_entered_split_takes_its_shares_and_the_rest_goes_to_what_ends_soonest(build):
    split = CostSplit(1, "cloud", None, None, None, None, None, "hours", "@sorrel", None)
    db = build([*FUNDS, *BILLS, split, CostSplitShare(1, "gifts", D("0.4"))])
    assert left(db) == {"soon": 1000 - 138, "gifts": 1000 - 92}


def test_what_credits_paid_is_taken_from_credits_and_the_rest_from_cash(build):
    records = [
        *FUNDS, fund("credits", "credits", ends=date(2026, 8, 31)),
        balance("credits", STATED, 1000), *BILLS,
        *every_day(date(2026, 1, 1), date(2026, 7, 25), "-4", charge="Credit"),
        rule(1, "credits"), rule(2, "gifts"),
    ]  # fmt: skip
    assert left(build(records)) == {"soon": 1000, "gifts": 1000 - 138, "credits": 1000 - 92}


def test_books_say_who_paid_what_a_plan_of_their_category_expects(build):
    records = [
        *FUNDS, planned(300, date(2026, 1, 1), "people"), Award("gifts", codes=["G"]),
        BookedCost(date(2026, 7, 15), "Pay", "people", "G", None, "USD", D(150), 1, "pay.csv"),
    ]  # fmt: skip
    found = left(build(records))
    assert found["soon"] == 1000
    assert round(found["gifts"], 2) == D("773.31")  # 23 days of 300 a month of 30.4375 days


def test_more_than_a_fund_holds_somebody_else_paid(build):
    poor = [
        replace(each, amount=D(100)) if getattr(each, "fund_id", "") == "gifts"
        and hasattr(each, "confirmed") else each for each in FUNDS
    ]  # fmt: skip
    db = build([*poor, *BILLS, rule(1, "gifts")])
    assert left(db) == {"soon": 1000 - 130, "gifts": 0}
    assert sum(each.amount for each in charges(db).charges) == sum(
        each.billed for each in BILLS if each.day <= AS_OF
    )  # the award is charged all of it


@pytest.mark.parametrize(
    ("ends", "found"),
    [(None, {"soon": D(1000), "gifts": 1000 - D("226.69")}),
     (date(2026, 6, 15), {"soon": 1000 - D("226.69"), "gifts": D(1000)})],
)  # fmt: skip
def test_what_is_only_estimated_is_paid_as_the_newest_costs_were(build, ends, found):
    """23 days of 300 a month of 30.4375 days, planned; the books reach to May. A fund that has
    ended since pays nothing more."""
    records = [
        replace(each, ends_on=ends) if getattr(each, "kind", "") == "donation" else each
        for each in FUNDS
    ]  # fmt: skip
    pay = BookedCost(date(2026, 5, 31), "Pay", "people", "G", None, "USD", D(150), 1, "pay.csv")
    db = build([*records, planned(300, date(2026, 1, 1), "people"), Award("gifts", codes=["G"]),
                pay])  # fmt: skip
    assert {key: round(value, 2) for key, value in left(db).items()} == found


def test_overhead_on_spending_is_taken_with_the_charge(build):
    dear = replace(fund("gifts", "donation"), overhead_rate=D("0.15"))
    records = [dear if getattr(each, "kind", "") == "donation" else each for each in FUNDS]
    assert left(build([*records, *BILLS, rule(1, "gifts")]))["gifts"] == 1000 - D("264.5")


def test_a_fund_without_a_known_balance_paid_what_it_was_charged(build):
    unknown = [each for each in FUNDS if each != balance("gifts", STATED, 1000)]
    db = build([*unknown, balance("gifts", STATED, None), *BILLS, rule(1, "gifts")])
    assert left(db) == {"soon": 1000, "gifts": None}


@pytest.mark.parametrize("project", [None, "hub"])
def test_a_bill_added_up_is_charged_as_its_parts_are(build, project):
    """Runway reads a large bill by account and category, unless a rule names more."""
    day, bill = date(2026, 7, 3), BillingFile("bill.csv", "x", "a", 1, 1, 0, 0, *[None] * 3, "")
    lines = [
        replace(cost(day, amount, charge=charge), service=service, sub_account=own)
        for amount, charge, service, own in (
            ("7.5", "Usage", "vm", "hub"), ("2.25", "Usage", "disk", "hub"),
            ("4", "Usage", "vm", None), ("-3", "Credit", "vm", "hub"),
        )
    ]  # fmt: skip
    only = ChargeRule(1, "gifts", None, "cloud", None, None, project, None, None, None)
    db = build([*FUNDS, bill, *lines, only])
    found, whole = by_account(db), charges(db)
    assert sums(found) == sums(whole) == ({"gifts": D("6.75"), None: D(7)} if project else
                                          {"gifts": D("10.75"), None: D(3)})  # fmt: skip
    assert len(found.charges) == (2 if project else 1)


def sums(found):
    """Fund → what it was charged; null: what nobody was."""
    by_fund = {None: sum(each.amount for each in found.unassigned)}
    for each in found.charges:
        by_fund[each.fund_id] = by_fund.get(each.fund_id, 0) + each.amount
    return by_fund


AMOUNT = st.decimals(0, 10**6, places=2)
DAYS = [date(2026, 7, day) for day in (1, 9, 20, 31)]


@pytest.mark.slow
@given(
    spent=st.lists(AMOUNT, min_size=4, max_size=4),
    parts=st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT), min_size=4, max_size=4),
    held=st.tuples(AMOUNT, AMOUNT),
)
def test_no_charge_is_taken_twice_and_none_is_lost(spent, parts, held):
    """What funds lose is what was spent, up to all they hold, whoever was charged."""
    funds = [Fund("a", D(0), ends_on=date(2026, 9, 30)), Fund("b", D(0))]
    stated = [
        Statement(name, STATED, amount, confirmed=True, source=None)
        for name, amount in zip("ab", held, strict=True)
    ]
    paid = {"cloud": {
        day: dict(zip(("a", "b", None), each, strict=True))
        for day, each in zip(DAYS, parts, strict=True)
    }}  # fmt: skip
    found, _ = roll(funds, stated, {"cloud": dict(zip(DAYS, spent, strict=True))}, None, paid,
                    to=date(2026, 8, 31))  # fmt: skip
    lost = sum(amount - found[name].balance for name, amount in zip("ab", held, strict=True))
    assert abs(lost - min(sum(spent), sum(held))) < D("0.0001")
    assert all(each.balance >= 0 for each in found.values())
