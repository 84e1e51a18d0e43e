"""Answers as colleagues write them, and those that can be read two ways."""

from datetime import date
from decimal import Decimal

import pytest

from editing.balances import Asked, prefilled
from editing.replies import Reply, read

TODAY = date(2026, 9, 17)
AUGUST = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("~18k, end of Aug", Reply(Decimal(18000), AUGUST, is_rough=True)),
        ("18,000 USD on 31 August", Reply(Decimal(18000), AUGUST)),
        ("$18,000.40 as of August 31, 2026", Reply(Decimal("18000.40"), AUGUST)),
        ("about 1.2m, 2026-08-31", Reply(Decimal(1200000), AUGUST, is_rough=True)),
        ("26 000 at end of December", Reply(Decimal(26000), date(2025, 12, 31))),
        ("18.5k today", Reply(Decimal(18500), TODAY, is_rough=True)),
        ("still 18000", Reply(Decimal(18000))),
        ("-500, yesterday", Reply(Decimal(-500), date(2026, 9, 16))),
        ("nothing left", Reply(Decimal(0))),
        ("no idea, sorry", Reply(is_unknown=True)),
        ("12,000 end of last month", Reply(Decimal(12000), AUGUST)),
    ],
)
def test_an_answer_is_read(text, reply):
    assert read(text, today=TODAY, currency="USD") == reply


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("18.000 end of Aug", "18.000 can be read in two ways"),
        ("18000 on 7/8/2026", "the day can be read in two ways"),
        ("18k or 19k", "more than one amount"),
        ("18k EUR", "it is in EUR, the fund in USD"),
        ("€18k", "it is in EUR"),
        ("ask me later", "no amount in it"),
        ("18k at 31 August 2027", "has not come"),
    ],
)
def test_an_answer_that_can_be_read_two_ways_is_not_read(text, problem):
    found = read(text, today=TODAY, currency="USD")
    assert found.amount is None
    assert problem in (found.problem or "")


@pytest.mark.parametrize(
    ("days", "proposed"),
    [
        ([], AUGUST),
        ([date(2026, 5, 31)], AUGUST),
        ([date(2026, 5, 31), date(2026, 8, 12)], TODAY),
        ([AUGUST], AUGUST),
        ([date(2026, 5, 31), date(2027, 1, 5)], AUGUST),
    ],
    ids=["none yet", "at the end of a month", "a live account", "stated already", "a day to come"],
)
def test_the_day_of_a_balance_is_proposed(days, proposed):
    assert prefilled(days, TODAY) == proposed


def test_a_request_is_quiet_for_a_week():
    request = Asked("gift", date(2026, 9, 3), "@treasurer", AUGUST)
    assert [request.is_quiet(date(2026, 9, day)) for day in (3, 9, 10)] == [True, True, False]
