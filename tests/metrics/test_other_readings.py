"""What the other reading of a question about bills does to the end of the money."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from runway_records import balance, every_day, fund, info

from metrics.runway.other_readings import other_readings
from warehouse.records import BillingQuestion, BillingQuestionDay

FIRST, LAST = date(2018, 1, 1), date(2018, 9, 19)
QUESTION = BillingQuestion(
    "a: overlap", "overlap", "a", ["a.csv", "b.csv"], FIRST, LAST, "USD", "both",
    Decimal(9200), Decimal(4600), Decimal(4600), 1, True, False, True, "compare them", "",
)  # fmt: skip


def records():
    as_of = LAST + timedelta(days=1)
    money = [fund("grant"), balance("grant", as_of, 18_250), info(as_of)]
    half = [
        BillingQuestionDay(
            "a: overlap", LAST - timedelta(days=n), "a", "cloud", "USD", Decimal(-50)
        )
        for n in range(92)
    ]
    return [*money, *every_day(FIRST, LAST, 100), *half]


@pytest.mark.slow
def test_half_the_cost_lasts_twice_as_long(build):
    [found] = other_readings(build([*records(), QUESTION]).cursor())

    assert found.question.question_id == "a: overlap"
    assert 150 <= found.days <= 215  # half a year of 100 a day becomes one of 50


def test_without_an_open_question_there_is_no_other_reading(build):
    assert other_readings(build(records()).cursor()) == []
