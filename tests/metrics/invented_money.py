"""What the team of tests/metrics/invented_teams.py was billed, holds, plans and was awarded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bill_records import cost, days
from runway_records import balance, fund, planned

from warehouse.records import (
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    AwardPayment,
    AwardReport,
    AwardRevision,
    BillingFile,
    BillingQuestion,
    BillingQuestionDay,
    BillingRefused,
    BookedCost,
    BudgetMonth,
    ChargeRule,
    CostSplit,
    CostSplitShare,
    FundCap,
    FunderCall,
    FundingSetting,
    Headline,
    IncomeDaily,
    Invoice,
    LineRate,
    LineRateBase,
    OfficialRate,
    PendingAward,
    Rate,
    Reject,
    Scenario,
    SentAmount,
    SentReport,
    SpendEvent,
)

D = Decimal
DAY = timedelta(days=1)


def bills(as_of: date) -> Iterator[Any]:
    """A cloud with credits and a plan a month, a rack by the month, euros, and a silent account."""
    first = date(2025, 8, 1)
    for n in range((as_of - first).days - 1):
        day = first + n * DAY
        level = 60 if day < date(2026, 4, 1) else 84
        spike = 170 if day == date(2026, 8, 20) else 0
        yield cost(day, f"{level + n % 7 + spike}.25")
        yield cost(day, f"{9 + n % 3}.10", service="storage", sub_account="lab", region="eu")
        yield cost(day, "-41.5", charge_category="Credit", credit_kind="promotion")
        if n % 5 == 0:
            yield cost(day, "-1.05", charge_category="Credit", credit_kind="discount")
        if day.day == 1:
            yield cost(day, "20", service="uplink", lines=1)
    for month in (date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)):
        length = ((month + 31 * DAY).replace(day=1) - month).days
        plan = {"service": "support", "charge_category": "Purchase", "sub_account": None}
        yield cost(month, D(62) / length, **plan)
        yield from days(month + DAY, length - 1, D(62) / length, **plan, lines=0)
    rack = {"account": "rack", "category": "hosting", "provider": "Ironbridge", "service": None,
            "sub_account": None, "source_file": "rack.csv"}  # fmt: skip
    yield from (cost(date(2026, n, 28), f"{210 + n}", **rack) for n in range(1, 9))
    euros = {"account": "meer", "provider": None, "service": "machine", "currency": "EUR",
             "source_file": "meer.csv"}  # fmt: skip
    yield from (c for n in range(1, 9) for c in days(date(2026, n, 1), 28, "3.5", **euros))
    old = {"account": "old", "service": "compute", "source_file": "old.csv", "currency": None}
    yield from days(date(2026, 6, 5), 40, "2", **old)  # silent for 62 days before the others end


QUESTION = BillingQuestion(
    "gcp: overlap", "overlap", "gcp", ["a.csv", "b.csv"], date(2026, 7, 1), date(2026, 7, 31),
    "USD", "both", D(372), D(62), D(310), 1, True, False, True, "compare them", "[[answer]]\n",
    date(2026, 8, 2),
)  # fmt: skip


def about_bills(as_of: date) -> Iterator[Any]:
    july, august = date(2026, 7, 1), date(2026, 8, 1)
    yield BillingFile(
        "bill.csv", "focus", "gcp", 90, 88, 2, 1, date(2025, 8, 1), as_of - 2 * DAY, None, "a" * 64,
        D("40010.5"), D("40010.51"),
    )  # fmt: skip
    yield BillingFile(
        "rack.csv", "generic", "rack", 8, 8, 0, 0, date(2026, 1, 28), date(2026, 8, 31), True, "b",
        D(10), D("10.009"),
    )  # fmt: skip
    yield BillingFile("odd.csv", None, "odd", 3, 0, 3, 0, None, None, None, "c")
    yield from (
        Invoice("gcp", july, "USD", D("2400")), Invoice("gcp", july, "USD", D("12.5")),
        Invoice("gcp", date(2026, 9, 1), "USD", D(1)), Invoice("rack", august, "USD", D(218)),
    )  # fmt: skip
    yield QUESTION
    yield replace(
        QUESTION, question_id="meer: twice", account="meer", currency="EUR", amount=D(9),
        resting=True, weighty=False,
    )  # fmt: skip
    yield BillingQuestionDay("meer: twice", july, "meer", "cloud", "EUR", D(9))
    yield BillingRefused("bill.csv", "gcp", "EUR", "no day", 2, D("100.5"), True)
    yield BillingRefused("rack.csv", "rack", "USD", "no amount", 1, None, False)
    yield Reject("billing", "bill.csv", 7, "x;y", "no day")
    yield Reject("billing", "bill.csv", 9, "z", "no day")
    yield Reject("notes", "notes/team.md", 3, "? / ?", "2 parts")


def money(as_of: date) -> Iterator[Any]:
    """A grant with an extension, credits, gifts, help in kind, euros, one that is over."""
    yield fund(
        "grant", ends=as_of + 120 * DAY, starts=date(2025, 3, 1), pays=["people", "cloud"],
        extension_months=6, notice_days=45, office_days=10, work="Finish the audit",
        work_months=D("4.5"), funder="Wren Trust", priority=1, encumbered=D(250), awarded=D(96_000),
    )  # fmt: skip
    yield fund(
        "credits", "credits", as_of + 400 * DAY, ["cloud"], starts=date(2025, 7, 1), priority=2,
        credits_account="gcp", awarded=D(26_000), extension_months=0,
    )  # fmt: skip
    yield fund("gifts", "donation", fee="0.1")
    yield fund("rackspace", "in_kind", date(2027, 6, 30), ["hosting"], awarded=D(5_000))
    yield fund("meer", currency="EUR", ends=as_of + 60 * DAY, awarded=D(8_000),
               reimbursed_after_days=60, starts=date(2026, 1, 1))  # fmt: skip
    yield fund("over", ends=date(2026, 7, 31), awarded=D(4_000))
    yield fund("pound", "donation", currency="GBP")
    yield fund("promise", ends=as_of + 30 * DAY)
    yield fund("hope", "donation")
    yield FundCap("grant", "cloud", D(6_000))
    yield from (
        balance("grant", date(2026, 5, 31), "61000.5"), balance("grant", date(2026, 8, 31), 46_500),
        balance("credits", date(2026, 6, 30), "13000"), balance("gifts", date(2026, 7, 18), 7_250),
        balance("gifts", date(2025, 12, 31), 5_000), balance("over", date(2026, 7, 31), 130),
        balance("meer", date(2026, 8, 31), 6_000, confirmed=False),
        balance("pound", date(2026, 8, 1), 900), balance("pound", date(2026, 9, 1), None),
        balance("rackspace", date(2026, 8, 31), 2_000), balance("gifts", as_of + DAY, 1),
    )  # fmt: skip
    yield from plans(as_of)


def plans(as_of: date) -> Iterator[Any]:
    """What is planned and hoped for, rates, scenarios, income, what was published, a budget."""
    yield from (
        planned(4_800, date(2026, 1, 1), "people"),
        replace(planned(1_500, date(2026, 12, 5), "people", per="once"), name="Summit"),
        replace(planned(300, date(2026, 2, 1)), name="First guess", until_billed=True),
        replace(planned(100, date(2026, 10, 1), "tools", "EUR"), ends_on=date(2027, 3, 31)),
        planned(50, date(2026, 10, 1), "tools", "GBP"),
    )  # fmt: skip
    yield FundingSetting(24, 9, 3, ["people", "hosting"], claims="claims.csv")
    yield PendingAward(
        "wren2", "Wren Trust II", "grant", D(40_000), "USD", 0.6, date(2027, 1, 1),
        date(2027, 3, 31), date(2028, 3, 31), ["people"], D("0.05"), "autumn", "at_most_one",
    )  # fmt: skip
    yield PendingAward(
        "delta", "Delta", "grant", D(9_000), "EUR", 0.25, date(2026, 11, 1), call="autumn",
        call_rule="at_most_one",
    )  # fmt: skip
    yield SpendEvent("Larger machines", date(2026, 4, 1), "cloud")
    yield from (
        Rate("EUR", "USD", date(2026, 1, 1), D("1.08"), "bank"),
        Rate("EUR", "USD", date(2026, 9, 1), D("1.10"), "bank"),
    )
    yield from scenarios()
    for n in range(1, 9):
        yield IncomeDaily(date(2026, n, 3), "purse", "USD", D(110 + n), 1, "purse.csv", "gifts")
        yield IncomeDaily(date(2026, n, 1), "shop", "EUR", D(20), 1, "shop.csv")
    yield IncomeDaily(as_of + DAY, "purse", "USD", D(900), 1, "purse.csv", "gifts")
    yield IncomeDaily(as_of, "purse", "USD", D(9), 1, "purse.csv", "gifts")
    yield IncomeDaily(date(2026, 2, 10), "purse", "USD", D(48_000), 1, "purse.csv", "grant")
    for n, likely in enumerate((date(2027, 5, 2), date(2027, 4, 2), date(2027, 3, 9))):
        day = as_of - timedelta(days=28 * (3 - n))
        yield Headline(datetime.combine(day, datetime.min.time()), day, likely - 40 * DAY, likely,
                       likely + 60 * DAY, "range")  # fmt: skip
    for account, amount in (("cloud", 3_000), (None, 200)):
        yield BudgetMonth(date(2026, 8, 1), account, D(amount), "USD", "budget.csv")
        yield BudgetMonth(date(2026, 9, 1), account, D(amount) + 50, "USD", "budget.csv")


def scenarios() -> Iterator[Any]:
    nothing = Scenario(
        "", None, None, D(0), None, D(0), D(0), D(0), [], [], [], D(0), False,
    )  # fmt: skip
    yield replace(nothing, name="Half", category="cloud", from_on=date(2026, 11, 1), cut=D("0.5"))
    yield replace(
        nothing, name="More", award=D(9_000), award_pays_for=["cloud"], reserve=D(500),
        price_change=D("0.1"), sponsor_share=D("0.2"), sponsor_cap=D(3_000),
        extend_funds=["grant"], extend_months=[3], with_pending=True,
    )  # fmt: skip


def awards(as_of: date) -> Iterator[Any]:
    """The grant's budget, what books, splits and rules charge to it, and what was reported."""
    yield Award(
        "grant", "W-77", "Audit of a hub", signer="Pia Lund", codes=["W77"], paid="advance",
        pre_award_days=30, liquidation_days=60, rate="month", interest_kept=D(5),
        cost_share=D("0.1"), rebudget_share=D("0.05"), rebudget_floor=D(100), year_starts=7,
    )  # fmt: skip
    yield Award("meer", codes=["M1"], paid="reimbursed", rate="bank", liquidation_days=0)
    lines = (("People", "people", 60_000, ["6000"], ["people"], 4),
             ("Fringe", "fringe", 15_000, ["6100"], [], None),
             ("Cloud", "other", 15_000, [], ["cloud"], None),
             ("Overhead", "indirect", 6_000, [], [], None))  # fmt: skip
    for n, (name, kind, amount, codes, categories, persons) in enumerate(lines):
        yield AwardLine("grant", n, name, kind, D(amount), codes, categories, persons)
    yield AwardRevision("grant", date(2026, 3, 1), "Cloud", D(14_000), "Wren Trust", "mail")
    yield AwardRevision("grant", date(2026, 3, 1), "Overhead", D(7_000), "Wren Trust", "mail")
    yield LineRate(1, "grant", "Overhead", D("0.1"), date(2025, 3, 1), None, "letter")
    yield LineRateBase(1, "People", D(25_000))
    yield LineRateBase(1, "Fringe")
    yield AwardPayment("grant", D(48_000), "received", date(2026, 2, 10))
    yield AwardPayment("grant", D(48_000), "to_come", date(2026, 11, 1), "report")
    yield AwardPayment("meer", D(900), "claimed", date(2026, 6, 1))
    yield AwardReport("grant", "Interim", date(2026, 10, 31), date(2026, 1, 1), date(2026, 9, 30),
                      "pia")  # fmt: skip
    yield AwardClaim("meer", date(2026, 7, 5), date(2026, 6, 30), D(1_000), "letter")
    yield AwardInterest("grant", date(2026, 6, 30), D("6.5"), "USD")
    yield AwardInterest("grant", date(2026, 7, 1), D("4.5"), "USD")
    yield from charged(as_of)


