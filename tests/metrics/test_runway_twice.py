"""A cost that is planned without an end and billed: what is counted is said, and how to end it."""

from dataclasses import replace
from datetime import date

import pytest
from metrics.briefing.attention import Item
from runway_records import balance, every_day, fund, info, planned

from metrics.briefing import attention
from metrics.runway.outlook import outlook
from warehouse.records import Rate

AS_OF = date(2026, 11, 28)
BILLS = every_day(date(2026, 1, 1), AS_OF, "137")
MONEY = [fund("credits", "credits"), balance("credits", AS_OF, 26000), info(AS_OF)]
HAS = "Cloud has bills and a planned cost without an end"
END = "If the bills tell the same cost by now, end the plan (ends_on)."
ADDED = f"Both are counted, about 4,200 USD and 4,000 USD a month. {END}"


def doubts(build, *records):
    return [d for d in outlook(build([*MONEY, *records]).cursor()).doubts if d.startswith(HAS)]


def test_a_plan_made_at_the_start_is_doubted_once_a_bill_tells_the_same_cost(build):
    db = build([*MONEY, *BILLS, planned(4000, AS_OF)]).cursor()
    found = outlook(db)
    assert 8000 < found.per_month < 8400
    assert f"{HAS}. {ADDED}" in found.doubts
    assert Item("watch", "Check", HAS, ADDED, "", 0, "runway") in attention.items(db, as_of=AS_OF)


def test_a_plan_far_above_the_bills_of_its_time_is_doubted_because_it_is_what_counts(build):
    told = f"{HAS}. The plan counts, 6,000 USD a month; the bills say about 4,200 USD. {END}"
    assert doubts(build, *BILLS, planned(6000, date(2026, 6, 1))) == [told]


def test_a_plan_in_another_currency_than_the_bills_is_added_to_them(build):
    plan = planned(1000, date(2026, 6, 1), currency="EUR")
    told = f"{HAS}. Both are counted, about 4,200 USD and 2,000 USD a month. {END}"
    assert doubts(build, *BILLS, plan, Rate("EUR", "USD", date(2026, 1, 1), 2, "ECB")) == [told]


QUIET = {
    "the plan is a part of what the bills tell": (*BILLS, planned(4000, date(2026, 6, 1))),
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
def test_nothing_is_said_where_nothing_can_be_counted_twice(name, build):
    assert doubts(build, *QUIET[name]) == []
