"""The changes between two meetings."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from bill_records import days

from metrics.briefing.changes import Amount, NoNews, changes
from metrics.briefing.meeting_pairs import Pair
from metrics.data_quality.arrivals import Cause
from warehouse.records import BuildInfo, IncomeDaily

AS_OF = date(2026, 11, 28)
INFO = BuildInfo(
    datetime(2026, 11, 28, 6), AS_OF, "Team", "USD", "UTC", "dashboard.toml", False, "0"
)


def test_spending_is_gross_and_reaches_to_the_last_complete_day_of_its_currency(build):
    first = date(2026, 10, 29)
    db = build(
        [
            INFO,
            *days(first, 30, "100"),
            *days(first, 30, "-40", charge_category="Credit", credit_kind="promotion"),
            *days(first, 10, "8", account="rack", currency="EUR"),
        ]
    )

    assert changes(db, pair=Pair(None, date(2026, 10, 29), AS_OF, True), on=AS_OF) == [
        Amount("spent", "EUR", Decimal(56), date(2026, 11, 5)),
        Amount("spent", "USD", Decimal(2700), date(2026, 11, 25)),
    ]


def test_a_ledger_that_ended_before_both_meetings_received_nothing_that_is_known(build):
    """Its last line is of 100 days ago: no income since is not an income of nothing."""
    pair = Pair(None, date(2026, 10, 29), AS_OF, True)

    def received(*income_days):
        lines = [IncomeDaily(day, "purse", "USD", Decimal(90), 1, "purse.csv", None)
                 for day in income_days]  # fmt: skip
        return changes(build([INFO, *lines]), pair=pair, on=AS_OF)

    old = AS_OF - timedelta(days=100)
    assert received(old) == [NoNews("received", Cause("funds", ("USD",), "silent", old, 100))]
    assert received(AS_OF - timedelta(days=40)) == [Amount("received", "USD", Decimal(0))]
    assert received(old, AS_OF) == [Amount("received", "USD", Decimal(90))]
