"""What the build is made of: which days each source speaks of, what changed since the last one."""

from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import words
from metrics.data_quality.sources import LABELS, runs


def coverage(db: DuckDBPyConnection) -> pd.DataFrame:
    """Which days each source speaks of.

    Rows     one per source with a dated record, in the order of the pages
    Columns  source: in words · first_on, last_on: date · days: with at least one record
    Source   tables meeting, spend, issue, docs_build, launch_daily, fund_balance
    """
    frame = db.execute(
        """
        with dated as (
            select 'notes' as source, held_on as day from meeting
            union all select 'billing', day from spend
            union all select 'github', created_at::date from issue
            union all select 'docs_builds', created_at::date from docs_build
            union all select 'launches', day from launch_daily
            union all select 'funds', on_day from fund_balance
        )
        select source,
               min(day) as first_on,
               max(day) as last_on,
               count(distinct day)::bigint as days
        from dated
        where day is not null
        group by source
        """
    ).df()
    order = list(LABELS)
    frame = frame.sort_values("source", key=lambda names: names.map(order.index))
    return frame.assign(source=frame["source"].map(LABELS)).reset_index(drop=True)


@dataclass(frozen=True)
class Count:
    """Rows and lines left out of one unit, for comparing two builds."""

    source: str
    unit: str
    rows: int
    rejected: int


def counts(db: DuckDBPyConnection) -> list[Count]:
    """How many rows and lines left out each unit has in this build.

    Rows     one per source and unit that is set up
    Source   table source_run
    """
    return [
        Count(run.source, run.unit, run.rows, run.rejected)
        for run in runs(db)
        if run.status != "not_set_up"
    ]


def changes(now: list[Count], before: list[Count]) -> list[tuple[str, str]]:
    """What differs between two builds: (unit, what changed in words), only where something did."""
    old = {(each.source, each.unit): each for each in before}
    new = {(each.source, each.unit): each for each in now}
    told = [(_unit(*key), _change(old.get(key), new.get(key))) for key in sorted({*old, *new})]
    return [(unit, change) for unit, change in told if change]


def _unit(source: str, unit: str) -> str:
    return f"{LABELS.get(source, source)} {unit}".strip()


def _change(old: Count | None, new: Count | None) -> str:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    moved = [
        f"{words.signed(after - before)} {what}"
        for what, before, after in (
            ("rows", old.rows, new.rows),
            ("lines left out", old.rejected, new.rejected),
        )
        if after != before
    ]
    return ", ".join(moved)
