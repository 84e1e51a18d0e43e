"""The briefing of the sample, whose story is known: what it says before the meeting."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from metrics.briefing import attention, changes, figures, meeting_pairs
from metrics.briefing.changes import Line
from metrics.briefing.meeting_pairs import Pair
from warehouse.read import connect, newest

AS_OF = date(2026, 9, 17)
TODAY = Pair("monthly", date(2026, 8, 20), AS_OF, True)


@pytest.fixture
def db(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(newest(sample_build)) as connection:
        yield connection


def test_the_monthly_meeting_of_the_day_is_compared_with_the_one_before(db):
    assert meeting_pairs.pairs(db, as_of=AS_OF)[0] == TODAY


def test_five_figures_stand_first_each_with_its_unit_and_a_sparkline(db):
    found = figures.figures(db, pair=TODAY)
    assert [figure.label for figure in found] == [
        "Money lasts until",
        "Burn, 3-month mean",
        "Next to end: credits",
        "Open issues",
        "Docs failing",
    ]
    assert all(len(figure.value) <= 14 and len(figure.label) <= 24 for figure in found)
    assert all(6 <= len(figure.chart) <= 12 for figure in found)


def test_a_past_pair_shows_what_can_be_known_of_that_day(db):
    past = Pair("monthly", date(2026, 7, 16), date(2026, 8, 20), False)
    found = figures.figures(db, pair=past)
    assert [figure.label for figure in found] == [
        "Burn, 3-month mean",
        "Open issues",
        "Docs failing",
    ]
    assert found[2].value == "0 of 5"


def test_what_needs_a_decision_is_sorted_and_leads_to_its_page(db):
    found = attention.items(db, as_of=AS_OF)
    assert [(item.tone, item.word, item.link) for item in found] == [
        ("act", "Overdue", "runway"),
        ("act", "Failing", "docs?site=fernhollow-hub"),
        ("watch", "Decide", "runway"),
        ("watch", "Decide", "runway"),
        ("watch", "Late", "actions?months=3"),
        ("watch", "Old number", "funds"),
        ("fine", "On track", "burn"),
    ]


def test_a_claim_that_differs_is_never_among_what_needs_attention(db):
    claims = db.execute("select quote from claim where kind = 'issues_closed'").fetchall()
    said = " ".join(f"{item.text} {item.detail}" for item in attention.items(db, as_of=AS_OF))
    assert len(claims) == 2
    assert "40 issues" not in said
    assert "claim" not in said.lower()


def test_what_happened_since_is_told_in_six_lines(db):
    assert changes.since(db, pair=TODAY)[1:] == [
        Line("Received", "720 USD", "funds"),
        Line("Issues opened / closed", "11 / 4", "issues"),
        Line("First answer, median", "21 hours", "issues"),
        Line("Came on 17 Sep", "8 people", "people"),
        Line("Launches to 16 Sep", "2,455", "launches"),
    ]


def test_the_answer_is_how_long_the_money_lasts(db):
    sentence, basis = meeting_pairs.answer(db, pair=TODAY, to_decide=5)
    assert sentence.startswith("Money lasts until between late March and")
    assert "8 chances in 10" in basis


def test_without_any_source_the_briefing_says_what_is_missing(build):
    db = build([])
    assert figures.figures(db, pair=TODAY) == []
    assert changes.since(db, pair=TODAY) == []
    assert meeting_pairs.answer(db, pair=TODAY, to_decide=0) == (
        "Nothing needs a decision.",
        "How long the money lasts is not known: that needs funds, a balance and bills.",
    )


def test_what_is_on_track_is_no_decision(db):
    found = attention.items(db, as_of=AS_OF)
    assert attention.to_decide(found) == len(found) - 1


def test_every_figure_says_what_it_comes_from(db):
    found = {figure.label: figure for figure in figures.figures(db, pair=TODAY)}
    assert all(figure.formula and figure.rows for figure in found.values())
    assert found["Open issues"].rows[0] == (
        "fernhollow-sample/hub",
        "https://github.com/fernhollow-sample/hub/issues",
    )
    assert ("bills/skyhook-2026-09.csv: 75 of 75 lines", "") in found["Burn, 3-month mean"].rows
