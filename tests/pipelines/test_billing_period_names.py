"""Which days a header, a title or a name of a file stands for, and what falls on each month."""

from datetime import date
from decimal import Decimal as D

import pytest

from pipelines.billing.rollup import NoTable
from pipelines.billing.rollup.periods import by_month, month_of, months, span
from pipelines.billing.rollup.proration import shares

MONTHS = {
    "Jul": (7, 1, None), "Jul.": (7, 1, None), "July 2026": (7, 1, 2026), "Jul 26": (7, 1, 2026),
    "Jul '26": (7, 1, 2026), "juillet-2026": (7, 1, 2026), "2026-07": (7, 1, 2026),
    "2026-7": (7, 1, 2026), "2026.12": (12, 1, 2026), "2026.13": None, "1/2026": (1, 1, 2026),
    "13/2026": None, "0/2026": None, "Q3 2026": (7, 3, 2026), "q1/2026": (1, 3, 2026),
    "2026 Q4": (10, 3, 2026), "Q5 2026": None, "2026": None, "x Jul": None,
}  # fmt: skip
SPANS = {
    "2026-05-01 to 2026-05-31": "2026-05-01 2026-05-31",
    "2026-05-31 to 2026-05-01": None,
    "2026-05-31 to 2026-05-31": "2026-05-31 2026-05-31",
    "2026-05-01 2026-13-31": None,
    "July 1-31, 2026": "2026-07-01 2026-07-31",
    "Jul 30, 2025 - Aug 2, 2026": "2025-07-30 2026-08-02",
    "July 30 – Aug 2, 2026": "2026-07-30 2026-08-02",
    "Jul. 5 - 9 2026": "2026-07-05 2026-07-09",
    "Dec 30 - Jan 2, 2026": "2025-12-30 2026-01-02",
    "Dec 30, 2026 - Jan 2, 2026": None,
    "July - September, 2026": "2026-07-01 2026-09-30",
    "Nov 2025 to Feb 2026": "2025-11-01 2026-02-28",
    "Nov - Feb 2026": "2025-11-01 2026-02-28",
    "Mai bis Mai 2026": "2026-05-01 2026-05-31",
    "Jan bis März 2026": "2026-01-01 2026-03-31",
    "janvier à mars 2026": "2026-01-01 2026-03-31",
    "For the 3 months ended 30 June 2026": "2026-04-01 2026-06-30",
    "month ended 31 July 2026": "2026-07-01 2026-07-31",
    "quarter ended 30 September 2026": "2026-07-01 2026-09-30",
    "year ended 31 March 2026": "2025-04-01 2026-03-31",
    "2 years ended 31 December 2026": "2025-01-01 2026-12-31",
    "13 months ended 31 January 2026": "2025-01-01 2026-01-31",
    "July, 2026": "2026-07-01 2026-07-31",
    "Costs of May 2026": "2026-05-01 2026-05-31",
    "in 2026-05": "2026-05-01 2026-05-31",
    "2026-05-07": None,
    "Q2/2026 and more": "2026-04-01 2026-06-30",
    "year 2026": None,
    "February 30 - March 2, 2026": None,
    "mayhem 2026": None,
}
NO_YEAR = "its months have no year, or two. Write the year into each of them"
DAYS = "its columns may be days, or a month of several years. Write the years in full"
# header, titles above it, the file's name → column: its days
HEADERS = [
    ("A|Jul 2026|Aug 2026", "", "", "1: 2026-07-01 2026-07-31, 2: 2026-08-01 2026-08-31"),
    ("A|Jul 2026", "", "", "1: 2026-07-01 2026-07-31"),
    ("Jul 2026|Aug", "", "", ""),
    ("A|Jul|Aug", "of 2026", "", "1: 2026-07-01 2026-07-31, 2: 2026-08-01 2026-08-31"),
    ("A|Jul|Aug", "", "x 2025.csv", "1: 2025-07-01 2025-07-31, 2: 2025-08-01 2025-08-31"),
    ("A|Jul|Aug", "of 2024", "x 2025.csv", "1: 2024-07-01 2024-07-31, 2: 2024-08-01 2024-08-31"),
    ("A|Jul|Aug", "", "", NO_YEAR),
    ("A|Dec|Jan", "2025 2026", "", "1: 2025-12-01 2025-12-31, 2: 2026-01-01 2026-01-31"),
    ("A|Dec|Jan", "2025", "", NO_YEAR),
    ("A|Dec|Jan", "2025 2027", "", NO_YEAR),
    ("A|Dec|Jan|Dec|Jan", "2025 2026 2027", "", NO_YEAR),
    ("A|Nov|Dec", "2025 2026", "", NO_YEAR),
    ("A||Jul", "2026", "", ""),
    ("A|Jul|Jul", "2026", "", "1: 2026-07-01 2026-07-31, 2: 2026-07-01 2026-07-31"),
    ("A|Mar 10|Mar 11", "", "", DAYS),
    ("A|Mar 10", "", "", "1: 2010-03-01 2010-03-31"),
    ("A|Mar 10|Apr 11", "", "", "1: 2010-03-01 2010-03-31, 2: 2011-04-01 2011-04-30"),
    ("A|Mar|Apr 2026", "", "",
     "some of its months have no year. Write the year into each of them"),
    ("A|2026-05-31|2026-06-30", "", "", "1: 2026-05-01 2026-05-31, 2: 2026-06-01 2026-06-30"),
    ("A|2025-12-31|2026-01-31", "", "", "1: 2025-12-01 2025-12-31, 2: 2026-01-01 2026-01-31"),
    ("A|2026-05-31", "", "", ""),
    ("A|2026-05-31|2026-07-31", "", "", ""),
    ("A|2026-05-31|2026-06-30|2026-08-31", "", "", ""),
    ("A|2026-05-30|2026-06-30", "", "", ""),
    ("A|May 2026|2026-06-01 - 2026-06-15", "", "",
     "1: 2026-05-01 2026-05-31, 2: 2026-06-01 2026-06-15"),
    ("A|2026-06-01 - 2026-06-15", "", "", ""),
    ("A|2026-06-01 - 2026-06-15|2026-06-16 - 2026-06-30", "", "",
     "1: 2026-06-01 2026-06-15, 2: 2026-06-16 2026-06-30"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), MONTHS.items())
