"""Actions: copies are one, those without a mark are open, ages count from the first time."""

from datetime import date, datetime

import pytest

from metrics.meetings import actions, decisions
from warehouse.records import (
    ActionAnswer,
    ActionItem,
    AgendaItem,
    Decision,
    Issue,
    Meeting,
    Reference,
    Repo,
)

AS_OF = date(2022, 6, 30)
APRIL, MAY, JUNE = date(2022, 4, 6), date(2022, 5, 4), date(2022, 6, 1)
ISSUE = "https://github.com/moss/gauge/issues/12"


def meeting(day, series="team"):
    return Meeting(
        f"{series}-{day}", series, date.fromisoformat(day), "Sync", None, False, True, "a.md", 1
    )


def action(day, text, owners=(), done=None, line=5):
    return ActionItem(f"team-{day}", text, list(owners), done, f"{day}.md", line)


BOOK = [
    meeting("2021-01-06"), meeting("2022-04-06"), meeting("2022-05-04"), meeting("2022-06-01"),
    action("2021-01-06", "Ada will paint the boat", ["Ada"]),
    action("2022-04-06", f"[ ] Fix the **gauge**, see {ISSUE}", ["Bo"], False),
    action("2022-05-04", f"fix the gauge, see <{ISSUE}>", ["Bo", "Cy"]),
    action("2022-05-04", "[ ] Write the [guide](https://example.org/guide)", [], False, 9),
    action("2022-06-01", "[x] write the guide", [], True),
    action("2022-06-01", "Dee to call the fund", ["Dee"], None, 7),
]  # fmt: skip


WRITTEN = ["text", "owners", "done", "age_days", "first_on", "last_on", "times", "source_file",
           "source_line"]  # fmt: skip


def test_copies_are_one_action_with_its_first_day_and_its_last_owners(build):
    frame = actions.actions(build(BOOK), as_of=AS_OF, months=6)
    frame["first_on"], frame["last_on"] = frame["first_on"].dt.date, frame["last_on"].dt.date
    frame["owners"] = frame["owners"].map(tuple)
    assert [tuple(row) for row in frame[WRITTEN].to_numpy()] == [
        (
            "fix the gauge, see gauge#12", ("Bo", "Cy"), False, 85, APRIL, MAY, 2,
            "2022-05-04.md", 5,
        ),
        ("write the guide", (), True, 57, MAY, JUNE, 2, "2022-06-01.md", 5),
        ("Dee to call the fund", ("Dee",), False, 29, JUNE, JUNE, 1, "2022-06-01.md", 7),
    ]  # fmt: skip


def test_the_summary_counts_what_is_open_and_what_is_done(build):
    found = actions.summary(actions.actions(build(BOOK), as_of=AS_OF, months=6))
    assert found == actions.Summary(
        open_now=2, nobody=0, carried=1, done=1, oldest_on=date(2022, 4, 6)
    )
    nothing = actions.summary(actions.actions(build([]), as_of=AS_OF))
    assert nothing == actions.Summary(open_now=0, nobody=0, carried=0, done=0, oldest_on=None)


def test_open_actions_raised_in_most_meetings_come_first_then_the_oldest(build):
    frame = actions.actions(build(BOOK), as_of=AS_OF, months=6)
    gauge, call = "fix the gauge, see gauge#12", "Dee to call the fund"
    assert actions.waiting(frame)["text"].tolist() == [gauge, call]
    often = frame.assign(times=[3 if text == call else 1 for text in frame["text"]])
    assert actions.waiting(often)["text"].tolist() == [call, gauge]
    assert actions.carried_over(often)["text"].tolist() == [call]
    alike = frame.iloc[::-1].assign(times=1)
    assert actions.waiting(alike)["text"].tolist() == [gauge, call]


def test_ages_are_all_there_even_when_nothing_is_that_old(build):
    frame = actions.ages(actions.actions(build(BOOK), as_of=AS_OF, months=60))
    assert [tuple(row) for row in frame.to_numpy()] == [
        ("under_1_month", 1, 0),
        ("1_to_3_months", 1, 0),
        ("3_to_6_months", 0, 0),
        ("6_to_12_months", 0, 0),
        ("over_1_year", 1, 0),
    ]


