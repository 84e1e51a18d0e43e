"""Actions: copies are one, those without a mark are open, ages count from the first time."""

from datetime import date

from metrics.meetings import actions, decisions
from warehouse.records import ActionItem, AgendaItem, Decision, Meeting

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


def test_copies_are_one_action_with_its_first_day_and_its_last_owners(build):
    frame = actions.actions(build(BOOK), as_of=AS_OF, months=6)
    frame["first_on"], frame["last_on"] = frame["first_on"].dt.date, frame["last_on"].dt.date
    frame["owners"] = frame["owners"].map(tuple)
    assert [tuple(row) for row in frame.drop(columns="series").to_numpy()] == [
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


def test_open_actions_raised_more_than_once_are_carried_over(build):
    frame = actions.actions(build(BOOK), as_of=AS_OF, months=6)
    waiting = actions.still_open(frame)["text"].tolist()
    assert waiting == ["fix the gauge, see gauge#12", "Dee to call the fund"]
    assert actions.carried_over(frame)["text"].tolist() == waiting[:1]


def test_ages_are_all_there_even_when_nothing_is_that_old(build):
    frame = actions.ages(actions.actions(build(BOOK), as_of=AS_OF, months=60))
    assert [tuple(row) for row in frame.to_numpy()] == [
        ("under_1_month", 1, 0),
        ("1_to_3_months", 1, 0),
        ("3_to_6_months", 0, 0),
        ("6_to_12_months", 0, 0),
        ("over_1_year", 1, 0),
    ]


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
