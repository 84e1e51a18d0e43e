"""The changes between two meetings, in a few figures to read aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.briefing.meeting_pairs import Pair
from metrics.data_quality.arrivals import Cause, causes
from metrics.issues import counts, responses
from metrics.launches import unit_cost
from metrics.metric import metric
from metrics.runway.income import MOST_SILENT
from metrics.spending import burn


@dataclass(frozen=True)
class Amount:
    """Money spent (gross) or received between the two days.

    to  the last day that bills cover, where that is before the second meeting
    """

    kind: str  # spent | received
    currency: str
    amount: Decimal
    to: date | None = None


@dataclass(frozen=True)
class IssueFlow:
    """Issues opened and closed, and the median hours until the first answer, where any came."""

    opened: int
    closed: int
    answer_hours: float | None


@dataclass(frozen=True)
class Attendance:
    """How many came to the newest meeting of the series; None without a roll call."""

    held_on: date
    people: int | None
    not_read: bool = False  # its roll call opens and names nobody we can recognise
    meeting_id: str = ""


@dataclass(frozen=True)
class LaunchCount:
    """Launches between the two days, up to `to` where that is before the second meeting."""

    launches: int
    to: date | None


@dataclass(frozen=True)
class LaunchCost:
    """The cost of one launch, before credits, in the whole month that ended since the last meeting.

    before  in the month before it
    """

    month: date
    each: float
    before: float
    currency: str

    @property
    def share(self) -> float:
        """By which share of one it rose; below zero it fell."""
        return self.each / self.before - 1


@dataclass(frozen=True)
class NoNews:
    """Nothing is known of the days between: the source brings no data any more."""

    kind: str  # spent | launches | received
    cause: Cause


Change = Amount | IssueFlow | Attendance | LaunchCount | LaunchCost | NoNews


@metric(unit="as each figure", grain="figure", rests_on=("billing",), kind="sum")
def changes(db: DuckDBPyConnection, *, pair: Pair, on: date) -> list[Change]:
    """Spending, income, issues, attendance and launches after `pair.since` up to `pair.until`.

    The cost of one launch is that of the whole month that ended in between.

    One entry per figure whose source is set up. Spending is gross and counts only days that the
    bills of its currency cover in full; of a silent source there is
    no news. Source: the tables of each page, days in UTC.
    """
    first = pair.since + timedelta(days=1)
    silent = {
        each.source: each
        for each in causes(db, on=on if pair.is_open else pair.until)
        if each.is_silent and each.since and each.since <= pair.since
    }
    spent, launches = list(_spent(db, first, pair.until)), _launches(db, first, pair.until)
    return [
        *(spent if spent or "billing" not in silent else [NoNews("spent", silent["billing"])]),
        *_received(db, first, pair.until),
        *([] if "github" in silent else _issues(db, first, pair.until)),
        *_attendance(db, pair),
        *([NoNews("launches", silent["launches"])] if "launches" in silent else launches),
        *([] if silent.keys() & {"launches", "billing"} else _launch_cost(db, pair)),
    ]


def _spent(db: DuckDBPyConnection, first: date, last: date) -> Iterator[Amount]:
    for code, days in burn.daily_spend(db).groupby("currency"):
        end = min(burn.last_complete_day(db, currency=str(code)) or last, last)
        inside = days[(days["day"] >= first) & (days["day"] <= end)]
        if not inside.empty:
            gross = sum(inside["gross"], Decimal(0))
            yield Amount("spent", str(code), gross, None if end == last else end)


@dataclass(frozen=True)
class _Received:
    currency: str
    amount: Decimal
    newest: date


def _received(db: DuckDBPyConnection, first: date, last: date) -> Iterator[Amount | NoNews]:
    """Income per currency; where a ledger is kept, no income means zero, unless it ended long ago.

    Then no news: nobody added its newest lines.
    """
    for each in rows.rows(
        db,
        _Received,
        """
        select currency, coalesce(sum(amount) filter (day >= $first), 0) as amount,
            max(day) as newest
        from income_daily
        where day <= $last
        group by currency
        order by currency
        """,
        {"first": first, "last": last},
    ):
        age = (last - each.newest).days
        if each.newest < first and age > MOST_SILENT:
            why = Cause("funds", (each.currency,), "silent", each.newest, age)
            yield NoNews("received", why)
        else:
            yield Amount("received", each.currency, each.amount)


def _issues(db: DuckDBPyConnection, first: date, last: date) -> Iterator[IssueFlow]:
    if rows.value(db, "select 1 from issue limit 1"):
        seen = counts.window(db, first=first, last=last)
        times = responses.response_times(db, first=first, as_of=last).iloc[-1]
        hours = float(times["response_median"]) if times["answered"] else None
        yield IssueFlow(seen.opened, seen.closed, hours)


def _attendance(db: DuckDBPyConnection, pair: Pair) -> list[Attendance]:
    return rows.rows(
        db,
        Attendance,
        """
        select held_on, case when has_roll_call then count(distinct person_id) end as people,
            not has_roll_call and roll_call = 'not_read' as not_read, meeting_id
        from meeting
        left join attendance using (meeting_id)
        where series = ? and held_on <= ? and not cancelled
        group by held_on, has_roll_call, roll_call, meeting_id
        order by held_on desc, meeting_id desc
        limit 1
        """,
        [pair.series, pair.until],
    )


def _launches(db: DuckDBPyConnection, first: date, last: date) -> list[LaunchCount]:
    return rows.rows(
        db,
        LaunchCount,
        """
        select sum(launches)::bigint as launches, nullif(max(day), $last) as to
        from launch_daily
        where day between $first and $last
        having sum(launches) is not null
        """,
        {"first": first, "last": last},
    )


def _launch_cost(db: DuckDBPyConnection, pair: Pair) -> Iterator[LaunchCost]:
    """Of an open pair; the cost of one is known of the newest whole month alone."""
    found = unit_cost.latest(db) if pair.is_open else None
    if found and found.month and found.each and found.before:
        ended = found.month + relativedelta(months=1, days=-1)
        if pair.since < ended <= pair.until:
            yield LaunchCost(found.month, found.each, found.before, found.cost.currency)
