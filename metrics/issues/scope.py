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
CHANGES = """
    with chosen as (
        select issue.*
        from issue
        join repo using (repo_id)
        where is_pull = $pulls
            and (len($repos::varchar[]) = 0 or list_contains($repos::varchar[], full_name))
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
        semi join chosen using (repo_id, number)
    ),
    change as (
        select repo_id, number, created_at as moment, 'opened' as event, 1 as step
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
