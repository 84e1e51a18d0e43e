"""Issues and pull requests: how many opened, closed and stayed open. Words of CHAOSS.

Issues and pulls are never mixed; what bots opened is left out unless asked for. Days are UTC.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.issues.scope import ALL, CHANGES, Scope, values

BUCKETS = (
    "under a week",
    "a week to a month",
    "1 to 3 months",
    "3 to 12 months",
    "1 to 2 years",
    "over 2 years",
)


FLOW = (
    CHANGES
    + """
    , counted as (
        select date_trunc('month', moment)::date as month,
            count(*) filter (event = 'opened') as opened,
            count(*) filter (event = 'closed') as closed,
            count(*) filter (event = 'reopened') as reopened,
            sum(step) as step
        from change
        where moment < $as_of::date + interval 1 day
        group by all
    ),
    merging as (
        select date_trunc('month', merged_at)::date as month, count(*) as merged
        from chosen
        where merged_at < $as_of::date + interval 1 day
        group by all
    ),
    calendar as (
        select unnest(generate_series(
            least((select min(month) from counted), date_trunc('month', $as_of::date)),
            date_trunc('month', $as_of::date),
            interval 1 month
        ))::date as month
    )
    select month,
        coalesce(opened, 0) as opened,
        coalesce(closed, 0) as closed,
        coalesce(merged, 0) as merged,
        coalesce(reopened, 0) as reopened,
        coalesce(opened + reopened - closed, 0) as net,
        coalesce(sum(step) over (order by month), 0)::bigint as open_at_end,
        last_day(month) > $as_of::date as is_partial
    from calendar
    left join counted using (month)
    left join merging using (month)
    qualify row_number() over (order by month desc) <= $months
    order by month
"""
)


def monthly_flow(
    db: DuckDBPyConnection, *, as_of: date, months: int = 12, scope: Scope = ALL
) -> pd.DataFrame:
    """How many issues (or pulls) were opened and closed, month by month, and how many stayed open.

    Unit     issues, or pull requests where they are asked for
    Rows     one per calendar month (UTC), oldest first, the month of as_of last
    Columns  month: date · opened · closed · merged: pulls only · reopened · net: opened + reopened
             − closed · open_at_end · is_partial: bool (the month is not over)
    Source   tables issue, issue_event ← pipelines/github
    Beware   a closing counts in its month even if the issue was reopened later. Deleted and
             transferred issues leave open_at_end, on the day our reading noticed.
    """
    return db.execute(
        FLOW,
        values(scope, as_of=as_of, months=months),
    ).df()


BACKLOG = (
    CHANGES
    + """
    , daily as (
        select greatest(moment::date, $first::date) as day, sum(step) as step
        from change
        where moment < $as_of::date + interval 1 day
        group by all
    ),
    calendar as (
        select unnest(generate_series($first::date, $as_of::date, interval 1 day))::date as day
    )
    select day, sum(coalesce(step, 0)) over (order by day)::bigint as open_count
    from calendar
    left join daily using (day)
    order by day
"""
)


def backlog(
    db: DuckDBPyConnection, *, as_of: date, days: int = 365, scope: Scope = ALL
) -> pd.DataFrame:
    """How many were open at the end of each day.

    Unit     open issues, or open pull requests where they are asked for
    Rows     one per day (UTC), oldest first, as_of last
    Columns  day: date · open_count
    Source   tables issue, issue_event
    Beware   exact for every past day our events reach; for a time before the first reading,
             issues deleted since are unknown.
    """
    return db.execute(
        BACKLOG,
        values(scope, as_of=as_of, first=as_of - timedelta(days=days - 1)),
    ).df()


@dataclass(frozen=True)
class Window:
    """What happened from `first` to `last`, both days included, UTC.

    closed        closings, as GitHub dates them      still_closed  of these, closed to this day
    """

    first: date
    last: date
    opened: int
    closed: int
    still_closed: int
    merged: int
    reopened: int

    @property
    def net(self) -> int:
        """By how many the backlog grew; below zero it fell."""
        return self.opened + self.reopened - self.closed


WINDOW = (
    CHANGES
    + """
    , inside as (
        select change.*, chosen.closed_at is not null as is_closed_now
        from change
        join chosen using (repo_id, number)
        where moment >= $first::date and moment < $last::date + interval 1 day
    )
    select
        count(*) filter (event = 'opened'),
        count(distinct (repo_id, number)) filter (event = 'closed'),
        count(distinct (repo_id, number)) filter (event = 'closed' and is_closed_now),
        (
            select count(*)
            from chosen
            where merged_at >= $first::date and merged_at < $last::date + interval 1 day
        ),
        count(*) filter (event = 'reopened')
    from inside
"""
)


def window(db: DuckDBPyConnection, *, first: date, last: date, scope: Scope = ALL) -> Window:
    """How many were opened, closed and merged in a span of days, as events and as still closed.

    Unit     issues, or pull requests where they are asked for; an issue closed twice counts once
    Rows     one
    Source   tables issue, issue_event
    Beware   still_closed is as of the newest reading, not of the window's end.
    """
    row = db.execute(
        WINDOW,
        values(scope, first=first, last=last),
    ).fetchall()[0]
    return Window(first, last, *row)


def open_on(db: DuckDBPyConnection, *, day: date, scope: Scope = ALL) -> int:
    """How many were open at the end of a day.

    Unit     issues, or pull requests where they are asked for
    Rows     one number
    Source   tables issue, issue_event
    """
    frame = backlog(db, as_of=day, days=1, scope=scope)
    return int(frame["open_count"].iloc[0])


AGES = (
    CHANGES
    + """
    , still_open as (
        select repo_id, number, datediff('day', min(moment)::date, $as_of::date) as age
        from change
        where moment < $as_of::date + interval 1 day
        group by all
        having sum(step) > 0
    ),
    bucketed as (
        select case
            when age < 7 then 1
            when age < 30 then 2
            when age < 91 then 3
            when age < 365 then 4
            when age < 730 then 5
            else 6
        end as place
        from still_open
    ),
    named as (
        select unnest($buckets::varchar[]) as bucket,
            generate_subscripts($buckets::varchar[], 1) as place
    )
    select bucket, count(bucketed.place) as open_count
    from named
    left join bucketed on bucketed.place = named.place
    group by bucket, named.place
    order by named.place
"""
)


def ages(db: DuckDBPyConnection, *, as_of: date, scope: Scope = ALL) -> pd.DataFrame:
    """How long what is open at the end of a day has been open, in buckets.

    Unit     issues, or pull requests where they are asked for
    Rows     one per bucket, youngest first; empty buckets are there with 0
    Columns  bucket · open_count
    Source   tables issue, issue_event
    Beware   age runs from the first opening; a reopening does not make an issue young.
    """
    return db.execute(
        AGES,
        values(scope, as_of=as_of, buckets=list(BUCKETS)),
    ).df()
