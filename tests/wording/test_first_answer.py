"""The first answer: what three numbers say on the page /start."""

from datetime import date
from decimal import Decimal

import pytest

from wording.first_answer import POINT, Answer, Three, answer, sentence

ON = date(2026, 8, 31)


def three(balance="46500", ends=date(2026, 12, 31), monthly="8700", kind="grant"):
    return Three(kind, Decimal(balance), "USD", ON, ends, Decimal(monthly))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            three(),
            Answer(
                "It pays until 31 December 2026. About 11,600 USD would lapse.",
                "46,500 USD less 122 days at 8,700 USD a month leave about 11,600 USD. "
                "Without the end date it would last until 9 February 2027.",
            ),
        ),
        (
            three(ends=None, kind="donation"),
            Answer(
                "It pays until 9 February 2027.", "46,500 USD pay 162 days at 8,700 USD a month."
            ),
        ),
        (
            three(balance="17400", ends=date(2027, 12, 31)),
            Answer(
                "It pays until 30 October 2026.",
                "17,400 USD pay 60 days at 8,700 USD a month. Nothing lapses on 31 December 2027.",
            ),
        ),
        (
            three(ends=date(2026, 8, 30)),
            Answer(
                "It ended on 30 August 2026: all of it has lapsed.",
                "The balance is of 31 August 2026, a later day.",
                "",
            ),
        ),
        (
            three(monthly="0"),
            Answer(
                "It pays until 31 December 2026. All of it would lapse.",
                "46,500 USD, at 0 USD a month.",
            ),
        ),
        (
            three(monthly="0", ends=None),
            Answer("Nothing is spent, so it does not end.", "46,500 USD, at 0 USD a month."),
        ),
    ],
)
def test_three_numbers_say_when_it_ends_how_that_comes_about_and_what_is_missing(asked, said):
    assert answer(asked) == said


def test_the_answer_is_a_point_and_says_what_would_give_a_range():
    assert answer(three()).missing == POINT
    assert "no range yet: three complete months of bills" in POINT


def test_a_fund_without_an_end_lapses_nothing_in_the_terminal_either():
    assert sentence(three(ends=None, kind="donation")) == (
        "46,500 USD on 31 August 2026, 8,700 USD a month: the money is used up after "
        "9 February 2027. This is arithmetic, not a forecast."
    )
