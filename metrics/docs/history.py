"""Docs builds over time, from a history kept beyond what the hosts' APIs keep."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

STRIP = 20


@dataclass(frozen=True)
class Strip:
    """The last builds of a site's default version, oldest first, by state."""

    project: str
    states: list[str]


def strips(db: DuckDBPyConnection, *, builds: int = STRIP) -> list[Strip]:
    """The last builds of each site's default version.

    Rows     one per site with builds
    Columns  states: at most `builds`, oldest first: passed, failed, cancelled, skipped, …
    Source   tables docs_project, docs_build
    Beware   history is kept beyond what the host's API keeps.
    """
    rows = db.execute(
        """
        select project, list(state order by created_at, length(build_id), build_id)
        from (
            select docs_build.*
            from docs_build
            join docs_project using (project)
            where version = default_version and not is_preview
            qualify row_number() over (
                partition by project
                order by created_at desc, length(build_id) desc, build_id desc
            ) <= ?
        )
        group by project
        order by project
        """,
        [builds],
    ).fetchall()
    return [Strip(*row) for row in rows]


def durations(db: DuckDBPyConnection, *, project: str) -> pd.DataFrame:
    """How long the builds of a site's default version take.

    Unit     minutes, as the host counts them
    Rows     one per build that passed, oldest first
    Columns  built_at: timestamp UTC · minutes: float · median: float, of this build and the nine
             before it
    Source   tables docs_project, docs_build
    Beware   failed builds end early and are left out.
    """
    return db.execute(
        """
        select
            created_at as built_at,
            seconds / 60 as minutes,
            median(seconds / 60) over (
                order by created_at
                rows between 9 preceding and current row
            ) as median
        from docs_build
        join docs_project using (project)
        where project = ?
            and version = default_version
            and state = 'passed'
            and not is_preview
            and seconds is not null
        order by created_at
        """,
        [project],
    ).df()


def failing_by_week(db: DuckDBPyConnection, *, as_of: date, weeks: int = 26) -> pd.DataFrame:
    """How many sites stood red at the end of each week.

    Unit     sites, by the default version's last decided build up to then
    Rows     one per week, oldest first; the last one ends on `as_of`
    Columns  week_ends: date · failing: int · built: int, sites that had any build by then
    Source   tables docs_project, docs_build
    """
    return db.execute(
        """
        with week as (
            select (?::date - interval (7 * n) day)::date as week_ends
            from range(?) as r(n)
        ),
        decided as (
            select project, created_at, state
            from docs_build
            join docs_project using (project)
            where version = default_version
                and not is_preview
                and state in ('passed', 'failed')
        ),
        stood as (
            select week_ends, project, max_by(state, created_at) as state
            from week
            join decided on created_at < week_ends + interval 1 day
            group by all
        )
        select
            week_ends,
            count(*) filter (state = 'failed')::integer as failing,
            count(project)::integer as built
        from week
        left join stood using (week_ends)
        group by all
        order by week_ends
        """,
        [as_of, weeks],
    ).df()


def badges(db: DuckDBPyConnection) -> str:
    """The badges of every site as a table for a README, in Markdown.

    Rows     one line per site that is known, by name
    Source   table docs_project
    """
    rows = db.execute(
        """
        select coalesce(name, project), badge_url, coalesce(url, badge_url)
        from docs_project
        where known
        order by all
        """
    ).fetchall()
    lines = [f"| {name} | [![docs]({badge})]({url}) |" for name, badge, url in rows]
    return "\n".join(["| Project | Documentation |", "| --- | --- |", *lines])
