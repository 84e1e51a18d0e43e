"""The people, meetings, actions and decisions behind the figures of the notes.

People are numbers here; their names are in the column `name`, which a page shows only to those who
ask for it. Nobody who opted out is in any of these rows.
"""

from datetime import date
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.calendar import trailing
from metrics.ledger import MOST, Ledger, page_of
from metrics.meetings import actions as notes
from metrics.meetings import decisions, people, retention
from metrics.meetings.attendance import CAME, attendance, by_month, cadence

Who = Literal["all", "half"]
State = Literal["open", "nobody", "carried", "done", "by_record", "dropped"]
Flow = Literal["new", "returning", "came", "lapsed"]

# The first-timers of metric meetings.first_timers, and when each came again.
FIRST_TIMERS = """
    , person as (
        select person_id, min(held_on) as first_on
        from came
        group by person_id
        having first_on between $first and $last
    )
    select arg_max(attendance.name, (attendance_day.held_on, length(attendance.name))) as name,
        first_on, min(came.held_on) filter (
            came.held_on > first_on and came.held_on <= first_on + interval 6 month
        ) as again_on
    from person
    join came using (person_id)
    join attendance using (person_id)
    join meeting as attendance_day on attendance_day.meeting_id = attendance.meeting_id
    group by person_id, first_on
    order by first_on, again_on, person_id
"""
MEETINGS = """
    select held_on as day, series, count(*) as people
    from came
    where held_on >= $first::date
    group by meeting_id, held_on, series
    order by people, day, meeting_id
"""
IN_MONTH = """
    select held_on as day, series, count(*) as people
    from came
    where date_trunc('month', held_on)::date = $month and held_on >= $first::date
    group by meeting_id, held_on, series
    order by people, day, meeting_id
"""
HELD = """
    select held_on as day, title, source_file || ':' || source_line as place
    from chosen
    where not cancelled and coalesce(month, date_trunc('month', held_on)::date) = $month
    order by held_on, meeting_id
"""
AT_MEETING = """
    select any_value(attendance.name) as name, any_value(attendance.affiliation) as organisation
    from came
    join attendance using (meeting_id, person_id)
    where meeting_id = $meeting
    group by person_id
    order by name
"""
FLOW_OF = """
    select any_value(name) as name, first_month as first_on, max(came.held_on) as last_on
    from person
    join came using (person_id)
    join attendance using (person_id)
    where {state}
    group by person_id, first_month
    order by first_month, name, person_id
"""
FLOWS: dict[Flow, str] = {
    "new": "first_month = $month",
    "returning": "first_month < $month and person_id in "
    "(select person_id from presence where month = $month)",
    "came": "person_id in (select person_id from presence where month = $month) "
    "and $month < (select new_from from reach)",
    "lapsed": "lapsed_month = $month",
}


