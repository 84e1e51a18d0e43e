"""Who comes, in counts: unknown is not zero, cancelled is not missing, once is once."""

from dataclasses import replace
from datetime import date

import pandas as pd

from metrics.meetings import attendance, ledger, people, retention
from warehouse.records import Attendance, Meeting

AS_OF = date(2022, 6, 30)


def meeting(day, series="team", *, cancelled=False, roll=True):
    on = date.fromisoformat(day)
    month = on.replace(day=1)
    has_roll = roll and not cancelled
    return Meeting(
        f"{series}-{day}", series, on, "Sync", None, cancelled, has_roll, "a.md", 1, month
    )


def came(day, *names, series="team", at=None):
    return [
        Attendance(f"{series}-{day}", name.lower(), name, None, at, "a.md", line)
        for line, name in enumerate(names, start=2)
    ]


YEAR = [
    meeting("2021-02-03"), *came("2021-02-03", "Ada", "Bo", "Old"),
    meeting("2021-10-06"), *came("2021-10-06", "Ada", "Bo", "Cy", at="Moss Lab"),
    meeting("2021-11-03", roll=False),
    meeting("2021-12-01", cancelled=True),
    meeting("2022-03-02"), *came("2022-03-02", "Ada", "Cy", "Cy", at="Heron  Works"),
    meeting("2022-06-01"), *came("2022-06-01", "Ada", "Dee", at="heron works"),
]  # fmt: skip


def rows(frame):
    return [tuple(None if v is pd.NA or v != v else v for v in row) for row in frame.to_numpy()]


def test_each_meeting_has_its_count_its_newcomers_and_the_median_of_six(build):
    frame = attendance.attendance(build(YEAR), as_of=AS_OF, months=12)
    frame["held_on"] = frame["held_on"].dt.date
    assert rows(frame.drop(columns=["series", "meeting_id"])) == [
        (date(2021, 10, 6), 3, 1, "held", 3.0),
        (date(2021, 11, 3), None, None, "no roll call", None),
        (date(2021, 12, 1), None, None, "cancelled", None),
        (date(2022, 3, 2), 2, 0, "held", 3.0),
        (date(2022, 6, 1), 2, 1, "held", 2.5),
    ]


def test_a_roll_call_that_could_not_be_read_is_no_number_and_no_part_of_a_median(build):
    unread = replace(meeting("2022-05-04", roll=False), roll_call="not_read")
    records = [meeting("2022-04-06"), *came("2022-04-06", "Ada", "Bo"), unread,
               meeting("2022-06-01"), *came("2022-06-01", "Ada", "Bo", "Cy")]  # fmt: skip
    frame = attendance.attendance(build(records), as_of=AS_OF, months=12)
    frame["held_on"] = frame["held_on"].dt.date
    assert rows(frame.drop(columns=["series", "meeting_id"])) == [
        (date(2022, 4, 6), 2, None, "held", 2.0),
        (date(2022, 5, 4), None, None, "roll call not read", None),
        (date(2022, 6, 1), 3, None, "held", 2.5),
    ]


def test_a_roll_call_that_could_not_be_read_is_a_state_of_its_own_in_the_year(build):
    unread = replace(meeting("2022-05-04", roll=False), roll_call="not_read")
    db = build([meeting("2022-04-06"), *came("2022-04-06", "Ada", "Bo"), unread,
                meeting("2022-06-01", roll=False)])  # fmt: skip
    year = people.year(db, as_of=AS_OF)

    assert (year.meetings, year.unknown, year.not_read, year.roll_calls) == (3, 1, 1, 1)
    assert year.median == 2.0


def test_a_year_in_counts(build):
    db = build(YEAR)
    assert people.year(db, as_of=AS_OF) == people.Year(
        meetings=4,
        unknown=1,
        people=4,
        newcomers=None,
        median=2.0,
        absence_factor=2,
        organisations=2,
    )
    before = people.year(db, as_of=people.year_before(AS_OF))
    assert (before.people, before.absence_factor, before.median) == (3, 2, 3.0)


def test_the_year_before_a_leap_day_ends_a_day_earlier(build):
    assert people.year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    none = people.year(build([]), as_of=AS_OF)
    assert none == people.Year(0, 0, 0, None, None, None, 0, is_whole=False)


def test_one_person_carrying_half_is_an_absence_factor_of_one(build):
    records = [meeting("2022-05-04"), meeting("2022-06-01")]
    records += [*came("2022-05-04", "Ada", "Bo"), *came("2022-06-01", "Ada", "Cy")]
    assert people.year(build(records), as_of=AS_OF).absence_factor == 1


