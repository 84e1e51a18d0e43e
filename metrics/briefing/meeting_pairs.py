"""Before the meeting: the two days that are compared, and the headline of a past day."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from statistics import median

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

LOOK_BACK = 30  # days compared where no meeting is known
MOST = 12  # pairs offered per series


@dataclass(frozen=True)
class Pair:
    """Two days between which a team asks what changed: after `since`, up to the end of `until`.

    series    None: no meeting is known, `since` is a month ago
    is_open   the second meeting is today or still to come; else both are past
    """

    series: str | None
    since: date
    until: date
    is_open: bool


@dataclass(frozen=True)
class Headline:
    """The end of the money as an ingest published it; a day is None beyond the horizon.

    method  range | arithmetic | not_depleting | unknown
    """

    as_of: date
    low: date | None
    likely: date | None
    high: date | None
    method: str


@dataclass(frozen=True)
class _Held:
    series: str
    held_on: date


@metric(unit="days", grain="meeting and the one before", rests_on=("notes",), kind="date")
def pairs(db: DuckDBPyConnection, *, as_of: date) -> list[Pair]:
    """Each meeting with the one before it; the series that meets next first, newest pair first.

    The first pair is the one to begin with. A cancelled meeting counts as none; without any
    meeting the one pair is the last 30 days. Source: table meeting ← pipelines/notes.
    """
    held = rows.rows(
        db,
        _Held,
        """
        select distinct series, held_on
        from meeting
        where not cancelled and held_on <= ?
        order by series, held_on
        """,
        [as_of],
    )
    by_series = {
        series: [each.held_on for each in own]
        for series, own in groupby(held, key=lambda each: each.series)
    }
    found = []
    next_first = sorted(by_series.items(), key=lambda each: (_next(each[1], as_of), each[0]))
    for series, days in next_first:
        ends = days if days[-1] == as_of else [*days, as_of]
        own = [Pair(series, a, b, b == as_of) for a, b in pairwise(ends)]
        found += own[::-1][:MOST]
    return found or [Pair(None, as_of - timedelta(days=LOOK_BACK), as_of, True)]


def _next(days: list[date], as_of: date) -> date:
    """When a series should meet next: the usual gap after its last day; never once it has ended."""
    if days[-1] == as_of:
        return as_of
    gaps = [(b - a).days for a, b in pairwise(days)][-6:]
    usual = timedelta(days=median(gaps) if gaps else LOOK_BACK)
    return date.max if as_of - days[-1] > 2 * usual else max(as_of, days[-1] + usual)


def headline_on(db: DuckDBPyConnection, *, on: date) -> Headline | None:
    """The newest headline published by the end of a day; None where there is none.

    Source: table headline ← data/raw/headlines.jsonl.
    """
    return rows.row(
        db,
        Headline,
        """
        select as_of, low, likely, high, method
        from headline
        where as_of <= ?
        order by as_of desc, published_at desc
        limit 1
        """,
        [on],
    )
