"""Which documentation is broken, since when, and why. Previews of pull requests never count."""

from dataclasses import dataclass
from datetime import date, datetime, time

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import words

CLASSES = {
    "dependency": "Dependency",
    "sphinx": "Sphinx",
    "latex": "LaTeX/PDF",
    "configuration": "Configuration",
    "time-out": "Time-out",
    "memory": "Memory",
    "host": "The host's own failure",
    "other": "",
}
# The states of a version, worst first: (tone, word), as the pages show them.
STATES = {
    "failing": ("act", "Failing"),
    "not read": ("act", "Not read"),
    "stuck": ("watch", "Stuck"),
    "not started": ("watch", "Not started"),
    "old": ("watch", "Old"),
    "passing": ("fine", "Passing"),
    "running": ("quiet", "Building"),
    "cancelled": ("quiet", "Cancelled"),
    "skipped": ("quiet", "Skipped"),
    "never built": ("quiet", "Never built"),
}
NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
STRIP = 20


@dataclass(frozen=True)
class Version:
    """How one version of one site stands, at the time it was last asked.

    state       a key of STATES
    since       when the state began: a failing one's first failed build
    days        whole days from then to the check
    last_good_at, age   its newest good build, and how many seconds old that was at the check
    reason      what failed, in the host's words; reason_class is a key of CLASSES
    remark      what the newest build did, where that is not the state
    behind      commits on the branch that the last good build lacks; None: not known
    log_url     the log of the build that decided the state
    """

    project: str
    name: str
    host: str
    version: str
    is_default: bool
    active: bool
    state: str
    since: datetime | None
    days: int | None
    last_good_at: datetime | None
    age: int | None
    reason: str | None
    reason_class: str | None
    remark: str | None
    behind: int | None
    log_url: str | None
    docs_url: str | None

    @property
    def at_least(self) -> bool:
        """The failures reach back beyond the builds that are known."""
        return self.state == "failing" and self.last_good_at is None


def versions(db: DuckDBPyConnection, *, as_of: date) -> list[Version]:
    """How each version of each documentation site stands: its last build that passed or failed.

    Rows     one per site and version, worst default version first; a site that was never built
             or is unknown has one row
    Unit     age in seconds, days in days, both at the time of the check
    Source   tables docs_project, docs_version, docs_build ← pipelines/docs_builds
    Beware   cancelled and skipped builds change nothing; a build that runs too long or never
             begins does. "Old": the branch has commits the last good build lacks.
    """
    moment = datetime.combine(as_of, time.max.replace(microsecond=0))
    found = [Version(*row) for row in db.execute(VERSIONS, [moment]).fetchall()]
    order = list(STATES)
    worst = {v.project: (order.index(v.state), -(v.days or 0)) for v in found if v.is_default}
    return sorted(found, key=lambda v: (worst[v.project], v.name, not v.is_default, v.version))


VERSIONS = """
    with version as (
        select project, version, is_default, active, url as version_url
        from docs_version
        union
        select project, coalesce(default_version, ''), true, true, url
        from docs_project
        where project not in (select project from docs_version where is_default)
    ),
    build as (
        select *
        from docs_build
        where not is_preview
    ),
    passed as (
        select project, version, max(created_at) as last_good_at
        from build
        where state = 'passed'
        group by all
    ),
    standing as (
        select
            project, version,
            any_value(last_good_at) as last_good_at,
            max_by(state, place) as newest_state,
            max(created_at) as newest_at,
            max_by(reason, place) as newest_reason,
            max_by(url, place) as newest_url,
            max_by(state, place) filter (state in ('passed', 'failed')) as decided,
            max_by(coalesce(reason, ''), place) filter (state = 'failed') as failed_reason,
            max_by(coalesce(reason_class, ''), place) filter (state = 'failed') as failed_class,
            max_by(coalesce(url, ''), place) filter (state = 'failed') as failed_url,
            min(created_at) filter (
                state = 'failed' and created_at > coalesce(last_good_at, timestamp '0001-01-01')
            ) as failing_at
        from (
            select *, (created_at, length(build_id), build_id) as place
            from build
            left join passed using (project, version)
        )
        group by all
    ),
    stated as (
        select
            *,
            coalesce(checked_at, ?) as asked_at,
            version = branch_version and head_commit is not null
                and coalesce(commits_behind, 1) > 0 as moved_on,
            case
                when not known then 'not read'
                when newest_state is null then 'never built'
                when decided = 'failed' then 'failing'
                when newest_state in ('stuck', 'not started') then newest_state
                when decided = 'passed' and moved_on then 'old'
                when decided = 'passed' then 'passing'
                else newest_state
            end as state
        from docs_project
        join version using (project)
        left join standing using (project, version)
    )
    select
        project, coalesce(name, project), host, version, is_default, active, state,
        case
            when state = 'failing' then failing_at
            when state = 'old' then last_good_at
            when state <> 'passing' then newest_at
        end as since,
        date_diff('day', since, asked_at) as days,
        last_good_at,
        date_diff('second', last_good_at, asked_at) as age,
        case
            when state = 'failing' then nullif(failed_reason, '')
            when state = 'not read' then 'unknown slug or private'
            when state = newest_state then newest_reason
        end as reason,
        if(state = 'failing', failed_class, null) as reason_class,
        case
            when state = 'never built' then 'project exists, no build yet'
            when state = newest_state or newest_state in ('passed', 'failed') then null
            when newest_state = 'cancelled' then 'last one cancelled by hand'
            when newest_state = 'skipped' then 'last one skipped on purpose'
            when newest_state = 'running' then 'a build is running'
            else 'the newest build is ' || newest_state
        end as remark,
        if(version = branch_version, commits_behind, 0) as behind,
        if(state = 'failing', nullif(failed_url, ''), newest_url) as log_url,
        coalesce(version_url, url) as docs_url
    from stated
"""


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


def answer(found: list[Version]) -> str:
    """The page's sentence: how many sites are failing, which, and for how long."""
    sites = [version for version in found if version.is_default]
    failing = [version for version in sites if version.state == "failing"]
    unread = sum(version.state == "not read" for version in sites)
    rest = f" {_number(unread).capitalize()} could not be read." if unread else ""
    if not failing:
        return _all_well(sites) + rest
    verb = "is" if len(failing) == 1 else "are"
    named = [f"{version.name} {_lasting(version)}" for version in failing[:3]]
    if len(failing) > 3:
        named.append(f"{_number(len(failing) - 3)} more")
    count = f"{_number(len(failing)).capitalize()} of {_number(len(sites))}"
    return f"{count} documentation sites {verb} failing: {words.listing(named)}.{rest}"


def _all_well(sites: list[Version]) -> str:
    uneasy = [site for site in sites if STATES[site.state][0] == "watch"]
    if uneasy:
        names = words.listing([site.name for site in uneasy[:3]])
        more = "" if len(uneasy) <= 3 else f" and {_number(len(uneasy) - 3)} more"
        return f"No documentation site is failing; look at {names}{more}."
    if all(site.state == "passing" for site in sites):
        return f"All {_number(len(sites))} documentation sites are passing."
    return f"None of {_number(len(sites))} documentation sites is failing."


def _lasting(version: Version) -> str:
    if not version.days:
        return "since today"
    return f"for {'at least ' if version.at_least else ''}{words.days(version.days)}"


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"
