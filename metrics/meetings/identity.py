"""Who is who: what nobody but the team can tell of those who signed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from config.names import WITHHELD
from metrics import rows
from metrics.meetings.actions import actions, still_open
from metrics.metric import metric

MOST = 5  # questions at once: the rest wait until these are answered
RECENT = timedelta(days=366)  # who was not there for a year needs no answer
FEWEST = 3  # meetings after which a handle matters; before, only one with an open action


@dataclass(frozen=True)
class WhoIs:
    """A spelling of the roll calls, and whom it may be.

    kind      which: a short name that may be one of some people, or none of them
              same: a full name, and another that may be the same person's
              handle: a handle that nobody signed with a name; candidates: all it has not met
    handle, candidate_handles  GitHub handles, several with a blank between; empty: none
    meetings  in which it signed; 0: a handle that has actions and never signed
    """

    kind: str
    name: str
    handle: str | None
    candidates: tuple[str, ...]
    candidate_handles: tuple[str, ...]
    meetings: int
    last_on: date


@dataclass(frozen=True)
class _Named:
    name: str
    handles: str


@metric(unit="questions", grain="spelling", rests_on=("notes",), kind="count")
def who_is_who(db: DuckDBPyConnection, *, as_of: date) -> list[WhoIs]:
    """The open questions about who signed, at most five: names first, then the most meetings.

    A handle without a name is asked about from three meetings on, or while it has an open action.
    Source: tables identity_question, attendance, action_item <- notes and people.toml; nobody who
    opted out is in it.
    """
    found = rows.rows(
        db,
        WhoIs,
        """
        select * from identity_question
        where last_on between ? and ? and not contains(concat_ws(' ', name, candidates), ?)
        order by kind = 'handle', meetings desc, name, candidates
        """,
        [as_of - RECENT, as_of, WITHHELD],
    )
    asked = [
        replace(each, candidates=tuple(each.candidates),
                candidate_handles=tuple(each.candidate_handles))
        for each in found
        if each.kind != "handle" or each.meetings >= FEWEST
    ]  # fmt: skip
    few = [each for each in found if each.kind == "handle" and each.meetings < FEWEST]
    if few and len(asked) < MOST:
        owners = {name.casefold() for own in still_open(actions(db, as_of=as_of))["owners"]
                  for name in own}  # fmt: skip
        asked += [each for each in few if not owners.isdisjoint((each.handle or "").split())]
    return [_offered(db, each) if each.kind == "handle" else each for each in asked[:MOST]]


def _offered(db: DuckDBPyConnection, found: WhoIs) -> WhoIs:
    """With the full names of all who signed no meeting that the handle signed."""
    named = rows.rows(
        db,
        _Named,
        """
        with met as (
            select person_id from attendance
            where meeting_id in (
                select meeting_id from attendance where list_contains($handles::varchar[], handle)
            )
        )
        select arg_max(name, (coalesce(held_on, date '1900-01-01'), length(name)))
                filter (contains(name, ' ')) as name,
            coalesce(string_agg(distinct handle, ' ' order by handle), '') as handles
        from attendance
        join meeting using (meeting_id)
        where person_id not in (from met)
        group by person_id
        having name is not null
        order by name
        """,
        {"handles": (found.handle or "").split()},
    )
    return replace(
        found, candidates=tuple(each.name for each in named),
        candidate_handles=tuple(each.handles for each in named),
    )  # fmt: skip
