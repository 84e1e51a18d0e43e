"""The briefing of the sample, whose story is known."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from builds import BUILT_AT

from metrics.briefing import meeting_pairs
from metrics.briefing.alerts import to_decide
from metrics.briefing.briefing import briefing
from metrics.briefing.changes import Amount, Attendance, IssueFlow, LaunchCost, LaunchCount
from metrics.briefing.figures import DocsFailing, MoneyEnd, MonthlyBurn, NextEnd, OpenIssues
from metrics.briefing.meeting_pairs import Pair
from warehouse.read import connect, newest

pytestmark = pytest.mark.slow

AS_OF = date(2026, 9, 17)
TODAY = Pair("monthly", date(2026, 8, 20), AS_OF, True)


@pytest.fixture
def db(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(newest(sample_build)) as connection:
        yield connection


def test_the_monthly_meeting_of_the_day_is_compared_with_the_one_before(db):
    assert meeting_pairs.pairs(db, as_of=AS_OF)[0] == TODAY


def test_five_figures_come_first_each_with_a_sparkline(db):
    found = briefing(db, pair=TODAY, as_of=AS_OF, on=AS_OF).figures
    assert [type(figure) for figure in found] == [
        MoneyEnd, MonthlyBurn, NextEnd, OpenIssues, DocsFailing,
    ]  # fmt: skip
    assert all(6 <= len(figure.line) <= 12 for figure in found)


def test_a_past_pair_shows_figures_that_are_known_of_that_day(db):
    past = Pair("monthly", date(2026, 7, 16), date(2026, 8, 20), False)
    found = briefing(db, pair=past, as_of=AS_OF, on=AS_OF).figures
    assert [type(figure) for figure in found] == [MonthlyBurn, OpenIssues, DocsFailing]
    docs = found[2]
    assert isinstance(docs, DocsFailing)
    assert (docs.now, docs.sites) == (0, 5)


def test_alerts_are_sorted_and_lead_to_their_pages(db):
    found = briefing(db, pair=TODAY, as_of=AS_OF, on=AS_OF).alerts
    assert [(alert.tone, alert.kind, alert.page, alert.query) for alert in found] == [
        ("act", "docs failing", "docs", "site=fernhollow-hub"),
        ("watch", "search", "runway", ""),
        ("watch", "extension", "runway", ""),
        ("watch", "extension", "runway", ""),
        ("watch", "carried_actions", "actions", "months=3"),
        ("fine", "burn_inside", "burn", ""),
    ]
    assert to_decide(found) == len(found) - 1


def test_the_report_that_a_funder_expects_is_the_first_deadline(db):
    found = briefing(db, pair=TODAY, as_of=AS_OF, on=AS_OF).sheet
    assert [(each.due.on, each.due.kind, each.report, each.owners) for each in found.deadlines] == [
        (date(2026, 9, 30), "report", "Interim report 3", ("Sorrel",)),
        (date(2026, 10, 15), "request", "", ("Sorrel",)),
    ]
    assert [each.alert.unit for each in found.decide if each.alert.kind == "extension"] == ["grant"]


def test_the_changes_since_the_last_meeting(db):
    assert list(briefing(db, pair=TODAY, as_of=AS_OF, on=AS_OF).changes)[1:] == [
        Amount("received", "USD", Decimal(720)),
        IssueFlow(11, 4, pytest.approx(21, abs=0.5)),
        Attendance(AS_OF, 8, meeting_id="monthly-2026-09-17"),
        LaunchCount(2455, date(2026, 9, 16)),
        LaunchCost(date(2026, 8, 1), pytest.approx(2.48, abs=0.01), pytest.approx(2.21, abs=0.01),
                   "USD"),
    ]  # fmt: skip


def test_without_any_source_there_is_nothing(build):
    found = briefing(build([]), pair=TODAY, as_of=AS_OF, on=BUILT_AT.date())
    assert (found.figures, found.changes, found.alerts, found.money.team) == ((), (), (), None)
