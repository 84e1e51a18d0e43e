"""The sentences of the People page, written from its metrics."""

from datetime import date

import pandas as pd

from metrics import words
from metrics.meetings.attendance import CROWDED
from metrics.meetings.people import Year
from metrics.meetings.retention import FirstTimers


def answer(now: Year, before: Year, as_of: date) -> str:
    """How many came, more or fewer than in the year before, and on how few it rests."""
    if not now.meetings:
        return f"No meeting is known in the twelve months before {words.long_day(as_of)}."
    if not now.people:
        return "Nobody signed a roll call in the last twelve months, so who came is not known."
    few = words.count(now.absence_factor or 0, "person", "people")
    return (
        f"{words.count(now.people, 'person', 'people')} came to"
        f" {words.count(now.meetings, 'meeting')} in twelve months{_compared(now, before)};"
        f" half of all signatures are of {few}."
    )


def _compared(now: Year, before: Year) -> str:
    change = now.people - before.people
    if not before.people:
        return ""
    if not change:
        return ", as many as in the year before"
    return f", {abs(change)} {'more' if change > 0 else 'fewer'} than in the year before"


def formula(now: Year, before: Year) -> str:
    """How the number of people came about, and its change."""
    signed = words.count(now.meetings - now.unknown, "roll call")
    return (
        f"{words.count(now.people, 'person', 'people')} in {signed}, each counted once;"
        f" {now.people} − {before.people} in the twelve months before ="
        f" {words.signed(now.people - before.people)}"
    )


def year_before(as_of: date) -> date:
    """The end of the twelve months before these."""
    leap = (as_of.month, as_of.day) == (2, 29)
    return as_of.replace(year=as_of.year - 1, day=28 if leap else as_of.day)


def half(value: float | None) -> str:
    """A median of whole numbers: "12", "12.5", or "not known"."""
    if value is None:
        return "not known"
    return words.number(value, 0 if value == int(value) else 1)


def attendance(frame: pd.DataFrame) -> str:
    """What the bars show: the newest median, and how many meetings say nothing."""
    medians = frame["median"].dropna()
    if medians.empty:
        return "No roll call was signed in these months."
    quiet = int((frame["state"] == "no roll call").sum())
    off = int((frame["state"] == "cancelled").sum())
    unknown, cancelled = (" (?)", " (✕)") if len(frame) > CROWDED else ("", "")
    gaps = [
        f"{words.count(quiet, 'meeting')} had no roll call{unknown}" if quiet else "",
        f"{off} {'was' if off == 1 else 'were'} cancelled{cancelled}" if off else "",
    ]
    said = " and ".join(filter(None, gaps))
    rest = f" {said}: no bar there." if said else ""
    return f"It stands at {half(float(medians.iloc[-1]))} now.{rest}"


def by_month(frame: pd.DataFrame, held: pd.DataFrame) -> str:
    """What one bar a month shows: of how many meetings, and the newest median.

    frame  metrics.meetings.attendance.by_month      held  metrics.meetings.attendance.meetings
    """
    known = frame["came"].dropna()
    if known.empty:
        return attendance(held)
    return (
        f"{words.number(int(frame['meetings'].sum()))} roll calls of {words.number(len(held))} "
        f"meetings: half of a month's had so many people or more, {half(float(known.iloc[-1]))} "
        "in the newest."
    )


def flow(frame: pd.DataFrame) -> str:
    """New, returning and lapsed people of the period in one sentence."""
    new, lapsed = int(frame["new"].sum()), int(frame["lapsed"].sum())
    return (
        f"{words.count(new, 'person', 'people')} came for the first time, {lapsed} have not come"
        " for half a year."
    )


def cadence(frame: pd.DataFrame) -> str:
    """How many months were held, cancelled and missing."""
    states = frame["state"].value_counts()
    held, off = int(states.get("held", 0)), int(states.get("cancelled", 0))
    return (
        f"{words.count(held, 'month')} with a meeting, {off} cancelled, "
        f"{int(states.get('missing', 0))} without any note."
    )


def first_timers(counted: FirstTimers) -> str:
    """How many first-timers came back."""
    if not counted.people:
        return "nobody new then"
    return f"{counted.back} of {counted.people}"


def who_is_counted(counted: FirstTimers) -> str:
    """The rule of the first-timers' tile with its days and figures put in."""
    return (
        f"{words.count(counted.people, 'person', 'people')} signed for the first time from "
        f"{words.day(counted.first)} to {words.day(counted.last)}; of these {counted.back} signed "
        "again within six months"
    )
