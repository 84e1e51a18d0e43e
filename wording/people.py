"""The People page: attendance, new and lapsed people, organisations, and who came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from metrics.data_quality.source_rows import RollCall
from metrics.meetings.people import Year
from metrics.meetings.retention import FirstTimers
from wording import numbers, source_rows
from wording.definitions import DEFINITIONS
from wording.page import (
    Address,
    Amount,
    Block,
    Cell,
    Chart,
    Columns,
    Data,
    Key,
    Mark,
    Page,
    Sentence,
    Table,
    Tile,
    drawn,
)

FEW = 5  # organisations and people in sight, next to each other
CROWDED = 26  # meetings: with more of them a bar has no room for its number, nor a gap for a word
SIX = 6  # meetings of a median on the chart
MANY = 300  # meetings: with more of them a month has one bar
SIGNS = {"no roll call": "?", "roll call not read": "!", "cancelled": "✕"}
FLOWS = {"came": "new or not"}  # of a month in which nobody is known as new
VERDICTS: Mapping[tuple[int, int], str] = {
    (1, 1): "More people and larger meetings",
    (1, 0): "More people, meetings about as large as before",
    (1, -1): "More people, but smaller meetings",
    (0, 1): "About as many people, larger meetings",
    (0, 0): "Steady",
    (0, -1): "About as many people, smaller meetings",
    (-1, 1): "Fewer people, but larger meetings",
    (-1, 0): "Fewer people, meetings about as large as before",
    (-1, -1): "Fewer people and smaller meetings",
}  # people, size of a meeting
STATES = {"held": "held", "cancelled": "cancelled", "missing": "missing", "running": "running"}
QUESTION = "Are we growing or shrinking, and do we depend on a few?"


@dataclass(frozen=True)
class Facts:
    """All that the People page shows.

    attendance, by_month, cadence, flow, organisations, signatures  frames of metrics/meetings;
    signatures is None where names are hidden
    """

    year: Year
    before: Year
    attendance: pd.DataFrame
    by_month: pd.DataFrame
    cadence: pd.DataFrame
    flow: pd.DataFrame
    first_timers: FirstTimers
    organisations: pd.DataFrame
    roll_calls: Sequence[RollCall]
    signatures: pd.DataFrame | None = None
    series: tuple[str, ...] = ()
    months: int = 24


def nothing_read() -> Page:
    """The page before any meeting was read."""
    return Page("People", QUESTION, Sentence("No meeting has been read yet."))


def page(facts: Facts) -> Page:
    """Twelve months in counts, then the meetings, the months and the organisations."""
    year, basis = facts.year, "Only people who signed a roll call are counted."
    if year.roll_calls < year.meetings:
        held = numbers.count(year.meetings, "meeting")
        have = numbers.agree(year.roll_calls, "has", "have")
        basis = f"{numbers.number(year.roll_calls)} of {held} {have} a roll call. {basis}"
    if year.not_read:
        were = numbers.agree(year.not_read, "was", "were")
        basis = f"{numbers.count(year.not_read, 'roll call')} {were} not read. {basis}"
    known = (newcomers(year, facts.first_timers), lately(facts.attendance), basis)
    basis = " ".join(filter(None, known))
    part: dict[str, str | Sequence[str]] = {"series": facts.series} if facts.series else {}
    answered = Sentence(
        answer(year, facts.before), basis=basis, metric="meetings.year",
        figures=_figures(year, facts.before, part),
    )  # fmt: skip
    return Page(
        "People",
        QUESTION,
        answered,
        (
            *_tiles(facts),
            *drawn(
                attendance(facts.attendance, facts.by_month, {"months": str(facts.months), **part}),
                len(facts.attendance),
            ),
            Columns(
                (
                    drawn(
                        replace(flow(facts.flow), marks=_flows(facts.flow, facts.series)),
                        len(facts.flow)
                        if facts.flow[["new", "returning", "came"]].any(axis=None)
                        else 0,
                    ),
                    drawn(cadence(facts.cadence), len(facts.cadence)),
                )
            ),
            *_who(_organisations(facts.organisations), _names(facts.signatures)),
        ),
    )


def _figures(now: Year, before: Year, part: Mapping[str, str | Sequence[str]]) -> list[Amount]:
    """The figures of the answer that open their rows, in its order."""
    factor = now.absence_factor or 0
    few = f"{numbers.spelled(factor).capitalize()} {numbers.agree(factor, 'person', 'people')}"
    came = numbers.count(now.people, "person", "people")
    if now.trend(before):
        came = f"{numbers.number(now.people)} came"
    size = [Amount(_size(now.median), {"of": "meetings.median", **part})]
    return [
        Amount(came, {"of": "meetings.people", **part}),
        *(size if now.roll_calls > 1 else []),
        Amount(few, {"of": "meetings.people", "who": "half", **part}),
    ]


def answer(now: Year, before: Year) -> str:
    """Where the people and the size of a meeting went, and how few make half of all visits."""
    if not now.meetings:
        return "No meeting is known in the last twelve months."
    if not now.people:
        return "Nobody signed a roll call in the last twelve months, so attendance is not known."
    is_known, way = bool(before.people and before.is_whole), now.trend(before)
    was = f" ({numbers.number(before.people)} the year before)" if is_known else ""
    meetings = numbers.count(now.meetings, "meeting")
    came = f"{numbers.count(now.people, 'person', 'people')} came to {meetings} in twelve months"
    if way:
        came = f"{VERDICTS[way]}: {numbers.number(now.people)} came in twelve months"
    size = f"; the median meeting has {_size(now.median)}" if now.roll_calls > 1 else ""
    if size and is_known and before.median is not None:
        size = f"{size} ({middle(before.median)})"
    factor = now.absence_factor or 0
    few = numbers.agree(factor, "person makes", "people make")
    half = f"{numbers.spelled(factor).capitalize()} {few} half of all visits."
    return f"{came}{was}{size}. {half}"


def _size(median: float | None) -> str:
    """People of a median: "8.5 people", "1 person"."""
    return f"{middle(median)} {'person' if median == 1 else 'people'}"


def newcomers(year: Year, timers: FirstTimers) -> str:
    """How many came for the first time, and how many of those before returned."""
    if not year.people:
        return ""
    if year.newcomers is None:
        return "The notes begin too late to say who is new."
    first = f"{numbers.count(year.newcomers, 'newcomer')} in twelve months."
    if not year.newcomers:
        first = "No newcomer in twelve months."
    if not timers.people or timers.back is None:
        return first
    back = "all" if timers.back == timers.people else numbers.number(timers.back)
    back, when = back if timers.back else "none", numbers.period(timers.first, timers.last)
    said = f"Of the {numbers.number(timers.people)} who first came {when}, {back}"
    if timers.people == 1:
        said = f"The one who first came {when} {'has' if timers.back else 'has not'}"
    return f"{first} {said} returned within six months."


def lately(meetings: pd.DataFrame) -> str:
    """The median of the last six meetings, and what it was half a year before."""
    medians = meetings.dropna(subset="median")
    if len(medians) <= SIX:
        return ""
    now = medians.iloc[-1]
    said = f"The median of the last six meetings is {middle(float(now['median']))}"
    ago = medians[medians["held_on"] <= now["held_on"] - pd.DateOffset(months=6)]
    if len(ago) < SIX:
        return f"{said}."
    was = float(ago["median"].iloc[-1])
    than = ", as" if was == now["median"] else f"; it was {middle(was)}"
    return f"{said}{than} six months ago."


def _tiles(facts: Facts) -> list[Tile]:
    now, before = facts.year, facts.before
    is_known = bool(before.people and before.is_whole)
    change = numbers.signed(now.people - before.people) if is_known else ""
    gone = (
        f"; {numbers.number(now.people)} − {numbers.number(before.people)} in the twelve months "
        f"before = {change}"
    )
    counted = DEFINITIONS["meetings.year"].filled(
        people=numbers.count(now.people, "person", "people"),
        roll_calls=numbers.count(now.roll_calls, "roll call"),
    )
    part = {"series": facts.series} if facts.series else {}
    return [
        Tile(
            "People, twelve months", numbers.number(now.people), "meetings.year", change,
            "vs the year before" if is_known else "",
            formula=f"{counted}{gone if is_known else ''}",
            rows=source_rows.roll_calls(facts.roll_calls), opens={"of": "meetings.people", **part},
        ),
        Tile("Attendance, median", middle(now.median), "meetings.year",
             f"of 12 months; {middle(before.median)} before" if is_known else "of twelve months",
             opens={"of": "meetings.median", **part}),
        Tile("Half of all visits", numbers.count(now.absence_factor or 0, "person", "people"),
             "meetings.year", f"of {numbers.number(now.people)} who came" if now.people else "",
             opens={"of": "meetings.people", "who": "half", **part}),
        _returned(facts.first_timers, part),
        Tile("Organisations", numbers.number(now.organisations), "meetings.organisations",
             f"{numbers.number(before.organisations)} a year ago" if is_known else "",
             opens={"of": "meetings.organisations", **part}),
    ]  # fmt: skip


def _returned(timers: FirstTimers, part: Address) -> Tile:
    label, metric = "First-timers who returned", "meetings.first_timers"
    if timers.people is None or timers.back is None:
        return Tile(label, "not known", metric, "the notes are too new")
    return Tile(
        label, f"{timers.back} of {timers.people}" if timers.people else "no newcomers",
        metric, "within six months",
        formula=DEFINITIONS[metric].filled(
            people=numbers.count(timers.people, "person", "people"),
            first=numbers.day(timers.first), last=numbers.day(timers.last),
            back=numbers.number(timers.back),
        ),
        opens={"of": "meetings.first_timers", **part},
    )  # fmt: skip


def middle(value: float | None) -> str:
    """A median of whole numbers: "12", "12.5", or "not known"."""
    if value is None:
        return "not known"
    return numbers.number(value, 0 if value == int(value) else 1)


def attendance(frame: pd.DataFrame, by_month: pd.DataFrame, opens: Address | None = None) -> Chart:
    """A bar per meeting; where they are too many, a bar per month.

    opens   months and series of the page, for the rows of a month
    """
    if len(frame) > MANY:
        hover = "%{x|%B %Y}: %{y} people, median of %{customdata}<extra></extra>"
        marks = [
            Mark(
                numbers.short_month(row["month"]),
                {"of": "meetings.month", "month": f"{row['month']:%Y-%m}", **(opens or {})},
                f"{row['month']:%Y-%m-%d}",
            )
            for row in reversed(by_month.to_dict("records"))
            if row["meetings"]
        ]
        known = by_month["came"].dropna()
        return Chart(
            "attendance", "People at a meeting, median of each month", "people.attendance_by_month",
            {"frame": by_month, "hover": hover},
            by_month_finding(by_month, frame), frame, "meetings.attendance",
            legend=(Key("Median of the month", "bar"),),
            marks=marks,
            figures=[Amount(middle(float(known.iloc[-1])), marks[0].opens)] if len(known) else (),
        )  # fmt: skip
    crowded = len(frame) > CROWDED
    gaps = ["" if state == "held" else SIGNS[state] if crowded else state
            for state in frame["state"]]  # fmt: skip
    return Chart(
        "attendance", "People at each meeting", "people.attendance",
        {
            "frame": frame, "hover": [hovered(row) for row in frame.to_dict("records")],
            "gaps": gaps, "crowded": crowded, "nothing": "No meeting in these months.",
        },
        attendance_finding(frame), frame, "meetings.attendance", marks=_meetings(frame),
        legend=(Key("Signatures", "bar"), Key("Median of the last six meetings", "text", "line")),
    )  # fmt: skip


def hovered(row: Mapping[Any, Any]) -> str:
    """A meeting: "5 Jan 2022, team: 3 people, 1 for the first time"."""
    came, new = row["came"], row["newcomers"]
    first = "" if pd.isna(new) else f", {new} for the first time"
    counted = row["state"] if pd.isna(came) else f"{came} people{first}"
    return f"{numbers.day(row['held_on'].date())}, {row['series']}: {counted}"


def attendance_finding(frame: pd.DataFrame) -> str:
    """The newest median, and the meetings without a number."""
    medians = frame["median"].dropna()
    if medians.empty:
        return "No roll call was signed in these months."
    crowded = len(frame) > CROWDED
    parts = []
    for state, one, other in (
        ("no roll call", "meeting has no roll call", "meetings have no roll call"),
        ("roll call not read", "roll call could not be read", "roll calls could not be read"),
        ("cancelled", "was cancelled", "were cancelled"),
    ):
        n = int((frame["state"] == state).sum())
        sign = f" ({SIGNS[state]})" if crowded else ""
        parts += [f"{numbers.number(n)} {numbers.agree(n, one, other)}{sign}"] if n else []
    gaps = f" {numbers.listing(parts)}." if parts else ""
    return f"Median of the last six meetings: {middle(float(medians.iloc[-1]))}.{gaps}"


def by_month_finding(frame: pd.DataFrame, every: pd.DataFrame) -> str:
    """The newest month's median, and how many meetings have a roll call.

    frame  metrics.meetings.attendance.by_month      every  metrics.meetings.attendance.attendance
    """
    known = frame["came"].dropna()
    if known.empty:
        return attendance_finding(every)
    counted = numbers.number(int(frame["meetings"].sum()))
    return (
        f"The median of the newest month is {middle(float(known.iloc[-1]))}. {counted} of "
        f"{numbers.count(len(every), 'meeting')} have a roll call."
    )


def _meetings(frame: pd.DataFrame) -> list[Mark]:
    """The meetings with a roll call, the newest first; the chart counts them from 0."""
    return [
        Mark(
            f"{row['series']}, {numbers.day(row['held_on'])}",
            {"of": "meetings.meeting", "meeting": row["meeting_id"]}, str(place),
        )
        for place, row in reversed([*enumerate(frame.to_dict("records"))])
        if row["state"] == "held"
    ]  # fmt: skip


def _flows(frame: pd.DataFrame, series: Sequence[str]) -> list[Mark]:
    """The people of each month that has some, the newest first, by the chart's traces."""
    part = {"series": series} if series else {}
    traces = ("returning", "new", *(["came"] if frame["came"].any() else []), "lapsed")
    return [
        Mark(
            f"{numbers.short_month(row['month'])}, {FLOWS.get(who, who)}",
            {"of": "meetings.flow", "who": who, "month": f"{row['month']:%Y-%m}", **part},
            f"{row['month']:%Y-%m-%d}", str(trace),
        )
        for row in reversed(frame.to_dict("records"))
        for trace, who in enumerate(traces)
        if pd.notna(row[who]) and row[who]
    ]  # fmt: skip


