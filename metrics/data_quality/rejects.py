"""Lines that are in no figure, with their places, and the lines of every bill accounted for."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric


@metric(unit="lines", grain="line", rests_on=("build",), kind="count")
def rejects(db: DuckDBPyConnection, *, source: str | None = None, limit: int = 500) -> pd.DataFrame:
    """The lines that could not be read, by source and place; the first `limit`.

    Columns: source · place: file:line, relative to dashboard.toml · reason · text: the line
    itself. Source: table reject ← every source of pipelines/.
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


@metric(unit="lines", grain="source and reason", rests_on=("build",), kind="count")
def reasons(db: DuckDBPyConnection) -> pd.DataFrame:
    """Why lines were left out, the most frequent reason first.

    Columns: source · reason · lines: count · first: place of the first such line. Source: reject.
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


@dataclass(frozen=True)
class Account:
    """The bills of one account, added up; read = kept + left_out.

    formats  their names; None for a file that no format fits
    """

    account: str
    files: int
    formats: tuple[str | None, ...]
    first_day: date | None
    last_day: date | None
    read: int
    kept: int
    left_out: int


@metric(unit="lines", grain="file", rests_on=("billing",), kind="count")
def billing_files(db: DuckDBPyConnection) -> list[Bill]:
    """How the data lines of each bill were accounted for, by account and first day.

    Neither header, preamble nor total rows count. Source: table billing_file ← pipelines/billing.
    """
    return rows.rows(
        db,
        Bill,
        """
        select source_file as file, account, format, first_day, last_day, lines_read as read,
               lines_kept as kept, lines_rejected as left_out, total_lines as totals,
               final as closed
        from billing_file
        order by account, first_day, source_file
        """,
    )


@metric(unit="lines", grain="account", rests_on=("billing",), kind="count")
def accounts(db: DuckDBPyConnection) -> list[Account]:
    """How the data lines of each account's bills were accounted for. Source: billing_file."""
    found: dict[str, list[Bill]] = {}
    for bill in billing_files(db):
        found.setdefault(bill.account, []).append(bill)
    return [
        Account(
            account,
            len(bills),
            tuple(dict.fromkeys(bill.format for bill in bills)),
            min((bill.first_day for bill in bills if bill.first_day), default=None),
            max((bill.last_day for bill in bills if bill.last_day), default=None),
            sum(bill.read for bill in bills),
            sum(bill.kept for bill in bills),
            sum(bill.left_out for bill in bills),
        )
        for account, bills in found.items()
    ]
