from datetime import date, datetime

from bill_records import days

from metrics.briefing import changes
from metrics.briefing.changes import Line
from metrics.briefing.meeting_pairs import Pair
from warehouse.records import BuildInfo

AS_OF = date(2026, 11, 28)
INFO = BuildInfo(
    datetime(2026, 11, 28, 6), AS_OF, "Team", "USD", "UTC", "dashboard.toml", False, "0"
)


def test_what_was_spent_is_gross_and_told_to_the_last_complete_day_of_its_currency(build):
    first = date(2026, 10, 29)
    db = build(
        [
            INFO,
            *days(first, 30, "100"),
            *days(first, 30, "-40", charge_category="Credit", credit_kind="promotion"),
            *days(first, 10, "8", account="rack", currency="EUR"),
        ]
    )

    assert changes.since(db, pair=Pair(None, date(2026, 10, 29), AS_OF, True)) == [
        Line("Spent to 5 Nov, gross", "56 EUR", "burn"),
        Line("Spent to 25 Nov, gross", "2,700 USD", "burn"),
    ]
