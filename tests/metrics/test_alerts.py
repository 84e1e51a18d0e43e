"""Alerts: which there are, in which order, and each with an identity that is no text."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from metrics.briefing.alerts import (
    Alert,
    FundEnd,
    OldBalance,
    alerts,
    to_decide,
)
from metrics.briefing.money import money
from metrics.data_quality.sources import Run
from warehouse.records import Fund, FundBalance, SourceRun

AS_OF = date(2026, 9, 17)
NONE = Decimal(0)
GIFTS = Fund(
    "gifts", "Gifts", "donation", "USD", None, None, None, [], NONE, NONE, None, None, None, None
)


def found(db) -> list[Alert]:
    return alerts(db, as_of=AS_OF, money=money(db))


def test_a_source_that_could_not_be_read_needs_a_person(build):
    failed = SourceRun(
        "billing", "cloud", "failed", message="no such file", remedy="name an export", passing=False
    )
    run = Run("billing", "cloud", "failed", None, 0, 0, "no such file", "name an export")
    assert found(build([failed])) == [
        Alert("source failed", "billing cloud", "act", 0, "sources", run)
    ]


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


def test_a_balance_nobody_confirmed_for_ninety_days_is_old(build):
    stated = [
        FundBalance("gifts", date(2026, 5, 31), Decimal("30120.00"), True, "statement"),
        FundBalance("gifts", date(2026, 8, 31), None, False, "nobody could log in"),
    ]
    old = OldBalance("Gifts", date(2026, 5, 31), 109)
    assert found(build([GIFTS, *stated])) == [
        Alert("balance_old", "gifts", "watch", 9891, "funds", old)
    ]


def test_a_balance_confirmed_lately_needs_nobody(build):
    stated = FundBalance("gifts", date(2026, 8, 31), Decimal(1), True, None)
    assert found(build([GIFTS, stated])) == []


def test_a_fund_that_ends_soon_needs_a_decision_even_where_no_spending_is_known(build):
    grant = replace(GIFTS, fund_id="g", name="City grant", kind="grant", ends_on=date(2026, 10, 31))
    stated = FundBalance("g", AS_OF, Decimal(500), True, "statement")
    end = FundEnd("City grant", date(2026, 10, 31), 44)
    assert found(build([grant, stated])) == [Alert("fund_ends", "g", "watch", 44, "funds", end)]
