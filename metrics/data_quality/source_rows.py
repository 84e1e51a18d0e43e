"""Where a figure comes from: the files, statements and pages behind it, as (words, address)."""

from datetime import date

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.docs import builds

Rows = tuple[tuple[str, str], ...]
MOST = 6


def balances(db: DuckDBPyConnection, *, as_of: date) -> Rows:
    """The newest statement of each fund.

    Rows     one per fund with a statement, by name
    Source   tables fund, fund_balance ← balances.csv
    """
    rows = db.execute(
        """
        select name, currency, on_day, amount, source
        from fund_balance
        join fund using (fund_id)
        where on_day <= ?
        qualify row_number() over (partition by fund_id order by on_day desc) = 1
        order by name
        """,
        [as_of],
    ).fetchall()
    return tuple((_statement(*row), "") for row in rows)


def _statement(name: str, code: str, on: date, amount: object, source: str | None) -> str:
    held = "not known" if amount is None else words.cents(amount, code)  # type: ignore[arg-type] # Decimal
    said = f" ({source})" if source else ""
    return f"{name}: {held} on {words.day(on)}{said}"


def bills(db: DuckDBPyConnection, *, as_of: date) -> Rows:
    """The newest bills, with how many of their lines were kept.

    Rows     at most six, newest first
    Source   table billing_file
    """
    rows = db.execute(
        """
        select source_file, lines_kept, lines_read
        from billing_file
        where first_day <= ?
        order by last_day desc, source_file
        limit ?
        """,
        [as_of, MOST],
    ).fetchall()
    return tuple((f"{file}: {kept:,} of {read:,} lines", "") for file, kept, read in rows)


def roll_calls(db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()) -> Rows:
    """The newest roll calls, where they stand in the notes; no name.

    Rows     at most six, newest first
    Source   tables meeting, attendance
    """
    rows = db.execute(
        """
        select meeting.series, held_on, count(distinct person_id) as people,
            meeting.source_file, min(attendance.source_line) as line
        from meeting
        join attendance using (meeting_id)
        where held_on <= $as_of
            and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
        group by meeting_id, meeting.series, held_on, meeting.source_file
        order by held_on desc, meeting_id
        limit $most
        """,
        {"as_of": as_of, "series": list(series), "most": MOST},
    ).fetchall()
    return tuple(
        (f"{name}, {words.day(on)}: {words.count(people, 'person', 'people')} ({file}:{line})", "")
        for name, on, people, file, line in rows
    )


def trackers(db: DuckDBPyConnection, *, repos: tuple[str, ...] = ()) -> Rows:
    """The repositories whose issues are counted; none named: all.

    Rows     at most six, those with most open issues and pulls first
    Source   table repo
    """
    rows = db.execute(
        """
        select full_name, coalesce(url || '/issues', '')
        from repo
        where len($repos::varchar[]) = 0 or list_contains($repos::varchar[], full_name)
        order by open_issues_count desc, full_name
        limit $most
        """,
        {"repos": list(repos), "most": MOST},
    ).fetchall()
    return tuple(rows)


def failing(db: DuckDBPyConnection, *, as_of: date) -> Rows:
    """The logs of the sites that fail.

    Rows     one per failing site, longest first
    Source   table docs_build
    """
    found = builds.versions(db, as_of=as_of)
    return tuple(
        (f"{site.name}: {site.reason}", site.log_url or "")
        for site in found
        if site.is_default and site.state == "failing"
    )
