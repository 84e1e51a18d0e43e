"""The parts of a pack at the last step to the reader: front figures, states, an index."""

from datetime import date, datetime, timedelta

import pytest
from bill_records import days

from config import Preset
from share import money, parts, summary, work
from share.facts import months_in_a_row, pack_facts
from share.slots import plain
from warehouse.records import (
    BuildInfo,
    DocsBuild,
    DocsProject,
    Fund,
    FundBalance,
    LaunchDaily,
    Meeting,
    UsageBasis,
)

pytestmark = pytest.mark.slow

AS_OF = date(2026, 9, 17)
AT = datetime(2026, 9, 17, 6)
INFO = BuildInfo(AT, AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0")
BILLS = [
    *days(date(2026, 1, 1), 258, "100", service="compute"),
    *days(date(2026, 1, 1), 258, "1", service="disks"),
]
BASIS = UsageBasis("launches", "launch", [], ["hub"], "bills", "UTC", "the hub")
LAUNCHES = [
    LaunchDaily(day, day, "hub", "GitHub", 7, "events")
    for day in (date(2026, 3, 1) + timedelta(days=n) for n in range(190))
]


def facts_of(db, **more):
    return pack_facts(db.cursor(), Preset(name="x", recipient="X", **more), AS_OF)


def site(name, state):
    place = f"docs-{name}"
    return [
        DocsProject(place, "Read the Docs", place, "latest", None, None, None, True, AT, "latest"),
        DocsBuild(place, "1", "latest", False, state, None, None, AT, None, 61, "a" * 40, None),
    ]


SITES = [
    record
    for n, state in enumerate(["passed"] * 7 + ["failed"] * 2)
    for record in site(n, state)
]  # fmt: skip


def test_seven_of_nine_documentation_sites_pass(build):
    part = work.docs(facts_of(build([INFO, *SITES])))
    assert part.headline == ("7 of 9", "documentation sites passing")
    assert part.table.values.tolist() == [["Passing", 7], ["Failing", 2]]
    assert plain(part.sentences)[0].startswith("7 of 9 ")


def test_the_front_has_the_first_three_figures_of_the_parts_that_are_there(build):
    facts = facts_of(build([INFO, *BILLS, BASIS, *LAUNCHES, *SITES]))
    found = summary.leading(parts.parts(facts))
    assert list(found) == ["use", "spend", "docs"]
    assert found["use"] == ("1,288", "launches that were paid for")
    assert found["spend"] == ("3,068 USD", "a month, all bills, before credits")
    assert found["docs"] == ("7 of 9", "documentation sites passing")


@pytest.mark.parametrize("audience", ["funder", "credits", "public"])
def test_an_indexed_pack_has_every_part_and_no_amount(build, audience):
    grant = Fund("f", "Estuary grant", "grant", "USD", 9000, None, None, [], 0, 0, None, None, None,
                 None)  # fmt: skip
    stated = FundBalance("f", date(2026, 9, 1), 6000, True, None)
    db = build([INFO, *BILLS, BASIS, *LAUNCHES, *SITES, grant, stated])
    facts = facts_of(db, amounts="indexed", audience=audience, funds=["f"])
    made = {part.key: part for part in parts.parts(facts)}
    assert {"use", "spend", "docs"} <= set(made)
    assert "spend" not in summary.leading(list(made.values()))
    assert [claim for part in made.values() for claim in part.claims if part.key != "spend"] == []
    for part in made.values():
        assert "USD" not in plain(" ".join([part.title, *part.sentences])), part.key


def test_services_of_an_indexed_pack_are_parts_of_a_hundred(build):
    part = money.services(facts_of(build([INFO, *BILLS]), amounts="indexed", audience="credits"))
    assert part.title == "Services that cost most in the period, before credits, all = 100"
    assert [round(float(each)) for each in part.table["gross"]] == [99, 1]
    assert part.claims == ()


def test_a_pack_without_meetings_says_nothing_of_them(build):
    held = Meeting("m", "team", date(2026, 8, 3), "Sync", None, False, True, "a.md", 1)
    assert work.community(facts_of(build([INFO]))) is None
    assert work.community(facts_of(build([INFO, held]))) is not None


@pytest.mark.parametrize(
    ("months", "counted"),
    [
        (range(1, 9), 8),
        ((8,), 1),
        ((1, 2, 3, 5, 6, 7, 8), 0),  # a gap
        (range(1, 8), 0),  # nothing of the last one
        ((), 0),
    ],
)
def test_months_are_counted_where_they_have_no_gap_and_reach_to_the_last(months, counted):
    days = [date(2026, month, 1) for month in months]
    assert months_in_a_row(days, date(2026, 8, 31)) == counted


def test_months_are_counted_over_the_end_of_a_year():
    assert months_in_a_row([date(2025, 12, 1), date(2026, 1, 1)], date(2026, 1, 31)) == 2
