"""Issues and pull requests: how many were opened and closed, and how many are open (CHAOSS).

Issues and pulls are never mixed; those that bots opened are excluded unless asked for. Days are
UTC. Source of everything here: tables issue, issue_event ← pipelines/github.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.issues.scope import ALL, CHANGES, Scope, values
from metrics.metric import metric

BUCKETS = (
    "under_1_week", "1_week_to_1_month", "1_to_3_months", "3_to_12_months", "1_to_2_years",
    "over_2_years",
)  # fmt: skip
QUARTER = timedelta(days=91)

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


@metric(unit="issues or pulls", grain="month", rests_on=("github",), kind="count")
def monthly_flow(
    db: DuckDBPyConnection, *, as_of: date, months: int = 12, scope: Scope = ALL
) -> pd.DataFrame:
    """Issues (or pulls) opened and closed, month by month, and how many stayed open.

    One row per calendar month (UTC), oldest first, the month of as_of last. Columns: month (date) ·
    opened · closed · merged (pulls only) · reopened · net (opened + reopened − closed) ·
    open_at_end · is_partial (the month is not over).
    """
    return db.execute(FLOW, values(scope, as_of=as_of, months=months)).df()


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


@metric(unit="issues or pulls", grain="day", rests_on=("github",), kind="count")
def backlog(
    db: DuckDBPyConnection, *, as_of: date, days: int = 365, scope: Scope = ALL
) -> pd.DataFrame:
    """Issues (or pulls) open at the end of each day, as_of last: day (date) · open_count."""
    first = as_of - timedelta(days=days - 1)
    return db.execute(BACKLOG, values(scope, as_of=as_of, first=first)).df()


@dataclass(frozen=True)
class Window:
    """Changes from `first` to `last`, both days included, UTC.

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
        $first::date as first,
        $last::date as last,
        count(*) filter (event = 'opened') as opened,
        count(distinct (repo_id, number)) filter (event = 'closed') as closed,
        count(distinct (repo_id, number))
            filter (event = 'closed' and is_closed_now) as still_closed,
        (
            select count(*)
            from chosen
            where merged_at >= $first::date and merged_at < $last::date + interval 1 day
        ) as merged,
        count(*) filter (event = 'reopened') as reopened
    from inside
"""
)


@metric(unit="issues or pulls", grain="one", rests_on=("github",), kind="count")
def window(db: DuckDBPyConnection, *, first: date, last: date, scope: Scope = ALL) -> Window:
    """Issues (or pulls) opened, closed and merged in a span of days; closed twice counts once.

    `still_closed` is as of the newest reading, not of the end of the window.
    """
    (found,) = rows.rows(db, Window, WINDOW, values(scope, first=first, last=last))
    return found


@metric(unit="issues or pulls", grain="one", rests_on=("github",), kind="count")
def open_on(db: DuckDBPyConnection, *, day: date, scope: Scope = ALL) -> int:
    """Issues (or pulls) open at the end of a day."""
    frame = backlog(db, as_of=day, days=1, scope=scope)
    return int(frame["open_count"].iloc[0])


# SQL: the place of an issue's age among BUCKETS at the end of $as_of; a year is no number of days.
PLACE = """
    case
        when opened_on > $as_of::date - interval 7 day then 1
        when opened_on > $as_of::date - interval 30 day then 2
        when opened_on > $as_of::date - interval 91 day then 3
        when opened_on > $as_of::date - interval 12 month then 4
        when opened_on > $as_of::date - interval 24 month then 5
        else 6
    end
"""
# SQL: the issues that are open at the end of $as_of.
STILL_OPEN = (
    CHANGES
    + """
    , still_open as (
        select repo_id, number, min(moment)::date as opened_on
        from change
        where moment < $as_of::date + interval 1 day
        group by all
        having sum(step) > 0
    )
"""
)
AGES = (
    STILL_OPEN
    + f"""
    , bucketed as (
        select {PLACE} as place
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


@metric(unit="issues or pulls", grain="age", rests_on=("github",), kind="count")
def ages(db: DuckDBPyConnection, *, as_of: date, scope: Scope = ALL) -> pd.DataFrame:
    """How long the issues (or pulls) open at the end of a day have been open.

    One row per bucket, youngest first, empty ones with 0: bucket (a code of BUCKETS) · open_count.
    """
    return db.execute(AGES, values(scope, as_of=as_of, buckets=list(BUCKETS))).df()


@dataclass(frozen=True)
class Pulse:
    """The backlog now and 91 days ago, and the changes in between."""

    open_now: int
    open_before: int
    quarter: Window

    @property
    def change(self) -> int:
        """By how many the backlog grew in 91 days; below zero it fell."""
        return self.open_now - self.open_before


@metric(unit="issues or pulls", grain="one", rests_on=("github",), kind="count")
def pulse(db: DuckDBPyConnection, *, as_of: date, scope: Scope = ALL) -> Pulse:
    """Whether the backlog is falling: open now, open 91 days ago, and the changes in between."""
    before = as_of - QUARTER
    return Pulse(
        open_on(db, day=as_of, scope=scope),
        open_on(db, day=before, scope=scope),
        window(db, first=before + timedelta(days=1), last=as_of, scope=scope),
    )


@dataclass(frozen=True)
class Backlog:
    """The backlog of a repository, and by how many it grew in 91 days; below zero it fell."""

    repository: str
    open_now: int
    change: int


@metric(unit="issues or pulls", grain="repository", rests_on=("github",), kind="count")
def by_repository(db: DuckDBPyConnection, *, as_of: date, scope: Scope = ALL) -> list[Backlog]:
    """The backlog of each repository of the scope that had an issue, the one that grew most first.

    They add up to metric issues.pulse: what moved from one to the other left and came. Source:
    tables repo, issue, issue_event.
    """
    return rows.rows(
        db,
        Backlog,
        CHANGES
        + """
        select
            full_name as repository,
            sum(step)::integer as open_now,
            coalesce(sum(step) filter (moment >= $first::date), 0)::integer as change
        from change
        join repo using (repo_id)
        where moment < $as_of::date + interval 1 day
        group by full_name
        order by change desc, open_now desc, repository
        """,
        values(scope, as_of=as_of, first=as_of - QUARTER + timedelta(days=1)),
    )


@metric(unit="labels", grain="label", rests_on=("github",), kind="count")
def labels(db: DuckDBPyConnection) -> list[str]:
    """The labels in use, at most 50, the commonest first."""
    return rows.column(
        db,
        """
        select label
        from (select unnest(labels) as label from issue)
        group by label
        order by count(*) desc, label
        limit 50
        """,
    )
