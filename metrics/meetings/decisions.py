"""Decisions, in the notes' own words."""

from datetime import date
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import trailing
from metrics.meetings.actions import UNMARKED
from metrics.metric import metric

NEWEST = 100  # an older one is found by a word of it
MADE = """
    from decision
    join meeting using (meeting_id)
    where held_on between $first::date and $as_of::date
        and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
        and contains(lower(text), lower($find))
"""


def asked_of(as_of: date, months: int, series: tuple[str, ...], find: str) -> dict[str, Any]:
    """What MADE asks for, of the same calendar months as those of actions."""
    return {
        "first": trailing(as_of, months=months), "as_of": as_of, "series": list(series),
        "find": find.strip(),
    }  # fmt: skip


@metric(unit="decisions", grain="decision", rests_on=("notes",), kind="count")
def decisions(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 12,
    series: tuple[str, ...] = (),
    find: str = "",
) -> pd.DataFrame:
    """Decisions of the last `months` months, the newest hundred; `find` keeps those with a text.

    Columns: held_on · series · text (without markup) · title (of the meeting) · source_file ·
    source_line. Source: tables decision, meeting ← pipelines/notes.
    """
    return db.execute(
        "select held_on, series, trim(regexp_replace("
        + UNMARKED.format(column="text")
        + """, '\\*\\*|__|`|\\[|\\]|\\\\', '', 'g')) as text,
            coalesce(section, title) as title, decision.source_file, decision.source_line
        """
        + MADE
        + """
        order by held_on desc, decision.source_line, decision.source_file
        limit $newest
        """,
        asked_of(as_of, months, series, find) | {"newest": NEWEST},
    ).df()


@metric(unit="decisions", grain="one", rests_on=("notes",), kind="count")
def decision_count(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 12,
    series: tuple[str, ...] = (),
    find: str = "",
) -> int:
    """How many decisions the notes of the last `months` months hold.

    Source: tables decision, meeting ← pipelines/notes.
    """
    return int(
        rows.value(
            db,
            f"select count(*) {MADE}",
            asked_of(as_of, months, series, find),
        )
    )
