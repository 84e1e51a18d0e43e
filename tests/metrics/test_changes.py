"""The changes between two meetings."""

from datetime import date, datetime
from decimal import Decimal

from bill_records import days

from metrics.briefing.changes import Amount, changes
from metrics.briefing.meeting_pairs import Pair
from warehouse.records import BuildInfo

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
