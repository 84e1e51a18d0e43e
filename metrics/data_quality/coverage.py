"""The days that each source covers, and the differences between two builds."""

from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.data_quality.sources import SOURCES, runs
from metrics.metric import metric


@metric(unit="days", grain="source", rests_on=("build",), kind="date")
def coverage(db: DuckDBPyConnection) -> pd.DataFrame:
    """The days that each source covers; one row per source with a dated record, in page order.

    Columns: source · first_on, last_on: date · days: with at least one record.
    Source: tables meeting, spend, issue, docs_build, launch_daily, fund_balance.
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
    frame = frame.sort_values("source", key=lambda names: names.map(SOURCES.index))
    return frame.reset_index(drop=True)


@dataclass(frozen=True)
class Count:
    """Rows and lines left out of one unit, for comparing two builds."""

    source: str
    unit: str
    rows: int
    rejected: int


@dataclass(frozen=True)
class Difference:
    """How one unit differs from the build before.

    kind  new | gone | changed      rows, rejected  later minus earlier; 0 where new or gone
    """

    source: str
    unit: str
    kind: str
    rows: int = 0
    rejected: int = 0


@metric(unit="rows and lines", grain="source and unit", rests_on=("build",), kind="count")
def counts(db: DuckDBPyConnection) -> list[Count]:
    """How many rows and lines left out each unit has that is set up. Source: source_run."""
    return [
        Count(run.source, run.unit, run.rows, run.rejected)
        for run in runs(db)
        if run.status != "not_set_up"
    ]


def differences(now: list[Count], before: list[Count]) -> list[Difference]:
    """The units that differ between two builds, by source and unit."""
    old = {(each.source, each.unit): each for each in before}
    new = {(each.source, each.unit): each for each in now}
    found = []
    for key in sorted({*old, *new}):
        if key not in old:
            found.append(Difference(*key, "new"))
        elif key not in new:
            found.append(Difference(*key, "gone"))
        elif old[key] != new[key]:
            rows = new[key].rows - old[key].rows
            rejected = new[key].rejected - old[key].rejected
            found.append(Difference(*key, "changed", rows, rejected))
    return found
