from datetime import date
from decimal import Decimal

import pytest

from wording import numbers


@pytest.mark.parametrize(
    ("amount", "said"),
    [("4129.50", "4,130 USD"), ("-217", "−217 USD"), ("0.4", "0 USD"), ("-0.4", "0 USD")],
)
def test_money_is_whole_units_rounded_half_up_with_a_real_minus(amount, said):
    assert numbers.money(Decimal(amount), "USD") == said


def test_cents_are_for_tables():
    assert numbers.cents(Decimal("4130.005"), "EUR") == "4,130.01 EUR"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("16516.13", "16,500 USD"), ("4731", "4,700 USD"), ("9983.87", "9,980 USD"),
        ("123456", "123,000 USD"), ("83.2", "83 USD"), ("0", "0 USD"), ("-16516", "−16,500 USD"),
    ],
)  # fmt: skip
def test_an_amount_in_a_sentence_is_rounded_to_what_is_known(amount, said):
    assert numbers.about(Decimal(amount), "USD") == said


def test_a_change_always_carries_its_sign():
    assert [numbers.signed(n) for n in (49, -217, 0)] == ["+49", "−217", "0"]
    assert numbers.signed(Decimal("0.00"), 2) == "0.00"


def test_one_thing_is_not_several():
    assert numbers.count(1, "issue") == "1 issue"
    assert numbers.count(1024, "issue") == "1,024 issues"
    assert numbers.count(2, "category", "categories") == "2 categories"
    assert (numbers.days(1), numbers.days(12)) == ("1 day", "12 days")


@pytest.mark.parametrize(
    ("n", "said"), [(1.52, "1.5 months"), (1, "1 month"), (3, "3 months"), (4.13, "4 months")]
)
def test_months_above_three_have_no_decimals(n, said):
    assert numbers.months(n) == said


def test_what_an_extension_buys_is_said_to_a_tenth():
    assert numbers.tenths(Decimal("4.13")) == "4.1 months"


def test_a_promise_of_months_is_rounded_down():
    assert numbers.whole_months(Decimal("4.83")) == 4


def test_days_are_written_in_english():
    assert numbers.day(date(2018, 9, 18)) == "18 Sep 2018"
    assert numbers.long_day(date(2018, 9, 18)) == "18 September 2018"
    assert numbers.month(date(2018, 9, 18)) == "September 2018"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2019, 5, 10), "early May 2019"), (date(2019, 5, 11), "mid-May 2019"),
        (date(2019, 5, 20), "mid-May 2019"), (date(2019, 5, 21), "late May 2019"),
    ],
)  # fmt: skip
def test_a_day_is_worded_to_a_third_of_its_month(value, said):
    assert numbers.third(value) == said


def test_a_near_day_is_said_exactly_and_a_far_one_roughly():
    assert numbers.when(date(2018, 11, 2), date(2018, 9, 20)) == "2 November 2018"
    assert numbers.when(date(2019, 4, 11), date(2018, 9, 20)) == "mid-April 2019"


def test_a_range_names_its_year_once():
    low, high = date(2019, 2, 14), date(2019, 7, 15)
    assert numbers.between(low, high) == "between mid-February and mid-July 2019"
    assert (
        numbers.between(date(2018, 12, 3), high) == "between early December 2018 and mid-July 2019"
    )
    assert numbers.between(high, high) == "in mid-July 2019"


def test_a_probability_is_a_word_and_a_number():
    assert numbers.chances(0.6) == "likely (6 in 10)"
    assert numbers.chances(0.02) == "hardly possible (0 in 10)"


def test_words_in_a_row_end_with_and():
    assert numbers.listing(["a", "b", "c"]) == "a, b and c"
    assert (numbers.listing(["a"]), numbers.listing([])) == ("a", "")
