"""How numbers, days and durations are written."""

from datetime import date
from decimal import Decimal

import pytest

from wording import numbers


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (numbers.number(Decimal("-1217.5")), "−1,218"),
        (numbers.cents(Decimal("4130"), "USD"), "4,130.00 USD"),
        (numbers.about(Decimal("16512.4"), "USD"), "16,500 USD"),
        (numbers.about(Decimal("4678"), "USD"), "4,700 USD"),
        (numbers.about(Decimal("31"), "EUR"), "31 EUR"),
        (numbers.signed(0), "0"),
        (numbers.signed(49), "+49"),
        (numbers.percent(Decimal("0.915")), "92 %"),
        (numbers.count(1, "issue"), "1 issue"),
        (numbers.count(1024, "person", "people"), "1,024 people"),
        (numbers.months(Decimal("1.5")), "1.5 months"),
        (numbers.months(1), "1 month"),
        (numbers.tenths(Decimal("4.08")), "4.1 months"),
        (numbers.day(date(2018, 9, 8)), "8 Sep 2018"),
        (numbers.long_day(date(2018, 9, 8), year=False), "8 September"),
        (numbers.third(date(2019, 5, 21)), "late May 2019"),
        (numbers.when(date(2018, 10, 3), date(2018, 9, 20)), "3 October 2018"),
        (numbers.on(date(2018, 10, 3), date(2018, 9, 20)), "on 3 October 2018"),
        (numbers.on(date(2019, 5, 21), date(2018, 9, 20)), "in late May 2019"),
        (numbers.period(date(2018, 8, 16), date(2018, 9, 20)), "16 Aug – 20 Sep 2018"),
        (numbers.period(date(2018, 11, 30), date(2019, 1, 3)), "30 Nov 2018 – 3 Jan 2019"),
        (numbers.chances(0.62), "likely (6 in 10)"),
        (numbers.listing(["a", "b", "c"]), "a, b and c"),
    ],
)
def test_numbers_are_written_as_people_read_them(said: str, wanted: str) -> None:
    assert said == wanted


def test_a_range_names_both_years_only_where_they_differ() -> None:
    assert numbers.between(date(2019, 2, 12), date(2019, 7, 15)) == (
        "between mid-February and mid-July 2019"
    )
    assert numbers.between(date(2018, 12, 2), date(2019, 1, 31)) == (
        "between early December 2018 and late January 2019"
    )
    assert numbers.between(date(2019, 5, 21), date(2019, 5, 30)) == "in late May 2019"
