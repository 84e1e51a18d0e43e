"""Actions that close: what the issues and pull requests an action cites say about it.

An action is done by the record when its own verb is to close, fix, merge or finish that very item,
and the item was closed as completed, or merged, after the day of the meeting that raised the
action. Any other closed citation is a hint. Who reviewed what is not among the records, so a review
is a hint, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# What an action cites that is closed by now: a list per action, by its words (`same`).
CITES = """
    named as (
        select lower(full_name) as name, repo_id from repo
        union
        select lower(unnest(older_names)) as name, repo_id from repo
    ),
    cites as (
        select worded.same, list(distinct {
            'repo': full_name,
            'number': issue.number,
            'how': case
                when merged_at is not null then 'merged'
                when not is_pull and state_reason = 'completed' then 'completed'
                else 'closed'
            end,
            'closed_on': coalesce(merged_at, closed_at)::date
        }) as cites
        from worded
        join reference using (source_file, source_line)
        join named on name = lower(reference.repo)
        join repo using (repo_id)
        join issue on issue.repo_id = named.repo_id and issue.number = reference.number
        where state = 'closed' and coalesce(merged_at, closed_at)::date <= $as_of::date
        group by worded.same
    )
"""
_VERBS = "close|fix|merge|finish"  # of the issue; a review is nobody's by the record
_OTHER = "and|then|after|once|see|about|with|from|when|if|per|by|like"


@dataclass(frozen=True)
class Citation:
    """An issue or pull request that an action cites and that is closed by now."""

    repo: str
    number: int
    how: str  # merged | completed | closed
    closed_on: date


def closes(text: str, owners: Sequence[str], item: Citation) -> bool:
    """Whether to close, fix, merge or finish this very item is what the action itself is to do.

    The verb begins the action, behind nothing but its owners; the item is its object.
    """
    cite = rf"(?:[\w./-]*#|(?:pr|pull request|issue)\s*#?){item.number}\b"
    match = re.match(
        rf"(?P<who>.*?)\b(?:{_VERBS})(?:e?s)?\b(?:\s+(?!(?:{_OTHER})\b)[\w'’.-]+){{0,6}}?\s*[:(]*\s*{cite}",
        text,
        re.I,
    )
    if not match:
        return False
    before = re.findall(r"[\w.-]+", match["who"].casefold())
    people = {word for owner in owners for word in re.findall(r"[\w.-]+", owner.casefold())}
    return all(word in people | {"and", "to", "will", "shall", "please"} for word in before)


def closed_by(
    text: str, owners: Sequence[str], items: Sequence[Citation], raised_on: date
) -> Citation | None:
    """The cited item whose closing makes the action done; None where no record does."""
    after = (item for item in items if item.closed_on > raised_on and item.how != "closed")
    return next((item for item in after if closes(text, owners, item)), None)
