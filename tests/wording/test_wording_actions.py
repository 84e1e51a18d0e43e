"""The Actions page as text."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from metrics.meetings.actions import AGES, Summary
from tests.wording import golden
from wording import actions
from wording.page import Table

AS_OF = date(2022, 6, 30)


def rows(*found):
    """(text, owners, done, age in days, first day, meetings) of one series each."""
    columns = ["text", "owners", "done", "age_days", "first_on", "times"]
    frame = pd.DataFrame(found, columns=columns)
    frame = frame.assign(by=None, hint=None, closed_on=None, how=None, last_on=date(2022, 6, 1))
    return frame.assign(series="team", source_file="notes/2022-06-01.md", source_line=7)


def decisions(*texts):
    return pd.DataFrame({"text": texts, "series": "team", "held_on": date(2022, 6, 1)})


def put_off(*titles):
    frame = pd.DataFrame({"title": titles, "outcome": "punted"})
    return frame.assign(held_on=date(2022, 6, 1))


def ages(*counts, nobody=0):
    return pd.DataFrame({"age": AGES, "actions": counts, "nobody": [nobody, 0, 0, 0, 0]})


NOTHING = actions.Facts(
    as_of=AS_OF,
    summary=Summary(0, 0, 0, 0, None),
    waiting=rows(),
    decided=0,
    find="",
    found=0,
    decisions=decisions(),
)
NO_MORE = actions.MoreFacts(
    actions=rows(),
    summary=NOTHING.summary,
    ages=ages(0, 0, 0, 0, 0),
    by_record=rows(),
    dropped=rows(),
    put_off=put_off(),
)
GAUGE = ("fix the gauge, see gauge#12", ["Bo", "Cy", "Dee"], False, 85, date(2022, 4, 6), 2)
CALL = ("call the fund", [], False, 29, date(2022, 6, 1), 1)
PAINT = ("paint the mast, moss/boat#7", [], True, 29, date(2022, 6, 1), 1)
LOGO = ("draw a logo", ["Bo"], False, 323, date(2021, 8, 11), 1)
OLD = ("scrub the hull", ["Cy"], False, 852, date(2020, 2, 29), 2)
FULL = actions.Facts(
    as_of=AS_OF,
    summary=Summary(2, 1, 1, 14, date(2022, 4, 6)),
    oldest=rows(GAUGE),
    waiting=rows(GAUGE, CALL).assign(
        hint=["moss/gauge#12", None], how="merged", closed_on=date(2022, 6, 20)
    ),
    decided=150,
    find="boat",
    found=130,
    decisions=decisions("no second boat", "keep the boat"),
)
MORE = actions.MoreFacts(
    actions=rows(GAUGE, CALL, PAINT),
    summary=FULL.summary,
    ages=ages(1, 1, 0, 0, 0, nobody=1),
    by_record=rows(PAINT).assign(by="moss/boat#7", how="completed", closed_on=date(2022, 6, 3)),
    dropped=rows(LOGO).assign(last_on=date(2021, 11, 3)),
    put_off=put_off("New logo", None),
)
MANY = replace(
    FULL,
    summary=Summary(1040, 0, 40, 14, date(2020, 2, 29)),
    waiting=rows(OLD, *[GAUGE] * 8),
    oldest=rows(OLD),
    find="ghost",
    found=0,
    decisions=decisions(),
)


def test_of_thousands_of_open_actions_the_first_are_listed_and_the_rest_is_counted():
    many = actions.page(replace(FULL, waiting=rows(*[GAUGE] * 200), all_waiting=1234))
    (listed,) = [each for each in many.blocks if getattr(each, "key", "") == "open-actions"]
    assert isinstance(listed, Table)
    assert (len(listed.rows), listed.finding) == (
        200, "The first 200 of 1,234; the table behind More has all.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (OLD, "The oldest: “scrub the hull”, first raised on 29 February 2020, Cy."),
        (CALL, "The oldest: “call the fund”, raised on 1 June 2022, no owner."),
        (("Bo and Cy will draw a logo.", ["Bo", "Cy"], *LOGO[2:]),
         "The oldest: “Bo and Cy will draw a logo”, raised on 11 August 2021."),
        (("[name withheld] to <b>ask</b>", ["[name withheld]"], *LOGO[2:]),
         "The oldest: “[name withheld] to <b>ask</b>”, raised on 11 August 2021."),
    ],
)  # fmt: skip
def test_the_oldest_open_action_is_named_with_its_day_and_its_owner(row, said):
    assert actions.oldest(rows(row)) == said
    answer = actions.page(replace(FULL, oldest=rows(row), waiting=rows())).answer
    assert golden.plain(answer.basis).startswith(said)


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        ([], ""),
        ([[], []], ""),  # of nobody
        ([["Ada"], []], "Owners: Ada 1."),
        ([["Bo"], ["Ada", "Bo"]], "Owners: Bo 2 and Ada 1."),
        ([["Bo"], ["Ada", "Bo"], ["Cy"], ["Di"], ["E"]], "Owners: Bo 2, Ada 1 and 3 others."),
        ([["[name withheld]"], ["[name withheld]"]], ""),
    ],
)  # fmt: skip
def test_the_page_begins_with_whose_the_open_actions_are(owners, said):
    waiting = rows(*[(*CALL[:1], each, *CALL[2:]) for each in owners])
    assert actions.whose(waiting) == said
    facts = replace(FULL, waiting=waiting.assign(hint=None), oldest=rows(CALL))
    basis = actions.page(facts).answer.basis
    assert basis.startswith(said if said else "The oldest: ")
    assert "Owners" not in actions.page(replace(facts, all_waiting=9)).answer.basis


def test_without_an_open_action_none_is_the_oldest():
    assert actions.oldest(rows()) == ""


def test_the_page(write_golden):
    golden.check(
        "actions",
        {
            "no meeting has been read": actions.nothing_read(),
            "no action": actions.page(NOTHING),
            "an ordinary team": actions.page(FULL),
            "more than a page holds": actions.page(MANY),
            "behind More, nothing": actions.more(NO_MORE),
            "behind More": actions.more(MORE),
            "behind More, many put off": actions.more(
                replace(MORE, put_off=put_off(*[f"Item {n}" for n in range(9)]))
            ),
            "the answer": "\n".join(
                actions.answer(Summary(*counts), AS_OF)
                for counts in (
                    (0, 0, 0, 1, None),
                    (0, 0, 0, 5, None),
                    (1, 0, 0, 0, date(2022, 6, 29)),
                    (30, 3, 13, 5, date(2021, 6, 29)),
                )
            ),
        },
        write=write_golden,
    )
