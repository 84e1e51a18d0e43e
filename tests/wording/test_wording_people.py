"""The People page as text."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from metrics.data_quality.source_rows import RollCall
from metrics.meetings.people import Year
from metrics.meetings.retention import FirstTimers
from render import cells
from tests.wording import golden
from wording import people


def meetings(*rows):
    """(day, came, newcomers, state, median) of one series each."""
    columns = ["held_on", "came", "newcomers", "state", "median"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        {"held_on": "datetime64[s]", "came": "Int64", "newcomers": "Int64", "median": "Float64"}
    )
    return frame.assign(series="team", meeting_id=[f"team-{n}" for n in range(len(frame))])


def months(**columns):
    days = pd.date_range("2022-04-01", periods=len(next(iter(columns.values()))), freq="MS")
    return pd.DataFrame({"month": days, **columns})


def organisations(*rows):
    return pd.DataFrame(rows, columns=["organisation", "people", "meetings"])


NOBODY = Year(0, 0, 0, 0, None, None, 0)
NOTHING = people.Facts(
    year=NOBODY,
    before=NOBODY,
    attendance=meetings(),
    by_month=pd.DataFrame({"month": [], "came": [], "meetings": []}),
    cadence=pd.DataFrame({"series": [], "month": [], "held": [], "state": []}),
    flow=months(new=[0], returning=[0], lapsed=[0], came=[0]),
    first_timers=FirstTimers(date(2020, 12, 31), date(2021, 12, 30), 0, 0),
    organisations=organisations(),
    roll_calls=[],
)
FULL = people.Facts(
    year=Year(24, 2, 43, 11, 12.5, 6, 14),
    before=Year(25, 0, 46, 15, 13.0, 7, 10),
    attendance=meetings(
        ("2022-04-06", 12, 3, "held", 12.0),
        ("2022-05-04", None, None, "no roll call", None),
        ("2022-05-11", None, None, "roll call not read", None),
        ("2022-05-18", None, None, "cancelled", None),
        ("2022-06-01", 1, 0, "held", 6.5),
    ),
    by_month=months(came=[12.0, None, 1.0], meetings=[1, 0, 1]),
    cadence=months(state=["held", "cancelled", "missing"], held=[2, 0, 0]).assign(series="team"),
    flow=months(new=[3, 0, 0], returning=[9, 0, 1], lapsed=[0, 1, 0], came=0),
    first_timers=FirstTimers(date(2020, 12, 31), date(2021, 12, 30), 15, 4),
    organisations=organisations(
        ("Moss Lab", 12, 22),
        ("heron works", 1, 1),
        *((f"Organisation {n}", 1, 1) for n in range(12)),
    ),
    roll_calls=[RollCall("team", date(2022, 6, 1), 1, "notes/2022-06-01.md", 5)],
)
ONE = replace(
    FULL,
    year=Year(1, 0, 1, 1, 1.0, 1, 1),
    before=Year(1, 0, 1, 1, 1.0, 1, 1),
    attendance=meetings(("2022-06-02", 1, 1, "held", 1.0)),
    flow=months(new=[1], returning=[0], lapsed=[1], came=[0]),
    first_timers=FirstTimers(date(2020, 12, 31), date(2021, 12, 30), 1, 0),
    organisations=organisations(("Moss Lab", 1, 1)),
    signatures=pd.DataFrame(
        {"name": ["Ada Moss"], "meetings": [1], "first_on": [date(2022, 6, 2)],
         "last_on": [date(2022, 6, 2)]}
    ),
)  # fmt: skip
YOUNG = replace(
    ONE,
    attendance=meetings(("2022-06-02", 1, None, "held", 1.0)),
    flow=months(new=[None], returning=[None], lapsed=[0], came=[1]),
    first_timers=FirstTimers(date(2022, 12, 2), date(2021, 12, 31), None, None),
    signatures=None,
)
GAPS = meetings(*[("2022-06-01", None, None, "no roll call", None)] * 30,
                ("2022-06-02", 1, 1, "held", 1.0))  # fmt: skip
MANY = replace(FULL, attendance=pd.concat([FULL.attendance] * 80, ignore_index=True))


def test_each_of_two_medians_says_of_what_it_is():
    page = people.page(FULL)
    (tile,) = [each for each in page.blocks if getattr(each, "label", "") == "Attendance, median"]
    assert (tile.value, tile.delta) == ("12.5", "of 12 months; 13 before")
    (chart,) = [each for each in page.blocks if getattr(each, "key", "") == "attendance"]
    assert chart.finding.startswith("Median of the last six meetings: 6.5. ")
    (alone,) = [each for each in people.page(NOTHING).blocks
                if getattr(each, "label", "") == "Attendance, median"]  # fmt: skip
    assert alone.delta == "of twelve months"


@pytest.mark.parametrize(
    ("people_now", "median", "verdict"),
    [
        (22, 9.0, "More people and larger meetings"),
        (22, 8.0, "More people, meetings about as large as before"),
        (22, 7.0, "More people, but smaller meetings"),
        (20, 9.0, "About as many people, larger meetings"),
        (21, 8.7, "Steady"),  # each by less than a tenth
        (20, 7.0, "About as many people, smaller meetings"),
        (17, 9.0, "Fewer people, but larger meetings"),
        (18, 8.0, "Fewer people, meetings about as large as before"),
        (17, 7.0, "Fewer people and smaller meetings"),
    ],
)
def test_the_answer_gives_the_verdict_of_both_measures_with_their_figures(
    people_now, median, verdict
):
    before = replace(FULL.year, people=20, median=8.0, is_whole=True)
    now = replace(FULL.year, people=people_now, median=median)
    size = people.middle(median)
    assert people.answer(now, before) == (
        f"{verdict}: {people_now} came in twelve months (20 the year before); the median meeting "
        f"has {size} people (8). Six people make half of all visits."
    )


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        # the year before is not known whole: neither a verdict nor its figures
        (FULL.year, replace(FULL.before, is_whole=False),
         "43 people came to 24 meetings in twelve months; the median meeting has 12.5 people."),
        # two meetings with a roll call are too few to compare
        (replace(FULL.year, meetings=4, unknown=1, not_read=1), FULL.before,
         "43 people came to 4 meetings in twelve months (46 the year before); the median meeting "
         "has 12.5 people (13)."),
        # of a single meeting nothing is in the middle
        (ONE.year, ONE.before, "1 person came to 1 meeting in twelve months (1 the year before)."),
    ],
)  # fmt: skip
def test_too_few_meetings_have_no_verdict(now, before, said):
    assert now.trend(before) is None
    factor = "One person makes" if now.absence_factor == 1 else "Six people make"
    assert people.answer(now, before) == f"{said} {factor} half of all visits."


def test_every_figure_of_the_answer_opens_its_rows():
    said = people.page(FULL).answer
    opened = [(each.text, each.opens["of"]) for each in said.figures if each.text in said.claim]
    assert opened == [
        ("43 came", "meetings.people"),
        ("12.5 people", "meetings.median"),
        ("Six people", "meetings.people"),
    ]


def test_a_size_that_is_as_large_as_the_number_of_people_opens_its_own_rows():
    year = replace(FULL.year, people=8, median=8.0, newcomers=8)
    page = people.page(replace(FULL, year=year, before=replace(year, people=6)))
    linked = cells.linked(page.answer.claim, page.answer.figures)
    assert re.findall(r'of=([a-z.]+)[^"]*">([^<]*)<', linked) == [
        ("meetings.people", "8 came"), ("meetings.median", "8 people"),
        ("meetings.people", "Six people"),
    ]  # fmt: skip
    below = cells.linked(page.answer.basis, page.answer.figures)
    assert "meetings.median" not in below


@pytest.mark.parametrize(
    ("new", "before", "back", "said"),
    [
        (None, None, None, "The notes begin too late to say who is new."),
        (0, 0, 0, "No newcomer in twelve months."),
        (1, None, None, "1 newcomer in twelve months."),
        (3, 3, 3, "3 newcomers in twelve months. Of the 3 who first "
                  "came 1 Apr 2025 – 17 Mar 2026, all returned within six months."),
        (3, 5, 2, "3 newcomers in twelve months. Of the 5 who first "
                  "came 1 Apr 2025 – 17 Mar 2026, 2 returned within six months."),
        (0, 2, 0, "No newcomer in twelve months. Of the 2 who first "
                  "came 1 Apr 2025 – 17 Mar 2026, none returned within six months."),
        (1, 1, 1, "1 newcomer in twelve months. The one who first "
                  "came 1 Apr 2025 – 17 Mar 2026 has returned within six months."),
        (1, 1, 0, "1 newcomer in twelve months. The one who first "
                  "came 1 Apr 2025 – 17 Mar 2026 has not returned within six months."),
    ],
)  # fmt: skip
def test_the_lede_begins_with_the_newcomers(new, before, back, said):
    year = replace(FULL.year, newcomers=new)
    timers = FirstTimers(date(2025, 4, 1), date(2026, 3, 17), before, back)
    assert people.newcomers(year, timers) == said
    page = people.page(replace(FULL, year=year, first_timers=timers))
    assert page.answer.basis.startswith(said)


def test_the_line_of_the_last_six_meetings_is_named_with_its_start():
    def line(*medians):
        rows = [(f"{2021 + n // 12}-{n % 12 + 1:02}-05", 8, 0, "held", each)
                for n, each in enumerate(medians)]  # fmt: skip
        return people.lately(meetings(*rows))

    assert line(8.0, 8.0, 8.0, 8.0, 8.0, 8.0) == ""
    assert line(*[9.0] * 6, 8.0) == "The median of the last six meetings is 8."
    assert line(*[9.0] * 5, 10.0, 9.0, 9.0, 9.0, 8.0, 8.0, 7.5) == (
        "The median of the last six meetings is 7.5; it was 10 six months ago."
    )
    assert line(*[9.0] * 5, 8.0, 9.0, 9.0, 9.0, 8.0, 8.0, 8.0) == (
        "The median of the last six meetings is 8, as six months ago."
    )


def test_the_page(write_golden):
    years = [
        (Year(24, 2, 43, 11, 12.5, 6, 9), NOBODY),
        (Year(24, 2, 43, 11, 12.5, 1, 9), Year(20, 0, 43, 0, 1.0, 2, 1)),
        (Year(1, 0, 1050, 11, 12.5, 106, 9), Year(20, 0, 20, 0, 1.0, 2, 1)),
        (Year(3, 3, 0, 0, None, None, 0), FULL.year),
        (NOBODY, FULL.year),
    ]
    golden.check(
        "people",
        {
            "no meeting has been read": people.nothing_read(),
            "no meeting in these months": people.page(NOTHING),
            "an ordinary team": people.page(FULL),
            "one meeting, one person, names shown": people.page(ONE),
            "notes of a month": people.page(YOUNG),
            "30 meetings without a roll call": [people.attendance(GAPS, FULL.by_month)],
            "more than 300 meetings": people.page(MANY).blocks[5:6],
            "the answer": "\n".join(people.answer(now, before) for now, before in years),
        },
        write=write_golden,
    )
