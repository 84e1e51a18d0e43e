"""What is in no figure: lines left out, with their places, and the account of every bill."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import words


def rejects(db: DuckDBPyConnection, *, source: str | None = None, limit: int = 500) -> pd.DataFrame:
    """Every line that could not be read, with its place and the reason.

    Rows     one per line, by source and place; the first `limit`
    Columns  source · place: file:line, relative to dashboard.toml · reason ·
             text: the line as it stands
    Source   table reject ← every source of pipelines/
    """
    return db.execute(
        """
        select source,
               source_file || coalesce(':' || source_line, '') as place,
               reason,
               text
        from reject
        where source = coalesce(?, source)
        order by source, source_file, source_line
        limit ?
        """,
        [source, limit],
    ).df()


def reasons(db: DuckDBPyConnection) -> pd.DataFrame:
    """Why lines were left out, the most frequent reason first.

    Rows     one per source and reason
    Columns  source · reason · lines: count · first: place of the first such line
    Source   table reject
    """
    return db.execute(
        """
        select source,
               reason,
               count(*)::bigint as lines,
               min(source_file || coalesce(':' || source_line, '')) as first
        from reject
        group by source, reason
        order by lines desc, source, reason
        """
    ).df()


@dataclass(frozen=True)
class Bill:
    """One export file; read = kept + left_out, checked at every build.

    totals  total rows dropped, used as a check sum
    closed  the provider closed the month; None: the export does not say
    """

    file: str
    account: str
    format: str | None
    first_day: date | None
    last_day: date | None
    read: int
    kept: int
    left_out: int
    totals: int
    closed: bool | None

    @property
    def days(self) -> str:
        """From when to when its lines speak."""
        return _days(self.first_day, self.last_day)


def billing_files(db: DuckDBPyConnection) -> list[Bill]:
    """Each bill and how its lines were accounted for.

    Unit     data lines: neither header, preamble nor total rows
    Rows     one per file, by account and first day
    Source   table billing_file ← pipelines/billing
    """
    rows = db.execute(
        """
        select source_file, account, format, first_day, last_day,
               lines_read, lines_kept, lines_rejected, total_lines, final
        from billing_file
        order by account, first_day, source_file
        """
    ).fetchall()
    return [Bill(*row) for row in rows]


@dataclass(frozen=True)
class Account:
    """The bills of one account, added up; read = kept + left_out."""

    account: str
    files: int
    formats: str
    first_day: date | None
    last_day: date | None
    read: int
    kept: int
    left_out: int

    @property
    def days(self) -> str:
        """From when to when its bills speak."""
        return _days(self.first_day, self.last_day)


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "not known"
    return f"{words.day(first)} to {words.day(last)}"


def accounts(db: DuckDBPyConnection) -> list[Account]:
    """How the lines of each account's bills were accounted for.

    Unit     data lines: neither header, preamble nor total rows
    Rows     one per account
    Source   table billing_file ← pipelines/billing
    """
    rows = db.execute(
        """
        select account,
               count(*),
               string_agg(distinct coalesce(format, 'none fits'), ', '),
               min(first_day),
               max(last_day),
               sum(lines_read)::bigint,
               sum(lines_kept)::bigint,
               sum(lines_rejected)::bigint
        from billing_file
        group by account
        order by account
        """
    ).fetchall()
    return [Account(*row) for row in rows]
