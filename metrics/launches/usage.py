"""The amount of use, by whom, and the days that are not known."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import trailing
from metrics.launches.unit_cost import LAUNCHES
from metrics.metric import metric

AMOUNTS = """
    with counted as (
        select day, sum(launches)::double as amount
        from launch_daily
        where $usage = 'launches'
        group by day
        union all
        select day, sum(amount)::double
        from usage_daily
        where usage = $usage
        group by day
    ),
    period as (
        select unnest(generate_series(
            date_trunc($per, min(day)), date_trunc($per, max(day)),
            case $per when 'week' then interval 7 day else interval 1 month end
        ))::date as period
        from counted
    ),
    known as (
        select date_trunc($per, day)::date as period, sum(amount) as amount, count(*) as days
        from counted
        group by all
    ),
    ended as (
        select
            *,
            case $per when 'week' then period + 7 else period + interval 1 month end as ends
        from period
        left join known using (period)
    )
    select
        period,
        amount,
        coalesce(days, 0)::integer as days,
        date_diff('day', period, ends)::integer as of_days,
        coalesce(days, 0) < date_diff('day', period, ends) as is_partial
    from ended
    order by period
"""


@dataclass(frozen=True)
class Count:
    """A count of use and its unit: launches and launch, or a [[usage]] name and its own."""

    usage: str
    unit: str


def counts(db: DuckDBPyConnection) -> list[Count]:
    """The counts of use that have at least one day, launches first.

    Source: tables usage_basis, launch_daily, usage_daily.
    """
    return rows.rows(
        db,
        Count,
        """
        select usage, unit
        from usage_basis
        where usage in (select usage from usage_daily)
            or (usage = 'launches' and exists (select * from launch_daily))
        order by usage <> 'launches', usage
        """,
    )


@metric(
    unit="units of use", grain="period",
    rests_on=("launches", "usage"), kind="sum",
)  # fmt: skip
def amounts(db: DuckDBPyConnection, *, usage: str = LAUNCHES, per: str = "month") -> pd.DataFrame:
    """The amount of use, whether or not its cost is known; every host is counted.

    One row per period, oldest first; a period without any count is null, not 0. Columns: period:
    first day (UTC) · amount · days: days with a count · of_days · is_partial.
    Source: tables launch_daily, usage_daily.
    """
    return db.execute(AMOUNTS, {"usage": usage, "per": per}).df()


@dataclass(frozen=True)
class ADay:
    """The use of a month on an ordinary day: its amount over the days that have a count.

    of_days   of the month; with fewer `days` some are missing
    before    the mean of a day in the month before; None unless both are counted in full
    """

    month: date
    amount: float
    days: int
    of_days: int
    before: float | None = None

    @property
    def each(self) -> float:
        """The mean of the days that have a count."""
        return self.amount / self.days


@metric(unit="units of use a day", grain="one", rests_on=("launches", "usage"), kind="share")
def a_day(db: DuckDBPyConnection, *, usage: str = LAUNCHES) -> ADay | None:
    """The mean use of a day in the newest month counted in full, else in the newest with a count.

    None without a count. Every host counts, paid for or not. Source: metric launches.amounts.
    """
    known = amounts(db, usage=usage).dropna(subset="amount")
    whole = known[~known["is_partial"]]
    if known.empty:
        return None
    row = (known if whole.empty else whole).iloc[-1]
    earlier = whole[whole["period"] == row["period"] - pd.DateOffset(months=1)]
    before = None
    if not (row["is_partial"] or earlier.empty):
        before = float(earlier["amount"].iloc[0] / earlier["days"].iloc[0])
    return ADay(
        row["period"].date(), float(row["amount"]), int(row["days"]), int(row["of_days"]), before
    )


@metric(unit="launches", grain="period and member", rests_on=("launches",), kind="sum")
def by_member(db: DuckDBPyConnection, *, per: str = "month") -> pd.DataFrame:
    """The launches of each member of the federation and their share of one.

    One row per period and member, newest period first, largest first; a launch of before schema
    version 3 names no member. Columns: period: first day (UTC) · member · launches · share.
    Source: table launch_daily.
    """
    return db.execute(
        """
        with counted as (
            select
                date_trunc($per, day)::date as period,
                coalesce(origin, 'not recorded') as member,
                sum(launches)::bigint as launches
            from launch_daily
            group by all
        )
        select
            period,
            member,
            launches,
            (launches / sum(launches) over (partition by period))::double as share
        from counted
        order by period desc, launches desc, member
        """,
        {"per": per},
    ).df()


@metric(unit="launches", grain="repository", rests_on=("launches",), kind="sum")
def top_repositories(db: DuckDBPyConnection, *, as_of: date, limit: int = 20) -> pd.DataFrame:
    """The repositories launched most in the last twelve months; empty unless asked for.

    At most `limit` rows, most launched first. Columns: provider · repository · launches.
    Source: table launch_repository, filled only with [launches] top_repositories.
    """
    return db.execute(
        """
        select provider, repository, sum(launches)::bigint as launches
        from launch_repository
        where day between $first and $as_of
        group by all
        order by launches desc, repository
        limit $limit
        """,
        {"first": trailing(as_of, months=12), "as_of": as_of, "limit": limit},
    ).df()


@dataclass(frozen=True)
class Gap:
    """Days whose count is missing or known to be too low; ends_on None: not known.

    note   the reason, in the words of the archive or of dashboard.toml
    """

    starts_on: date
    ends_on: date | None
    note: str


@metric(unit="days", grain="gap", rests_on=("launches", "usage"), kind="count")
def gaps(db: DuckDBPyConnection, *, usage: str = LAUNCHES) -> list[Gap]:
    """Days whose count is missing or known to be too low, oldest first; they are in no figure.

    Source: table usage_gap ← the archive's missing files, [launches] gaps, [[usage]] gaps.
    """
    return rows.rows(
        db,
        Gap,
        """
        select starts_on, ends_on, note
        from usage_gap
        where usage = ?
        order by starts_on
        """,
        [usage],
    )


def members_in(frame: pd.DataFrame, month: date | None) -> pd.DataFrame:
    """The rows of `by_member` of one month; of the newest where none is named."""
    if frame.empty:
        return frame
    newest = frame["period"].iloc[0]
    wanted = pd.Timestamp(month) if month else newest
    found = frame[frame["period"] == wanted]
    return (found if len(found) else frame[frame["period"] == newest]).reset_index(drop=True)
