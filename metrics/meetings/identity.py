"""Who is who: what nobody but the team can tell of those who signed."""

from dataclasses import dataclass
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from config.names import WITHHELD
from metrics import rows
from metrics.metric import metric

MOST = 5  # questions at once: the rest wait until these are answered
RECENT = timedelta(days=366)  # who was not there for a year needs no answer


@dataclass(frozen=True)
class WhoIs:
    """A spelling of the roll calls, and whom it may be.

    kind      which: a short name that may be one of some people, or none of them
              same: a full name, and another that may be the same person's
    handle, candidate_handles  GitHub handles, several with a blank between; empty: none
    meetings  in which it signed
    """

    kind: str
    name: str
    handle: str | None
    candidates: tuple[str, ...]
    candidate_handles: tuple[str, ...]
    meetings: int
    last_on: date


@metric(unit="questions", grain="spelling", rests_on=("notes",), kind="count")
def who_is_who(db: DuckDBPyConnection, *, as_of: date) -> list[WhoIs]:
    """The open questions about who signed, at most five, the most meetings first.

    Source: table identity_question <- roll calls and people.toml; nobody who opted out is in it.
    """
    found = rows.rows(
        db,
        WhoIs,
        """
        select * from identity_question
        where last_on between ? and ? and not contains(concat_ws(' ', name, candidates), ?)
        order by meetings desc, name, candidates
        limit ?
        """,
        [as_of - RECENT, as_of, WITHHELD, MOST],
    )
    return [
        WhoIs(
            each.kind, each.name, each.handle, tuple(each.candidates),
            tuple(each.candidate_handles), each.meetings, each.last_on,
        )
        for each in found
    ]  # fmt: skip
