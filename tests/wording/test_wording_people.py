"""The People page as text."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from metrics.data_quality.source_rows import RollCall
from metrics.meetings.people import Year
from metrics.meetings.retention import FirstTimers
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
    ("now", "before", "said"),
    [
        (8.5, 8.0, ", half a person more than in the year before"),
        (8.0, 8.5, ", half a person fewer than in the year before"),
        (9.0, 8.0, ", 1 person more than in the year before"),
        (7.0, 9.5, ", 2.5 people fewer than in the year before"),
        (8.5, 8.5, ", as in the year before"),
        (8.5, None, ""),
    ],
)
def test_the_size_of_a_meeting_is_a_sentence_with_its_change(now, before, said):
    year, old = (replace(FULL.year, median=each) for each in (now, before))
    size = f"The median meeting of twelve months has {people.middle(now)} people{said}."
    assert people.trend(year, old, meetings()) == size
    assert people.page(replace(FULL, year=year, before=old)).answer.basis.startswith(size)


@pytest.mark.parametrize(
    ("people_now", "median", "verdict"),
    [
        (22, 8.0, "Growing: "),
        (22, 9.0, "Growing: "),
        (21, 8.7, "Steady: "),  # each by less than a tenth
        (20, 9.0, "Larger meetings: "),
        (20, 7.0, "Smaller meetings: "),
        (18, 8.0, "Shrinking: "),
        (22, 7.0, "More people, smaller meetings: "),
        (17, 9.0, "Fewer people, larger meetings: "),
    ],
)
def test_the_answer_says_first_whether_attendance_grows(people_now, median, verdict):
    before = replace(FULL.year, people=20, median=8.0, is_whole=True)
    now = replace(FULL.year, people=people_now, median=median)
    assert people.answer(now, before).startswith(f"{verdict}{people_now} people came to ")
    young = replace(before, is_whole=False)
    assert people.answer(now, young).startswith(f"{people_now} people came to ")


def test_the_last_six_meetings_have_their_own_median_where_there_are_more():
    rows = [(f"2022-05-{n:02}", 8, 0, "held", 8.0) for n in range(1, 8)]
    said = people.trend(FULL.year, NOBODY, meetings(*rows))
    assert said == (
        "The median meeting of twelve months has 12.5 people; that of the last six has 8."
    )
    assert "last six" not in people.trend(FULL.year, NOBODY, meetings(*rows[:6]))
    assert people.trend(NOBODY, FULL.year, meetings(*rows)) == ""
    one = replace(FULL.year, median=1.0)
    assert people.trend(one, NOBODY, meetings()) == (
        "The median meeting of twelve months has 1 person."
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
