"""The next meeting of a series, and the place of its last notes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

MONTHLY = 28  # days until the next meeting where only one is known


@dataclass(frozen=True)
class Place:
    """The lines of one meeting, 1-based; until_line None: to the end of the file.

    signed  lines on which somebody signed
    """

    held_on: date
    source_file: str
    source_line: int
    until_line: int | None
    signed: list[int]


@dataclass(frozen=True)
class Next:
    """The next meeting of a series: its likely day, and the notes of the last two, newest first."""

    on: date
    places: tuple[Place, ...]


@metric(unit="a day", grain="one", rests_on=("notes",), kind="date")
def following(db: DuckDBPyConnection, *, series: str, as_of: date) -> Next | None:
    """The likely day of a series' next meeting, and the notes of the last two; None without any.

    Source: tables meeting, attendance ← pipelines/notes.
    """
    places = rows.rows(
        db,
        Place,
        """
        select held_on, source_file, meeting.source_line,
            (
                select min(other.source_line)
                from meeting as other
                where other.source_file = meeting.source_file
                    and other.source_line > meeting.source_line
            ) as until_line,
            coalesce(
                list(attendance.source_line) filter (attendance.source_line is not null), []
            ) as signed
        from meeting
        left join attendance using (meeting_id, source_file)
        where series = $series and held_on <= $as_of and not cancelled
        group by meeting_id, held_on, source_file, meeting.source_line
        order by held_on desc
        limit 7
        """,
        {"series": series, "as_of": as_of},
    )
    if not places:
        return None
    days = [place.held_on for place in places][::-1]
    gaps = [(b - a).days for a, b in pairwise(days)]
    weeks = max(1, round(median(gaps) / 7)) if gaps else MONTHLY // 7
    return Next(max(as_of, days[-1] + timedelta(weeks=weeks)), tuple(places[:2]))