def charged(as_of: date) -> Iterator[Any]:
    """What the books charge, and what a split and rules say of all other costs."""
    for n in range(1, 9):
        paid = date(2026, n, 28)
        yield BookedCost(paid, "books", "people", "W77", "6000", "USD", D(4_000), 2, "books.csv")
        yield BookedCost(paid, "books", None, "W77", "6100", "USD", D(900) + n, 1, "books.csv")
    yield BookedCost(date(2026, 5, 4), "books", "travel", "Z9", "7000", "USD", D(70), 1, "b.csv")
    yield BookedCost(date(2026, 5, 5), "books", "travel", "W77", "7000", "EUR", D(80), 1, "b.csv")
    yield BookedCost(
        date(2026, 5, 6), "books", "travel", "M1", "7000", "USD", D(110), 1, "b.csv", D(100), "EUR"
    )
    yield OfficialRate("EUR", "USD", date(2026, 5, 1), D("1.09"), "table")
    yield CostSplit(1, "hosting", None, None, None, date(2026, 3, 1), None, "hours", "@pia", None)
    yield CostSplitShare(1, "grant", D("0.6"))
    yield CostSplitShare(1, "gifts", D("0.3"))
    yield CostSplitShare(1, "over", D(0))
    yield ChargeRule(1, "credits", None, "cloud", "gcp", None, None, None, None, "letter")
    yield ChargeRule(2, "grant", "Cloud", "cloud", None, "machine", None, None, None, "plan")
    yield ChargeRule(3, "gifts", None, "cloud", "gcp", None, None, date(2026, 7, 1), None, None)
    yield SentReport("grant", date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 9), "report.json")
    for month in range(1, 7):
        yield SentAmount("grant", date(2026, 6, 30), "People", date(2026, month, 1), D(3_990))
    yield FunderCall("Autumn call", "Wren Trust", as_of + 20 * DAY, date(2027, 1, 15), "page")
    yield FunderCall("Spring call", "Wren Trust", as_of + 150 * DAY, date(2029, 8, 1))
    yield FunderCall("Closed call", None, as_of - DAY)
    yield FunderCall("Open call", None, as_of, None)
