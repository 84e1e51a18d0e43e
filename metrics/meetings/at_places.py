"""Actions and decisions at given lines of notes: what a person chose for a letter or a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from metrics.meetings.actions import UNMARKED
from metrics.rows import rows


@dataclass(frozen=True)
class Noted:
    """One action or decision, without its box and marks.

    place  FILE:LINE as it was asked for      kind  done | open | decided
    """

    place: str
    kind: str
    held_on: date | None
    text: str


def at_places(db: DuckDBPyConnection, *, places: Sequence[str]) -> list[Noted]:
    """What stands at each FILE:LINE, in that order; a place without any is left out.

    Source: tables action_item, decision, meeting.
    """
    words = UNMARKED.format(column="text")
    found = rows(
        db,
        Noted,
        f"""
        with chosen as (
            select case when done then 'done' else 'open' end as kind, meeting_id, text,
                   source_file || ':' || source_line as place
            from action_item
            union all
            select 'decided' as kind, meeting_id, text,
                   source_file || ':' || source_line as place
            from decision
        )
        select place, kind, held_on, trim({words}) as text
        from chosen
        left join meeting using (meeting_id)
        where list_contains(?, place)
        order by place, kind
        """,
        [list(places)],
    )
    return sorted(found, key=lambda each: list(places).index(each.place))


@dataclass(frozen=True)
class Counted:
    """What meetings of some days came to, in counts."""

    meetings: int
    decisions: int
    actions_done: int


def counted(db: DuckDBPyConnection, *, first: date, last: date) -> Counted:
    """Meetings held, decisions and actions done from one day to another, both included.

    Source: tables meeting, decision, action_item.
    """
    (found,) = rows(
        db,
        Counted,
        """
        with held as (
            select meeting_id
            from meeting
            where held_on between ? and ? and not cancelled
        )
        select (select count(*) from held) as meetings,
               (select count(*) from decision join held using (meeting_id)) as decisions,
               (select count(*) from action_item join held using (meeting_id) where done)
                   as actions_done
        """,
        [first, last],
    )
    return found
