"""Days that no bill speaks of, although bills before and after them do."""

from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import words
from metrics.burn import LATE_DAYS, Burn, last_complete_day, main_currency

Gap = tuple[date, date]
LEAST = 4  # days in a row; what is used on working days only may be silent over a long weekend
MONTHS = 12
NAMED = 2
ONE_LINE = (
    "A bill with one line a month is spread over its days where the date is written as a month "
    "(2026-08) or [[billing]] columns name the last day (until)."
)


def gaps(db: DuckDBPyConnection, *, as_of: date, currency: str | None = None) -> list[Gap]:
    """Which days of the last twelve months no bill speaks of.

    Unit     first and last day, of the currency asked for, else the project's
    Rows     one per four or more such days in a row, oldest first, between the first bill and the
             last complete day
    Source   table spend
    Beware   a day without a bill is not a day without cost: no figure counts these days
    """
    code = currency or main_currency(db)
    last = last_complete_day(db, currency=code)
    rows = db.execute(
        """
        with told as (
            select distinct day
            from spend
            where coalesce(currency, ?) = ? and day <= ?
        )
        select day, lead(day) over (order by day) as next
        from told
        qualify next - day > ? and next > ?
        order by day
        """,
        [code, code, last, LEAST, as_of - relativedelta(months=MONTHS)],
    ).fetchall()
    return [(day + timedelta(days=1), later - timedelta(days=1)) for day, later in rows]


def sentence(found: Sequence[Gap]) -> str:
    """The newest gaps in words; empty without one."""
    if not found:
        return ""
    named = [f"{words.long_day(a)} to {words.long_day(b)}" for a, b in found[-NAMED:]]
    more = [words.count(len(found) - NAMED, "earlier stretch", "earlier stretches")]
    return f"No bill speaks of {words.listing(named + more * (len(found) > NAMED))}."


def remedy(now: Burn, found: Sequence[Gap]) -> str:
    """What to do where days are missing: spread what is told once a month, or bring the bills."""
    if now.gross is None and 0 < now.covered_days <= 2 * now.months:
        return ONE_LINE
    return sentence(found)


def late(last: date | None, as_of: date) -> str:
    """Up to which day the bills are told in full."""
    if last is None:
        return "No bill has a day."
    old = (as_of - last).days
    days = f"{words.long_day(last)} is the last complete day"
    if old > 35:
        return f"{days}, {words.days(old)} ago: ask for a newer bill."
    return f"{days}: the newest {LATE_DAYS} days of a bill that is not final are left out."
