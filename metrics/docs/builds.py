"""Which documentation is broken, since when, and why. Previews of pull requests never count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

# A workflow that did not run for so long may not be triggered any more: GitHub itself stops
# schedules after 60 days without a commit. Read the Docs builds every push, so there only the
# branch's head decides.
QUIET_DAYS = 180
Tone = Literal["act", "watch", "fine", "quiet"]
# The states of a version, worst first, and their tone.
TONES: dict[str, Tone] = {
    "failing": "act",
    "not read": "act",
    "stuck": "watch",
    "not started": "watch",
    "old": "watch",
    "passing": "fine",
    "running": "quiet",
    "cancelled": "quiet",
    "skipped": "quiet",
    "never built": "quiet",
}


@dataclass(frozen=True)
class Version:
    """The state of one version of one site, at the time of its last check.

    state       a key of TONES
    since       when the state began: a failing one's first failed build
    days        whole days from then to the check
    last_good_at, age   its newest good build, and the age of that in seconds at the check; from a
                day on by days of the calendar, as `days` is
    reason      of a failure, in the host's words; reason_class: dependency, sphinx, latex,
                configuration, time-out, memory, host or other
    last_build  state of the newest build where it is not the version's: cancelled, running, …
    behind      commits on the branch that the last good build lacks; None: not known
    log_url     the log of the build that decided the state
    quiet       old because the workflow did not run for QUIET_DAYS, not because of its branch
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
    last_build: str | None
    behind: int | None
    log_url: str | None
    docs_url: str | None
    quiet: bool = False

    @property
    def at_least(self) -> bool:
        """The failures reach back beyond the builds that are known."""
        return self.state == "failing" and self.last_good_at is None

    @property
    def tone(self) -> Tone:
        """act, watch, fine or quiet."""
        return TONES[self.state]


@metric(unit="state", grain="site and version", rests_on=("docs_builds",), kind="date")
def versions(db: DuckDBPyConnection, *, as_of: date) -> list[Version]:
    """The state of each version of each documentation site: its last build that passed or failed.

    One per site and version, worst default version first; a site that was never built or is
    unknown has one. Builds begun after as_of are left out. Source: tables docs_project,
    docs_version, docs_build ← pipelines/docs_builds.
    """
    moment = datetime.combine(as_of, time.max)
    found = rows.rows(db, Version, VERSIONS, [moment] * 3 + [QUIET_DAYS])
    worst: dict[str, tuple[int, int]] = {}
    for version in found:
        worst[version.project] = min(_rank(version), worst.get(version.project, _rank(version)))
    return sorted(found, key=lambda v: (worst[v.project], v.name, not v.is_default, v.version))


def broke(now: Sequence[Version], *, since: date) -> tuple[Version, ...]:
    """The sites whose default version fails, and did not before the day after `since`."""
    return tuple(
        each for each in now
        if each.is_default and each.state == "failing" and each.since
        and each.since.date() > since
    )  # fmt: skip


def repaired(now: Sequence[Version], before: Sequence[Version]) -> tuple[Version, ...]:
    """The sites whose default version failed before, and passes now."""
    failed = {each.project for each in before if each.is_default and each.state == "failing"}
    return tuple(
        each for each in now
        if each.is_default and each.project in failed and each.state in ("passing", "old")
    )  # fmt: skip


def _rank(version: Version) -> tuple[int, int]:
    """Where a version puts its site: worst state first, longest first; others after the default."""
    states = list(TONES)
    if version.is_default:
        return states.index(version.state), -(version.days or 0)
    failing = version.active and version.state == "failing"
    return states.index("old") if failing else len(states), 0


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
            and created_at <= ?
    ),
    passed as (
        select project, version, max(created_at) as last_good_at
        from build
        where state = 'passed'
        group by all
    ),
    newest as (
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
    judged as (
        select
            *,
            least(coalesce(checked_at, ?), ?) as asked_at,
            version = branch_version and head_commit is not null
                and coalesce(commits_behind, 1) > 0 as moved_on,
            host = 'GitHub Actions'
                and last_good_at < asked_at - to_days(?::integer) as quiet,
            case
                when not known then 'not read'
                when newest_state is null then 'never built'
                when decided = 'failed' then 'failing'
                when newest_state in ('stuck', 'not started') then newest_state
                when decided = 'passed' and (moved_on or quiet) then 'old'
                when decided = 'passed' then 'passing'
                else newest_state
            end as state
        from docs_project
        join version using (project)
        left join newest using (project, version)
    )
    select
        project, coalesce(name, project) as name, host, version, is_default, active, state,
        case
            when state = 'failing' then failing_at
            when state = 'old' then last_good_at
            when state <> 'passing' then newest_at
        end as since,
        date_diff('day', since, asked_at) as days,
        last_good_at,
        if(
            asked_at < last_good_at + interval 1 day,
            date_diff('second', last_good_at, asked_at),
            date_diff('day', last_good_at, asked_at) * 86400
        ) as age,
        case
            when state = 'failing' then nullif(failed_reason, '')
            when state = 'not read' then 'unknown slug or private'
            when state = newest_state then newest_reason
        end as reason,
        if(state = 'failing', failed_class, null) as reason_class,
        case
            when newest_state not in ('passed', 'failed') and newest_state <> state
            then newest_state
        end as last_build,
        if(version = branch_version, commits_behind, 0) as behind,
        coalesce(state = 'old' and not moved_on, false) as quiet,
        if(state = 'failing', nullif(failed_url, ''), newest_url) as log_url,
        coalesce(version_url, url) as docs_url
    from judged
"""


def chosen(found: list[Version], *, failing_only: bool, active_only: bool) -> list[Version]:
    """The versions that a page shows: of failing sites or of all, active ones or all."""
    red = {version.project for version in found if version.state in ("failing", "not read")}
    return [
        version
        for version in found
        if (version.project in red or not failing_only)
        and (version.active or version.is_default or not active_only)
    ]
