"""Days no bill speaks of: never counted as days without cost, and told wherever a mean stands."""

from datetime import date, timedelta
from decimal import Decimal

from bill_records import days
from runway_records import info

from metrics import burn, burn_words, gaps, trust
from metrics.attention.money import items
from warehouse.records import SourceRun

AS_OF = date(2026, 9, 2)
SPRING = days(date(2026, 1, 1), 181, "10")  # to 30 June
LATE = days(date(2026, 7, 8), 57, "10")  # to 2 September; the first week of July is missing


def test_the_mean_is_over_the_days_that_have_a_bill(build):
    found = burn.burn(build([*SPRING, *LATE, info(AS_OF)]), as_of=AS_OF, months=3)

    assert (found.first_on, found.last_on) == (date(2026, 6, 1), date(2026, 8, 31))
    assert (found.days, found.covered_days, found.gross) == (92, 85, Decimal(10))
    assert burn_words.formula(found) == (
        "850.00 USD in 85 days with a bill = 10.00 USD a day × 30.4375"
    )


def test_days_without_a_bill_are_named_by_burn_sources_and_briefing(build):
    db = build([*SPRING, *LATE, info(AS_OF), SourceRun("billing", "gcp", rows=238)])
    told = "No bill speaks of 1 July 2026 to 7 July 2026."
    found = gaps.gaps(db, as_of=AS_OF)

    assert found == [(date(2026, 7, 1), date(2026, 7, 7))]
    now = burn.burn(db, as_of=AS_OF, months=3)
    assert burn_words.basis(now, None, missing=found) == (
        "Mean of 1 June 2026 to 31 August 2026 by the 85 of 92 days with a bill, gross. "
        f"Credits paid none of it. {told}"
    )
    assert trust.trust(db).sentence == (
        f"Yes: every source that is set up was read. No line was left out. {told}"
    )
    assert [(i.word, i.text, i.page) for i in items(db, AS_OF)] == [("Check", told[:-1], "burn")]


def test_weekends_without_use_are_no_gap_and_many_gaps_are_counted(build):
    mondays = [d for d in SPRING if d.day.weekday() < 5]
    assert gaps.gaps(build([*mondays, info(AS_OF)]), as_of=AS_OF) == []
    apart = [each for n in range(6) for each in days(date(2026, 1, 1) + timedelta(20 * n), 9, "1")]
    found = gaps.gaps(build([*apart, info(AS_OF)]), as_of=AS_OF)
    assert gaps.sentence(found) == (
        "No bill speaks of 11 March 2026 to 21 March 2026, 31 March 2026 to 10 April 2026 and "
        "3 earlier stretches."
    )


def test_a_bill_with_one_line_a_month_is_told_how_to_spread_it(build):
    monthly = [days(date(2026, n, 28), 1, "300")[0] for n in range(1, 9)]
    db = build([*monthly, info(AS_OF)])
    now, found = burn.burn(db, as_of=AS_OF, months=3), gaps.gaps(db, as_of=AS_OF)

    assert now.gross is None
    assert burn_words.basis(now, None, missing=found).endswith(gaps.ONE_LINE)
    assert [i for i in items(db, AS_OF) if i.page == "burn"] == []


def test_a_bill_in_another_currency_holds_no_day_back(build):
    euro = days(date(2026, 1, 1), 220, "5", account="host", currency="EUR")  # to 8 August
    db = build([*SPRING, *days(date(2026, 7, 1), 64, "10"), *euro, info(AS_OF)])

    assert burn.last_complete_day(db) == date(2026, 8, 31)
    assert burn.last_complete_day(db, currency="EUR") == date(2026, 8, 6)
    assert burn.burn(db, as_of=AS_OF, months=1).last_on == date(2026, 8, 31)
