"""Calls of funders against the runway: which is the last that decides before the money may end."""

from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection

from metrics.data_quality.sources import info
from metrics.metric import metric
from metrics.rows import rows
from metrics.runway.outlook import outlooks


@dataclass(frozen=True)
class Call:
    """A call for proposals, as somebody read it on `source_on`.

    decides_on  null: nobody entered when it decides
    state       closed | ask_by: the last that decides before the money may end · in_time: an
                earlier one · too_late: it decides afterwards · not_known: so is its decision, or
                when the money may end
    """

    name: str
    funder: str | None
    closes_on: date
    decides_on: date | None
    source: str | None
    source_on: date | None
    state: str = "not_known"


@metric(unit="days", grain="call", rests_on=("funds", "billing"), kind="date")
def calls(db: DuckDBPyConnection) -> list[Call]:
    """Every call, the first to close first.

    Source: table funder_call ← [[calls]]; metric runway.outlook.
    """
    found = rows(
        db,
        Call,
        """
        select name, funder, closes_on, decides_on, source, source_on, 'not_known' as state
        from funder_call
        order by closes_on, decides_on, name
        """,
    )
    if not found:
        return []
    own = next(iter(outlooks(db).answers), None)
    if own is None or own.method == "unknown":
        return [_stated(each, info(db).as_of, None) for each in found]
    return against(found, as_of=own.as_of, end=own.low or date.max)


def against(found: list[Call], *, as_of: date, end: date) -> list[Call]:
    """The calls with their states; end: the day before which the money will not end."""
    stated = [_stated(each, as_of, end) for each in found]
    last = next((each for each in reversed(stated) if each.state == "in_time"), None)
    is_short = end < date.max
    return [replace(each, state="ask_by") if each is last and is_short else each for each in stated]


def _stated(each: Call, as_of: date, end: date | None) -> Call:
    if each.closes_on < as_of:
        return replace(each, state="closed")
    if each.decides_on is None or end is None:
        return each
    return replace(each, state="in_time" if each.decides_on < end else "too_late")
