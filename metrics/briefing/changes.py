"""What happened between two meetings, in a few lines to read aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.briefing.meeting_pairs import Pair
from metrics.issues import counts, responses
from metrics.spending import burn


@dataclass(frozen=True)
class Line:
    """One thing that happened: what, how much, and the page that says more."""

    label: str
    value: str
    page: str


def since(db: DuckDBPyConnection, *, pair: Pair) -> list[Line]:
    """What was spent, received, opened, closed, answered, attended and launched.

    Rows     one line per thing whose source is set up
    Source   the tables of each page, days after `pair.since` up to `pair.until`, both UTC
    Beware   what is spent is gross, counts only days that the bills of its currency tell in
             full, and says to which day
    """
    first = pair.since + timedelta(days=1)
    return [
        *_money(db, first, pair.until),
        *_issues(db, first, pair.until),
        *_people(db, pair),
        *_launches(db, first, pair.until),
    ]


def _money(db: DuckDBPyConnection, first: date, last: date) -> Iterator[Line]:
    for code, rows in burn.daily_spend(db).groupby("currency"):
        end = min(burn.last_complete_day(db, currency=str(code)) or last, last)
        inside = rows[(rows["day"] >= first) & (rows["day"] <= end)]
        if not inside.empty:
            to = "" if end == last else f" to {words.day(end, year=False)}"
            gross = sum(inside["gross"], Decimal(0))
            yield Line(f"Spent{to}, gross", words.money(gross, str(code)), "burn")
    for code, amount in _received(db, first, last):
        yield Line("Received", words.money(amount, code), "funds")


def _received(db: DuckDBPyConnection, first: date, last: date) -> list[tuple[str, Decimal]]:
    """Income per currency; where a ledger is kept, none means zero."""
    return db.execute(
        """
        select currency, coalesce(sum(amount) filter (day between ? and ?), 0)
        from income_daily
        group by currency
        order by currency
        """,
        [first, last],
    ).fetchall()


def _issues(db: DuckDBPyConnection, first: date, last: date) -> Iterator[Line]:
    if not db.execute("select 1 from issue limit 1").fetchall():
        return
    seen = counts.window(db, first=first, last=last)
    yield Line("Issues opened / closed", f"{seen.opened} / {seen.closed}", "issues")
    times = responses.response_times(db, first=first, as_of=last).iloc[-1]
    if times["answered"]:
        yield Line("First answer, median", _hours(float(times["response_median"])), "issues")


def _hours(n: float) -> str:
    return words.count(round(n), "hour") if n < 48 else words.days(round(n / 24))


def _people(db: DuckDBPyConnection, pair: Pair) -> Iterator[Line]:
    """Who came to the newest meeting of the series; unknown where nobody wrote a roll call."""
    rows = db.execute(
        """
        select held_on, has_roll_call, count(distinct person_id)
        from meeting
        left join attendance using (meeting_id)
        where series = ? and held_on <= ? and not cancelled
        group by all
        order by held_on desc
        limit 1
        """,
        [pair.series, pair.until],
    ).fetchall()
    for held_on, has_roll_call, people in rows:
        label = f"Came on {words.day(held_on, year=False)}"
        value = words.count(people, "person", "people") if has_roll_call else "no roll call"
        yield Line(label, value, "people")


def _launches(db: DuckDBPyConnection, first: date, last: date) -> Iterator[Line]:
    rows = db.execute(
        """
        select sum(launches), max(day)
        from launch_daily
        where day between ? and ?
        """,
        [first, last],
    ).fetchall()
    for launches, newest in rows:
        if launches is not None:
            to = "" if newest == last else f" to {words.day(newest, year=False)}"
            yield Line(f"Launches{to}", words.number(launches), "launches")