def test_months_are_held_cancelled_missing_or_still_running(build):
    records = [
        meeting("2022-01-05"),
        meeting("2022-02-02", cancelled=True),
        replace(meeting("2022-04-06", cancelled=True), held_on=None),
        meeting("2022-05-04"),
        meeting("2021-11-03", "old"),
    ]  # fmt: skip
    frame = attendance.cadence(build(records), as_of=AS_OF, months=24)
    assert [(r.series, f"{r.month:%Y-%m}", r.state) for r in frame.itertuples()] == [
        ("old", "2021-11", "held"),
        ("old", "2021-12", "missing"),
        ("old", "2022-01", "missing"),
        ("old", "2022-02", "missing"),
        ("team", "2022-01", "held"),
        ("team", "2022-02", "cancelled"),
        ("team", "2022-03", "missing"),
        ("team", "2022-04", "cancelled"),
        ("team", "2022-05", "held"),
        ("team", "2022-06", "running"),
    ]


def test_people_are_new_once_return_after_and_lapse_after_half_a_year(build):
    frame = retention.people_flow(build(YEAR), as_of=AS_OF, months=12)
    shown = frame[["new", "returning", "lapsed", "came"]]
    found = dict(zip(frame["month"].dt.strftime("%Y-%m"), rows(shown), strict=True))
    assert {month: counts for month, counts in found.items() if any(counts)} == {
        "2021-08": (None, None, 1, 0),
        "2021-10": (1, 2, 0, 0),
        "2022-03": (0, 2, 0, 0),
        "2022-04": (0, 0, 1, 0),
        "2022-06": (1, 1, 0, 0),
    }
    assert len(frame) == 12


def test_in_the_first_half_year_of_the_notes_nobody_is_new_or_returning(build):
    frame = retention.people_flow(build(YEAR), as_of=date(2021, 10, 31), months=10)
    shown = rows(frame[["new", "returning", "lapsed", "came"]])
    assert shown[1] == (None, None, 0, 3)  # February
    assert shown[9] == (1, 2, 0, 0)  # October
    assert all(row[:2] == (None, None) for row in shown[:8])
    first = attendance.attendance(build(YEAR), as_of=date(2021, 10, 31), months=10)
    assert rows(first[["came", "newcomers"]]) == [(3, None), (3, 1)]


def test_first_timers_count_when_their_six_months_are_over(build):
    assert retention.first_timers(build(YEAR), as_of=AS_OF) == retention.FirstTimers(
        first=date(2021, 8, 3), last=date(2021, 12, 31), people=1, back=1
    )


def test_the_rows_of_first_timers_are_those_that_count_by_their_newest_name(build):
    """Who came in the first half year of the notes may have come before: they are no rows."""
    whole = [
        replace(r, name="Cy Quill")
        if isinstance(r, Attendance) and (r.meeting_id, r.name) == ("team-2022-03-02", "Cy")
        else r
        for r in YEAR
    ]
    found = ledger.first_timers(build(whole), as_of=AS_OF)
    days = [found.rows[column].dt.date for column in ("first_on", "again_on")]
    assert [*zip(found.rows["name"], *days, found.rows["is_marked"], strict=True)] == [
        ("Cy Quill", date(2021, 10, 6), date(2022, 3, 2), True)
    ]
    assert (found.figure, found.count, found.marked) == (1, 1, 1)


def test_the_rows_of_a_month_are_its_meetings_with_a_roll_call(build):
    found = ledger.in_month(build(YEAR), as_of=AS_OF, month=date(2022, 3, 9), months=12)
    found.rows["day"] = found.rows["day"].dt.date
    assert (rows(found.rows), found.figure) == ([(date(2022, 3, 2), "team", 2, True)], 2.0)


def test_first_timers_of_young_notes_are_not_known(build):
    found = retention.first_timers(build(YEAR), as_of=date(2022, 1, 31))
    assert found == retention.FirstTimers(date(2021, 8, 3), date(2021, 7, 31), None, None)
    none = retention.first_timers(build([]), as_of=AS_OF)
    assert none == retention.FirstTimers(date(2021, 1, 1), date(2021, 12, 31), 0, 0)


def test_twelve_months_begin_on_the_day_after_the_same_day_of_the_year_before(build):
    """On 28 February 2025 that is 1 March 2024: 29 February is in the year before."""
    records = [meeting("2024-02-29"), *came("2024-02-29", "Ada", "Bo", at="Moss Lab"),
               meeting("2024-03-01"), *came("2024-03-01", "Ada", at="Heron Works")]  # fmt: skip
    db, day = build(records), date(2025, 2, 28)
    year, before = people.year(db, as_of=day), people.year(db, as_of=people.year_before(day))
    assert (year.meetings, year.people, year.organisations) == (1, 1, 1)
    assert (before.meetings, before.people) == (1, 2)
    assert people.signatures(db, as_of=day)["name"].tolist() == ["Ada"]
    assert people.organisations(db, as_of=day)["organisation"].tolist() == ["Heron Works"]
    held = attendance.attendance(db, as_of=day, months=12)
    assert held["held_on"].dt.date.tolist() == [date(2024, 3, 1)]