def came(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    who: Who = "all",
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The people of the last twelve months, the most frequent first, with their meetings.

    who   half: marked are the fewest who account for half of all signatures
    Columns: name · meetings · first_on · last_on · so_far and is_marked with half.
    Source: metric meetings.signatures.
    """
    year = people.year(db, as_of=as_of, series=series)
    every = people.signatures(db, as_of=as_of, series=series)
    every = every[["name", "meetings", "first_on", "last_on"]]
    facts = {"series": series, "last": as_of}
    if who == "all":
        return Ledger("meetings.year", "count", year.people, "people",
                      page_of(every, start, most), len(every), facts=facts)  # fmt: skip
    factor = year.absence_factor
    every = every.assign(
        so_far=every["meetings"].cumsum(),
        is_marked=[place < (factor or 0) for place in range(len(every))],
    )
    return Ledger(
        "meetings.year", "share", factor, "people", page_of(every, start, most), len(every),
        mark="is_marked", marked=int(every["is_marked"].sum()),
        facts={**facts, "signatures": int(every["meetings"].sum()),
               "reached": int(every.loc[every["is_marked"], "meetings"].sum())},
    )  # fmt: skip


def median(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The meetings of the last twelve months by their size, the middle marked.

    Columns: day · series · people · is_marked. Source: tables meeting, attendance.
    """
    asked = {"first": trailing(as_of, months=12), "as_of": as_of, "series": list(series)}
    every = db.execute(CAME + MEETINGS, asked).df()
    marked = _mark_middle(every)
    return Ledger(
        "meetings.year", "middle", people.year(db, as_of=as_of, series=series).median, "people",
        page_of(every, start, most), len(every), "people", mark="is_marked", marked=marked,
        facts={"series": series, "last": as_of},
    )  # fmt: skip


def first_timers(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """Those who came for the first time, and marked: those who came again within six months.

    Columns: name · first_on · again_on · is_marked. Source: as metric meetings.first_timers.
    """
    found = retention.first_timers(db, as_of=as_of, series=series)
    asked = {"as_of": as_of, "series": list(series), "first": found.first, "last": found.last}
    every = db.execute(CAME + FIRST_TIMERS, asked).df()
    every["is_marked"] = every["again_on"].notna()
    return Ledger(
        "meetings.first_timers", "share", found.back if found.people else None, "people",
        page_of(every, start, most), len(every), mark="is_marked",
        marked=int(every["is_marked"].sum()),
        facts={"first": found.first, "last": found.last, "series": series},
    )  # fmt: skip


def organisations(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The organisations of the last twelve months: organisation · people · meetings.

    Source: metric meetings.organisations.
    """
    every = people.organisations(db, as_of=as_of, series=series)
    figure = people.year(db, as_of=as_of, series=series).organisations
    return Ledger(
        "meetings.organisations", "count", figure, "organisations", page_of(every, start, most),
        len(every), facts={"series": series, "last": as_of},
    )  # fmt: skip


def meeting(
    db: DuckDBPyConnection, *, as_of: date, meeting: str, start: int = 0, most: int = MOST
) -> Ledger:
    """Who signed the roll call of one meeting: name · organisation, as typed.

    Source: tables meeting, attendance.
    """
    asked = {"as_of": as_of, "series": [], "meeting": meeting}
    every = db.execute(CAME + AT_MEETING, asked).df()
    held = db.execute(
        "select held_on, series, has_roll_call from meeting where meeting_id = ?", [meeting]
    ).df()
    is_known = len(held) > 0 and bool(held["has_roll_call"].iloc[0])
    facts = {
        "series": tuple(held["series"]),
        "day": held["held_on"].iloc[0].date() if is_known else None,
    }
    return Ledger(
        "meetings.attendance", "count", len(every) if is_known else None, "people",
        page_of(every, start, most), len(every), facts=facts,
    )  # fmt: skip


def in_month(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    month: date,
    months: int = 24,
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The meetings of a month that have a roll call, by their size, the middle marked.

    months   those that the page has: the first of them may begin within a month
    Columns: day · series · people · is_marked. Source: tables meeting, attendance.
    """
    own_month = month.replace(day=1)
    asked = {"as_of": as_of, "series": list(series), "month": own_month,
             "first": trailing(as_of, months=months)}  # fmt: skip
    every = db.execute(CAME + IN_MONTH, asked).df()
    marked = _mark_middle(every)
    drawn = by_month(attendance(db, as_of=as_of, months=months, series=series))
    own = drawn.loc[drawn["month"].dt.date == own_month, "came"].dropna()
    return Ledger(
        "meetings.attendance", "middle", float(own.iloc[0]) if len(own) else None, "people",
        page_of(every, start, most), len(every), "people", mark="is_marked", marked=marked,
        facts={"month": own_month, "series": series},
    )  # fmt: skip


def held(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    month: date,
    name: str,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The meetings of one series in a month, cancelled ones apart: day · title · place.

    Source: table meeting; the figure as metric meetings.cadence.
    """
    first = month.replace(day=1)
    every = db.execute(
        CAME + HELD, {"as_of": as_of, "series": [name], "month": first}
    ).df()  # fmt: skip
    months = cadence(db, as_of=as_of, months=_months_since(first, as_of), series=(name,))
    own = months.loc[months["month"].dt.date == first, "held"]
    return Ledger(
        "meetings.cadence", "count", int(own.iloc[0]) if len(own) else None, "meetings",
        page_of(every, start, most), len(every), facts={"month": first, "series": (name,)},
    )  # fmt: skip


def _months_since(first: date, as_of: date) -> int:
    return max(1, (as_of.year - first.year) * 12 + as_of.month - first.month + 1)


def flow(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    month: date,
    who: Flow = "new",
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The people who were new, came again or lapsed in a month: name · first_on · last_on.

    The figure is null where nobody is known as new: in the first half-year of the roll calls.
    who   came: of such a month, all who came

    Source: as metric meetings.people_flow.
    """
    first = month.replace(day=1)
    span = _months_since(first, as_of)
    asked = {"as_of": as_of, "months": span, "series": list(series),
             "silent": retention.SILENT_MONTHS, "month": first}  # fmt: skip
    every = db.execute(retention.FLOW + FLOW_OF.format(state=FLOWS[who]), asked).df()
    months = retention.people_flow(db, as_of=as_of, months=span, series=series)
    own = months.loc[months["month"].dt.date == first, who].dropna()
    return Ledger(
        "meetings.people_flow", "count", int(own.iloc[0]) if len(own) else None, "people",
        page_of(every, start, most), len(every),
        facts={"month": first, "who": who, "series": series},
    )  # fmt: skip


def actions(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    state: State = "open",
    months: int = 6,
    age: str | None = None,
    series: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The actions of one state, each once: text · owners · first_on · last_on · times · place.

    age   a code of AGES: of those open or without an owner. Source: metric meetings.actions.
    """
    frame = notes.actions(db, as_of=as_of, months=months, series=series)
    found, waiting = notes.summary(frame), notes.still_open(frame)
    kept, figure = {
        "open": (waiting, found.open_now),
        "nobody": (waiting[waiting["owners"].map(len) == 0], found.nobody),
        "carried": (notes.carried_over(frame), found.carried),
        "done": (frame[frame["done"].astype(bool)], found.done),
        "by_record": (notes.done_by_record(frame), found.by_record),
        "dropped": (notes.dropped(frame), found.dropped),
    }[state]
    if age is not None:
        ages = notes.ages(frame).set_index("age")["nobody" if state == "nobody" else "actions"]
        figure = int(ages[age]) if age in ages.index else 0
        kept = kept[notes.age_of(kept) == age]
    place = kept["source_file"].astype(str) + ":" + kept["source_line"].astype(str)
    every = kept[["text", "owners", "first_on", "last_on", "times"]].assign(place=place)
    return Ledger(
        "meetings.actions", "count", figure, "actions", page_of(every, start, most), len(every),
        facts={"state": state, "age": age, "months": months, "series": series},
    )  # fmt: skip


def decided(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 6,
    series: tuple[str, ...] = (),
    find: str = "",
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The decisions of the notes, the newest first: day · series · text · place.

    Source: tables decision, meeting.
    """
    every: pd.DataFrame = db.execute(
        "select held_on as day, series, text, "
        "decision.source_file || ':' || decision.source_line as place "
        + decisions.MADE
        + " order by held_on desc, decision.source_line, decision.source_file",
        decisions.asked_of(as_of, months, series, find),
    ).df()
    figure = decisions.decision_count(db, as_of=as_of, months=months, series=series, find=find)
    return Ledger(
        "meetings.decision_count", "count", figure, "decisions", page_of(every, start, most),
        len(every), facts={"months": months, "series": series},
    )  # fmt: skip


def _mark_middle(every: pd.DataFrame) -> int:
    """Mark the row in the middle, or the two; how many that are."""
    middle = {(len(every) - 1) // 2, len(every) // 2} if len(every) else set()
    every["is_marked"] = [place in middle for place in range(len(every))]
    return len(middle)
