"""Spend by month and part, the change from one month to the next, and invoices."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.spending.burn import LATE_DAYS, SUMS, Basis, last_complete_day, main_currency
from metrics.spending.cost_filter import COLUMNS, EVERYTHING, NOT_NAMED, CostFilter

By = Literal["category", "service", "project", "account", "provider"]
COLUMN_OF = {**COLUMNS, "service": "service", "account": "account"}
AMOUNTS = {"gross": "gross", "credits": "-credits", "payable": "payable"}
NAMED = 5  # parts that have a colour of their own; the rest is "other"
OTHER = "other"
SMALL = Decimal("0.02")  # of the whole: below it a part goes into "other"
CENT = Decimal("0.01")
HALF = Decimal("0.5")


MONTHLY = """
    with part as (
        select
            date_trunc('month', day)::date as month,
            coalesce({name}, '{not_named}') as name,
            {sums}
        from {parts}
        where day <= ? and {kept}
        group by all
    ),
    covered as (
        select date_trunc('month', day)::date as month, count(distinct day) as days
        from {days}
        where day <= ? and {days_covered}
        group by all
    )
    select
        month,
        coalesce(name, (select max(name) from part)) as name,
        coalesce({amount}, 0) as amount,
        days
    from covered
    left join part using (month)
    where exists (from part)
    order by month
"""
INVOICES = """
    with invoiced as (
        select account, period, currency, sum(amount) as stated
        from invoice
        group by all
    ),
    line as (
        select
            account,
            date_trunc('month', coalesce(billing_period, day))::date as period,
            coalesce(currency, ?) as currency,
            sum(billed) as billed,
            max(day) as newest
        from spend
        where account in (select account from invoice)
        group by all
    ),
    complete as (
        select account, max(newest) - ?::integer as until from line group by account
        union all
        select account, last_day from billing_file where final
    ),
    whole as (
        select account, max(until) as until from complete group by account
    ),
    paid as (
        select invoiced.*, if(until >= last_day(period), line.billed, null) as billed
        from invoiced
        left join line using (account, period, currency)
        left join whole using (account)
    )
    select
        period, null as file, account, currency,
        billed as lines_add_up_to, stated, billed - stated as residual
    from paid
    union all
    select null, source_file, account, currency, billed, own_total, billed - own_total
    from billing_file
    left join (select source_file, any_value(currency) as currency from spend_file group by all)
        using (source_file)
    where own_total is not null and billed is not null
    order by 1 desc nulls last, 2, 3, 4