def test_a_year_of_age_is_a_calendar_year(build):
    book = [meeting("2021-09-17"), action("2021-09-17", "Paint the boat"),
            meeting("2021-09-18"), action("2021-09-18", "Wash the sails")]  # fmt: skip
    db, day = build(book), date(2022, 9, 17)
    known = actions.actions(db, as_of=day, months=12)
    assert known["text"].tolist() == ["Wash the sails"]
    known = actions.actions(db, as_of=day, months=24)
    assert actions.ages(known)["actions"].tolist() == [0, 0, 0, 1, 1]


def test_decisions_are_found_by_a_word_of_them_and_what_was_put_off_is_listed(build):
    db = build(
        [
            meeting("2022-05-04"), meeting("2022-06-01"),
            Decision("team-2022-05-04", f"**Decision:** keep the [boat]({ISSUE})", "a.md", 3),
            Decision("team-2022-06-01", "Agreed to meet weekly", "b.md", 4),
            AgendaItem("team-2022-06-01", "New logo", ["Ada"], 5, "not discussed", "b.md", 8),
            AgendaItem("team-2022-06-01", "Budget", [], None, None, "b.md", 9),
        ]
    )  # fmt: skip
    every = decisions.decisions(db, as_of=AS_OF)
    assert every["text"].tolist() == ["Agreed to meet weekly", "keep the boat"]
    found = decisions.decisions(db, as_of=AS_OF, find=" BOAT ")
    assert found["text"].tolist() == ["keep the boat"]
    late = actions.put_off(db, as_of=AS_OF)
    assert late[["title", "outcome"]].to_numpy().tolist() == [["New logo", "not discussed"]]


def test_the_mark_before_an_action_or_a_decision_is_not_shown_and_parts_no_copies(build):
    book = [
        meeting("2022-04-06"), meeting("2022-06-01"),
        action("2022-04-06", "**TODO**: fix the gauge", ["Bo"]),
        action("2022-06-01", "Action item - fix the gauge", ["Bo"]),
        action("2022-06-01", "action at the weir: none", [], None, 9),
        Decision("team-2022-06-01", "**Decision:** no second boat", "2022-06-01.md", 3),
    ]  # fmt: skip
    db = build(book)
    found = actions.actions(db, as_of=AS_OF, months=6)
    assert found[["text", "times"]].to_numpy().tolist() == [
        ["fix the gauge", 2],
        ["action at the weir: none", 1],
    ]
    assert decisions.decisions(db, as_of=AS_OF, months=6)["text"].tolist() == ["no second boat"]


def test_six_months_of_decisions_are_the_six_months_of_actions(build):
    days = ["2021-08-29", "2021-08-31", "2021-09-01", "2022-02-28", "2022-03-01"]
    db = build(
        [
            *map(meeting, days),
            *(action(day, f"task {day}", ["Ada"]) for day in days),
            *(Decision(f"team-{day}", f"plan {day}", "a.md", 3) for day in days),
        ]
    )
    asked = {"as_of": date(2022, 2, 28), "months": 6}
    assert actions.actions(db, **asked)["text"].tolist() == ["task 2021-09-01", "task 2022-02-28"]
    made = decisions.decisions(db, **asked)["text"].tolist()
    assert made == ["plan 2022-02-28", "plan 2021-09-01"]
    assert decisions.decision_count(db, **asked) == 2


def test_the_newest_hundred_decisions_are_listed_and_all_are_counted(build):
    made = [Decision("team-2022-06-01", f"plan {n}", "b.md", n) for n in range(1, 131)]
    db = build([meeting("2022-06-01"), *made])
    listed = decisions.decisions(db, as_of=AS_OF)["text"].tolist()
    assert listed == [f"plan {n}" for n in range(1, 101)]
    assert decisions.decision_count(db, as_of=AS_OF) == 130
    assert decisions.decision_count(db, as_of=AS_OF, find="plan 12") == 11


def test_owners_are_lists_which_a_page_keeps_at_a_tenth_of_the_cost(build):
    named = actions.actions(build(BOOK), as_of=AS_OF, months=60)["owners"].tolist()
    assert {type(names) for names in named} == {list}


def cited(day, number, repo="moss/gauge", line=5):
    return Reference(f"team-{day}", "unknown", repo, number, None, f"{day}.md", line)