def flow(frame: pd.DataFrame) -> Chart:
    """New, returning and lapsed people."""
    return Chart(
        "flow", "New, returning and lapsed people, by month", "people.flow",
        {
            "frame": frame,
            "hover": {
                "new": "%{y} for the first time<extra></extra>",
                "returning": "%{y} came again<extra></extra>",
                "came": "%{y} came, new or not<extra></extra>",
                "lapsed": "%{customdata} not seen for half a year<extra></extra>",
            },
            "nothing": "Nobody signed a roll call in these months.",
        },
        flow_finding(frame), frame, "meetings.people_flow",
        legend=(Key("New", "bar"), Key("Returning", "rule"),
                *((Key("Came, new or not", "grid"),) if frame["came"].any() else ()),
                Key("Lapsed (below zero)", "muted", "hatch")),
    )  # fmt: skip


def flow_finding(frame: pd.DataFrame) -> str:
    """New and lapsed people of the period."""
    new, lapsed = int(frame["new"].sum()), int(frame["lapsed"].sum())
    gone = (
        f"{_people(lapsed)} lapsed: no signature for half a year." if lapsed else "Nobody lapsed."
    )
    if frame["new"].isna().all():
        return f"The notes begin too late to say who is new. {gone}"
    since = frame.loc[frame["new"].notna(), "month"].min()
    whole = "" if frame["new"].notna().all() else f" since {numbers.month(since)}"
    return f"{_people(new)} came for the first time{whole}. {gone}"


