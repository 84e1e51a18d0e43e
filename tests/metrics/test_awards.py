"""What an award paid: books before splits before rules, and every cost is accounted for."""

from datetime import date
from decimal import Decimal

import pytest
from award_facts import PAY_DAY, award, deciding, rule, spent, split
from hypothesis import given
from hypothesis import strategies as st
from runway_records import balance, cost, fund, info, planned

from metrics.awards import charges, position, rated
from metrics.awards.charges import Charge, Unassigned, decided
from metrics.awards.costs import costs
from metrics.awards.position import LinePosition
from metrics.awards.register import Line, Payment, Rate
from warehouse import records
from warehouse.records import (
    AwardLine,
    AwardPayment,
    AwardRevision,
    BillingFile,
    BookedCost,
    ChargeRule,
    CostSplit,
    CostSplitShare,
    LineRate,
    LineRateBase,
)

TODAY = date(2026, 9, 17)
D = Decimal


def booked(amount, code="EF-1", line="5100", day=PAY_DAY, category="people", currency="USD"):
    return BookedCost(day, "pay", category, code, line, currency, D(amount), 1, "pay.csv")


def test_the_books_decide_before_a_split_and_a_split_before_a_rule():
    every = deciding(
        award("a"), award("b"), award("c"), splits=[split({"b": D(1)}, category="cloud")],
        rules=[rule("c", account="bank")],
    )  # fmt: skip
    by_books = spent(3, project="A", origin="ledger")
    by_split, by_rule = spent(3), spent(3, category="travel")
    assert [*decided(by_books, every), *decided(by_split, every), *decided(by_rule, every)] == [
        Charge("a", PAY_DAY, "", D(3), "booked", "cost", None, by_books),
        Charge("b", PAY_DAY, "", D(3), "entered", "cost", "@sorrel, hours", by_split),
        Charge("c", PAY_DAY, "", D(3), "by_rule", "cost", "letter", by_rule),
    ]


def test_a_project_of_a_bill_is_no_code_of_the_books():
    of_bill = spent(3, project="a")
    assert [*decided(of_bill, deciding(award("a")))] == [Unassigned(of_bill, D(3), "no_rule")]


@pytest.mark.parametrize("account", ["expenses:travel:a", "A", "a : hotel"])
def test_an_account_of_the_books_may_be_the_code_or_hold_it(account):
    of_books = spent(3, service=account, origin="books")
    assert [each.how for each in decided(of_books, deciding(award("a")))] == ["booked"]


def test_a_code_that_no_award_has_is_not_charged_by_a_rule():
    other = spent(3, project="another", origin="books")
    every = deciding(award("a"), rules=[rule("a", category="cloud")])
    assert [*decided(other, every)] == [Unassigned(other, D(3), "unknown_code")]


@pytest.mark.parametrize(
    ("day", "origin", "reason"),
    [
        (date(2025, 9, 2), "bill", None),  # within the pre-award days
        (date(2025, 9, 1), "bill", "outside_days"),
        (date(2026, 1, 10), "bill", "outside_days"),
        (date(2026, 1, 10), "books", None),  # the books pay off what was committed
        (date(2026, 1, 31), "books", "outside_days"),
    ],
)
def test_a_cost_outside_the_days_of_its_award_is_unassigned_with_that_reason(day, origin, reason):
    own = award(
        "a", starts_on=date(2025, 10, 2), ends_on=date(2025, 12, 31), pre_award_days=30,
        liquidation_days=30,
    )  # fmt: skip
    one = spent(3, day, origin=origin, project="a")
    found = [*decided(one, deciding(own, rules=[rule("a", category="cloud")]))]
    assert [getattr(each, "reason", None) for each in found] == [reason]
    assert not reason or found == [Unassigned(one, D(3), "outside_days", "a")]


def test_no_cost_is_converted_into_the_currency_of_its_award():
    francs = spent(3, currency="CHF")
    every = deciding(award("a"), rules=[rule("a", category="cloud")])
    assert [*decided(francs, every)] == [Unassigned(francs, D(3), "currency", "a")]


def test_credits_pay_for_what_credits_paid_and_cash_for_the_rest(build):
    db = build([
        fund("cash"), fund("credits", kind="credits"), info(TODAY),
        cost(PAY_DAY, "100"), cost(PAY_DAY, "-80", charge="Credit"),
        ChargeRule(1, "cash", None, "cloud", None, None, None, None, None, None),
        ChargeRule(2, "credits", None, "cloud", None, None, None, None, None, None),
    ])  # fmt: skip
    found = charges.charges(db)
    assert {each.fund_id: each.amount for each in found.charges} == {"cash": 20, "credits": 80}
    assert found.unassigned == ()


