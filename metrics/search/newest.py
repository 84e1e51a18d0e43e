"""The newest lines of a build as a list: what a search without a server goes through."""

from dataclasses import astuple, dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.search.find import Line, nameless
from metrics.search.index import LINES

MOST = 20_000  # lines: about 3 MB in a page


@dataclass(frozen=True)
class Newest:
    """Lines, the newest first, and how many there are in the build."""

    lines: tuple[Line, ...]
    count: int


def newest(db: DuckDBPyConnection, *, most: int = MOST) -> Newest:
    """The newest lines of notes, decisions, actions, claims and issues, without names.

    No roll call is among them, and nobody who opted out is in a build. Lines without a day are the
    oldest. Source: as of find.
    """
    kept = f"from ({LINES}) where kind <> 'roll call'"
    found = rows.rows(
        db,
        _Row,
        f"""
        select kind, series, day::date as day, text, under, source_file, source_line, url
        {kept}
        order by day desc nulls last, source_file, source_line, series
        limit ?
        """,
        [most],
    )
    count = len(found) if len(found) < most else rows.value(db, f"select count(*) {kept}")
    return Newest(tuple(nameless(db, [Line(*astuple(each)) for each in found])), count)


@dataclass(frozen=True)
class _Row:
    kind: str
    series: str | None
    day: date | None
    text: str
    under: str
    source_file: str | None
    source_line: int
    url: str | None
