"""The rows behind a figure: the newest files, statements and pages that it rests on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows

MOST = 6


@dataclass(frozen=True)
class Statement:
    """The newest statement of a fund; the amount is None where it is not known."""

    fund: str
    currency: str
    on_day: date
    amount: Decimal | None
    source: str | None


@dataclass(frozen=True)
class BillFile:
    """A bill and how many of its data lines were kept."""

    file: str
    kept: int
    read: int


@dataclass(frozen=True)
class RollCall:
    """A roll call in the notes, without names."""

    series: str
    held_on: date
    people: int
    file: str
    line: int


@dataclass(frozen=True)
class Tracker:
    """A repository; `url` of its issues, empty where it is not known."""

    name: str
    url: str


def statements(db: DuckDBPyConnection, *, as_of: date) -> list[Statement]:
    """The newest statement of each fund, by name. Source: fund, fund_balance ← balances.csv."""
    return rows.rows(
        db,
        Statement,
        """
        select name as fund, currency, on_day, amount, source
        from fund_balance
        join fund using (fund_id)
        where on_day <= ?
        qualify row_number() over (partition by fund_id order by on_day desc) = 1
        order by name
        """,
        [as_of],
    )


def bills(db: DuckDBPyConnection, *, as_of: date) -> list[BillFile]:
    """The newest bills, at most six, newest first. Source: table billing_file."""
    return rows.rows(
        db,
        BillFile,
        """
        select source_file as file, lines_kept as kept, lines_read as read
        from billing_file
        where first_day <= ?
        order by last_day desc, source_file
        limit ?
        """,
        [as_of, MOST],
    )


def roll_calls(
    db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()
) -> list[RollCall]:
    """The newest roll calls, at most six, newest first. Source: tables meeting, attendance."""
    return rows.rows(
        db,
        RollCall,
        """
        select meeting.series, held_on, count(distinct person_id) as people,
            meeting.source_file as file, min(attendance.source_line) as line
        from meeting
        join attendance using (meeting_id)
        where held_on <= $as_of
            and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
        group by meeting_id, meeting.series, held_on, meeting.source_file
        order by held_on desc, meeting_id
        limit $most
        """,
        {"as_of": as_of, "series": list(series), "most": MOST},
    )


def trackers(db: DuckDBPyConnection, *, repos: tuple[str, ...] = ()) -> list[Tracker]:
    """The repositories whose issues are counted (none named: all), at most six, busiest first.

    Source: table repo.
    """
    return rows.rows(
        db,
        Tracker,
        """
        select full_name as name, coalesce(any_value(url) || '/issues', '') as url
        from repo
        where len($repos::varchar[]) = 0 or list_contains($repos::varchar[], full_name)
        group by full_name
        order by max(open_issues_count) desc, full_name
        limit $most
        """,
        {"repos": list(repos), "most": MOST},
    )
