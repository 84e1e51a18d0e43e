"""The people at the meetings, counted (CHAOSS); pages name them by `[people] names`.

A year is the twelve months that end with as_of. Nobody who opted out is in these numbers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import trailing
from metrics.meetings.attendance import CAME
from metrics.metric import metric

Way = Literal[-1, 0, 1]  # fewer or smaller, about the same, more or larger
FEWEST = 3  # meetings with a roll call: of fewer the middle one is no size to compare


@dataclass(frozen=True)
class Year:
    """Twelve months of meetings in counts; null where no roll call says.

    newcomers   null: the notes do not reach back half a year further, so "new" is not known
    is_whole    the roll calls reach back to the first of the twelve months
    """

    meetings: int
    unknown: int  # of these, without a roll call
    people: int
    newcomers: int | None
    median: float | None
    absence_factor: int | None
    organisations: int
    is_whole: bool = True
    not_read: int = 0  # meetings whose roll call opens and names nobody we can recognise

    @property
    def roll_calls(self) -> int:
        """Meetings with a roll call that was read."""
        return self.meetings - self.unknown - self.not_read

    def trend(self, earlier: "Year") -> tuple[Way, Way] | None:
        """Where the people and the median of a meeting went; below a tenth: nowhere.

        None where the year before is not known whole, or either year has too few meetings.
        """
        if not (earlier.is_whole and earlier.people and earlier.median and self.median):
            return None
        if min(self.roll_calls, earlier.roll_calls) < FEWEST:
            return None
        return _way(self.people, earlier.people), _way(self.median, earlier.median)


def _way(now: float, was: float) -> Way:
    """Up 1, down -1; 0 for a change of less than a tenth."""
    return 0 if abs(now - was) * 10 < was else 1 if now > was else -1


@dataclass(frozen=True)
class _Meetings:
    meetings: int
    unknown: int
    not_read: int
    oldest: date | None
    new_from: date | None


@metric(unit="people", grain="one", rests_on=("notes",), kind="count")
def year(db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()) -> Year:
    """How many people came in the last twelve months, and on how few the meetings rest.

    The absence factor is the fewest people who wrote half of all signatures (CHAOSS: contributor
    absence factor). Source: tables meeting, attendance ← pipelines/notes.
    """
    begins = trailing(as_of, months=12)
    arguments = {"first": begins, "as_of": as_of, "series": list(series)}
    (held,) = rows.rows(
        db,
        _Meetings,
        CAME
        + """
        select count(*) as meetings,
            count(*) filter (not has_roll_call and roll_call <> 'not_read') as unknown,
            count(*) filter (not has_roll_call and roll_call = 'not_read') as not_read,
            (select oldest from reach) as oldest,
            (select new_from from reach) as new_from
        from chosen
        where not cancelled and held_on >= $first::date
        """,
        arguments,
    )
    sizes = rows.column(
        db,
        CAME
        + """
        select count(*) from came where held_on >= $first::date group by meeting_id
        """,
        arguments,
    )
    signed = signatures(db, as_of=as_of, series=series)
    known = held.new_from is not None and held.new_from <= begins
    return Year(
        is_whole=held.oldest is not None and held.oldest <= begins + relativedelta(months=1),
        not_read=held.not_read,
        meetings=held.meetings,
        unknown=held.unknown,
        people=len(signed),
        newcomers=int(signed["is_newcomer"].sum()) if known else None,
        median=float(median(sizes)) if sizes else None,
        absence_factor=_absence_factor(signed["meetings"].tolist()),
        organisations=len(organisations(db, as_of=as_of, series=series)),
    )


def year_before(as_of: date) -> date:
    """The end of the twelve months before these."""
    return trailing(as_of, months=12) - timedelta(days=1)


def _absence_factor(counts: list[int]) -> int | None:
    """The fewest people whose signatures make half of all."""
    half, signed = sum(counts) / 2, 0
    for people, count in enumerate(sorted(counts, reverse=True), start=1):
        signed += count
        if signed >= half:
            return people
    return None


@metric(unit="meetings", grain="person", rests_on=("notes",), kind="count")
def signatures(
    db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Everybody who came in the last twelve months: shown unless names are hidden.

    One row per person, the most frequent first. Columns: name (as last signed) · meetings (whose
    roll call the person signed) · first_on (ever) · last_on · is_newcomer (first_on in these
    twelve months) · person_id. Source: tables meeting, attendance ← pipelines/notes.
    """
    return db.execute(
        CAME
        + """
        , named as (
            select person_id, arg_max(name, (held_on, length(name))) as name
            from attendance
            join chosen using (meeting_id)
            group by person_id
        )
        select name,
            count(*) filter (held_on >= $first::date) as meetings,
            min(held_on) as first_on,
            max(held_on) as last_on,
            min(held_on) >= $first::date as is_newcomer,
            person_id
        from came
        join named using (person_id)
        group by person_id, name
        having meetings > 0
        order by meetings desc, name, person_id
        """,
        {"first": trailing(as_of, months=12), "as_of": as_of, "series": list(series)},
    ).df()


@metric(unit="people", grain="organisation", rests_on=("notes",), kind="count")
def organisations(
    db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The organisations of the people of the last twelve months, as they typed them.

    One row per organisation, the one with most people first; spellings that differ in case or
    blanks only are one: organisation · people · meetings (that one of them came to).
    Source: table attendance ← pipelines/notes.
    """
    return db.execute(
        CAME
        + """
        , typed as (
            select person_id, meeting_id, held_on,
                regexp_replace(trim(affiliation), '\\s+', ' ', 'g') as organisation
            from attendance
            join chosen using (meeting_id)
            where affiliation is not null and held_on >= $first::date
        ),
        last_typed as (
            select person_id, arg_max(organisation, (held_on, meeting_id)) as organisation
            from typed
            group by person_id
        )
        select mode(last_typed.organisation) as organisation,
            count(distinct person_id) as people,
            count(distinct meeting_id) as meetings
        from last_typed
        join typed using (person_id)
        group by lower(last_typed.organisation)
        order by people desc, meetings desc, organisation
        """,
        {"first": trailing(as_of, months=12), "as_of": as_of, "series": list(series)},
    ).df()
