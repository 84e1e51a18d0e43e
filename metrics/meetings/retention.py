"""New, returning and lapsed people at the meetings (CHAOSS: newcomers, retention)."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.meetings.attendance import CAME
from metrics.metric import metric

SILENT_MONTHS = 6  # after these without a signature somebody counts as lapsed

# New and returning people by month, those gone by the month they count as lapsed, and the months.
FLOW = (
    CAME
    + """
    , person as (
        select person_id, date_trunc('month', min(held_on))::date as first_month,
            (date_trunc('month', max(held_on)) + to_months($silent))::date as lapsed_month
        from came
        group by person_id
    ),
    presence as (
        select distinct person_id, date_trunc('month', held_on)::date as month
        from came
    ),
    counted as (
        select month, count(*) filter (month = first_month) as "new",
            count(*) filter (month > first_month) as "returning"
        from presence
        join person using (person_id)
        group by month
    ),
    gone as (
        select lapsed_month as month, count(*) as lapsed
        from person
        group by lapsed_month
    ),
    calendar as (
        select unnest(generate_series(
            date_trunc('month', $as_of::date) - to_months($months - 1),
            date_trunc('month', $as_of::date),
            interval 1 month
        ))::date as month
    )
    """
)


@dataclass(frozen=True)
class FirstTimers:
    """People who first signed in the twelve months that ended half a year ago, and came back."""

    first: date
    last: date
    people: int
    back: int


@metric(unit="people", grain="month", rests_on=("notes",), kind="count")
def people_flow(
    db: DuckDBPyConnection, *, as_of: date, months: int = 24, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """People who came for the first time, came again, or have stayed away for half a year.

    One row per calendar month, oldest first, the month of as_of last: month · new · returning ·
    lapsed (their last signature is six months old in this month).
    Source: tables meeting, attendance ← pipelines/notes.
    """
    return db.execute(
        FLOW
        + """
        select month, coalesce("new", 0) as "new", coalesce("returning", 0) as "returning",
            coalesce(lapsed, 0) as lapsed
        from calendar
        left join counted using (month)
        left join gone using (month)
        order by month
        """,
        {"as_of": as_of, "months": months, "series": list(series), "silent": SILENT_MONTHS},
    ).df()


@metric(unit="people", grain="one", rests_on=("notes",), kind="count")
def first_timers(
    db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()
) -> FirstTimers:
    """How many first-timers came back within six months: those whose six months are over.

    Source: tables meeting, attendance ← pipelines/notes.
    """
    (found,) = rows.rows(
        db,
        FirstTimers,
        CAME
        + """
        , person as (
            select person_id, min(held_on) as first_on
            from came
            group by person_id
            having first_on > $as_of::date - interval 18 month
                and first_on <= $as_of::date - interval 6 month
        )
        select ($as_of::date - interval 18 month + interval 1 day)::date as first,
            ($as_of::date - interval 6 month)::date as last,
            count(*) as people,
            count(*) filter (exists (
                select 1
                from came
                where came.person_id = person.person_id
                    and held_on > first_on and held_on <= first_on + interval 6 month
            )) as back
        from person
        """,
        {"as_of": as_of, "series": list(series)},
    )
    return found