def test_a_part_of_a_bill_is_not_charged_where_its_credits_stand_apart(build):
    credits = records_of(cost(PAY_DAY, "-80", charge="Credit"), None)
    db = build([
        fund("cash"), info(TODAY), records_of(cost(PAY_DAY, "100"), "hub"), credits,
        records_of(cost(date(2026, 7, 1), "7"), "hub"),
        ChargeRule(1, "cash", None, None, None, None, "hub", None, None, None),
    ])  # fmt: skip
    found = charges.charges(db)
    assert [(each.day, each.amount) for each in found.charges] == [(date(2026, 7, 1), 7)]
    assert sorted((each.reason, each.cost.means, each.amount) for each in found.unassigned) == [
        ("credits_apart", "cash", 100), ("no_rule", "cash", -80), ("no_rule", "credits", 80),
    ]  # fmt: skip


def test_what_books_hold_is_not_charged_again_from_a_bill(build):
    db = build([
        fund("a"), records.Award("a", codes=["EF-1"]), info(TODAY), booked(40),
        cost(date(2026, 8, 3), "40", category="people"),
        cost(date(2026, 7, 3), "40", category="people"),
        ChargeRule(1, "a", None, "people", None, None, None, None, None, None),
    ])  # fmt: skip
    found = charges.charges(db)
    assert [(each.day, each.how) for each in found.charges] == [
        (date(2026, 7, 3), "by_rule"), (PAY_DAY, "booked"),
    ]  # fmt: skip
    assert [(each.cost.day, each.reason) for each in found.unassigned] == [
        (date(2026, 8, 3), "in_books")
    ]


def test_a_bill_and_a_ledger_are_told_apart_by_their_files(build):
    bill = BillingFile("bill.csv", "x", "a", 1, 1, 0, 0, None, None, None, "")
    code = records.Award("a", codes=["hub"])
    line = cost(PAY_DAY, "3")
    for known, how in (([bill], []), ([], ["booked"])):
        db = build([fund("a"), code, *known, info(TODAY), records_of(line, "hub")])
        assert [each.how for each in charges.charges(db).charges] == how


PROJECTS = [f"p{n}" for n in range(50)]


@pytest.mark.parametrize("naming", ["nothing", "a rule", "a split", "a line", "a line's code"])
def test_of_a_bills_projects_only_those_stay_that_something_names(build, naming):
    bill = BillingFile("bill.csv", "x", "a", 1, 1, 0, 0, None, None, None, "")
    by = {
        "nothing": [],
        "a rule": [ChargeRule(1, "a", None, None, None, None, "P7", None, None, None)],
        "a split": [CostSplit(1, None, None, None, "P7", None, None, "hours", "@sorrel", None)],
        "a line": [AwardLine("a", 1, "P7", "cost", D(100))],
        "a line's code": [AwardLine("a", 1, "Hub", "cost", D(100), ["P7"])],
    }[naming]  # fmt: skip
    lines = [records_of(cost(PAY_DAY, "2"), project) for project in PROJECTS]
    found = [
        (e.project, e.amount) for e in costs(build([fund("a"), bill, info(TODAY), *lines, *by]))
    ]
    whole = [(None, 100)] if naming == "nothing" else [("p7", 2), (None, 98)]
    assert sorted(found, key=str) == sorted(whole, key=str)


def records_of(line, project):
    values = {name: getattr(line, name) for name in type(line).__dataclass_fields__}
    return records.CostDaily(**values | {"sub_account": project})


def test_a_planned_cost_is_never_charged(build):
    db = build([
        fund("a"), planned("500", date(2026, 1, 1)), info(TODAY),
        ChargeRule(1, "a", None, "cloud", None, None, None, None, None, None),
    ])  # fmt: skip
    assert charges.charges(db) == charges.Charges((), ())


AWARDS = (
    award("a", starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30)),
    award("b", lines=(Line("Cloud", "cloud", D(9), [], ["cloud"]),)),
    award("c", kind="credits"),
    award("d", currency="CHF"),
)
COSTS = st.lists(
    st.builds(
        spent,
        st.decimals(-(10**9), 10**9, places=20),
        st.dates(date(2026, 1, 1), date(2026, 9, 1)),
        category=st.sampled_from(["cloud", "people", None]),
        project=st.sampled_from(["a", "B", "other", None]),
        currency=st.sampled_from(["USD", "CHF"]),
        means=st.sampled_from(["cash", "credits"]),
        origin=st.sampled_from(["bill", "ledger", "books"]),
    )
)
SHARES = st.lists(st.decimals(0, D("0.25"), places=6), min_size=4, max_size=4)


