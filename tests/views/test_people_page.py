"""The People and Actions pages as drawn: names as the settings say, words for gaps."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builds import INFO

from tests.metrics.test_actions import BOOK
from tests.metrics.test_attendance import YEAR, came, meeting
from warehouse.records import ActionItem, AgendaItem, Decision, SourceRun

READ = SourceRun("notes", "team", rows=9)


@pytest.fixture
def draw(tmp_path, build, open_view):
    """(view, records) → the page drawn on a build of them; names as in `[people] names`."""
    config = tmp_path / "dashboard.toml"

    def drawing(view, *records, names="full"):
        people = f"[people]\nnames = '{names}'\n"
        config.write_text(f"[project]\nname = 'Test'\nas_of = 2022-06-30\n{people}")
        build([*records, replace(INFO, as_of=date(2022, 6, 30))])
        return open_view(view, config, tmp_path / "data")

    return drawing


@pytest.mark.parametrize("view", ["people", "actions"])
def test_without_notes_the_page_says_how_to_set_them_up(view, draw):
    page = draw(view, SourceRun("notes", "", "not_set_up"))
    assert page.mistakes == []
    assert page.answer == "No meeting has been read yet."
    assert "[[notes]]" in page.html


def test_people_are_counted_and_not_named_where_names_are_hidden(draw):
    page = draw("people", READ, *YEAR, names="hidden")
    assert page.mistakes == []
    assert page.answer.startswith("4 people came to 4 meetings in twelve months")
    tiles = {metric.label.replace("\\", ""): metric.value for metric in page.app.metric}
    assert tiles == {
        "People, twelve months": "4",
        "Attendance, median": "2",
        "Half of all visits": "2 people",
        "First-timers who returned": "1 of 1",
        "Organisations": "2",
    }
    assert "4 people in 3 roll calls, each counted once<" in page.html
    assert "team, 1 Jun 2022: 2 people (a.md:2)" in page.html
    assert (
        "1 person signed for the first time from 3 Aug 2021 to 31 Dec 2021; of these 1" in page.html
    )
    assert page.html.count("How many people came to a meeting in the last twelve months") == 1
    everything = page.html + str([frame.value.to_csv() for frame in page.app.dataframe])
    for name in ("Ada", "Bo", "Cy", "Dee"):
        assert name not in everything


def test_inside_the_team_names_are_shown_without_asking(draw):
    page = draw("people", READ, *YEAR)
    assert page.mistakes == []
    assert ">Ada<" in page.html


def test_by_handle_who_has_one_is_named_by_it_and_the_rest_by_number(draw):
    ada, bo = came("2022-06-01", "Ada Lund", "Bo Falk")
    said = ActionItem("team-2022-06-01", "Ada Lund to ask Bo", ["Ada Lund", "Bo"], None, "a.md", 9)
    records = [READ, meeting("2022-06-01"), replace(ada, handle="adalund"), bo, said]
    for view, shown in (
        ("people", [">@adalund<", ">Person 2<"]),
        ("actions", ["[name withheld] to ask", "@adalund and somebody"]),
    ):
        page = draw(view, *records, names="handles")
        assert page.mistakes == []
        assert [each for each in shown if each not in page.html] == []
        assert not re.search(r"\b(?:Ada|Lund|Bo|Falk)\b", page.html)


def test_a_meeting_without_a_roll_call_and_a_cancelled_one_are_named(draw):
    page = draw("people", READ, *YEAR)
    assert "1 meeting has no roll call and 1 was cancelled." in page.html


def test_meetings_that_nobody_signed_are_unknown_not_empty(draw):
    page = draw("people", READ, meeting("2022-06-01", roll=False))
    assert page.mistakes == []
    assert page.answer == (
        "Nobody signed a roll call in the last twelve months, so attendance is not known."
    )


def test_what_the_notes_hold_cannot_become_markup(draw):
    trap = '<img src=x onerror="alert(1)">'
    records = [
        READ, meeting("2022-06-01"), *came("2022-06-01", trap, at=trap),
        ActionItem("team-2022-06-01", trap, [trap], None, "a.md", 9),
    ]  # fmt: skip
    for view in ("people", "actions"):
        page = draw(view, *records)
        assert page.mistakes == []
        assert "<img" not in page.html
        assert "&lt;img" in page.html


def test_actions_have_their_owner_and_age_and_those_that_came_back_are_first(draw):
    page = draw("actions", READ, *BOOK)
    assert page.mistakes == []
    assert page.answer.startswith(
        "2 actions are not marked done. The oldest was first raised 85 days ago."
    )
    assert "Bo and Cy" in page.html
    assert "85 days" in page.html
    assert {m.label: m.value for m in page.app.metric}["Marked done"] == "1"


def test_actions_decisions_and_what_was_put_off_name_nobody_where_names_are_hidden(draw):
    said = (
        *BOOK, *came("2022-05-04", "Eve Rook", at="everook"),
        Decision("team-2022-06-01", "Eve Rook pays, says @ghost", "b.md", 4),
        AgendaItem("team-2022-06-01", "Eve's logo", ["Eve"], 5, "punted", "b.md", 8),
    )  # fmt: skip
    page = draw("actions", READ, *said, names="hidden")
    assert page.mistakes == []
    assert "[name withheld] to call the fund" in page.html
    assert "[name withheld] and [name withheld]" in page.html
    assert "[name withheld] pays, says [name withheld]" in page.html
    page.app.session_state["more"] = True
    page.app.run()
    assert "[name withheld]'s logo" in page.html.replace("&#x27;", "'").replace("&#39;", "'")
    everything = page.html + str([frame.value.to_csv() for frame in page.app.dataframe])
    for name in ("Bo", "Cy", "Dee", "Eve", "Rook", "ghost"):
        assert not re.search(rf"\b{name}\b", everything), name


def test_a_decision_is_found_by_a_part_of_its_text_and_its_absence_is_reported(draw):
    page = draw("actions", READ, *BOOK)
    assert "The notes of these months contain no decision." in page.html
    page.app.text_input(key="find").set_value("boat").run()
    assert "No decision of these months contains that text." in page.html
    assert page.mistakes == []


def test_stale_notes_say_so(draw):
    stale = SourceRun("notes", "team", "stale", rows=3, message="no answer", remedy="wait")
    page = draw("people", stale, *YEAR)
    assert page.mistakes == []
    assert "no answer" in page.html


def headings(page):
    return re.findall("<h2>(.*?)</h2>", page.html)


def test_more_than_three_hundred_meetings_are_drawn_by_month(draw):
    days = [date(2020, 8, 1) + timedelta(days=2 * n) for n in range(301)]
    held = [meeting(day.isoformat()) for day in days]
    signed = [row for day in days for row in came(day.isoformat(), "Ada", "Bo")]
    page = draw("people", READ, *held, *signed)
    assert page.mistakes == []
    assert headings(page)[0] == "People at a meeting, median of each month"
    assert "301 of 301 meetings have a roll call" in page.html
    page.app.button_group(key="months").set_value(12).run()
    assert page.mistakes == []
    assert headings(page)[0] == "People at each meeting"
