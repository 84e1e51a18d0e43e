"""Docs builds over time, from a history that is longer than that of the hosts."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

STRIP = 20


@dataclass(frozen=True)
class Strip:
    """The last builds of a site's default version, oldest first, by state."""

    project: str
    states: list[str]


@metric(unit="builds", grain="site", rests_on=("docs_builds",), kind="count")
def strips(db: DuckDBPyConnection, *, as_of: date, builds: int = STRIP) -> list[Strip]:
    """The last builds of each site's default version: passed, failed, cancelled, skipped, …

    One per site with builds; those begun after as_of are left out, as in `versions`.
    Source: tables docs_project, docs_build.
    """
    return rows.rows(
        db,
        Strip,
        """
        select
            project, list(state order by created_at, length(build_id), build_id) as states
        from (
            select docs_build.*
            from docs_build
            join docs_project using (project)
            where version = default_version
                and not is_preview
                and created_at < ?::date + interval 1 day
            qualify row_number() over (
                partition by project
                order by created_at desc, length(build_id) desc, build_id desc
            ) <= ?
        )
        group by project
        order by project
        """,
        [as_of, builds],
    )


@metric(unit="minutes", grain="build that passed", rests_on=("docs_builds",), kind="middle")
def durations(db: DuckDBPyConnection, *, project: str, as_of: date) -> pd.DataFrame:
    """The durations of the builds of a site's default version that passed, oldest first.

    Builds begun after as_of are left out.

    Columns: built_at: timestamp UTC · minutes: float, as the host counts them · median: float, of
    this build and the nine before it. Source: tables docs_project, docs_build.
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
            and created_at < ?::date + interval 1 day
        order by created_at
        """,
        [project, as_of],
    ).df()


@metric(unit="sites", grain="week", rests_on=("docs_builds",), kind="count")
def failing_by_week(db: DuckDBPyConnection, *, as_of: date, weeks: int = 26) -> pd.DataFrame:
    """The number of sites failing at the end of each week, oldest first; the last ends on `as_of`.

    By the default version's last decided build up to then. Columns: week_ends: date · failing:
    int · built: int, sites that had any build by then. Source: tables docs_project, docs_build.
    """
    return db.execute(
        """
        with week as (
            select (?::date - interval (7 * n) day)::date as week_ends
            from range(?) as r(n)
        ),
        decided as (
            select project, created_at, build_id, state
            from docs_build
            join docs_project using (project)
            where version = default_version
                and not is_preview
                and state in ('passed', 'failed')
        ),
        known as (
            select week_ends, project,
                max_by(state, (created_at, length(build_id), build_id)) as state
            from week
            join decided on created_at < week_ends + interval 1 day
            group by all
        )
        select
            week_ends,
            count(*) filter (state = 'failed')::integer as failing,
            count(project)::integer as built
        from week
        left join known using (week_ends)
        group by all
        order by week_ends
        """,
        [as_of, weeks],
    ).df()


@dataclass(frozen=True)
class Badge:
    """The badge of a site and the address that it leads to."""

    name: str
    image: str
    address: str


def badges(db: DuckDBPyConnection) -> list[Badge]:
    """The badge of every site that is known, by name. Source: table docs_project."""
    return rows.rows(
        db,
        Badge,
        """
        select coalesce(name, project) as name, badge_url as image,
            coalesce(url, badge_url) as address
        from docs_project
        where known
        order by all
        """,
    )