@given(COSTS, SHARES, st.sampled_from(["cloud", "people"]))
def test_what_is_charged_and_what_is_not_are_all_costs(costs, shares, category):
    every = deciding(
        *AWARDS, splits=[split(dict(zip("abcd", shares, strict=True)), category=category)],
        rules=[rule("c", category="cloud"), rule("b", category="cloud", ends_on=date(2026, 5, 1))],
        in_books=frozenset({("people", 2026, 3)}),
    )  # fmt: skip
    with charges.localcontext(charges.EXACT):  # as charges() decides
        parts = [part for each in costs for part in decided(each, every)]
        for code in ("USD", "CHF"):
            split_up = sum((p.amount for p in parts if p.cost.currency == code), D(0))
            assert split_up == sum((c.amount for c in costs if c.currency == code), D(0))
    for each in parts:
        if isinstance(each, Charge):
            own = every.by_id[each.fund_id]
            assert own.currency == each.cost.currency
            is_of_credits = each.cost.means == "credits"
            assert each.cost.origin == "books" or (own.kind == "credits") is is_of_credits
            assert (own.starts_on or each.day) <= each.day <= (own.ends_on or each.day)


def test_a_rate_counts_only_the_first_of_a_subaward_on_the_days_of_the_rate():
    own = award("a", rates=(
        Rate("Indirect", D("0.1"), {"Sub": D(25), "Travel": None}, date(2026, 2, 1), None, "NICRA",
             None),
    ))  # fmt: skip
    moved = [
        (date(2026, 1, 5), "Sub", D(20)), (date(2026, 3, 5), "Sub", D(20)),
        (date(2026, 4, 5), "Sub", D(20)), (date(2026, 4, 6), "Travel", D(100)),
        (date(2026, 4, 7), "Equipment", D(900)),
    ]  # fmt: skip
    assert [*rated.rated(own, moved)] == [
        (date(2026, 3, 5), "Indirect", D("0.5"), "rate", "NICRA"),
        (date(2026, 4, 6), "Indirect", D("10.0"), "rate", "NICRA"),
    ]


def test_rates_rest_on_each_other_in_their_order_and_give_way_to_the_books():
    own = award("a", rates=(
        Rate("Fringe", D("0.25"), {"People": None}, None, None, None, None),
        Rate("Indirect", D("0.1"), {"People": None, "Fringe": None}, None, None, None, None),
    ))  # fmt: skip
    moved = [
        (date(2026, 1, 31), "People", D(100)), (date(2026, 2, 15), "People", D(100)),
        (date(2026, 2, 28), "Fringe", D(30)),
    ]  # fmt: skip
    assert [each[:3] for each in rated.rated(own, moved)] == [
        (date(2026, 1, 31), "Fringe", D(25)),
        (date(2026, 1, 31), "Indirect", D("2.5")),
        (date(2026, 1, 31), "Indirect", D(10)),
        (date(2026, 2, 15), "Indirect", D(10)),
        (date(2026, 2, 28), "Indirect", D(3)),
    ]


def test_what_rates_charge_for_one_day_comes_by_the_names_of_the_lines():
    rate = Rate("Indirect", D(1), {"B": None, "A": D(6)}, None, None, None, None)
    own = award("a", rates=(rate,))
    moved = [(PAY_DAY, "B", D(1)), (PAY_DAY, "A", D(5)), (PAY_DAY, "A", D(3))]
    assert [each[2] for each in rated.rated(own, moved)] == [D(5), D(1), D(1)]


def test_a_fee_is_charged_on_spending_or_taken_from_what_was_received():
    moved = [(date(2026, 1, 31), "People", D(100))]
    on_spending = award("a", overhead_rate=D("0.15"))
    assert [*rated.rated(on_spending, moved)] == [(date(2026, 1, 31), "", D(15), "fee", None)]
    paid = [
        Payment(D(1000), "received", date(2026, 1, 2), None),
        Payment(D(1000), "to_come", date(2026, 7, 2), None),
    ]
    on_receipt = award("a", fee_rate=D("0.1"), payments=paid)
    assert [*rated.rated(on_receipt, moved)] == [(date(2026, 1, 2), "", D(100), "fee", None)]


GRANT = [
    records.Fund("a", "Grant", "grant", "USD", D(1000), date(2026, 1, 1), date(2026, 12, 31), [],
                 D(0), D(0), None, None, None, None),
    records.Award("a", codes=["EF-1"]),
    AwardLine("a", 1, "People", "people", D(600), ["5100"], [], 3),
    AwardLine("a", 2, "Fringe", "fringe", D(150), [], [], 2),
    AwardLine("a", 3, "Cloud", "cloud", D(250), [], ["cloud"]),
    AwardRevision("a", date(2026, 7, 1), "Cloud", D(100)),
    AwardRevision("a", date(2026, 7, 1), "People", D(750)),
    LineRate(1, "a", "Fringe", D("0.25")),
    LineRateBase(1, "People"),
    AwardPayment("a", D(400), "received", date(2026, 2, 1)),
    AwardPayment("a", D(600), "received", date(2026, 8, 1)),
    booked(200, day=date(2026, 5, 31)), booked(100, day=date(2026, 8, 31)),
    CostSplit(1, "cloud", None, None, None, None, None, "hours", "@sorrel", None),
    CostSplitShare(1, "a", D("0.5")),
    cost(date(2026, 8, 3), "333.33"),
    info(TODAY),
]  # fmt: skip


