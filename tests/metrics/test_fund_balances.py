"""Balances between statements: bills go out, a ledger's income comes in."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from runway_records import balance, cost, every_day, fund, info, planned

from metrics.data_quality.standing import standing
from metrics.funds import ledger, register
from metrics.funds.left import left
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Held, Statement, statements
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


@pytest.mark.slow
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
        "gifts": ("confirmed 30 Jun 2020, then 2,100.00 USD of bills and 450.00 USD of income")
    }


def test_what_can_be_spent_is_that_of_funds_that_have_begun_and_not_ended(build):
    """Open on their first and on their last day after today."""
    days = [
        ("over", None, AS_OF - timedelta(days=1)),
        ("now", None, AS_OF + timedelta(days=1)),
        ("begins", AS_OF + timedelta(days=1), None),
        ("later", AS_OF + timedelta(days=2), None),
    ]
    records = [fund(name, starts=starts, ends=ends) for name, starts, ends in days]
    got = [balance(name, AS_OF, 10**n) for n, (name, *_) in enumerate(days)]
    assert [(each.kind, each.amount) for each in left(build([*records, *got, info(AS_OF)]))] == [
        ("restricted", 110)
    ]


def test_a_balance_of_a_later_day_is_not_stated_yet(build):
    got = [balance("grant", date(2020, 7, day), 100 - day) for day in (20, 21, 22)]
    found = statements(build([fund("grant"), *got]), as_of=AS_OF)
    assert [(each.on_day, each.amount) for each in found] == [
        (date(2020, 7, 20), 80), (date(2020, 7, 21), 79),
    ]  # fmt: skip


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


@pytest.mark.slow
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


def test_a_planned_cost_since_the_statement_is_no_bill_and_no_figure_to_the_cent(build):
    people = planned("3043.75", date(2020, 1, 1), "people")
    records = [fund("grant"), balance("grant", date(2020, 6, 30), 10000), people, info(AS_OF)]
    db = build(records).cursor()
    held = inputs(db).held["grant"]
    assert (held.spent, held.billed, held.planned) == (2100, 0, 2100)
    assert basis(db)["grant"] == "confirmed 30 Jun 2020, then about 2,100 USD of planned costs"
    moves = ledger.balance(db, fund="grant").rows
    assert list(moves["move"]) == ["stated", "planned_since"]


@pytest.mark.parametrize("first", [date(2020, 6, 30), date(2020, 7, 1)])
def test_a_monthly_plan_is_spent_from_its_first_day_to_its_last(build, first):
    june = replace(planned("3043.75", first), ends_on=date(2020, 7, 10))
    records = [fund("grant"), balance("grant", date(2020, 6, 30), 10000), june, info(AS_OF)]
    assert inputs(build(records).cursor()).held["grant"].spent == 1000


@pytest.mark.slow
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


@pytest.mark.slow
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


MONTH_ENDS = [date(2020, m, d) for m, d in ((1, 31), (2, 29), (3, 31))]
READ = replace(info(AS_OF), built_at=datetime(2020, 7, 21, 6))  # else the build is silent, too


def silent(name):
    """Bills of 3,000 USD a month that ended in spring, as three kinds of account send them."""
    if name == "monthly":
        return [cost(day, "3000") for day in MONTH_ENDS]
    daily = every_day(date(2020, 1, 1), date(2020, 3, 31), "100")
    if name == "weekdays":
        return [replace(each, billed=Decimal(140)) for each in daily if each.day.weekday() < 5]
    return daily


@pytest.mark.slow
@pytest.mark.parametrize("name", ["daily", "weekdays", "monthly"])
def test_spending_goes_on_while_bills_are_silent_however_they_came(build, name):
    """Unknown is not zero: a statement of May has paid for seven weeks since."""
    records = [fund("grant"), balance("grant", date(2020, 5, 31), 30000), *silent(name)]
    db = build([*records, READ]).cursor()
    held = inputs(db).held["grant"]
    assert held.is_estimated
    assert 4700 < held.estimated == held.spent < 5300
    assert standing(db, metric="funds.left", on=AS_OF).known == "estimated"


@pytest.mark.slow
def test_a_statement_of_today_is_as_it_says_however_old_the_bills_are(build):
    records = [fund("grant"), balance("grant", AS_OF, 30000), *silent("monthly"), READ]
    db = build(records).cursor()
    assert not inputs(db).held["grant"].is_estimated
    assert standing(db, metric="funds.left", on=AS_OF).known == "measured"


@pytest.mark.slow
def test_a_balance_is_an_estimate_once_bills_are_silent_even_if_little_was_spent(build):
    records = [fund("grant"), balance("grant", date(2020, 7, 18), 30000), *silent("daily")]
    db = build([*records, READ]).cursor()
    assert standing(db, metric="funds.left", on=AS_OF).known == "estimated"
    other = fund("grant", pays=["people"])
    db = build([*records, READ, other][1:]).cursor()
    assert standing(db, metric="funds.left", on=AS_OF).known == "measured"


def test_one_silent_account_of_two_ends_what_is_known_of_both(build):
    """The last known day is that of the silent account: the other's bills alone are no fall."""
    old = [replace(each, account="b") for each in silent("daily")]
    fresh = every_day(date(2020, 1, 1), AS_OF, "20", category="hosting")
    records = [fund("grant"), balance("grant", date(2020, 5, 31), 30000), *old, *fresh]
    given = inputs(build([*records, READ]).cursor())
    assert given.spent.to == date(2020, 3, 29)
    assert given.case.elapsed == 3
    assert given.held["grant"].spent == 51 * 120