"""


@dataclass(frozen=True)
class Change:
    """The last whole month next to the one before, and by how much each part differs.

    parts   name and difference, the largest first; they add up to the total's
    a_day   the same of a day, over the days of each month with a bill: one month is shorter
    """

    before: date
    month: date
    total_before: Decimal
    total: Decimal
    currency: str
    parts: tuple[tuple[str, Decimal], ...]
    a_day: tuple[tuple[str, Decimal], ...] = ()

    @property
    def difference(self) -> Decimal:
        """The cost of the last month less that of the one before."""
        return self.total - self.total_before

    @property
    def drawn(self) -> list[tuple[str, Decimal]]:
        """The parts that moved by at least half a unit of the currency."""
        return [(name, by) for name, by in self.parts if abs(by) >= HALF]


@dataclass(frozen=True)
class PartialMonth:
    """A month that bills do not cover in full: days with a bill, days it has."""

    month: date
    days: int
    of_days: int


@dataclass(frozen=True)
class _MonthPart:
    month: date
    name: str
    amount: Decimal
    days: int


@metric(unit="currency", grain="month and part", rests_on=("billing",), kind="sum")
def monthly(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    by: By = "service",
    basis: Basis = "gross",
    currency: str | None = None,
    cost_filter: CostFilter = EVERYTHING,
) -> pd.DataFrame:
    """The cost of each month by part, oldest first, the largest part first.

    The five largest parts above 2 % of the whole have their name, the rest is "other".
    Columns: month: first day · name: str · amount: Decimal · days: days with a bill ·
    of_days: days of the month · is_partial: not every day is covered in full.
    Source: table spend; by project spend_project; by service of one project cost_daily.
    """
    code = currency or main_currency(db)
    statement = MONTHLY.format(
        parts=cost_filter.table(COLUMN_OF[by]), days=cost_filter.table(), name=COLUMN_OF[by],
        not_named=NOT_NAMED, sums=SUMS, kept=cost_filter.in_currency,
        days_covered=cost_filter.days_covered, amount=AMOUNTS[basis],
    )  # fmt: skip
    values = [as_of, *cost_filter.values(code)]
    found = rows.rows(db, _MonthPart, statement, [*values, *values])
    order = _named(found)
    sums: dict[tuple[date, str, int], Decimal] = {}
    for part in found:
        key = part.month, part.name if part.name in order else OTHER, part.days
        sums[key] = sums.get(key, Decimal(0)) + part.amount
    last = last_complete_day(db, currency=code)
    months = []
    for (month, name, days), amount in sums.items():
        of_days = monthrange(month.year, month.month)[1]
        is_partial = last is None or month.replace(day=of_days) > last or days < 0.9 * of_days
        covered = days
        others = days >= 0.9 * of_days or bool(last and (month - last).days > LATE_DAYS)
        if is_partial and last and others:  # another account has bills for them
            covered = max(0, (last - month).days + 1)
        months.append((month, name, amount, covered, of_days, is_partial))
    months.sort(key=lambda part: (part[0], order.get(part[1], NAMED)))
    columns = ["month", "name", "amount", "days", "of_days", "is_partial"]
    return pd.DataFrame(months, columns=columns).astype(object)


def _named(found: list[_MonthPart]) -> dict[str, int]:
    """The parts that keep their name, with their rank by size over all months."""
    sizes: dict[str, Decimal] = {}
    for part in found:
        sizes[part.name] = sizes.get(part.name, Decimal(0)) + abs(part.amount)
    whole = sum(sizes.values(), Decimal(0))
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    named = [name for name in ranked if sizes[name] >= SMALL * whole][:NAMED]
    return {name: rank for rank, name in enumerate(named)}


def newest(months: pd.DataFrame, count: int = 13) -> pd.DataFrame:
    """The rows of `monthly` of the newest months: a year and the running one."""
    kept = sorted(set(months["month"]))[-count:]
    return months[months["month"].isin(kept)].reset_index(drop=True)


def partial_months(months: pd.DataFrame) -> list[PartialMonth]:
    """The months of `monthly` that bills do not cover in full, oldest first."""
    if months.empty:
        return []
    partial = months[months["is_partial"].astype(bool)].drop_duplicates("month")
    rows = partial.sort_values("month").to_dict("records")
    return [PartialMonth(row["month"], int(row["days"]), int(row["of_days"])) for row in rows]


def partial_month(months: pd.DataFrame) -> PartialMonth | None:
    """The newest month of `monthly` where bills do not cover it in full."""
    partial = partial_months(months)
    return partial[-1] if partial and partial[-1].month == max(months["month"]) else None


def sizes(months: pd.DataFrame) -> dict[str, Decimal]:
    """The cost of each part of `monthly` over its months, the largest first, "other" last."""
    sums = months.groupby("name", sort=False)["amount"].sum()
    ranked = sorted(sums.index, key=lambda name: (name == OTHER, -abs(sums[name])))
    return {str(name): sums[name] for name in ranked}


@metric(unit="currency", grain="one", rests_on=("billing",), kind="sum")
def change(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    by: By = "service",
    basis: Basis = "gross",
    currency: str | None = None,
    cost_filter: CostFilter = EVERYTHING,
) -> Change | None:
    """Why the last whole month cost more or less than the one before.

    None unless two months in a row are whole. Source: metric `monthly`.
    """
    frame = monthly(db, as_of=as_of, by=by, basis=basis, currency=currency, cost_filter=cost_filter)
    whole = sorted(set(frame.loc[~frame["is_partial"].astype(bool), "month"]))
    if len(whole) < 2 or (whole[-1] - whole[-2]).days > 31:
        return None
    months = (frame[frame["month"] == month] for month in whole[-2:])
    old, new = (dict(zip(each["name"], each["amount"], strict=True)) for each in months)
    pairs = {
        name: (old.get(name, Decimal(0)), new.get(name, Decimal(0))) for name in {**old, **new}
    }
    before, after = (int(frame.loc[frame["month"] == month, "days"].max()) for month in whole[-2:])
    parts = {name: now - then for name, (then, now) in pairs.items()}
    daily = {name: now / after - then / before for name, (then, now) in pairs.items()}
    ordered, a_day = (
        tuple(sorted(each.items(), key=lambda part: (part[0] == OTHER, -abs(part[1]))))
        for each in (parts, daily)
    )
    return Change(
        whole[-2], whole[-1], sum(old.values(), Decimal(0)), sum(new.values(), Decimal(0)),
        currency or main_currency(db), ordered, a_day,
    )  # fmt: skip


@metric(unit="own currency", grain="currency", rests_on=("billing",), kind="sum")
def totals(db: DuckDBPyConnection, *, cost_filter: CostFilter = EVERYTHING) -> pd.DataFrame:
    """The sums of all bills, one row per currency, never together.

    Columns: currency · gross, credits, payable: Decimal · first_on, last_on: date · lines: int.
    Source: table spend.
    """
    return rows.frame(
        db,
        f"""
        select
            coalesce(cost.currency, 'not stated') as currency,
            {SUMS},
            min(day) as first_on,
            max(day) as last_on,
            sum(lines)::bigint as lines
        from {cost_filter.table()} as cost
        where {cost_filter.lines}
        group by cost.currency
        order by cost.currency
        """,
        list(cost_filter.chosen.values()),
    )


@dataclass(frozen=True)
class StatedTotal:
    """An invoice, or a bill that states its own total, and the sum of its lines.

    period    first day of the invoice's month, None for a bill's file; file: None for an invoice
    lines_add_up_to, residual   the residual is lines − stated; None where the bill does not cover
                                the month in full
    """

    period: date | None
    file: str | None
    account: str
    currency: str | None
    lines_add_up_to: Decimal | None
    stated: Decimal
    residual: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether the lines miss the stated total by a cent or more."""
        return self.residual is not None and abs(self.residual) >= CENT


@metric(
    unit="own currency", grain="stated total",
    rests_on=("billing", "funds"), kind="sum",
)  # fmt: skip
def invoices(db: DuckDBPyConnection) -> list[StatedTotal]:
    """Invoices and bills that state a total, and by how much their lines differ from it.

    One per account, month and currency with an invoice, newest first, then one per file that
    states a total, by name. Source: tables invoice ← the team's invoices.csv, spend, spend_file,
    billing_file.
    """
    return rows.rows(db, StatedTotal, INVOICES, [main_currency(db), LATE_DAYS])
