"""Launches of each day, by member and by repository: for files that others work with."""

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows


def by_member(db: DuckDBPyConnection) -> pd.DataFrame:
    """The launches of each member of the federation: day · member · launches, oldest first.

    Source: table launch_daily.
    """
    return rows.frame(
        db,
        """
        select day, coalesce(origin, 'not recorded') as member, sum(launches)::bigint as launches
        from launch_daily
        group by all
        order by day, member
        """,
    )


def by_repository(db: DuckDBPyConnection) -> pd.DataFrame:
    """The launches of each repository: day · repository · launches; empty unless asked for.

    Source: table launch_repository, filled only with [launches] top_repositories.
    """
    return rows.frame(
        db,
        """
        select day, repository, sum(launches)::bigint as launches
        from launch_repository
        group by all
        order by day, repository
        """,
    )
