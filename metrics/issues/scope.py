"""Which issues are meant, and every moment at which the number of open ones changed."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Scope:
    """Which issues are meant: of these repositories (none named: all), with this label."""

    repos: tuple[str, ...] = ()
    label: str | None = None
    bots: bool = False
    pulls: bool = False


ALL = Scope()
# Each moment at which the number of open ones changed. A closing counts when the issue was open
# just before, so a closing reported twice is one; a reopening precedes a closing of one second.
# An issue moved between repositories of the scope is one, the one it became; one that came from
# a repository outside of the scope is there from the day on which the move was noticed.
CHANGES = """
    with scoped as (
        select issue.*
        from issue
        join repo using (repo_id)
        where len($repos::varchar[]) = 0 or list_contains($repos::varchar[], full_name)
    ),
    moved as (
        select moved_to_repo as repo_id, moved_to_number as number, max(gone_at) as came_at
        from issue
        where moved_to_repo is not null
            and (repo_id, number) not in (select (repo_id, number) from scoped)
        group by all
    ),
    chosen as (
        select scoped.*, if(closed_at <= came_at, null, came_at) as came_at
        from scoped
        left join moved using (repo_id, number)
        anti join scoped as became on became.repo_id = scoped.moved_to_repo
            and became.number = scoped.moved_to_number
        where is_pull = $pulls
            and ($label::varchar is null or list_contains(labels, $label::varchar))
            and ($bots or not author_is_bot)
    ),
    reported as (
        select repo_id, number, event, happened_at,
            lag(event, 1, 'reopened') over (
                partition by repo_id, number
                order by happened_at, event desc
            ) as before
        from issue_event
        join chosen using (repo_id, number)
        where came_at is null or happened_at > came_at
    ),
    change as (
        select repo_id, number, coalesce(came_at, created_at) as moment,
            if(came_at is null, 'opened', 'moved') as event, 1 as step
        from chosen
        union all
        select repo_id, number, happened_at, event, if(event = 'closed', -1, 1)
        from reported
        where event <> before
        union all
        select repo_id, number, gone_at, 'gone', -1
        from chosen
        where gone_at is not null and closed_at is null
    )
"""


def values(scope: Scope, **more: Any) -> dict[str, Any]:
    """The scope and more as the named parameters of a statement that begins with CHANGES."""
    return {**asdict(scope), "repos": list(scope.repos), **more}
