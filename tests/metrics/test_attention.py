from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from metrics.briefing.attention import Item

from metrics.briefing import attention
from warehouse.records import Fund, FundBalance, SourceRun

AS_OF = date(2026, 9, 17)
NONE = Decimal(0)
GIFTS = Fund(
    "gifts", "Gifts", "donation", "USD", None, None, None, [], NONE, NONE, None, None, None, None
)


def test_a_source_that_could_not_be_read_needs_a_person(build):
    failed = SourceRun(
        "billing", "cloud", "failed", message="no such file", remedy="name an export", passing=False
    )
    assert attention.items(build([failed]), as_of=AS_OF) == [
        Item(
            "act", "Not read", "Bills cloud could not be read",
            "no such file. Fix: name an export.", "", 0, "sources",
        )
    ]  # fmt: skip


def test_what_must_be_acted_on_comes_before_what_must_be_watched(build):
    stale = SourceRun(
        "github", "org/hub", "stale", datetime(2026, 9, 1), 4, message="m", remedy="r"
    )
    failed = SourceRun("notes", "monthly", "failed", message="m", remedy="r")
    found = attention.items(build([stale, failed]), as_of=AS_OF)
    assert [(item.tone, item.word) for item in found] == [("act", "Not read"), ("watch", "Old")]


def test_a_source_that_is_not_set_up_needs_nobody(build):
    assert attention.items(build([SourceRun("notes", "", "not_set_up")]), as_of=AS_OF) == []


def test_a_balance_nobody_confirmed_for_ninety_days_is_an_old_number(build):
    said = [
        FundBalance("gifts", date(2026, 5, 31), Decimal("30120.00"), True, "statement"),
        FundBalance("gifts", date(2026, 8, 31), None, False, "nobody could log in"),
    ]
    assert attention.items(build([GIFTS, *said]), as_of=AS_OF) == [
        Item(
            "watch", "Old number", "Gifts: balance last confirmed 109 days ago",
            "Rolled forward by what was spent since 31 May 2026.", "109 days", 9891,
            "funds",
        )
    ]  # fmt: skip


def test_a_balance_confirmed_lately_needs_nobody(build):
    said = FundBalance("gifts", date(2026, 8, 31), Decimal(1), True, None)
    assert attention.items(build([GIFTS, said]), as_of=AS_OF) == []


def test_a_fund_that_ends_soon_needs_a_decision_even_where_no_spending_is_known(build):
    grant = replace(GIFTS, fund_id="g", name="City grant", kind="grant", ends_on=date(2026, 10, 31))
    said = FundBalance("g", AS_OF, Decimal(500), True, "statement")
    assert attention.items(build([grant, said]), as_of=AS_OF) == [
        Item(
            "watch", "Decide", "City grant: the last day is 31 October",
            "What would lapse is not known: that needs a balance and bills or planned costs.",
            "44 days left", 44, "funds",
        )
    ]  # fmt: skip
