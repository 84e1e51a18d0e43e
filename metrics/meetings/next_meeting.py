"""When a series meets next, and where the notes of its last meetings stand."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from duckdb import DuckDBPyConnection

MONTHLY = 28  # days until the next meeting where only one is known


@dataclass(frozen=True)
class Place:
    """Where one meeting stands: 1-based lines, until_line null: to the end of the file.

    signed  lines on which somebody signed
    """

    held_on: date
    source_file: str
    source_line: int
    until_line: int | None
    signed: tuple[int, ...]


@dataclass(frozen=True)
class Next:
    """The next meeting of a series: its likely day, and the notes of the last two, newest first."""

    on: date
    places: tuple[Place, ...]


def following(db: DuckDBPyConnection, *, series: str, as_of: date) -> Next | None:
    """When a series meets next, and where its last two meetings stand; None without a meeting.

    Rows     one
    Source   tables meeting, attendance ← pipelines/notes
    Beware   the day is the last one and the median of the last six gaps, in whole weeks, never
             before as_of; a cancelled meeting counts as none.
    """
    rows = db.execute(
        """
        select held_on, source_file, meeting.source_line,
            (
                select min(other.source_line)
                from meeting as other
                where other.source_file = meeting.source_file
                    and other.source_line > meeting.source_line
            ),
            list(attendance.source_line) filter (attendance.source_line is not null)
        from meeting
        left join attendance using (meeting_id, source_file)
        where series = ? and held_on <= ? and not cancelled
        group by meeting_id, held_on, source_file, meeting.source_line
        order by held_on desc
        limit 7
        """,
        [series, as_of],
    ).fetchall()
    if not rows:
        return None
    places = tuple(
        Place(day, file, line, until, tuple(signed or ()))
        for day, file, line, until, signed in rows[:2]
    )
    return Next(_next([row[0] for row in rows][::-1], as_of), places)


def _next(days: list[date], as_of: date) -> date:
    gaps = [(b - a).days for a, b in pairwise(days)]
    weeks = max(1, round(median(gaps) / 7)) if gaps else MONTHLY // 7
    return max(as_of, days[-1] + timedelta(weeks=weeks))
