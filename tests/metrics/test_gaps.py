from datetime import date, datetime, timedelta

from bill_records import cost, days

from metrics.briefing.alerts import Alert, alerts
from metrics.briefing.money import money
from metrics.data_quality import sources
from metrics.spending import missing_days
from metrics.spending.missing_days import Gap
from warehouse.records import BillingFile, BuildInfo, SourceRun

AS_OF = date(2026, 11, 28)
INFO = BuildInfo(
    datetime(2026, 11, 28, 6), AS_OF, "Team", "USD", "UTC", "dashboard.toml", False, "0"
)
READ = SourceRun("billing", "gcp", "ok", datetime(2026, 11, 27), 212)
HOLED = [*days(date(2026, 1, 1), 181, "90"), *days(date(2026, 9, 1), 88, "90")]
SUMMER = Gap("gcp", date(2026, 7, 1), date(2026, 8, 31))


def test_two_months_between_two_bills_are_a_gap(build):
    (found,) = missing_days.gaps(build([INFO, *HOLED]), as_of=AS_OF)

    assert (found, found.days) == (SUMMER, 62)


def test_a_plan_for_the_month_does_not_fill_it(build):
    plan = days(date(2026, 7, 1), 62, "1", charge_category="Purchase", service="Support")
    assert missing_days.gaps(build([INFO, *HOLED, *plan]), as_of=AS_OF) == [SUMMER]


def test_another_account_does_not_fill_it(build):
    other = days(date(2026, 1, 1), 330, "1", account="rack", currency="EUR")
    db = build([INFO, *HOLED, *other])

    assert (
        missing_days.gaps(db, as_of=AS_OF)
        == missing_days.gaps(db, as_of=AS_OF, currency="USD")
        == [SUMMER]
    )
    assert missing_days.gaps(db, as_of=AS_OF, currency="EUR") == []


def test_a_few_idle_days_and_an_invoice_with_a_line_a_month_are_none(build):
    weekdays = [c for c in days(date(2026, 1, 1), 330, "1") if c.day.weekday() < 5]
    monthly = [cost(date(2026, month, 28), "9", account="rack") for month in range(1, 12)]
    assert missing_days.gaps(build([INFO, *weekdays, *monthly]), as_of=AS_OF) == []


def test_an_old_gap_is_listed_but_no_news(build):
    old = [*days(date(2025, 1, 1), 31, "90"), *days(date(2025, 3, 1), 637, "90")]
    found = missing_days.gaps(build([INFO, *old]), as_of=AS_OF)

    assert found == [Gap("gcp", date(2025, 2, 1), date(2025, 2, 28))]
    assert missing_days.recent(found, as_of=AS_OF) == []


def test_it_is_an_alert_and_only_months_in_a_row_count_for_the_burn(build):
    db = build([INFO, *HOLED])
    gap, inside = alerts(db, as_of=AS_OF, on=AS_OF, money=money(db))

    assert gap == Alert("missing_bill", "gcp 2026-07-01", "watch", 0, "sources", SUMMER)
    assert (inside.kind, inside.fact.months) == ("burn_inside", 2)


def test_a_missing_bill_is_part_of_the_summary_of_sources(build):
    assert sources.summary(build([INFO, READ, *HOLED]), on=AS_OF).missing == (SUMMER,)


def test_a_mapped_bill_of_one_line_a_month_is_no_bill_of_days_and_of_months(build):
    ends = [date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
    rack = [cost(day, "3900", account="rack", currency="EUR") for day in ends]
    month = days(date(2026, 8, 1), 92, "9", account="month", currency="EUR")
    yearly = [
        cost(date(year, 3, 1), "9", account="name", currency="EUR") for year in (2024, 2025, 2026)
    ]
    files = [
        BillingFile(f"{account}.csv", "generic", account, 4, 4, 0, 0, ends[0], ends[-1], None, "")
        for account in ("rack", "month", "name")
    ]
    db = build([INFO, *HOLED, *rack, *month, *yearly, *files])

    assert missing_days.billed_monthly(db, currency="EUR") == ["rack"]
    assert missing_days.billed_monthly(db, currency="USD") == []


def test_a_gap_is_a_week_and_one_that_reaches_into_the_last_year_is_news(build):
    bills = [*days(date(2026, 1, 1), 60, "9"), *days(date(2026, 3, 9), 60, "9")]
    assert missing_days.gaps(build([INFO, *bills]), as_of=AS_OF) == [
        Gap("gcp", date(2026, 3, 2), date(2026, 3, 8))
    ]
    idle = [row for row in bills if row.day != date(2026, 3, 9)]
    six = [*idle, cost(date(2026, 3, 8), "9")]
    assert [gap.days for gap in missing_days.gaps(build([INFO, *six]), as_of=AS_OF)] == []
    ended = [Gap("gcp", date(2025, 1, 1), date(2025, 11, day)) for day in (28, 29)]
    assert missing_days.recent(ended, as_of=AS_OF) == ended[1:]


def test_days_are_about_a_month_apart_from_20_to_45_days():
    def steps(*apart):
        found = [AS_OF]
        for each in apart:
            found.append(found[-1] + timedelta(days=each))
        return missing_days.is_monthly(found)

    assert [steps(20), steps(19), steps(45), steps(46), steps()] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert steps(20, 45, 90)
    assert not steps(20, 46, 90)
    assert not steps(30, 19, 30)