def test_a_fund_that_pays_last_is_an_estimate_too_while_bills_are_silent(build):
    """Nothing moved by the plan, but nobody knows; what pays for people alone is as stated."""
    grant = fund("grant", ends=date(2020, 12, 31))
    other = fund("staff", pays=["people"])
    funds_ = [grant, fund("gifts", "donation"), other]
    stated = [balance(each.fund_id, date(2020, 5, 31), 30000) for each in funds_]
    held = inputs(build([*funds_, *stated, *silent("daily"), READ]).cursor()).held
    assert {name: (each.balance == 30000, each.is_estimated) for name, each in held.items()} == {
        "grant": (False, True), "gifts": (True, True), "staff": (True, False),
    }  # fmt: skip


@pytest.mark.slow
def test_a_figure_stands_by_the_spending_that_its_balance_was_rolled_by(build):
    """Credits that end first paid all bills, so the grant's statement is not worn by them."""
    records = [
        fund("grant", pays=["cloud"], ends=date(2021, 6, 30)),
        balance("grant", date(2020, 6, 30), 3000),
        fund("credits", "credits", pays=["cloud"], ends=date(2020, 12, 31)),
        balance("credits", date(2020, 6, 30), 90000), *BILLS, info(AS_OF),
    ]  # fmt: skip
    db = build(records).cursor()
    assert [(inputs(db).held[name].spent, inputs(db).held[name].is_worn)
            for name in ("grant", "credits")] == [(0, False), (2100, False)]  # fmt: skip
    assert standing(db, metric="runway.outlook", on=AS_OF).known == "measured"
    db = build([*records, *every_day(date(2020, 7, 1), AS_OF, "900", category="cloud")]).cursor()
    assert inputs(db).held["credits"].is_worn
    assert standing(db, metric="runway.outlook", on=AS_OF).known == "estimated"


@pytest.mark.parametrize(
    ("spent", "worn"), [("100", False), ("100.01", True), ("0", False)]
)  # fmt: skip
def test_a_balance_is_worn_above_a_tenth_and_old_after_more_than_a_month(spent, worn):
    stated = Statement("f", AS_OF, Decimal(1000), True, None)
    held = Held("f", Decimal(900), Decimal(900), Decimal(900), stated, Decimal(spent))
    assert held.is_worn is worn
    old = [held.is_old(AS_OF + timedelta(days=n)) for n in (35, 36)]
    assert old == [False, worn]


def test_a_balance_is_measured_where_it_is_confirmed_and_nothing_moved():
    amount, day = Decimal(9), Statement("f", AS_OF, Decimal(9), True, None)
    held = Held("f", amount, amount, amount, day)
    moved = [replace(held, spent=amount), replace(held, income=amount),
             replace(held, is_unbilled=True),
             replace(held, statement=replace(day, confirmed=False)),
             replace(held, statement=None)]  # fmt: skip
    assert (held.is_estimated, [each.is_estimated for each in moved]) == (False, [True] * 5)
    assert not replace(moved[0], balance=None).is_estimated
    assert [each.is_rolled for each in (held, *moved)] == [False, True, True, False, False, False]
    parts = replace(held, spent=Decimal(10), estimated=Decimal(3), planned=Decimal(2))
    assert parts.billed == 5
    assert not replace(held, statement=None, spent=amount).is_worn
    assert not replace(held, statement=replace(day, amount=None), spent=amount).is_worn


@pytest.mark.parametrize(
    ("starts", "ends", "amount", "spent", "state"),
    [
        (None, -1, 1, 0, "stranded"), (None, -1, 0, 0, "ended"), (None, -1, None, 0, "ended"),
        (None, 0, 1, 0, "ends_soon"), (None, 60, 1, 0, "ends_soon"), (None, 61, 1, 0, "open"),
        (None, None, None, 0, "unknown"), (None, None, 0, 0, "used_up"),
        (None, None, -1, 0, "used_up"),
        (0, None, 1, 0, "open"), (1, None, 1, 0, "not_begun"), (1, 30, 1, 0, "not_begun"),
        (None, 30, 1, 500, "old"),
    ],
)  # fmt: skip
def test_a_fund_has_the_first_state_that_is_true_of_it(starts, ends, amount, spent, state):
    def day(n):
        return None if n is None else AS_OF + timedelta(days=n)

    held = None if amount is None else Decimal(amount)
    stated = Statement("f", AS_OF - timedelta(days=40), Decimal(1000), True, None)
    own = Fund("f", held or Decimal(0), day(starts), day(ends))
    known = Held("f", held, own.balance, own.balance, stated, Decimal(spent))
    assert register._state(own, known, AS_OF) == state
    place = register.Position(own, None, known, "USD", state, None, None)
    is_open = (starts or 0) <= 0 <= (0 if ends is None else ends)
    assert place.can_be_spent(AS_OF) is (is_open and held != 0 and held != -1)