def closed(number, day, *, merged=False, reason="completed", is_pull=False):
    at = datetime.fromisoformat(day)
    return Issue(
        1, number, is_pull, "An issue", "ada", False, "closed", None if is_pull else reason, [], 0,
        datetime(2022, 1, 1), at, at, at if merged else None, None, False, None, None,
    )  # fmt: skip


GAUGE = Repo(1, "moss/gauge", False, False, 0, None, None, True, ["moss/needle"], None)
CLOSING = [
    ("Ada to close moss/gauge#12", ["Ada"], closed(12, "2022-04-20")),
    ("Bo will merge PR #13", ["Bo"], closed(13, "2022-05-02", merged=True, is_pull=True)),
    ("fix the needle (#14)", [], closed(14, "2022-04-08")),
    ("Ada and Bo to finish the draft in moss/needle#15", ["Ada", "Bo"], closed(15, "2022-04-08")),
]
NOT_CLOSING = [
    ("Ada to talk to Bo about #12", ["Ada"], closed(12, "2022-04-20")),
    ("ask Bo to merge #12", [], closed(12, "2022-04-20")),
    ("Ada to fix the needle, see #12", ["Ada"], closed(12, "2022-04-20")),
    ("Ada to review #13", ["Ada"], closed(13, "2022-05-02", merged=True, is_pull=True)),
    ("close #12", [], closed(12, "2022-04-06")),  # on the day of the meeting
    ("close #12", [], closed(12, "2022-04-20", reason="not_planned")),
    ("merge #13", [], closed(13, "2022-04-20", is_pull=True)),  # closed unmerged
]


def weighed(build, text, owners, issue):
    place = [meeting("2022-04-06"), action("2022-04-06", text, owners), GAUGE, issue]
    frame = actions.actions(
        build([*place, cited("2022-04-06", issue.number)]), as_of=AS_OF, months=6
    )
    (row,) = frame[["done", "dropped", "by", "hint", "closed_on", "how"]].to_numpy()
    return tuple(row)


@pytest.mark.parametrize(("text", "owners", "issue"), CLOSING)
def test_an_action_is_done_when_its_own_item_was_closed_after_the_meeting(
    text, owners, issue, build
):
    how = "merged" if issue.is_pull else "completed"
    assert weighed(build, text, owners, issue) == (
        True, False, f"moss/gauge#{issue.number}", None, issue.closed_at.date(), how,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "owners", "issue"), NOT_CLOSING)
def test_any_other_closed_citation_is_a_hint(text, owners, issue, build):
    done, dropped, by, hint, *_ = weighed(build, text, owners, issue)
    assert (done, dropped, by, hint) == (False, False, None, f"moss/gauge#{issue.number}")


def test_an_action_silent_for_six_meetings_and_six_months_is_probably_dropped(build):
    days = ["2021-10-06", "2021-11-03", "2021-12-01", "2022-01-05", "2022-02-02", "2022-03-02",
            "2022-04-06"]  # fmt: skip
    book = [*map(meeting, days), meeting("2021-10-06", "board")]
    book += [
        action("2021-10-06", "Ada to paint the boat"),
        action("2022-02-02", "Bo to moor it"),
        ActionItem("board-2021-10-06", "Cy to call the fund", [], None, "b.md", 1),
    ]
    frame = actions.actions(build(book), as_of=AS_OF, months=24)
    assert dict(zip(frame["text"], frame["dropped"], strict=True)) == {
        "Ada to paint the boat": True,
        "Bo to moor it": False,  # three meetings since
        "Cy to call the fund": False,  # no meeting of its series since
    }
    assert actions.summary(frame).open_now == 2
    assert actions.dropped(frame)["text"].tolist() == ["Ada to paint the boat"]


def test_a_person_settles_an_action(build):
    book = [
        meeting("2022-04-06"),
        action("2022-04-06", "Ada to paint the boat"),
        action("2022-04-06", "[x] Bo to moor it", done=True, line=6),
        action("2022-04-06", "Cy to sing", line=7),
        ActionAnswer("paint the BOAT", "done", None, None),
        ActionAnswer("moor it", "open", None, "it drifts"),
        ActionAnswer("sing", "dropped", None, None),
    ]
    frame = actions.actions(build(book), as_of=AS_OF, months=6)
    assert [tuple(row) for row in frame[["text", "done", "dropped"]].to_numpy()] == [
        ("Ada to paint the boat", True, False),
        ("Bo to moor it", False, False),
        ("Cy to sing", False, True),
    ]