def test_a_cell_is_a_month_or_a_quarter(cell, expected):
    assert month_of(cell) == expected


@pytest.mark.parametrize(("text", "expected"), SPANS.items())
def test_a_title_says_from_which_day_to_which(text, expected):
    assert span(text) == (tuple(map(date.fromisoformat, expected.split())) if expected else None)


@pytest.mark.parametrize(("row", "title", "name", "expected"), HEADERS)
def test_the_columns_of_a_header_are_months_of_a_year_that_stands_somewhere(
    row, title, name, expected
):
    try:
        found = months(row.split("|"), [title], name)
        said = ", ".join(f"{i}: {first} {last}" for i, (first, last) in found.items())
    except NoTable as refused:
        said = str(refused)
    assert said == expected


def _falls(first, last, amount):
    days = date.fromisoformat(first), date.fromisoformat(last)
    return [(str(a), str(b), part) for a, b, part in by_month(days, amount)]


def test_an_amount_falls_on_months_by_their_days_and_adds_up():
    assert _falls("2026-05-10", "2026-05-20", D(3)) == [("2026-05-10", "2026-05-20", D(3))]
    assert _falls("2026-05-31", "2026-07-01", D(32)) == [
        ("2026-05-31", "2026-05-31", D(1)), ("2026-06-01", "2026-06-30", D(30)),
        ("2026-07-01", "2026-07-01", D(1)),
    ]  # fmt: skip
    assert _falls("2025-12-31", "2026-01-02", D(1)) == [
        ("2025-12-31", "2025-12-31", D("0.333333333333")),
        ("2026-01-01", "2026-01-02", D("0.666666666667")),
    ]
    assert _falls("2026-05-31", "2026-06-01", None) == [
        ("2026-05-31", "2026-05-31", None), ("2026-06-01", "2026-06-01", None),
    ]  # fmt: skip


def test_shares_of_an_amount_are_equal_but_for_the_last_and_keep_every_digit():
    third = D("3.333333333333")
    assert shares(D(10), 3) == [third, third, D("3.333333333334")]
    assert shares(D(-1), 1) == [D(-1)]
    large = D("99999999999999999.12345678901234567")
    assert shares(large, 7)[:2] == [D("14285714285714285.589065255573")] * 2
    assert shares(large, 2) == [
        D("49999999999999999.561728394506"), D("49999999999999999.56172839450634567"),
    ]  # fmt: skip