def test_organisations_are_as_last_typed_spellings_of_case_and_blanks_apart(build):
    frame = people.organisations(build(YEAR), as_of=AS_OF)
    assert [tuple(row) for row in frame.to_numpy()] == [("heron works", 3, 3), ("Moss Lab", 1, 1)]


def test_a_series_is_counted_by_itself(build):
    records = [*YEAR, meeting("2022-06-02", "cafe"), *came("2022-06-02", "Zed", series="cafe")]
    db = build(records)
    assert attendance.series_names(db) == ["team", "cafe"]
    assert people.year(db, as_of=AS_OF, series=("cafe",)).people == 1
    assert people.year(db, as_of=AS_OF, series=("team",)).people == 4
    signed = people.signatures(db, as_of=AS_OF, series=("team",))
    assert signed["name"].tolist() == ["Ada", "Cy", "Bo", "Dee"]


def test_each_person_has_the_meetings_of_the_year_the_first_and_the_last_day(build):
    later = [meeting("2022-07-06"), *came("2022-07-06", "Bo")]  # after the day that is asked about
    frame = people.signatures(build([*YEAR, *later]), as_of=AS_OF)
    for column in ("first_on", "last_on"):
        frame[column] = frame[column].dt.date
    assert rows(frame) == [
        ("Ada", 3, date(2021, 2, 3), date(2022, 6, 1), False, "ada"),
        ("Cy", 2, date(2021, 10, 6), date(2022, 3, 2), True, "cy"),
        ("Bo", 1, date(2021, 2, 3), date(2021, 10, 6), False, "bo"),
        ("Dee", 1, date(2022, 6, 1), date(2022, 6, 1), True, "dee"),
    ]


def test_a_month_of_many_meetings_has_the_median_of_its_roll_calls(build):
    held = [meeting(f"2022-05-0{n}") for n in (2, 4, 6)]
    signed = [*came("2022-05-02", "Ada"), *came("2022-05-04", "Ada", "Bo", "Cy")]
    db = build(
        [*held, *signed, *came("2022-05-06", "Ada", "Bo"), meeting("2022-06-01", roll=False)]
    )
    frame = attendance.by_month(attendance.attendance(db, as_of=AS_OF))
    frame["month"] = frame["month"].dt.date
    assert rows(frame) == [(date(2022, 5, 1), 2.0, 3), (date(2022, 6, 1), None, 0)]


def test_in_the_first_half_year_of_the_roll_calls_nobody_is_counted_as_new(build):
    db = build(YEAR)
    early, late = (
        [ledger.flow(db, as_of=AS_OF, month=month, who=who).figure for who in ("new", "came")]
        for month in (date(2021, 2, 1), date(2021, 10, 1))
    )
    assert (early, late) == ([None, 3], [1, 0])


def test_the_first_time_that_somebody_came_again_is_named_within_six_months(build):
    days = ["2021-01-06", "2021-08-04", "2021-10-06", "2022-02-02", "2022-02-04", "2022-03-02"]
    signed = {"Ada": days[:3], "Bo": [days[1], *days[3:]], "Cy": [days[1], days[4]],
              "Dee": [days[2]]}  # fmt: skip
    meetings = [meeting(day) for day in days]
    people = [row for name, own in signed.items() for day in own for row in came(day, name)]
    found = ledger.first_timers(build([*meetings, *people]), as_of=AS_OF)
    first, again = date(2021, 8, 4), date(2022, 2, 2)
    assert [[row.name, row.first_on.date(), row.again_on] for row in
            found.rows.assign(again_on=[day.date() if day == day else None
                                        for day in found.rows["again_on"]]).itertuples()] == [
        ["Bo", first, again], ["Cy", first, date(2022, 2, 4)], ["Dee", date(2021, 10, 6), None],
    ]  # fmt: skip
    assert (found.figure, found.count, found.marked) == (2, 3, 2)


def test_the_meetings_behind_the_median_are_those_of_its_year_on_a_leap_day_too(build):
    days = ("2023-06-07", "2024-02-29", "2024-03-01", "2025-02-28")
    records = [row for day in days for row in (meeting(day), *came(day, "Ada", "Bo"))]
    found = ledger.median(build(records), as_of=date(2025, 2, 28))
    assert (found.count, found.holds, found.figure) == (2, True, 2.0)
