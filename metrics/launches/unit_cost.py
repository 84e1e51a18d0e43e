"""The cost of one launch, user, session or download.

One metric for every count of use: `usage` names it ("launches", or a [[usage]] name). A day counts
only where both its cost and its whole count are known, so cost and count are always of the same
days: whole days by the same clock.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality.arrivals import BILLED_DAYS
from metrics.metric import metric
from metrics.spending.burn import GROSS, SILENT_AFTER

LAUNCHES = "launches"

# Days with a count, by the days of the bill, and days with a cost. A day of a bill in another zone
# than UTC is whole only if every UTC day it touches is there; days in a gap are not counted.
# A day has a cost where a bill has usage on it, up to the day to which every account that pays has
# bills: a plan spread over its month covers no day, and one account of two is not the cost.
DAYS = f"""
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
    billed as (
        select distinct account, day
        from ({BILLED_DAYS}), basis
        where len(accounts) = 0 or list_contains(accounts, account)
    ),
    last_billed as (
        select max(day) as day
        from billed
        group by account
        qualify max(max(day)) over () - max(day) <= {SILENT_AFTER}
    ),
    cost_day as (
        select day, currency, sum(billed) as cost
        from spend, basis
        where cost_source = 'bills'
            and {GROSS}
            and (len(accounts) = 0 or list_contains(accounts, account))
            and day in (select day from billed)
            and day <= (select min(day) from last_billed)
        group by all
        union all
        select day, currency, sum(cost)::decimal(38, 20) -- else the bills are rounded to its 6
        from usage_cost
        where usage in (select usage from basis where cost_source = 'archive')
        group by all
    )
"""

COST_PER = (
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
"""
)


