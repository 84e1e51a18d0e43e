from datetime import date, timedelta

import pytest

from metrics.briefing import meeting_pairs
from metrics.briefing.meeting_pairs import Pair
from warehouse.records import Meeting


def meeting(series: str, day: str, *, cancelled: bool = False) -> Meeting:
    on = date.fromisoformat(day)
    return Meeting(f"{series}-{day}", series, on, None, None, cancelled, True, f"{series}.md", 1)


MONTHLY = [meeting("monthly", day) for day in ("2026-06-18", "2026-07-16", "2026-08-20")]
CAFE = [meeting("cafe", day) for day in ("2026-07-07", "2026-08-04", "2026-09-01")]


def test_on_the_day_of_a_meeting_it_is_compared_with_the_one_before(build):
    db = build([*CAFE, *MONTHLY, meeting("monthly", "2026-09-17")])
    found = meeting_pairs.pairs(db, as_of=date(2026, 9, 17))
    assert found[0] == Pair("monthly", date(2026, 8, 20), date(2026, 9, 17), True)


def test_between_meetings_the_series_that_meets_next_comes_first(build):
    found = meeting_pairs.pairs(build([*CAFE, *MONTHLY]), as_of=date(2026, 9, 14))
    assert found[0] == Pair("monthly", date(2026, 8, 20), date(2026, 9, 14), True)
    assert Pair("cafe", date(2026, 9, 1), date(2026, 9, 14), True) in found


def test_past_pairs_can_be_chosen_newest_first(build):
    found = meeting_pairs.pairs(build(MONTHLY), as_of=date(2026, 8, 25))
    assert [(p.since.isoformat(), p.is_open) for p in found] == [
        ("2026-08-20", True),
        ("2026-07-16", False),
        ("2026-06-18", False),
    ]


def test_a_cancelled_meeting_and_a_series_that_ended_do_not_lead(build):
    ended = [meeting("hpc", day) for day in ("2023-10-04", "2023-11-01", "2023-12-06")]
    cancelled = meeting("monthly", "2026-09-17", cancelled=True)
    found = meeting_pairs.pairs(build([*ended, *MONTHLY, cancelled]), as_of=date(2026, 9, 17))
    assert found[0] == Pair("monthly", date(2026, 8, 20), date(2026, 9, 17), True)
    assert {pair.series for pair in found} == {"monthly", "hpc"}


def test_without_meetings_the_last_thirty_days_are_compared(build):
    found = meeting_pairs.pairs(build([]), as_of=date(2026, 9, 17))
    assert found == [Pair(None, date(2026, 8, 18), date(2026, 9, 17), True)]


@pytest.mark.parametrize(
    ("gaps", "ago", "days_on"),
    [
        ([], 0, 0),  # today
        ([], 10, 20), ([], 30, 0), ([], 60, 0), ([], 61, None),  # of one nobody knows: a month
        ([7, 7, 7], 3, 4), ([7, 7, 7], 14, 0), ([7, 7, 7], 15, None),  # it has ended
        ([60, 60, 60, 7, 7, 7, 7, 7, 7], 3, 4),  # the newest six gaps say what is usual
        ([60, 60, 60, 60, 7, 7, 7], 3, 30.5),
    ],
)  # fmt: skip
def test_a_series_meets_next_after_its_usual_gap_and_never_once_it_has_ended(gaps, ago, days_on):
    as_of, days = date(2026, 9, 17), [date(2026, 9, 17) - timedelta(days=ago)]
    for gap in reversed(gaps):
        days.insert(0, days[0] - timedelta(days=gap))
    wanted = date.max if days_on is None else as_of + timedelta(days=int(days_on))
    assert meeting_pairs._next(days, as_of) == wanted


def test_of_each_series_the_newest_twelve_pairs_can_be_chosen(build):
    fridays = [meeting("weekly", str(date(2026, 9, 11) - timedelta(days=7 * n))) for n in range(20)]
    found = meeting_pairs.pairs(build([*fridays, *MONTHLY]), as_of=date(2026, 9, 11))
    assert [pair.series for pair in found] == ["weekly"] * 12 + ["monthly"] * 3
    assert found[11] == Pair("weekly", date(2026, 6, 19), date(2026, 6, 26), False)