def test_an_award_line_by_line_over_the_period_of_a_report(build):
    db = build([*GRANT, balance("a", PAY_DAY, "450")])
    found = position.position(db, fund="a", first=date(2026, 7, 1), last=PAY_DAY)
    assert found.lines == (
        LinePosition("People", "people", D(750), D(200), D(100), ("booked",)),
        LinePosition("Fringe", "fringe", D(150), D(50), D(25), ("by_rule",), (), few_people=True),
        LinePosition(
            "Cloud", "cloud", D(100), D(0), D("166.66"), ("entered",), ("@sorrel, hours",)
        ),
    )
    assert found.lines[2].remaining == D("-66.66")
    assert found.total.cumulative == D("541.66")
    assert (found.spent_stated, found.not_explained) == (D(550), D("8.34"))
    assert found.is_provisional
    assert (found.received, found.revision.number) == (D(1000), 1)


def test_a_period_before_a_revision_has_the_budget_of_that_time(build):
    db = build(GRANT)
    found = position.position(db, fund="a", last=date(2026, 6, 30))
    assert [line.approved for line in found.lines] == [D(600), D(150), D(250)]
    assert (found.total.cumulative, found.received) == (D(250), D(400))
    assert (found.statement, found.not_explained) == (None, None)


def test_no_charge_depends_on_a_balance(build):
    charged = [
        charges.charges(build([*GRANT, balance("a", PAY_DAY, left)])) for left in ("0", "999")
    ]
    assert charged[0] == charged[1]


def test_a_cost_of_no_line_is_a_row_of_its_own(build):
    found = position.position(build([*GRANT, booked(7, line="6100 Travel")]), fund="a")
    assert found.lines[-1] == LinePosition("", "other", None, D(0), D(7), ("booked",))


@pytest.mark.parametrize(
    ("rules", "charged", "asked"),
    [
        ({}, 11001, True), ({}, 11000, False), ({}, 9000, False),
        ({"rebudget_share": D(0), "rebudget_floor": D(0)}, 10001, True),
        ({"rebudget_share": D("0.25")}, 12000, False),
    ],
)  # fmt: skip
def test_a_line_far_above_its_budget_wants_a_reason(rules, charged, asked):
    line = LinePosition("Travel", "travel", D(10000), D(0), D(charged))
    assert position.variance_asked(line, award("a", **rules)) is asked


def test_a_line_of_few_people_cannot_be_had_from_the_others_and_the_total(build):
    found = position.position(build(GRANT), fund="a")
    lines = position.merged(found.lines)
    assert lines == (
        LinePosition("", "people", D(900), D(0), D(375), ("booked", "by_rule")),
        found.lines[2],
    )
    assert sum(line.cumulative for line in lines) == found.total.cumulative


def lead(before, now):
    return LinePosition("Lead", "people", D(100), D(before), D(now), few_people=True)


def other(name, before, now):
    return LinePosition(name, "travel", D(10), D(before), D(now))


@pytest.mark.parametrize(
    ("others", "hidden"),
    [
        ([other("A", 5, 50), other("B", 5, 7)], {"Lead", "A"}),
        ([other("A", 0, 50), other("B", 5, 7)], {"Lead", "A", "B"}),  # A alone hides no `before`
        ([other("A", 0, 50), other("B", 0, 7)], None),
        ([], None),
    ],
)  # fmt: skip
def test_a_line_of_few_people_hides_behind_lines_that_have_something_wherever_it_has(
    others, hidden
):
    lines = (lead(20, 30), *others)
    found = position.merged(lines)
    if hidden is None:
        assert found is None
    else:
        of_hidden = [line for line in lines if line.name in hidden]
        assert found[0] == LinePosition(
            "", "people", sum(line.approved for line in of_hidden),
            sum(line.before for line in of_hidden), sum(line.this_period for line in of_hidden),
        )  # fmt: skip
        assert {line.name for line in found[1:]} == {line.name for line in others} - hidden


def test_a_line_of_few_people_that_paid_nothing_hides_nothing():
    lines = (LinePosition("Lead", "people", None, D(0), D(0), few_people=True), other("A", 1, 2))
    assert position.merged(lines) == lines
