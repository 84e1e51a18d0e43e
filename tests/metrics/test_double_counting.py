"""A cost that is planned without an end and billed: both amounts, and which of them counts."""

from dataclasses import replace
from datetime import date

import pytest
from runway_records import balance, every_day, fund, info, planned

from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.runway.double_counting import CountedTwice
from metrics.runway.outlook import outlook
from warehouse.records import Rate

AS_OF = date(2026, 11, 28)
BILLS = every_day(date(2026, 1, 1), AS_OF, "137")
MONEY = [fund("credits", "credits"), balance("credits", AS_OF, 26000), info(AS_OF)]


def found(build, *records):
    """(category, billed, planned, is_added) of each category that may be counted twice."""
    caveats = outlook(build([*MONEY, *records]).cursor()).caveats
    return [
        (each.category, round(each.billed, -1), round(each.planned, -1), each.is_added)
        for each in caveats
        if isinstance(each, CountedTwice)
    ]


@pytest.mark.slow
def test_a_plan_made_at_the_start_is_doubted_once_a_bill_covers_the_same_cost(build):
    db = build([*MONEY, *BILLS, planned(4000, AS_OF)]).cursor()
    assert 8000 < outlook(db).per_month < 8400
    found_alerts = [(a.kind, a.unit) for a in alerts(db, as_of=AS_OF, on=AS_OF, money=money(db))]
    assert ("double_counting", "USD cloud") in found_alerts
    assert found(build, *BILLS, planned(4000, AS_OF)) == [("cloud", 4170, 4000, True)]


def test_a_plan_far_above_the_bills_of_its_time_is_doubted_because_it_is_what_counts(build):
    plan = planned(6000, date(2026, 6, 1))
    assert found(build, *BILLS, plan) == [("cloud", 4170, 6000, False)]


@pytest.mark.slow
def test_a_plan_in_another_currency_than_the_bills_is_added_to_them(build):
    plan = planned(1000, date(2026, 6, 1), currency="EUR")
    rate = Rate("EUR", "USD", date(2026, 1, 1), 2, "ECB")
    assert found(build, *BILLS, plan, rate) == [("cloud", 4170, 2000, True)]


QUIET = {
    "the plan is a part of the bills": (*BILLS, planned(4000, date(2026, 6, 1))),
    "the plan has an end": (*BILLS, replace(planned(4000, AS_OF), ends_on=date(2027, 1, 31))),
    "it is due once": (*BILLS, planned(4000, AS_OF, per="once")),
    "it begins later": (*BILLS, planned(4000, date(2026, 12, 1))),
    "it is of another category": (*BILLS, planned(4000, AS_OF, category="people")),
    "the bills are of another year": (
        *every_day(date(2025, 1, 1), date(2025, 6, 30), "137"), planned(4000, AS_OF),
    ),
    "there are no bills": (planned(4000, AS_OF),),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_nothing_is_doubted_where_nothing_can_be_counted_twice(name, build):
    assert found(build, *QUIET[name]) == []
