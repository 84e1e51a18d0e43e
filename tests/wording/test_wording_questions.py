"""The words of the queue."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import bill_facts
import pytest

from metrics.briefing.queue import Asked, Choice, Waiting
from metrics.issues.claim import Claim, unknown
from metrics.issues.claims import Checked
from wording import questions
from wording.page import Control, Fold, Heading, Table

BOTH = Choice("assumed", '[[answer]]\nfiles = ["a", "b"]\ncounts = "both"\n')
ONE = Choice("other", '[[answer]]\nfiles = ["a", "b"]\ncounts = "bills/team-a.csv"\n')
NOBODY = Choice("unknown", '[[answer]]\ncounts = "unknown"\n')
CLAIM = Asked(
    Checked(
        Claim("m", date(2026, 8, 20), "team", None, "issues_closed", 50.0, None, None, "issues", "",
              "We closed 50 <issues>", "n.md", 3),
        unknown("repository_not_named", closed=17, repositories=2),
    ),
    (Choice("repository", values=(("repo", "lab/hub"),)),
     Choice("repository", values=(("repo", "all"),)), Choice("no claim"), Choice("unknown")),
)  # fmt: skip


def asked(fact, *choices, days=None):
    return Asked(fact, choices, days)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (Waiting(0), ""),
        (Waiting(3, (("USD", Decimal(1240)),), 9), "3 questions, up to 1,240 USD, oldest 9 days"),
        (Waiting(1, (), None), "1 question"),
        (Waiting(2, (("USD", Decimal("60.4")), ("EUR", Decimal(5))), 0),
         "2 questions, up to 60 USD and 5 EUR"),
    ],
)  # fmt: skip
def test_one_line_for_all(found, line):
    assert questions.waiting(found) == line


@pytest.mark.parametrize(
    ("fact", "choices", "words"),
    [
        (bill_facts.OVERLAP, (BOTH, ONE),
         ["No, count both: 372.00 USD", "Yes, count one: 62.00 USD"]),
        (bill_facts.NEWER, (ONE, NOBODY), ["bills/team-a.csv: 62.00 USD", "I don't know"]),
        (bill_facts.ARREARS, (Choice("assumed", 'counts = "month before"\n'),
                              Choice("other", 'counts = "month of its date"\n')),
         ["Yes, the month before", "No, their own month"]),
        (bill_facts.UNDATED, (Choice("other", 'days = "YYYY-MM-DD"\ncounts = "a"\n'),
                              Choice("assumed", 'counts = "none"\n')),
         ["It belongs to this day", "Leave it out"]),
    ],
)  # fmt: skip
def test_an_answer_says_what_it_makes_of_the_money(fact, choices, words):
    found = asked(fact, *choices)
    assert [questions.answer(found, choice) for choice in choices] == words


def test_a_question_about_the_notes_offers_repositories():
    assert questions.question(CLAIM) == (
        "Which repository do the notes mean: “We closed 50 <issues>”?"
    )
    assert [questions.answer(CLAIM, choice) for choice in CLAIM.choices] == [
        "lab/hub", "All repositories", "It is no number to check", "I don't know",
    ]  # fmt: skip
    assert questions.detail(CLAIM).startswith("20 Aug 2026, team. Cannot be checked: ")


def test_the_stake_is_a_distance_and_nothing_where_it_is_not_known():
    found = [asked(bill_facts.OVERLAP, days=days) for days in (None, 0, -12)]
    assert [questions.stake(each) for each in found] == ["", "0 days", "12 days"]


def test_who_may_answer_gets_buttons_and_who_may_not_the_lines():
    found = [asked(bill_facts.OVERLAP, BOTH, days=3), CLAIM]
    assert questions.blocks(found, can_answer=True) == [
        Heading("Two questions", "By days of runway, then money"), Control("questions"),
    ]  # fmt: skip
    assert questions.blocks([CLAIM], can_answer=True)[0] == Heading("One question")
    assert str(questions.shown(found[0]).text).startswith(
        "<b>Do bills/team-a.csv and bills/team-b.csv bill the same money for 1 Jun to 30 Jun 2026?"
        "</b><br>3 days of runway. 372.00 USD or 62.00 USD"
    )
    table, fold = questions.blocks(found, can_answer=False)
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == ["3 days", ""]
    assert "&lt;issues&gt;" in str(table.rows[1][0])
    assert isinstance(fold, Fold)
    assert questions.blocks([], can_answer=True) == []
    assert len(questions.blocks([CLAIM], can_answer=False)) == 1


def test_a_terminal_has_a_number_for_each_answer():
    found = [asked(replace(bill_facts.OVERLAP), BOTH, ONE, NOBODY, days=3)]
    first, second, *rest = questions.listed(found)
    assert first.startswith("1. Do bills/team-a.csv and bills/team-b.csv bill the same money")
    assert first.endswith("(3 days of runway)")
    assert second.endswith("Until then: both count.")
    assert rest == [
        "   1 1  No, count both: 372.00 USD", "   1 2  Yes, count one: 62.00 USD",
        "   1 3  I don't know",
    ]  # fmt: skip
