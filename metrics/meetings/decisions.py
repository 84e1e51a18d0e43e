"""What was decided, as the notes say it."""

from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import words
from metrics.meetings.actions import WORDS

NEWEST = 100  # who looks for an older one gives a word of it
MADE = """
    from decision
    join meeting using (meeting_id)
    where held_on <= $as_of::date and held_on > $as_of::date - to_months($months)
        and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
        and contains(lower(text), lower($holding))
"""


def decisions(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 12,
    series: tuple[str, ...] = (),
    holding: str = "",
) -> pd.DataFrame:
    """What was decided, newest first; `holding` keeps those that hold these words.

    Rows     one per decision, of the last `months` months; the newest hundred
    Columns  held_on: date · series · text: without markup · title: of the meeting · source_file ·
             source_line
    Source   tables decision, meeting ← pipelines/notes
    Beware   only what the notes mark or word as a decision; many are made without a word of it.
    """
    return db.execute(
        "select held_on, series, trim(regexp_replace("
        + WORDS.format(column="text")
        + """, '\\*\\*|__|`|\\[|\\]|\\\\', '', 'g')) as text,
            coalesce(section, title) as title, decision.source_file, decision.source_line
        """
        + MADE
        + """
        order by held_on desc, decision.source_line, decision.source_file
        limit $newest
        """,
        {
            "as_of": as_of, "months": months, "series": list(series), "holding": holding.strip(),
            "newest": NEWEST,
        },
    ).df()  # fmt: skip


def count(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 12,
    series: tuple[str, ...] = (),
    holding: str = "",
) -> int:
    """How many decisions the notes of the last `months` months tell of.

    Unit     decisions
    Source   tables decision, meeting ← pipelines/notes
    """
    rows = db.execute(
        f"select count(*) {MADE}",
        {"as_of": as_of, "months": months, "series": list(series), "holding": holding.strip()},
    ).fetchall()
    return int(rows[0][0])


def older(found: int) -> str:
    """What stands below the newest decisions, where there are more."""
    return f"The newest {NEWEST} of {words.count(found, 'decision')}: a word finds the others."