def _people(n: int) -> str:
    return numbers.count(n, "person", "people") if n else "Nobody"


def cadence(frame: pd.DataFrame) -> Chart:
    """A square per series and month."""
    return Chart(
        "cadence", "Months with a meeting", "people.cadence",
        {"frame": frame, "states": STATES, "nothing": "No meeting is known."},
        cadence_finding(frame), frame, "meetings.cadence", legend=(Key("Held", "bar"),),
        marks=[
            Mark(
                f"{row['series']}, {numbers.short_month(row['month'])}",
                {"of": "meetings.held", "name": row["series"], "month": f"{row['month']:%Y-%m}"},
                f"{row['month']:%Y-%m-%d}", row["series"],
            )
            for row in reversed(frame.to_dict("records"))
            if row["held"]
        ],
    )  # fmt: skip


def cadence_finding(frame: pd.DataFrame) -> str:
    """How many months were held, cancelled and missing."""
    states = frame["state"].value_counts()
    held, cancelled, missing = (
        int(states.get(state, 0)) for state in ("held", "cancelled", "missing")
    )
    return (
        f"{numbers.count(held, 'month')} with a meeting, {numbers.number(cancelled)} cancelled (✕),"
        f" {numbers.number(missing)} missing from the notes (□)."
    )


def _organisations(found: pd.DataFrame) -> tuple[Block, ...]:
    rows: list[tuple[Cell, ...]] = [
        (str(name), numbers.number(people), numbers.number(meetings))
        for name, people, meetings in found.itertuples(index=False)
    ]
    return (
        Table(
            "organisations", "Organisations, twelve months",
            ["Organisation", ("People", "n"), ("Meetings", "n")], rows, "meetings.organisations",
            most=FEW,
        ),
        Data("homes", "Show all organisations", found, "meetings.organisations"),
    )  # fmt: skip


def _who(organisations: tuple[Block, ...], names: tuple[Block, ...]) -> tuple[Block, ...]:
    """Organisations, next to the people where these are shown."""
    return (Columns((organisations, names)),) if names else organisations


def _names(signed: pd.DataFrame | None) -> tuple[Block, ...]:
    if signed is None:
        return ()
    rows: list[tuple[Cell, ...]] = [
        (
            row["name"], numbers.number(row["meetings"]), numbers.day(row["first_on"]),
            numbers.day(row["last_on"]),
        )
        for row in signed.to_dict("records")
    ]  # fmt: skip
    return (
        Table(
            "names",
            "Who came, twelve months",
            ["Name", ("Meetings", "n"), ("First", "n qd-hide"), ("Last", "n")],
            rows,
            "meetings.signatures",
            most=FEW,
        ),
    )
