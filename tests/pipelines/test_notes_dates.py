"""Days as notes write them: in texts, in names of files, and which of several a meeting has."""

from datetime import date

import pytest

from pipelines.notes.text.dates import (
    day_of_name,
    day_of_year,
    days_in,
    held_on,
    month_in,
    month_of_name,
    without_days,
    year_of,
)

# a text → its days, each as it is written, + where its weekday agrees
TEXTS = {
    "2026-02-09": "2026-02-09 = 2026-02-09",
    "2026-2-9 and 2026/02/10, 2026_02_12":
        "2026-02-09 = 2026-2-9; 2026-02-10 = 2026/02/10; 2026-02-12 = 2026_02_12",
    "Monday, 2026-02-09": "2026-02-09 = Monday, 2026-02-09 +",
    "Tue 2026-02-09": "2026-02-09 = Tue 2026-02-09",
    "Mon. the 9th of Feb 2026": "2026-02-09 = Mon. the 9th of Feb 2026 +",
    "xyz 2026-02-09": "2026-02-09 = 2026-02-09",
    "9 February 2026": "2026-02-09 = 9 February 2026",
    "Feb 9th, 2026": "2026-02-09 = Feb 9th, 2026",
    "2026 Feb 9": "2026-02-09 = 2026 Feb 9",
    "9.2.2026": "2026-02-09 = 9.2.2026",
    "02/13/2026": "2026-02-13 = 02/13/2026",
    "13/02/2026": "2026-02-13 = 13/02/2026",
    "12/02/2026": "",
    "02/12/2026": "",
    "12/13/2026": "2026-12-13 = 12/13/2026",
    "4/4/2026": "2026-04-04 = 4/4/2026",
    "3-4-2026": "",
    "13-04-2026": "2026-04-13 = 13-04-2026",
    "3.4.2026": "2026-04-03 = 3.4.2026",
    "3.4.26": "",
    "13.4.26": "2026-04-13 = 13.4.26",
    " **13.4.26** ": "2026-04-13 = 13.4.26",
    "at 13.4.26 we": "",
    "13/4/26": "2026-04-13 = 13/4/26",
    "2026-02-30": "",
    "1970-01-01": "1970-01-01 = 1970-01-01",
    "1969-12-31": "",
    "2200-12-31": "2200-12-31 = 2200-12-31",
    "2201-01-01": "",
    "5 de marzo de 2026": "2026-03-05 = 5 de marzo de 2026",
    "1er février 2026": "2026-02-01 = 1er février 2026",
    "2026年3月5日": "2026-03-05 = 2026年3月5日",
    "30 de febrero de 2026": "",
    "x2026-02-09": "",
    "2026-02-09x": "",
    "32.1.2026": "",
    "Febtober 9 2026": "",
    "2026-02-09 or 5. März 2026 or 2026-02-10":
        "2026-02-09 = 2026-02-09; 2026-03-05 = 5. März 2026; 2026-02-10 = 2026-02-10",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_every_day_of_a_text_is_found_once_and_in_order(text, expected):
    found = (
        f"{w.day} = {text[w.start : w.end]}{' +' if w.sure else ''}" for w in days_in(text)
    )  # fmt: skip
    assert "; ".join(found) == expected


# a file's name → its day, itself without days, its year, its month
NAMES = {
    "2026-02-09.md": ("2026-02-09", " .md", 2026, None),
    "20260209-gauges.md": ("2026-02-09", " -gauges.md", None, None),
    "2026_02_09 2025-01-01.md": ("2026-02-09", "2026 02 09  .md", 2026, None),
    "2026-13-09 2026-02-10.md": ("2026-02-10", "   .md", 2026, None),
    "2021/03/04.md": ("2021-03-04", " .md", 2021, None),
    "x/2021/03/04.md": ("2021-03-04", "x/2021/03/04.md", 2021, None),
    "2021/03/04/05.md": (None, "2021/03/04/05.md", 2021, None),
    "2022/WG-02-09.md": ("2022-02-09", "2022/WG-02-09.md", 2022, None),
    "2022/WG-13-09.md": (None, "2022/WG-13-09.md", 2022, None),
    "2022/WG-02-09-3.md": (None, "2022/WG-02-09-3.md", 2022, None),
    "WG-02-09.md": (None, "WG-02-09.md", None, None),
    "a/9 feb 2026.md": ("2026-02-09", "a/9 feb 2026.md", 2026, None),
    "9 February 2026 gauges of spring": ("2026-02-09", "  gauges of spring", 2026, None),
    "a/feb_9_2026.md": ("2026-02-09", "a/feb 9 2026.md", 2026, None),
    "a/2022-11.md": (None, "a/2022-11.md", 2022, "2022-11-01"),
    "2022-11-x.md": (None, "2022-11-x.md", 2022, None),
    "2022-13.md": (None, "2022-13.md", 2022, None),
    "2019/2021/x.y.md": (None, "2019/2021/x.y.md", 2021, None),
    "x/1899/b.md": (None, "x/1899/b.md", None, None),
    "12021/b.md": (None, "12021/b.md", None, None),
    "call of December 5": (None, "call of  ", None, None),
    "gauges December 5": (None, "gauges  ", None, None),
    "gauges Friday December 5": (None, "gauges  ", None, None),
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_a_files_name_says_a_day_a_month_or_a_year(name, expected):
    day, month = day_of_name(name), month_of_name(name)
    found = day and str(day), without_days(name), year_of(name), month and str(month)
    assert found == expected


YEARLESS = [
    ("December 5", 2026, "2026-12-05 = December 5"),
    ("on the 5th of December", 2026, "2026-12-05 = 5th of December"),
    ("next December 5", 2026, "2026-12-05 = December 5"),
    ("Sat the 5th of December", 2026, "2026-12-05 = Sat the 5th of December"),
    ("December 5", None, None),
    ("December 35", 2026, None),
    ("Dec 5, 2025", 2026, None),
    ("none", 2026, None),
]


@pytest.mark.parametrize(("text", "year", "expected"), YEARLESS)
def test_a_day_without_its_year_is_of_the_year_it_stands_under(text, year, expected):
    found = day_of_year(text, year)
    assert (found and f"{found.day} = {text[found.start : found.end]}") == expected
    assert not (found and found.sure)


MONTHS = {
    "2026-02": "2026-02-01", "call of 2026-02.": "2026-02-01", "February 2026": "2026-02-01",
    "Feb, 2026": "2026-02-01", "2026-13": None, "2026-02-09": None, "Febtober 2026": None,
    "none": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MONTHS.items())
def test_a_month_is_named_with_its_year(text, expected):
    found = month_in(text)
    assert (found and str(found)) == expected


NAMED = date(2026, 2, 9)  # a Monday
HELD = [
    # the day of the name, the first lines, the day of the heading → the meeting's
    (None, ["# Call", "Date: 2026-02-09", "2026-02-08"], None, "2026-02-09"),
    (None, ["2026-02-08", "Date: 2026-02-09"], None, "2026-02-09"),
    (None, ["Weir: 2026-02-09", "2026-02-10 here"], None, "2026-02-10"),
    (None, ["Next meeting: 2026-02-16", "2026-02-09"], None, "2026-02-09"),
    (None, ["Next meeting: 2026-02-16"], None, "2026-02-16"),
    (None, ["Created: 2026-01-01", "Weir: 2026-02-09"], None, "2026-02-09"),
    (None, ["Created: 2026-01-01"], None, "2026-01-01"),
    (None, [], None, None),
    (None, ["x"], date(2026, 3, 11), None),
    (NAMED, ["Tuesday 2026-02-10"], None, "2026-02-10"),
    (NAMED, ["2026-02-10"], None, "2026-02-09"),
    (NAMED, ["Sunday 2026-02-15"], None, "2026-02-15"),  # six days later
    (NAMED, ["Monday 2026-02-16"], None, "2026-02-09"),
    (NAMED, ["Tuesday 2026-02-03"], None, "2026-02-03"),
    (NAMED, ["Monday 2026-02-02"], None, "2026-02-09"),
    (NAMED, ["x"], date(2026, 2, 11), "2026-02-11"),
    (NAMED, ["Tuesday 2026-02-10"], date(2026, 2, 11), "2026-02-10"),
    (NAMED, ["x"], date(2026, 3, 11), "2026-02-09"),
]


@pytest.mark.parametrize(("named", "lines", "headed", "expected"), HELD)
def test_the_day_of_a_meeting_is_of_its_name_unless_a_day_near_it_is_surer(
    named, lines, headed, expected
):
    found = held_on(named, lines, headed)
    assert (found and str(found)) == expected
