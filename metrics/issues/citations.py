"""Issues and pull requests the notes cite: their state then and now, and what is carried over."""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

STALE_DAYS = 180
MOST = 200  # rows: nobody reads more of them
CITED = """
    with named as (
        select name, repo_id
        from (
            select lower(unnest(list_append(older_names, full_name))) as name, *
            from repo
        )
        qualify row_number() over (
            partition by name
            order by lower(full_name) = name desc, unreachable_since nulls first, repo_id desc
        ) = 1
    ),
    citation as (
        select lower(reference.repo) as name, reference.repo, reference.number, held_on,
            any_value(reference.kind) as kind, any_value(reference.url) as cited_url
        from reference
        join meeting using (meeting_id)
        where reference.number is not null
            and reference.repo is not null
            and not meeting.cancelled
            and held_on <= $as_of
        group by all
    ),
    place as (
        select any_value(repo) as repo, name, number, min(held_on) as first_on,
            max(held_on) as last_on, count(distinct held_on) as meetings,
            any_value(kind) as kind, any_value(cited_url) as cited_url
        from citation
        group by name, number
    ),
    earlier as (
        select place.name, place.number,
            arg_max(event, happened_at) as last_event
        from place
        join named using (name)
        join issue_event on issue_event.repo_id = named.repo_id
            and issue_event.number = place.number
            and happened_at < place.last_on + interval 1 day
        group by all
    )
    select coalesce(full_name, place.repo) as repo, place.repo as cited_repo, place.number,
        coalesce(is_pull, if(kind = 'unknown', null, kind = 'pull')) as is_pull,
        title, first_on, last_on, meetings,
        case
            when issue.number is null then null
            when created_at >= last_on + interval 1 day then null
            when last_event <> 'closed' or last_event is null then 'open'
            when merged_at < last_on + interval 1 day then 'merged'
            else 'closed'
        end as state_then,
        case when merged_at is not null then 'merged' else state end as state_now,
        updated_at::date as updated_on, coalesce(issue.url, cited_url) as url
    from place
    left join named using (name)
    left join repo using (repo_id)
    left join issue on issue.repo_id = named.repo_id and issue.number = place.number
    left join earlier on earlier.name = place.name and earlier.number = place.number
"""
FOLLOWED = f"""
    with cited as ({CITED}),
    followed as (
        select *,
            coalesce(meetings > 1 and state_now = 'open', false) as is_carried_over,
            $as_of::date - updated_on as quiet_days
        from cited
    )
"""


@dataclass(frozen=True)
class Cited:
    """One issue or pull request the notes cite.

    is_pull      null: neither the notes nor GitHub say
    state_then   open | closed | merged at the end of the last day it was cited; null: not known
    state_now    open | closed | merged | gone; null: its repository is not read
    """

    repo: str
    number: int
    is_pull: bool | None
    title: str | None
    first_on: date
    last_on: date
    meetings: int
    state_then: str | None
    state_now: str | None
    updated_on: date | None
    url: str | None
    is_carried_over: bool
    quiet_days: int | None

    @property
    def follow_up(self) -> str:
        """carried over | quiet | open | closed | merged | gone | not known."""
        if self.is_carried_over:
            return "carried over"
        return "quiet" if self.is_stale else self.state_now or "not known"

    @property
    def is_stale(self) -> bool:
        """Open, and nothing happened to it for half a year."""
        return self.state_now == "open" and (self.quiet_days or 0) >= STALE_DAYS


@dataclass(frozen=True)
class Citations:
    """How many issues and pull requests the notes cite.

    carried_over  cited in several meetings and still open
    stale         open, and nothing happened to them for half a year
    without_repo  citations that give a number but no repository; nobody guesses which is meant
    """

    cited: int
    carried_over: int
    stale: int
    without_repo: int


@metric(unit="issues and pulls", grain="issue", rests_on=("notes", "github"), kind="count")
def cited(db: DuckDBPyConnection, *, as_of: date, most: int = MOST) -> list[Cited]:
    """The issues and pull requests that the notes cite, with their state then and now.

    One row per repository and number: those carried over first, then the last cited; the first two
    hundred. Source: tables reference, meeting, repo, issue, issue_event.
    """
    return rows.rows(
        db,
        Cited,
        FOLLOWED
        + """
        select repo, number, is_pull, title, first_on, last_on, meetings, state_then, state_now,
            updated_on, url, is_carried_over, quiet_days
        from followed
        order by is_carried_over desc, last_on desc, cited_repo, number
        limit $most
        """,
        {"as_of": as_of, "most": most},
    )


@metric(unit="issues and pulls", grain="one", rests_on=("notes", "github"), kind="count")
def citations(db: DuckDBPyConnection, *, as_of: date) -> Citations:
    """How many issues and pull requests the notes cite, and how many of these wait.

    Source: tables reference, meeting, repo, issue.
    """
    (found,) = rows.rows(
        db,
        Citations,
        FOLLOWED
        + """
        select count(*) as cited,
            count(*) filter (is_carried_over) as carried_over,
            count(*) filter (state_now = 'open' and quiet_days >= $stale) as stale,
            (
                select count(*)
                from reference
                join meeting using (meeting_id)
                where number is not null and reference.repo is null and held_on <= $as_of
            ) as without_repo
        from followed
        """,
        {"as_of": as_of, "stale": STALE_DAYS},
    )
    return found
