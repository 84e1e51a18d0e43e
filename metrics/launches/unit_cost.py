"""What one launch, user, session or download costs.

One metric for every count of use: `usage` names it ("launches", or a [[usage]] name). A day counts
only where both its cost and its whole count are known, so what is above and below the line always
speaks of the same days.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.launches.daily import DAYS

LAUNCHES = "launches"

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
    Source   tables launch_daily, usage_daily, spend, usage_cost, usage_basis, usage_gap
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
    Source   tables launch_daily, usage_daily, spend, usage_cost, usage_basis, usage_gap
    Beware   days are those of the bill's time zone; a day counts only where both sides know it.
    """
    return db.execute(COST_PER, {"usage": usage, "per": per}).df()


@dataclass(frozen=True)
class Pulse:
    """The cost of one unit in the last whole month, beside the month before and the whole time."""

    ratio: Ratio
    month: date | None
    each: float | None
    before: float | None
    cost: float | None
    amount: float | None

    @property
    def change(self) -> float | None:
        """Change of the cost of one unit against the month before, as a share of one."""
        return self.each / self.before - 1 if self.each and self.before else None


def pulse(db: DuckDBPyConnection, *, usage: str = LAUNCHES) -> Pulse | None:
    """The last whole month's cost of one unit; None where no day knows both sides.

    Unit     currency of the bill per unit of use; before credits
    Source   tables launch_daily, usage_daily, spend, usage_cost, usage_basis
    Beware   the main currency only; a month with a missing day is not whole.
    """
    own = [ratio for ratio in ratios(db) if ratio.usage == usage]
    if not own:
        return None
    main = max(own, key=lambda ratio: ratio.amount)
    months = cost_per(db, usage=usage)
    whole = months[(months["currency"] == main.currency) & ~months["is_partial"]]
    if whole.empty:
        return Pulse(main, None, None, None, None, None)
    last = whole.iloc[-1]
    follows = len(whole) > 1 and (last["period"] - whole.iloc[-2]["period"]).days <= 31
    before = float(whole.iloc[-2]["each"]) if follows else None
    return Pulse(
        main, last["period"].date(), float(last["each"]), before,
        float(last["cost"]), float(last["amount"]),
    )  # fmt: skip


def cost_in(
    db: DuckDBPyConnection, *, currency: str, usage: str = LAUNCHES, per: str = "month"
) -> pd.DataFrame:
    """What one unit cost by period, in one currency: the rows of cost_per that bear it.

    Rows     one per period, oldest first; columns of cost_per
    Source   as cost_per
    """
    every = cost_per(db, usage=usage, per=per)
    return every[every["currency"] == currency].reset_index(drop=True)


def whole_months(db: DuckDBPyConnection, *, currency: str, usage: str = LAUNCHES) -> list[float]:
    """The cost of one unit in each whole month, oldest first.

    Unit     currency of the bill per unit of use
    Source   as cost_per
    """
    months = cost_in(db, currency=currency, usage=usage)
    return [float(each) for each in months.loc[~months["is_partial"], "each"].dropna()]
