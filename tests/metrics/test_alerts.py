"""Alerts: which there are, in which order, and each with an identity that is no text."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from bill_records import days
from builds import BUILT_AT, INFO

from metrics.briefing.alerts import (
    Alert,
    FundEnd,
    OldBalance,
    alerts,
    to_decide,
)
from metrics.briefing.money import money
from metrics.data_quality.arrivals import Cause
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
