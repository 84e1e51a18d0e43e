from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal

from metrics.briefing.alerts import BurnRange, alerts
from metrics.briefing.money import money
from metrics.spending import expected_range
from warehouse.records import BuildInfo, CostDaily

AS_OF = date(2026, 9, 17)
INFO = BuildInfo(
    datetime(2026, 9, 17, 6), AS_OF, "Team", "USD", "UTC", "dashboard.toml", False, "0"
)


def bills(per_day: list[int]) -> list[CostDaily]:
    """Months of 2026 from January, so much a day in each, and the first half of September."""
    return [
        CostDaily(
            day, "cloud", "cloud", None, None, None, None, "Usage", "USD",
            Decimal(amount), None, None, 1, "bill.csv",
        )
        for month, amount in enumerate(per_day, start=1)
        for day in (date(2026, month, n + 1) for n in range(monthrange(2026, month)[1]))
        if day <= AS_OF
    ]  # fmt: skip


def test_even_months_are_inside_their_range_and_the_running_one_is_left_out(build):
    found = expected_range.expected(build([INFO, *bills([100] * 9)]), as_of=AS_OF)
    assert [month.month.month for month in found] == [4, 5, 6, 7, 8]
    assert {month.side for month in found} == {"inside"}
    assert found[-1].spent == 3100


def test_from_six_months_before_it_on_the_range_is_calibrated_like_that_of_the_runway(build):
    found = expected_range.expected(build([INFO, *bills([100] * 9)]), as_of=AS_OF)
    june, august = ((month.high - month.low) for month in (found[2], found[4]))
    assert 0 < august < june / 2


def test_three_months_before_it_are_needed_to_expect_anything(build):
    assert expected_range.expected(build([INFO, *bills([100] * 3)]), as_of=date(2026, 4, 20)) == []


def test_two_months_above_the_range_need_a_look_and_one_does_not(build):
    twice = build([INFO, *bills([100, 100, 100, 100, 100, 100, 190, 290, 290])])
    (alert,) = alerts(twice, as_of=AS_OF, on=AS_OF, money=money(twice))
    assert (alert.kind, alert.tone) == ("burn_outside", "watch")
    assert isinstance(alert.fact, BurnRange)
    assert (alert.fact.month.side, alert.fact.months) == ("above", 2)


def test_one_month_outside_is_chance_and_says_nothing(build):
    once = build([INFO, *bills([100, 100, 100, 100, 100, 100, 100, 290, 290])])
    assert alerts(once, as_of=AS_OF, on=AS_OF, money=money(once)) == []


def month(number, spent, low="90", high="110"):
    return expected_range.Month(
        date(2026, number, 1), Decimal(spent), Decimal(low), Decimal(high), "USD"
    )


def test_the_ends_of_the_range_are_inside_and_only_months_in_a_row_count():
    sides = [month(1, spent).side for spent in ("90", "110", "89.99", "110.01")]
    assert sides == ["inside", "inside", "below", "above"]
    assert expected_range.running([month(3, 200), month(4, 200), month(6, 200)]) == 1
    assert expected_range.running([month(3, 100), month(4, 200), month(5, 200)]) == 2
    assert expected_range.running([month(5, 200)]) == 1


def test_at_most_the_months_asked_for_are_given(build):
    found = expected_range.expected(build([INFO, *bills([100] * 9)]), as_of=AS_OF, months=2)
    assert [each.month.month for each in found] == [7, 8]
