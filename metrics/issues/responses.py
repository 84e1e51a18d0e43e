"""How soon issues and pulls are answered and closed, and how many people open them (CHAOSS)."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.issues.counts import QUARTER
from metrics.issues.scope import ALL, CHANGES, Scope, values
from metrics.metric import metric

SPEED = (
    CHANGES
    + """
    , first_closing as (
        select repo_id, number, min(moment) as closed_at
        from change
        where event = 'closed' and moment < $as_of::date + interval 1 day
        group by all
    ),
    timed as (
        select date_trunc('quarter', created_at)::date as quarter,
            response_known,
            date_diff('minute', created_at, if(
                first_response_at < $as_of::date + interval 1 day, first_response_at, null
            )) / 60.0 as response_hours,
            date_diff('minute', created_at, first_closing.closed_at) / 1440.0 as close_days
        from chosen
        left join first_closing using (repo_id, number)
        where created_at >= $first::date and created_at < $as_of::date + interval 1 day
    )
    select quarter,
        count(*) as opened,
        count(*) filter (response_known) as asked,
        count(response_hours) as answered,
        median(response_hours) as response_median,
        quantile_cont(response_hours, 0.9) as response_p90,
        count(close_days) as closed,
        median(close_days) as close_median,
        quantile_cont(close_days, 0.9) as close_p90
    from timed
    group by grouping sets ((quarter), ())
    order by quarter nulls last
"""
)


@metric(
    unit="hours and days",
    grain="quarter",
    rests_on=("github",),
    kind="middle",
)
def response_times(
    db: DuckDBPyConnection, *, first: date, as_of: date, scope: Scope = ALL
) -> pd.DataFrame:
    """How soon a person answered an issue (or pull), and how soon it was closed.

    One row per quarter of opening, oldest first, and a last one with quarter null for all. Columns:
    quarter (date) · opened · asked (those whose replies we know) · answered · response_median ·
    response_p90 (hours) · closed · close_median · close_p90 (days); nine of ten were faster than
    p90. Source: table issue (first_response_at: the first comment or review by a person who is
    neither the author nor a bot), issue_event for the first closing.
    """
    return db.execute(SPEED, values(scope, first=first, as_of=as_of)).df()


PEOPLE = """
    with opened as (
        select author, created_at,
            row_number() over (
                partition by author
                order by created_at, repo_id, number
            ) = 1 as first
        from issue
        join repo using (repo_id)
        where author is not null
            and not author_is_bot
            and created_at < $as_of::date + interval 1 day
            and (len($repos::varchar[]) = 0 or list_contains($repos::varchar[], full_name))
    )
    select date_trunc('month', created_at)::date as month,
        count(distinct author) filter (first) as first_time,
        count(distinct author) - count(distinct author) filter (first) as returning
    from opened
    where created_at >= $first::date
    group by all
    order by month
"""


@metric(unit="people", grain="month", rests_on=("github",), kind="count")
def contributors(
    db: DuckDBPyConnection, *, first: date, as_of: date, repos: tuple[str, ...] = ()
) -> pd.DataFrame:
    """How many people opened an issue or pull request, for the first time or again.

    One row per calendar month (UTC) in which somebody did, oldest first: month (date) ·
    first_time · returning. People are accounts; bots and deleted accounts are excluded.
    Source: table issue.
    """
    return db.execute(PEOPLE, {"first": first, "as_of": as_of, "repos": list(repos)}).df()


@dataclass(frozen=True)
class Repository:
    """One repository: its backlog, and what moved in 91 days."""

    full_name: str
    url: str | None
    open_issues: int
    open_pulls: int
    opened: int
    closed: int
    merged: int
    last_change: date | None
    archived: bool
    complete: bool
    unreachable_since: date | None


REPOS = """
    with turned as (
        select repo_id, number, arg_max(event, (happened_at, event = 'closed')) as turn,
            max(happened_at) as turned_at
        from issue_event
        where happened_at < $day
        group by all
    ),
    known as (
        select issue.*, turned_at,
            coalesce(turn, '') = 'closed' as is_closed,
            coalesce(gone_at < $day, false) as is_gone,
            if(updated_at < $day, updated_at, greatest(
                created_at, turned_at,
                if(merged_at < $day, merged_at, null),
                if(first_response_at < $day, first_response_at, null)
            )) as changed_at
        from issue
        left join turned using (repo_id, number)
        where created_at < $day
    )
    select full_name, repo.url,
        count(*) filter (not is_closed and not is_gone and not is_pull) as open_issues,
        count(*) filter (not is_closed and not is_gone and is_pull) as open_pulls,
        count(*) filter (not is_pull and moved_to_repo is null and created_at >= $since) as opened,
        count(*) filter (
            not is_pull and moved_to_repo is null and is_closed and turned_at >= $since
        ) as closed,
        count(*) filter (is_pull and merged_at >= $since and merged_at < $day) as merged,
        max(changed_at)::date as last_change,
        archived, complete, unreachable_since::date as unreachable_since
    from repo
    left join known using (repo_id)
    group by all
    order by open_issues + open_pulls desc, full_name
"""


@metric(unit="issues and pulls", grain="repository", rests_on=("github",), kind="count")
def repositories(db: DuckDBPyConnection, *, as_of: date) -> list[Repository]:
    """Each repository, the largest backlog first; bots included, issues and pulls apart.

    Closed counts those that were closed at the end of the day, each once.
    Source: tables repo, issue, issue_event.
    """
    day = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    stamps = {"day": day.to_pydatetime(), "since": (day - QUARTER).to_pydatetime()}
    return rows.rows(db, Repository, REPOS, stamps)
