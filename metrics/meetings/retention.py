"""New, returning and lapsed people at the meetings (CHAOSS: newcomers, retention)."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import trailing
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
        select month, count(*) as came, count(*) filter (month = first_month) as "new",
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
    """People who first signed in the twelve months that ended half a year ago, and came back.

    first         later where the roll calls are younger: in their first half-year nobody is known
                  to be new
    people, back  null: they are younger than all of the twelve months
    """

    first: date
    last: date
    people: int | None
    back: int | None


@metric(unit="people", grain="month", rests_on=("notes",), kind="count")
def people_flow(
    db: DuckDBPyConnection, *, as_of: date, months: int = 24, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """People who came for the first time, came again, or have stayed away for half a year.

    One row per calendar month, oldest first, the month of as_of last: month · new · returning ·
    lapsed (their last signature is six months old in this month) · came: those of a month in the
    first half-year of the roll calls, when nobody is known as new; then new and returning are null.
    Source: tables meeting, attendance ← pipelines/notes.
    """
    return db.execute(
        FLOW
        + """
        select month,
            if(month >= new_from, coalesce("new", 0), null) as "new",
            if(month >= new_from, coalesce("returning", 0), null) as "returning",
            coalesce(lapsed, 0) as lapsed,
            if(month >= new_from, 0, coalesce(came, 0)) as came
        from calendar
        left join counted using (month)
        left join gone using (month)
        cross join reach
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
        , span as (
            select greatest($first::date, new_from) as first, $last::date as last
            from reach
        ),
        person as (
            select person_id, min(held_on) as first_on
            from came
            group by person_id
        ),
        counted as (
            select count(*) as people,
                count(*) filter (exists (
                    select 1
                    from came
                    where came.person_id = person.person_id
                        and held_on > first_on and held_on <= first_on + interval 6 month
                )) as back
            from person, span
            where first_on between first and last
        )
        select first, last, if(first <= last, people, null) as people,
            if(first <= last, back, null) as back
        from span, counted
        """,
        {
            "first": trailing(as_of, months=18),
            "last": trailing(as_of, months=SILENT_MONTHS) - timedelta(days=1),
            "as_of": as_of,
            "series": list(series),
        },
    )
    return found
