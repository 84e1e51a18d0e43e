"""Alerts: which there are, in which order, and each with an identity that is no text."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from bill_records import days
from builds import BUILT_AT, INFO

from metrics.briefing.alerts import (
    Alert,
    ExtensionDue,
    FundEnd,
    FundLapse,
    OldBalance,
    _extension,
    _lapse,
    _search,
    alerts,
    to_decide,
)
from metrics.briefing.money import money
from metrics.data_quality.arrivals import Cause
from metrics.runway.extensions import Extension
from metrics.runway.outlook import FundOutlook, Outlook, answer
from tests.wording import runway_facts
from warehouse.records import Fund, FundBalance, SourceRun

AS_OF = date(2026, 9, 17)
NONE = Decimal(0)
GIFTS = Fund(
    "gifts", "Gifts", "donation", "USD", None, None, None, [], NONE, NONE, None, None, None, None
)


def found(db) -> list[Alert]:
    return alerts(db, as_of=AS_OF, on=BUILT_AT.date(), money=money(db))


def test_a_source_that_could_not_be_read_needs_a_person(build):
    failed = SourceRun(
        "billing", "cloud", "failed", message="no such file", remedy="name an export", passing=False
    )
    cause = Cause(
        "billing", ("cloud",), "failed", None, None, "no such file", "name an export",
        is_kept=False,
    )  # fmt: skip
    assert found(build([failed])) == [
        Alert("source failed", "billing cloud", "act", 0, "sources", cause)
    ]


def test_a_host_that_is_down_is_one_row_with_its_eight_sites(build):
    down = [
        SourceRun("docs_builds", site, "stale", datetime(2018, 9, 19), 4, 0, "no answer", "wait")
        for site in "abcdefgh"
    ]
    (alert,) = found(build(down))
    assert (alert.identity, alert.fact.units) == ("source stale docs_builds a", tuple("abcdefgh"))


def test_two_units_whose_names_differ_in_a_digit_are_two_alerts(build):
    runs = [
        SourceRun("billing", f"2026-0{month}.csv", "failed", message="m", remedy="r")
        for month in (8, 9)
    ]
    assert [alert.identity for alert in found(build(runs))] == [
        "source failed billing 2026-08.csv",
        "source failed billing 2026-09.csv",
    ]


def test_what_must_be_acted_on_comes_before_what_must_be_watched(build):
    stale = SourceRun(
        "github", "org/hub", "stale", datetime(2026, 9, 1), 4, message="m", remedy="r"
    )
    failed = SourceRun("notes", "monthly", "failed", message="m", remedy="r")
    listed = found(build([stale, failed]))
    assert [(alert.tone, alert.kind) for alert in listed] == [
        ("act", "source failed"),
        ("watch", "source stale"),
    ]
    assert to_decide(listed) == 2


def test_a_source_that_is_not_set_up_needs_nobody(build):
    assert found(build([SourceRun("notes", "", "not_set_up")])) == []


@pytest.mark.slow
def test_a_statement_is_old_once_a_tenth_was_spent_since_and_a_month_has_passed(build):
    def since(day: date, cost: str) -> list[Alert]:
        stated = FundBalance("gifts", day, Decimal(1000), True, "statement")
        info = replace(INFO, as_of=AS_OF, built_at=datetime(2026, 9, 17))
        bills = days(date(2026, 5, 1), 138, cost)
        records = [GIFTS, stated, info, *bills]
        return [a for a in found(build(records)) if a.kind == "balance_old"]

    old = OldBalance("Gifts", date(2026, 5, 31), 109)
    assert since(date(2026, 5, 31), "2") == [
        Alert("balance_old", "gifts", "watch", 9891, "funds", old)
    ]
    assert since(date(2026, 5, 31), "0.50") == []
    assert since(date(2026, 8, 31), "20") == []


def test_a_balance_confirmed_lately_needs_nobody(build):
    stated = FundBalance("gifts", date(2026, 8, 31), Decimal(1), True, None)
    assert found(build([GIFTS, stated])) == []


def test_a_fund_that_ends_soon_needs_a_decision_even_where_no_spending_is_known(build):
    grant = replace(GIFTS, fund_id="g", name="City grant", kind="grant", ends_on=date(2026, 10, 31))
    stated = FundBalance("g", AS_OF, Decimal(500), True, "statement")
    end = FundEnd("City grant", date(2026, 10, 31), 44)
    assert found(build([grant, stated])) == [Alert("fund_ends", "g", "watch", 44, "funds", end)]


def test_a_fund_without_a_runway_is_named_from_four_months_before_its_end_to_its_last_day(build):
    ends = {"a": -1, "b": 0, "c": 120, "d": 121}
    funds = [
        replace(GIFTS, fund_id=name, ends_on=AS_OF + timedelta(days=days))
        for name, days in ends.items()
    ]
    listed = [each for each in found(build(funds)) if each.kind == "fund_ends"]
    assert [(each.unit, each.days) for each in listed] == [("b", 0), ("c", 120)]


TODAY = runway_facts.AS_OF


def day(days: int | None) -> date | None:
    return None if days is None else TODAY + timedelta(days=days)


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return answer(runway_facts.inputs(runway_facts.fund("grant", 9000), planned=[]))


@pytest.mark.parametrize(
    ("ends", "ask", "notice", "left", "said"),
    [
        (120, None, None, "451", ("watch", 120, False)),  # four months before its end
        (121, None, None, "451", None),
        (200, 60, 90, "451", ("watch", 60, False)),  # or two before the day to ask
        (200, 61, 91, "451", None),
        (120, 61, 91, "451", ("watch", 61, False)),
        (121, 60, None, "451", ("watch", 60, False)),
        (120, None, None, "450", None),  # no more than 5 % of the award is left
        (90, -5, 0, "451", ("watch", -5, False)),  # the funder's own day is today
        (90, -6, -1, "451", ("act", -6, True)),
    ],
)
def test_an_extension_is_due_near_its_day_and_where_it_is_worth_it(
    outlook, ends, ask, notice, left, said
):
    rule = runway_facts.fund(
        "grant", 9000, ends_on=day(ends), source="letter", awarded=Decimal(9000)
    )[2]
    zero = Decimal(0)
    each = Extension(
        rule, 12, True, (zero, Decimal(left), zero), zero, True, (zero, zero, zero), zero,
        day(notice), day(ask),
    )  # fmt: skip
    due = [
        Alert("extension", "grant", tone, days, "runway",
              ExtensionDue(each, "USD", rule.ends_on, ask, is_late))
        for tone, days, is_late in ([said] if said else [])
    ]  # fmt: skip
    assert list(_extension(each, outlook)) == due


def test_a_funder_s_day_that_nobody_wrote_down_is_watched_and_not_acted_on(outlook):
    rule = runway_facts.fund("grant", 9000, ends_on=day(90))[2]
    one = (Decimal(0), Decimal(1), Decimal(0))
    each = Extension(rule, 12, True, one, one[0], True, one, one[0], day(-1), day(-1))
    assert [(alert.tone, alert.fact.is_late) for alert in _extension(each, outlook)] == [
        ("watch", True)
    ]
    nothing = replace(each, left=(one[0], one[0], one[0]))
    assert list(_extension(nothing, outlook)) == []


@pytest.mark.parametrize(
    ("ends", "balance", "lapse", "kind"),
    [
        (None, 100, 100, None), (-1, 1, 0, "left_behind"), (-1, 0, 0, None),
        (0, 100, "5.01", "lapse"), (120, 100, "5.01", "lapse"), (121, 100, 100, None),
        (120, 100, 5, None), (0, 0, 0, None),
    ],
)  # fmt: skip
def test_money_lapses_where_more_than_a_twentieth_is_left_at_a_near_end(
    outlook, ends, balance, lapse, kind
):
    fund = FundOutlook("f", "F", "grant", day(ends), Decimal(balance), Decimal(lapse), 0.5)
    listed = (
        [Alert(kind, "f", "watch", ends, "funds", FundLapse(fund, "USD", ends))] if kind else []
    )
    assert list(_lapse(fund, outlook)) == listed
    assert [each.amount for each in listed] == [
        Decimal(balance if kind == "left_behind" else lapse) for each in listed
    ]


@pytest.mark.parametrize(
    ("low", "lead", "since", "said"),
    [
        (365, None, None, ("quiet", 10_000)), (366, None, None, None), (None, None, None, None),
        (365, None, TODAY, None),
        (91, 1, None, ("watch", 60)), (92, 1, None, None), (20, 1, None, ("watch", -10)),
    ],
)  # fmt: skip
def test_a_search_is_said_two_months_before_its_day_or_grey_without_a_lead(
    outlook, low, lead, since, said
):
    known = replace(outlook, low=day(low), lead_months=lead, search_since=since)
    listed = [Alert("search", "USD", *each, "runway", known) for each in ([said] if said else [])]
    assert list(_search(known)) == listed
