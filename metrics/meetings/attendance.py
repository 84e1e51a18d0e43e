"""Attendance of each meeting, and months with, without and missing a meeting.

A meeting without a roll call is unknown, never zero; a cancelled one is a meeting without people.
"""

from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import trailing
from metrics.metric import metric

ROLLING = 6  # meetings in the rolling median

# Meetings of the chosen series (none named: all) up to $as_of, and who came, each person once.
# Who signs first in the half-year after the first roll call may have come before: not known as new.
CAME = """
    with chosen as (
        select *
        from meeting
        where (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
            and coalesce(held_on, month) <= $as_of::date
    ),
    came as (
        select distinct meeting_id, series, held_on, person_id
        from attendance
        join chosen using (meeting_id)
        where held_on is not null
    ),
    reach as (
        select min(held_on) as oldest, (min(held_on) + interval 6 month)::date as new_from
        from came
    )
"""

# Every chosen meeting with its state and its count, and the rolling median of those that have one.
COUNTED = (
    CAME
    + """
    , firsts as (
        select person_id, min(held_on) as first_on
        from came
        group by person_id
    ),
    counted as (
        select meeting_id, count(*) as came, count(*) filter (held_on = first_on) as newcomers
        from came
        join firsts using (person_id)
        group by meeting_id
    ),
    stated as (
        select coalesce(held_on, month) as held_on, series, came,
            if(held_on >= (select new_from from reach), newcomers, null) as newcomers,
            case
                when cancelled then 'cancelled'
                when has_roll_call then 'held'
                when roll_call = 'not_read' then 'roll call not read'
                else 'no roll call'
            end as state,
            meeting_id
        from chosen
        left join counted using (meeting_id)
    ),
    known as (
        select meeting_id, median(came) over (
            order by held_on, meeting_id
            rows between $before preceding and current row
        ) as median
        from stated
        where state = 'held'
    )
    """
)

# Each chosen series in every month of its life, as far back as asked for.
CALENDAR = (
    CAME
    + """
    , dated as (
        select series, coalesce(month, date_trunc('month', held_on)::date) as month, cancelled
        from chosen
    ),
    life as (
        select series, min(month) as first, least(
            max(month) + interval 3 month,
            date_trunc('month', $as_of::date)
        ) as last
        from dated
        group by series
    ),
    calendar as (
        select series, unnest(generate_series(
            greatest(
                first::timestamp,
                date_trunc('month', $as_of::date) - to_months($months - 1)
            ),
            last::timestamp,
            interval 1 month
        ))::date as month
        from life
    )
    """
)


@metric(unit="series", grain="series", rests_on=("notes",), kind="count")
def series_names(db: DuckDBPyConnection) -> list[str]:
    """The meeting series of this build, the one with most meetings first."""
    return rows.column(
        db,
        """
        select series
        from meeting
        group by series
        order by count(*) desc, series
        """,
    )


@metric(unit="people", grain="meeting", rests_on=("notes",), kind="count")
def attendance(
    db: DuckDBPyConnection, *, as_of: date, months: int = 24, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """How many people came to each meeting of the last `months` months, oldest first.

    Columns: held_on · series · came (Int64, people who signed, each once; null where nobody
    knows) · newcomers (Int64, of these, never signed before in these series; null in the first
    half-year of the roll calls) · state (held | no roll call | roll call not read | cancelled) ·
    median (of the last six meetings with a roll call, this one included; null elsewhere) ·
    meeting_id.
    Source: tables meeting, attendance ← pipelines/notes.
    """
    return db.execute(
        COUNTED
        + """
        select held_on, series, came, newcomers, state, median, meeting_id
        from stated
        left join known using (meeting_id)
        where held_on >= $first::date
        order by held_on, meeting_id
        """,
        {
            "first": trailing(as_of, months=months),
            "as_of": as_of,
            "series": list(series),
            "before": ROLLING - 1,
        },
    ).df()


def by_month(frame: pd.DataFrame) -> pd.DataFrame:
    """The median attendance of each month, from a frame of `attendance`: where meetings are many.

    One row per month with a meeting, oldest first: month · came (median of the meetings with a
    roll call, null where none has one) · meetings (with a roll call).
    """
    months = frame["held_on"].dt.to_period("M").dt.start_time
    grouped = frame["came"].where(frame["state"] == "held").groupby(months)
    return pd.DataFrame({"came": grouped.median(), "meetings": grouped.count()}).reset_index(
        names="month"
    )


@metric(unit="meetings", grain="series and month", rests_on=("notes",), kind="count")
def cadence(
    db: DuckDBPyConnection, *, as_of: date, months: int = 24, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """In which months each series met, was cancelled, or is missing.

    One row per series and calendar month of the last `months` months, the running one last; a
    series begins with its first meeting and ends three months after its last one. Columns:
    series · month · held · cancelled · state (held | cancelled | missing | running: the month of
    as_of, without a meeting so far). Source: table meeting ← pipelines/notes.
    """
    return db.execute(
        CALENDAR
        + """
        select series, month,
            count(*) filter (not cancelled) as held,
            count(*) filter (cancelled) as cancelled,
            case
                when count(*) filter (not cancelled) > 0 then 'held'
                when count(*) filter (cancelled) > 0 then 'cancelled'
                when month = date_trunc('month', $as_of::date) then 'running'
                else 'missing'
            end as state
        from calendar
        left join dated using (series, month)
        group by series, month
        order by series, month
        """,
        {"as_of": as_of, "months": months, "series": list(series)},
    ).df()