@dataclass(frozen=True)
class UnitCost:
    """A cost per unit over all days that both sides know.

    cost over amount; first and last of the `days` common days
    basis   which hosts are counted and which bills pay, in the words of dashboard.toml
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


@metric(
    unit="currency per unit", grain="count and currency",
    rests_on=("launches", "usage", "billing"), kind="share",
)  # fmt: skip
def unit_costs(db: DuckDBPyConnection) -> list[UnitCost]:
    """The cost of one launch, user, session or download over all days that both sides know.

    Before credits; one per count of use and currency, launches first.
    Source: tables launch_daily, usage_daily, spend, usage_cost, usage_basis, usage_gap.
    """
    named = rows.column(db, "select usage from usage_basis order by usage <> 'launches', usage")
    return [found for usage in named for found in _between(db, str(usage), date.min, date.max)]


@metric(
    unit="currency per unit", grain="one",
    rests_on=("launches", "usage", "billing"), kind="share",
)  # fmt: skip
def paid_for(
    db: DuckDBPyConnection, *, first: date, last: date, currency: str, usage: str = LAUNCHES
) -> UnitCost | None:
    """The launches of a period that were paid for, and their cost; None without a common day.

    Before credits; first and last are the first and last day that both sides know.
    Source: as unit_costs.
    """
    found = _between(db, usage, first, last)
    return next((each for each in found if each.currency == currency), None)


@dataclass(frozen=True)
class Difference:
    """Why the cost of some months is not the cost of the launches that were paid for.

    cost of the months = cost of the launches + other_bills + uncounted_days - other_days

    other_bills     of accounts that pay for no launches
    uncounted_days  of days without a count of launches
    other_days      of launches on days that the months leave out
    """

    other_bills: Decimal
    uncounted_days: Decimal
    other_days: Decimal


def difference(
    db: DuckDBPyConnection,
    *,
    first: date,
    last: date,
    complete: date,
    currency: str,
    usage: str = LAUNCHES,
) -> Difference | None:
    """The cost of all bills of a period, up to a complete day, next to that of its launches.

    Before credits; None where the cost of launches is not from bills.
    Source: as unit_costs; metric spending.by_category.
    """
    return rows.row(
        db,
        Difference,
        DAYS
        + f"""
        , line as (
            select
                billed,
                len(accounts) = 0 or list_contains(accounts, account) as pays,
                day in (select day from count_day) as is_counted,
                day <= $complete as is_listed
            from spend, basis
            where cost_source = 'bills'
                and {GROSS}
                and day between $first and $last
                and coalesce(currency, $currency) = $currency
        )
        select
            coalesce(sum(billed) filter (is_listed and not pays), 0) as other_bills,
            coalesce(sum(billed) filter (is_listed and pays and not is_counted), 0)
                as uncounted_days,
            coalesce(sum(billed) filter (not is_listed and pays and is_counted), 0) as other_days
        from line
        having count(*) > 0
        """,
        {"usage": usage, "first": first, "last": last, "complete": complete, "currency": currency},
    )


def _between(db: DuckDBPyConnection, usage: str, first: date, last: date) -> list[UnitCost]:
    return rows.rows(
        db,
        UnitCost,
        DAYS
        + """
        select
            basis.usage, unit, currency, sum(cost) as cost, sum(amount) as amount,
            count(*) as days, min(day) as first, max(day) as last, basis, timezone
        from count_day
        join cost_day using (day), basis
        where day between $first and $last
        group by all
        having sum(amount) > 0
        order by currency
        """,
        {"usage": usage, "first": first, "last": last},
    )


@metric(
    unit="currency per unit", grain="period and currency",
    rests_on=("launches", "usage", "billing"), kind="share",
)  # fmt: skip
def cost_per(db: DuckDBPyConnection, *, usage: str = LAUNCHES, per: str = "month") -> pd.DataFrame:
    """The cost of one launch, user, session or download by month or week, oldest first.

    Before credits; one row per period and currency; weeks begin on Monday. Columns: period: first
    day · currency · cost, amount: over the common days · each: cost over amount, null where
    nothing was counted · days: common days · of_days: days of the period · is_partial: some day
    of the period is missing on one side. Source: as unit_costs.
    """
    return db.execute(COST_PER, {"usage": usage, "per": per}).df()


@dataclass(frozen=True)
class Latest:
    """The cost of one unit in the last whole month, next to the month before and all days.

    cost      over all common days; the other figures are None without a whole month
    each, before   of the last whole month, of the whole month before it
    """

    cost: UnitCost
    month: date | None = None
    each: float | None = None
    before: float | None = None
    month_cost: float | None = None
    month_amount: float | None = None

    @property
    def change(self) -> float | None:
        """Change of the cost of one unit against the month before, as a share of one."""
        return self.each / self.before - 1 if self.each and self.before else None


@metric(
    unit="currency per unit", grain="one",
    rests_on=("launches", "usage", "billing"), kind="share",
)  # fmt: skip
def latest(db: DuckDBPyConnection, *, usage: str = LAUNCHES) -> Latest | None:
    """The last whole month's cost of one unit; None where no day knows both sides.

    Before credits, in the currency with the largest count. Source: as unit_costs.
    """
    own = [found for found in unit_costs(db) if found.usage == usage]
    if not own:
        return None
    main = max(own, key=lambda found: found.amount)
    months = cost_per(db, usage=usage)
    whole = months[(months["currency"] == main.currency) & ~months["is_partial"]]
    if whole.empty:
        return Latest(main)
    last = whole.iloc[-1]
    follows = len(whole) > 1 and (last["period"] - whole.iloc[-2]["period"]).days <= 31
    before = float(whole.iloc[-2]["each"]) if follows else None
    return Latest(
        main, last["period"].date(), float(last["each"]), before,
        float(last["cost"]), float(last["amount"]),
    )  # fmt: skip


def cost_in(
    db: DuckDBPyConnection, *, currency: str, usage: str = LAUNCHES, per: str = "month"
) -> pd.DataFrame:
    """The rows of `cost_per` in one currency, oldest first."""
    every = cost_per(db, usage=usage, per=per)
    return every[every["currency"] == currency].reset_index(drop=True)
