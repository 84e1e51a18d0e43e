"""How much was used, and what one launch, user, session or download costs.

One metric for every count of use: `usage` names it ("launches", or a [[usage]] name). A day counts
only where both its cost and its whole count are known, so what is above and below the line always
speaks of the same days.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import words

LAUNCHES = "launches"

# Days with a count, by the days of the bill, and days with a cost. A day of a bill in another zone
# than UTC is whole only if every UTC day it touches is there; days in a gap are not counted.
DAYS = """
    with basis as (
        select * from usage_basis where usage = $usage
    ),
    edge as (
        select
            bill_day as day,
            ((bill_day::timestamp at time zone timezone) at time zone 'UTC')::date as from_utc,
            (((bill_day + 1)::timestamp at time zone timezone) at time zone 'UTC'
                - interval 1 second)::date as to_utc
        from (select distinct bill_day from launch_daily), basis
    ),
    utc_day as (
        select distinct day from launch_daily
    ),
    whole as (
        select day
        from edge
        where from_utc in (select day from utc_day) and to_utc in (select day from utc_day)
    ),
    counted as (
        select bill_day as day, sum(launches)::decimal(38, 6) as amount
        from launch_daily, basis
        where usage = 'launches'
            and bill_day in (select day from whole)
            and (
                len(origins) = 0
                or origin is null -- before schema version 3 every launch was on the first host
                or len(list_filter(origins, lambda pattern: origin glob pattern)) > 0
            )
        group by all
        union all
        select day, sum(amount)
        from usage_daily
        where usage = $usage
        group by all
    ),
    missing as (
        select starts_on, coalesce(ends_on, date '9999-12-31') as ends_on
        from usage_gap
        where usage = $usage
    ),
    count_day as (
        select day, amount
        from counted
        where not exists (
            select * from missing where day between starts_on and ends_on
        )
    ),
    cost_day as (
        select day, currency, sum(billed) as cost
        from cost_daily, basis
        where cost_source = 'bills'
            and charge_category <> 'Credit'
            and (len(accounts) = 0 or list_contains(accounts, account))
        group by all
        union all
        select day, currency, sum(cost)
        from usage_cost
        where usage in (select usage from basis where cost_source = 'archive')
        group by all
    )
