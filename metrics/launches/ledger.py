"""The days behind the cost of one launch, user, session or download."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.launches.unit_cost import DAYS, LAUNCHES, latest
from metrics.launches.usage import a_day as mean_day
from metrics.launches.usage import amounts, by_member, members_in
from metrics.ledger import MOST, Kind, Ledger, Term, page_of

Per = Literal["month", "week"]
Show = Literal["each", "amount", "cost", "days"]
METRIC = "launches.latest"


def paid_for(
    db: DuckDBPyConnection,
    *,
    usage: str = LAUNCHES,
    show: Show = "each",
    month: date | None = None,
    currency: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The days of a month, or all, that both cost and count know: day · cost · amount.

    show   the cost of each, the count, the cost or the number of days
    Source: as metric launches.unit_costs.
    """
    found = latest(db, usage=usage)
    code = currency or (found.cost.currency if found else "")
    first = month.replace(day=1) if month else date.min
    last = first + relativedelta(day=31) if month else date.max
    every = rows.frame(
        db,
        DAYS
        + """
        select day, cost::decimal(38, 20) as cost, amount::decimal(38, 6) as amount
        from count_day join cost_day using (day)
        where currency = $currency and day between $first and $last
        order by day
        """,
        {"usage": usage, "currency": code, "first": first, "last": last},
    )
    cost, amount = (sum(every[name], Decimal(0)) for name in ("cost", "amount"))
    kinds: dict[Show, tuple[Kind, object, str]] = {
        "each": ("share", cost / amount if amount else None, code),
        "amount": ("sum", amount, usage),
        "cost": ("sum", cost, code), "days": ("count", len(every), "days"),
    }  # fmt: skip
    kind, figure, unit = kinds[show]
    terms = (Term("cost", cost), Term("amount", amount, "÷")) if show == "each" and amount else ()
    measure = {"each": "cost", "days": ""}.get(show, show)
    return Ledger(
        METRIC, kind, None if every.empty else figure, unit,  # type: ignore[arg-type] # by show
        page_of(every, start, most), len(every), measure,
        {"cost": cost, "amount": amount}.get(measure), terms=terms,
        facts={"month": month, "usage": usage, "currency": code, "show": show},
    )  # fmt: skip


COUNTED = """
    select day, sum(amount)::decimal(38, 6) as amount
    from (
        select day, launches as amount from launch_daily where $usage = 'launches'
        union all
        select day, amount from usage_daily where usage = $usage
    )
    where date_trunc($per, day)::date = $period
    group by day
    order by day
"""


def a_day(
    db: DuckDBPyConnection, *, usage: str = LAUNCHES, start: int = 0, most: int = MOST
) -> Ledger:
    """Every day with a count of the month whose mean is shown: day · amount.

    Source: metric launches.a_day.
    """
    found = mean_day(db, usage=usage)
    if found is None:
        nothing = pd.DataFrame(columns=["day", "amount"])
        return Ledger("launches.a_day", "mean", None, usage, nothing, 0)
    sums = counted(db, period=found.month, usage=usage, start=start, most=most)
    return replace(
        sums, metric="launches.a_day", kind="mean", figure=found.each,
        terms=(Term("amount", sums.total or 0), Term("counted_days", found.days, "÷")),
        facts={"month": found.month, "usage": usage, "per_day": True, "covered_days": found.days},
    )  # fmt: skip


def counted(
    db: DuckDBPyConnection,
    *,
    period: date,
    usage: str = LAUNCHES,
    per: Per = "month",
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """Every day with a count in a month or week, paid for or not: day · amount.

    Source: tables launch_daily, usage_daily.
    """
    every = rows.frame(db, COUNTED, {"usage": usage, "per": per, "period": period})
    frame = amounts(db, usage=usage, per=per)
    shown = frame.loc[frame["period"].dt.date == period, "amount"].dropna()
    figure = Decimal(str(shown.iloc[0])) if len(shown) else None
    return Ledger(
        "launches.amounts", "sum", figure, usage, page_of(every, start, most), len(every),
        "amount", sum(every["amount"], Decimal(0)),
        facts={per: period, "usage": usage},
    )  # fmt: skip


def member(
    db: DuckDBPyConnection,
    *,
    name: str,
    month: date | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The share of launches that one member of the federation had in a month, next to the others'.

    Source: metric launches.by_member.
    """
    frame = members_in(by_member(db), month)
    every = frame[["member", "launches"]].assign(is_marked=frame["member"] == name).astype(object)
    own = every.loc[every["is_marked"].astype(bool), "launches"]
    whole, found = int(sum(every["launches"])), int(sum(own))
    shown = frame.loc[frame["member"] == name, "share"]
    return Ledger(
        "launches.by_member", "share", float(shown.iloc[0]) if len(shown) else None, "share",
        page_of(every, start, most), len(every), "launches", whole, "is_marked", found,
        (Term("member", found), Term("amount", whole, "÷")) if whole and found else (),
        {"month": frame["period"].iloc[0].date() if len(frame) else month, "member": name},
    )  # fmt: skip
