"""What rules and splits say of the days to come, from whole builds, and what pages say of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from award_facts import award as award_of
from award_facts import deciding, spent
from award_facts import rule as rule_of
from award_facts import split as split_of
from runway_records import balance, cost, every_day, fund, info, planned

from metrics.awards.position import position
from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.engine import Ruled
from metrics.runway.extension_request import extension_request, latest
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import inputs
from metrics.runway.inputs.paid_first import _shares
from metrics.runway.outlook import outlook
from metrics.runway.whatif import WhatIf
from warehouse.records import Award, BookedCost, ChargeRule, CostSplit, CostSplitShare, Rate
from wording import award, runway

D = Decimal
AS_OF = date(2026, 7, 31)
BILLS = every_day(date(2026, 1, 1), AS_OF, "10")
FUNDS = [
    fund("soon", ends=date(2026, 12, 31)), fund("gifts", "donation"),
    balance("soon", AS_OF, 3000), balance("gifts", AS_OF, 3000), info(AS_OF),
]  # fmt: skip
CREDITS = [fund("credits", "credits", pays=["cloud"]), balance("credits", AS_OF, 500)]
FROM, TO = date(2026, 10, 16), date(2026, 11, 15)


def rule(number, fund_id, category="cloud", account=None, project=None, starts=None, ends=None):
    return ChargeRule(number, fund_id, None, category, account, None, project, starts, ends, None)


def split(ends=None, **shares):
    about = CostSplit(1, "cloud", None, None, None, None, ends, "hours", "@sorrel", None)
    return [about, *(CostSplitShare(1, name, D(share)) for name, share in shares.items())]


def of_account(amount, account, project=None):
    return [replace(each, account=account, sub_account=project)
            for each in every_day(date(2026, 1, 1), AS_OF, amount)]  # fmt: skip


PAY = BookedCost(date(2026, 7, 15), "Pay", "people", "G", None, "USD", D(150), 1, "pay.csv")
IN_EUR = [fund("euro", currency="EUR"), balance("euro", AS_OF, 900),
          Rate("EUR", "USD", date(2026, 1, 1), D("1.1"), None)]  # fmt: skip
SAID = {
    "no rule": ([*BILLS], ()),
    "a rule": ([*BILLS, rule(1, "gifts")], [Ruled("cloud", ("gifts",))]),
    "the first of two rules": (
        [*BILLS, rule(1, "gifts"), rule(2, "soon")], [Ruled("cloud", ("gifts",))],
    ),
    "a rule for what nobody spends": ([*BILLS, rule(1, "gifts", "travel")], ()),
    "a rule for one of two accounts": (
        [*of_account("7.5", "a"), *of_account("2.5", "b"), rule(1, "gifts", account="b")],
        [Ruled("cloud", ("gifts",), D("0.25"))],
    ),
    "a rule for a project": (
        [*of_account("6", "a", "hub"), *of_account("4", "a", "docs"),
         rule(1, "gifts", project="Hub")],
        [Ruled("cloud", ("gifts",), D("0.6"))],
    ),
    "the newest month says how a category is made up": (
        [*every_day(date(2026, 1, 1), date(2026, 6, 30), "10"),
         *[e for e in of_account("10", "b") if e.day >= date(2026, 7, 1)],
         rule(1, "gifts", account="b")],
        [Ruled("cloud", ("gifts",))],
    ),
    "a rule that ended yesterday": ([*BILLS, rule(1, "gifts", ends=AS_OF)], ()),
    "a rule that begins and ends, before another": (
        [*BILLS, rule(1, "gifts", starts=FROM, ends=TO), rule(2, "soon")],
        [Ruled("cloud", ("soon",), ends_on=date(2026, 10, 15)),
         Ruled("cloud", ("gifts",), D(1), FROM, TO),
         Ruled("cloud", ("soon",), starts_on=date(2026, 11, 16))],
    ),
    "a split while it lasts, then a rule": (
        [*BILLS, *split(TO, gifts="0.4", soon="0.5"), rule(1, "gifts")],
        [Ruled("cloud", ("gifts",), D("0.4"), None, TO),
         Ruled("cloud", ("soon",), D("0.5"), None, TO),
         Ruled("cloud", ("gifts",), D(1), date(2026, 11, 16))],
    ),
    "credits come off the bill before a rule says who pays in cash": (
        [*CREDITS, *BILLS, rule(1, "gifts")], [Ruled("cloud", ("credits", "gifts"))],
    ),
    "a rule for credits, and one for cash": (
        [*CREDITS, *BILLS, rule(1, "credits"), rule(2, "gifts")],
        [Ruled("cloud", ("credits", "gifts"))],
    ),
    "a rule for credits alone": (
        [*CREDITS, *BILLS, rule(1, "credits")], [Ruled("cloud", ("credits",))],
    ),
    "by project, where the bill's credits stand apart and name none": (
        [*CREDITS, *every_day(date(2026, 1, 1), AS_OF, "-4", charge="Credit"),
         *of_account("5", "a", "hub"), *of_account("5", "a", "docs"),
         rule(1, "gifts", project="hub")],
        (),
    ),
    "an award in another currency without a rule for it": ([*IN_EUR, *BILLS, rule(1, "euro")], ()),
    "an award in another currency by the rate of the month": (
        [*IN_EUR, *BILLS, rule(1, "euro"), Award("euro", rate="month")],
        [Ruled("cloud", ("euro",))],
    ),
    "bills in another currency weigh by the rate of their day": (
        [*IN_EUR, *of_account("11", "a"),
         *[replace(each, currency="EUR") for each in of_account("10", "b")],
         rule(1, "gifts", account="a")],
        [Ruled("cloud", ("gifts",), D("0.5"))],
    ),
    "what is only planned, by its category": (
        [planned(300, date(2026, 8, 1), "people"), rule(1, "gifts", "people")],
        [Ruled("people", ("gifts",))],
    ),
    "what is only planned has no account": (
        [planned(300, date(2026, 8, 1), "people"), rule(1, "gifts", "people", account="a")], (),
    ),
    "the code of the books is of the past": (
        [PAY, Award("gifts", codes=["G"]), planned(300, date(2026, 1, 1), "people"),
         rule(1, "soon", "people")], (),
    ),
    "books without a code go by the rule": (
        [replace(PAY, code=None), planned(300, date(2026, 1, 1), "people"),
         rule(1, "gifts", "people")],
        [Ruled("people", ("gifts",))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_rules_say_of_the_days_to_come(name, build):
    records, wanted = SAID[name]
    assert inputs(build([*FUNDS, *records]).cursor()).case.ruled == tuple(wanted)


TEN_A_DAY = planned(10, date(2026, 1, 1), per="day")
PEOPLE = planned(300, date(2026, 1, 1), "people")
RICH = [*(each for each in FUNDS if each != balance("gifts", AS_OF, 3000)),
        balance("gifts", AS_OF, 30_000)]  # fmt: skip


def test_the_runway_its_lapse_and_its_sentence_are_of_the_plan_that_rules_bind(build):
    """3,000 of soon end with the year, 153 days at 10; gifts pay 300 days by rule from 1 August."""
    free, bound = (
        outlook(build([*FUNDS, TEN_A_DAY, *more]).cursor()) for more in ((), [rule(1, "gifts")])
    )
    assert (free.plan.money_out_date, free.likely) == (date(2027, 10, 28), date(2027, 10, 28))
    assert (bound.plan.money_out_date, bound.likely) == (date(2027, 5, 28), date(2027, 5, 28))
    assert bound.out_without_moves == date(2027, 5, 28)
    assert (free.by_rule, bound.by_rule.days, bound.by_rule.out) == (None, 153, date(2027, 10, 28))
    assert [{each.fund_id: each.lapse for each in found.funds} for found in (free, bound)] == [
        {"gifts": 0, "soon": 1470}, {"gifts": 0, "soon": 3000},
    ]  # fmt: skip
    assert runway.by_rule(free) == ""
    assert runway.because(bound) == (
        "It runs out because the balances are used up. Before that, about 3,000 USD of the soon "
        "expires unspent. By the team's own rules of who pays, cloud goes to the gifts before the "
        "soon; without these rules the money would last 5 months longer."
    )


def test_the_page_of_an_award_says_to_whom_its_rules_leave_what(build):
    db = build([*FUNDS, TEN_A_DAY, rule(1, "gifts")]).cursor()
    left_to = outlook(db).by_rule.left_to
    facts = award.Facts(position(db, fund="soon"), D(3000), left_to=left_to)
    assert str(award.page(replace(facts, is_editor=True)).answer.claim) == (
        "About 3,000 USD will be left when the award ends on 31 December 2026: by the team's own "
        "rules of who pays, cloud goes to the gifts first."
    )


def test_a_scenario_keeps_the_rules_and_moves_the_days_of_a_fund(build):
    db = build([*FUNDS, TEN_A_DAY, rule(1, "soon")]).cursor()
    found = outlook(db, what_if=WhatIf(extend=(("soon", 12),)))
    last = {p.fund_id: p.period[1] for p in found.plan.payments if p.by_rule}
    assert set(last) == {"soon"}
    assert last["soon"] > date(2026, 12, 31)


def test_an_extension_buys_the_months_of_what_no_rule_gives_to_others(build):
    """soon pays 153 days of people, 1,508; what is left pays 151 days of them, not of both."""
    free, bound = (
        outlook(build([*RICH, TEN_A_DAY, PEOPLE, *more]).cursor()).extensions[0]
        for more in ((), [rule(1, "gifts")])
    )
    assert (round(free.left[1]), round(bound.left[1])) == (0, 1492)
    assert (round(free.needed, 2), round(bound.needed, 2)) == (0, D("4.97"))


def test_credits_that_run_longer_pay_before_the_cash_that_a_rule_names(build):
    """1,600 of credits pay 153 days of cloud; the 70 left pay 7 days more, before the gifts do."""
    credits = [fund("credits", "credits", pays=["cloud"], ends=date(2026, 12, 31)),
               balance("credits", AS_OF, 1600)]  # fmt: skip
    found = outlook(build([*RICH, *credits, TEN_A_DAY, rule(1, "gifts")]).cursor())
    own = next(each for each in found.extensions if each.rule.fund_id == "credits")
    assert (round(own.left[1]), round(own.needed * DAYS_PER_MONTH)) == (70, 7)
    assert [(e.fund_id, e.category, e.payer_id) for e in found.by_rule.left_to] == []


def test_a_letter_asks_for_what_the_fund_pays_and_no_rule_gives_to_others(build):
    grant = fund("grant", ends=date(2026, 12, 31), extension_months=12, work="the hub",
                 work_months=D(3))  # fmt: skip
    records = [
        grant, balance("grant", AS_OF, 9000), fund("gifts", "donation"),
        balance("gifts", AS_OF, 30_000), info(AS_OF), TEN_A_DAY, PEOPLE,
    ]  # fmt: skip
    asked = [
        {each.category: (round(each.to_end), round(each.after)) for each in found.paid}
        for more in ((), [rule(1, "gifts")])
        for found in [extension_request(build([*records, *more]).cursor(), fund="grant")]
    ]
    assert asked == [{"cloud": (1530, 900), "people": (1508, 887)}, {"people": (1508, 887)}]


def test_a_letter_asks_for_nothing_that_its_fund_may_not_pay(build):
    grant = fund("grant", ends=date(2026, 12, 31), pays=["cloud"], extension_months=12,
                 work="the hub", work_months=D(3))  # fmt: skip
    found = extension_request(build([
        grant, balance("grant", AS_OF, 9000), fund("gifts", "donation"),
        balance("gifts", AS_OF, 30_000), info(AS_OF), TEN_A_DAY, PEOPLE,
    ]).cursor(), fund="grant")  # fmt: skip
    assert [(each.category, round(each.to_end), round(each.after)) for each in found.paid] == [
        ("cloud", 1530, 900)
    ]


@pytest.mark.parametrize(
    ("months", "work", "last"),
    [
        (12, D(3), date(2027, 3, 31)),  # the work is done before
        (2, D(3), date(2027, 2, 28)),
        (None, D(3), date(2027, 3, 31)),
        (6, None, date(2027, 6, 30)),
        (None, None, None),
    ],
)
def test_the_latest_end_is_that_of_the_work_inside_what_the_rule_allows(months, work, last):
    about = (None, 0, None, None, work, None, None, None, None, None)
    known = Rule("grant", "Grant", "grant", "USD", D(0), date(2026, 12, 31), months, *about)
    assert latest(known) == last


def test_a_credit_of_days_to_come_is_no_bill_of_them(build):
    credits = [cost(date(2026, 8, day), "-3", charge="Credit") for day in range(1, 6)]
    spent = inputs(build([*BILLS, *credits, *FUNDS[:4], info(date(2026, 8, 20))]).cursor()).spent
    assert (spent.newest, spent.to) == (date(2026, 7, 31), date(2026, 7, 29))


def test_costs_of_one_day_are_no_guess_of_the_month(build):
    """A refund in the newest month is set against its account, and never a negative share."""
    refund = replace(cost(date(2026, 7, 20), "-500"), account="b")
    records = [
        *of_account("7.5", "a"),
        *of_account("2.5", "b"),
        refund,
        rule(1, "gifts", account="b"),
    ]
    assert inputs(build([*FUNDS, *records]).cursor()).case.ruled == ()


def test_the_burns_of_a_runway_are_those_of_one_three_and_six_months(build):
    bills = [*every_day(date(2025, 12, 1), date(2026, 2, 25), "10"),
             *every_day(date(2026, 2, 26), date(2026, 5, 31), "20"),
             *every_day(date(2026, 6, 1), AS_OF, "40")]  # fmt: skip
    found = inputs(build([*bills, *FUNDS]).cursor())
    assert found.spent.to == date(2026, 7, 29)
    assert [each / DAYS_PER_MONTH for each in found.burns] == [
        D(40), D(59 * 40 + 32 * 20) / 91, D(59 * 40 + 95 * 20 + 27 * 10) / 181,
    ]  # fmt: skip
    euros = every_day(date(2026, 1, 1), AS_OF, "10", currency="EUR")
    rate = Rate("EUR", "USD", date(2025, 1, 1), D("1.1"), None)
    assert inputs(build([*bills, *euros, rate, *FUNDS]).cursor()).burns == ()


def test_a_fund_that_the_runway_does_not_hold_has_no_share_of_what_comes():
    cost_ = spent(3, day=AS_OF, category="cloud")
    by = deciding(award_of("a"), award_of("b"), splits=[split_of({"a": D("0.3"), "b": D("0.5")})])
    assert _shares(cost_, TO, "cash", by, {"a", "b"}) == [
        ("a", D("0.3")), ("b", D("0.5")), (None, D("0.2")),
    ]  # fmt: skip
    assert _shares(cost_, TO, "cash", by, {"b"}) == [("b", D("0.5")), (None, D("0.5"))]
    assert _shares(cost_, TO, None, by, {"a", "b"}) == [(None, D(1))]
    whole = deciding(award_of("a"), rules=[rule_of("a", category="cloud")])
    assert _shares(cost_, TO, "cash", whole, {"a"}) == [("a", D(1))]
    for rate, shares in ((None, [(None, D(1))]), ("bank", [("a", D(1))])):
        foreign = deciding(award_of("a", currency="EUR", rate=rate), rules=[rule_of("a")])
        assert _shares(cost_, TO, "cash", foreign, {"a"}) == shares