"""


@dataclass(frozen=True)
class Ratio:
    """A cost per unit over all days that both sides know.

    cost over amount; first and last of the `days` common days; basis: the sentence beside it
    """

    usage: str
    unit: str
    currency: str
    cost: Decimal
    amount: Decimal
    days: int
    first: date
    last: date
    basis: str
    timezone: str

    @property
    def each(self) -> Decimal:
        """Cost of one unit."""
        return self.cost / self.amount


def ratios(db: DuckDBPyConnection) -> list[Ratio]:
    """What one launch, user, session or download has cost, over all days both sides know.

    Unit     currency of the bill per unit of use; before credits
    Rows     one per count of use and currency, launches first
    Source   tables launch_daily, usage_daily, cost_daily, usage_cost, usage_basis, usage_gap
    Beware   the basis stands beside the figure: which hosts are counted, which bills pay.
    """
    found = db.execute(
        "select usage, unit, basis, timezone from usage_basis order by usage <> 'launches', usage"
    ).fetchall()
    return [
        Ratio(usage, unit, *row, basis, zone)
        for usage, unit, basis, zone in found
        for row in _whole(db, usage)
    ]


def _whole(
    db: DuckDBPyConnection, usage: str
) -> list[tuple[str, Decimal, Decimal, int, date, date]]:
    return db.execute(
        DAYS
        + """
        select currency, sum(cost), sum(amount), count(*), min(day), max(day)
        from count_day
        join cost_day using (day)
        group by currency
        having sum(amount) > 0
        order by currency
        """,
        {"usage": usage},
    ).fetchall()


def cost_per(db: DuckDBPyConnection, *, usage: str = LAUNCHES, per: str = "month") -> pd.DataFrame:
    """What one launch, user, session or download cost, month by month or week by week.

    Unit     currency of the bill per unit of use; before credits
    Rows     one per period and currency, oldest first; weeks begin on Monday
    Columns  period: first day · currency · cost, amount: over the common days · each: cost over
             amount, null where nothing was counted · days: common days · of_days: days of the
             period · is_partial: some day of the period is missing on one side
    Source   tables launch_daily, usage_daily, cost_daily, usage_cost, usage_basis, usage_gap
    Beware   days are those of the bill's time zone; a day counts only where both sides know it.
    """
    return db.execute(
        DAYS
        + """
        , summed as (
            select
                date_trunc($per, day)::date as period,
                currency,
                sum(cost) as cost,
                sum(amount) as amount,
                count(*)::integer as days
            from count_day
            join cost_day using (day)
            group by all
        ),
        ended as (
            select
                *,
                case $per when 'week' then period + 7 else period + interval 1 month end as ends
            from summed
        )
        select
            period,
            currency,
            cost::double as cost,
            amount::double as amount,
            (cost / nullif(amount, 0))::double as each,
            days,
            date_diff('day', period, ends)::integer as of_days,
            days < date_diff('day', period, ends) as is_partial
        from ended
        order by period, currency
        """,
        {"usage": usage, "per": per},
    ).df()


def amounts(db: DuckDBPyConnection, *, usage: str = LAUNCHES, per: str = "month") -> pd.DataFrame:
    """How much was used, whether or not its cost is known; every host is counted.

    Unit     launches, users, sessions or downloads
    Rows     one per period, oldest first; a period without any count is null, not 0
    Columns  period: first day (UTC) · amount · days: days with a count · of_days · is_partial
    Source   tables launch_daily, usage_daily
    Beware   a gap in the archive makes its period partial; see gaps.
    """
    return db.execute(
        """
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
        """,
        {"usage": usage, "per": per},
    ).df()


def by_member(db: DuckDBPyConnection, *, per: str = "month") -> pd.DataFrame:
    """Which member of the federation ran the launches, and its share.

    Unit     launches; share of one
    Rows     one per period and member, newest period first, largest first; a launch of before
             schema version 3 names no member
    Columns  period: first day (UTC) · member · launches · share
    Source   table launch_daily
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


def top_repositories(db: DuckDBPyConnection, *, as_of: date, limit: int = 20) -> pd.DataFrame:
    """The repositories launched most in the last twelve months; empty unless asked for.

    Unit     launches
    Rows     at most `limit`, most launched first
    Columns  provider · repository · launches
    Source   table launch_repository, filled only with [launches] top_repositories
    Beware   gists are left out: they are named after persons.
    """
    return db.execute(
        """
        select provider, repository, sum(launches)::bigint as launches
        from launch_repository
        where day > $as_of - interval 12 month and day <= $as_of
        group by all
        order by launches desc, repository
        limit $limit
        """,
        {"as_of": as_of, "limit": limit},
    ).df()


def gaps(db: DuckDBPyConnection, *, usage: str = LAUNCHES) -> pd.DataFrame:
    """Days whose count is missing or known to be too low; they are in no figure.

    Rows     one per gap, oldest first
    Columns  starts_on, ends_on: dates, the end null where it is not known · note
    Source   table usage_gap ← the archive's missing files, [launches] gaps, [[usage]] gaps
    """
    return db.execute(
        """
        select starts_on, ends_on, note
        from usage_gap
        where usage = ?
        order by starts_on
        """,
        [usage],
    ).df()


def each(amount: Decimal | float, code: str) -> str:
    """A small cost in words, four figures known: "0.01053 USD"."""
    exact = Decimal(str(amount))
    places = max(2, 3 - exact.adjusted()) if exact else 2
    return f"{words.number(exact, places)} {code}"


def plural(unit: str) -> str:
    """Several of a unit of use: "launches", "downloads"."""
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def answer(ratio: Ratio) -> str:
    """The sentence beside a cost per unit: figure, both sides, days and basis."""
    total, over = (
        words.cents(ratio.cost, ratio.currency),
        words.count(int(ratio.amount), ratio.unit, plural(ratio.unit)),
    )
    span = f"{words.days(ratio.days)} from {words.day(ratio.first)} to {words.day(ratio.last)}"
    return (
        f"One {ratio.unit} cost {each(ratio.each, ratio.currency)}: {total} over {over} "
        f"on {span}. Basis: {ratio.basis}."
    )
