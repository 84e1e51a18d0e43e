"""The charts of meetings and actions as data: gaps are gaps, zero is no line, words when empty."""

import pandas as pd
import pytest

from charts.theme import DARK, LIGHT, bold
from metrics.meetings.actions import Summary
from render.figures import figure_of
from wording import actions, people

MEETINGS = pd.DataFrame(
    {
        "held_on": pd.to_datetime(["2022-01-05", "2022-02-02", "2022-03-02"]),
        "series": "team",
        "meeting_id": ["team-2022-01-05", "team-2022-02-02", "team-2022-03-02"],
        "came": pd.array([3, pd.NA, pd.NA], "Int64"),
        "newcomers": pd.array([1, pd.NA, pd.NA], "Int64"),
        "state": ["held", "no roll call", "cancelled"],
        "median": [3.0, None, None],
    }
)
MONTHS = pd.DataFrame(
    {"month": pd.to_datetime(["2022-01-01", "2022-02-01"]), "came": [6.5, None],
     "meetings": [160, 0]}
)  # fmt: skip
FLOW = pd.DataFrame(
    {"month": pd.to_datetime(["2022-01-01", "2022-02-01"]), "new": [2, 0], "returning": [1, 3],
     "lapsed": [0, 4], "came": [0, 0]}
)  # fmt: skip
CADENCE = pd.DataFrame(
    {"series": "team", "month": pd.to_datetime(["2022-01-01", "2022-02-01", "2022-03-01"]),
     "held": [1, 0, 0], "cancelled": [0, 1, 0], "state": ["held", "cancelled", "missing"]}
)  # fmt: skip


NOBODY = Summary(0, 0, 0, 0, None)


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_a_meeting_without_a_count_is_a_gap_with_its_reason(ink):
    fig = figure_of(people.attendance(MEETINGS, MONTHS), ink)
    bars = fig.data[0]
    assert [None if pd.isna(y) else y for y in bars.y] == [3, None, None]
    assert list(bars.text) == [bold("3"), "", ""]
    assert [a.text for a in fig.layout.annotations] == ["no roll call", "cancelled"]
    assert list(bars.customdata)[:2] == [
        "5 Jan 2022, team: 3 people, 1 for the first time",
        "2 Feb 2022, team: no roll call",
    ]


def test_where_words_have_no_room_a_gap_has_a_sign_that_the_finding_explains():
    block = people.attendance(pd.concat([MEETINGS] * 10, ignore_index=True), MONTHS)
    fig = figure_of(block, LIGHT)
    assert [a.text for a in fig.layout.annotations] == ["?", "✕"] * 10
    assert set(fig.data[0].text) == {""}
    assert "(?)" in block.finding
    assert "(✕)" in block.finding


def test_more_than_three_hundred_meetings_are_one_bar_a_month():
    block = people.attendance(pd.concat([MEETINGS] * 101, ignore_index=True), MONTHS)
    bars = figure_of(block, LIGHT).data[0]
    assert list(bars.x) == ["2022-01-01", "2022-02-01"]
    assert [None if pd.isna(y) else y for y in bars.y] == [6.5, None]


def test_lapsed_people_hang_below_zero_and_a_zero_is_not_drawn():
    fig = figure_of(people.flow(FLOW), LIGHT)
    drawn = [[None if pd.isna(y) else y for y in bar.y] for bar in fig.data]
    assert drawn == [[1, 3], [2, None], [None, -4]]


def test_people_of_a_month_too_early_to_know_who_is_new_have_a_bar_of_their_own():
    early = FLOW.assign(new=[None, 2], returning=[None, 1], lapsed=0, came=[5, 0])
    block = people.flow(early)
    fig = figure_of(block, LIGHT)
    drawn = [[None if pd.isna(y) else y for y in bar.y] for bar in fig.data]
    assert drawn == [[None, 1], [None, 2], [5, None], [None, None]]
    assert block.finding == ("2 people came for the first time since February 2022. Nobody lapsed.")
    assert [key.word for key in block.legend][2] == "Came, new or not"


def test_each_month_of_a_series_has_its_own_sign():
    fig = figure_of(people.cadence(CADENCE), LIGHT)
    signs = {trace.marker.symbol: list(trace.x) for trace in fig.data[:3]}
    assert signs == {
        "square": ["2022-01-01"], "x-thin": ["2022-02-01"], "square-open": ["2022-03-01"],
    }  # fmt: skip


def test_open_actions_without_an_owner_are_hollow():
    frame = pd.DataFrame(
        {"age": ["under_1_month", "over_1_year"], "actions": [3, 0], "nobody": [1, 0]}
    )
    owned, hollow = figure_of(actions.ages(frame, Summary(3, 1, 0, 0, None)), LIGHT).data
    assert list(owned.y) == ["under a month", "over a year"]
    assert [None if pd.isna(x) else x for x in owned.x] == [2, None]
    assert (hollow.marker.pattern.shape, hollow.x[0]) == ("/", 1)


@pytest.mark.parametrize(
    "block",
    [
        people.attendance(MEETINGS.head(0), MONTHS.head(0)),
        people.flow(FLOW.head(0)),
        people.cadence(CADENCE.head(0)),
        actions.ages(pd.DataFrame({"age": ["over_1_year"], "actions": [0], "nobody": [0]}), NOBODY),
    ],
    ids=lambda block: block.key,
)
def test_a_chart_without_rows_says_so_in_words(block):
    fig = figure_of(block, LIGHT)
    assert len(fig.data) == 0
    assert fig.layout.annotations[0].text.endswith(".")
