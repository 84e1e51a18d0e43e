"""Spend by month and what makes it up, and why one month differs from the one before."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.spending.burn import LATE_DAYS, SUMS, Basis, last_complete_day, main_currency
from metrics.spending.cost_filter import COLUMNS, EVERYTHING, NOT_NAMED, Only

By = Literal["category", "service", "project", "account", "provider"]
PARTED_BY = {**COLUMNS, "service": "service", "account": "account"}
AMOUNTS = {"gross": "gross", "credits": "-credits", "payable": "payable"}
NAMED = 5  # parts that have a colour of their own; the rest is "other"
OTHER = "other"
SMALL = Decimal("0.02")  # of the whole: below it a part goes into "other"


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
    told as (
        select date_trunc('month', day)::date as month, count(distinct day) as days
        from {days}
        where day <= ? and {told}
        group by all
    )
    select
        month,
        coalesce(name, (select max(name) from part)) as name,
        coalesce({amount}, 0) as amount,
        days
    from told
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
    told as (
        select account, max(newest) - ?::integer as until from line group by account
        union all
        select account, last_day from billing_file where final
    ),
    whole as (
        select account, max(until) as until from told group by account
    ),
    paid as (
        select invoiced.*, if(until >= last_day(period), line.billed, null) as billed
        from invoiced
        left join line using (account, period, currency)
        left join whole using (account)
    )
    select period, null, account, currency, billed, stated, billed - stated
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
    """The last whole month beside the one before, and by how much each part differs."""

    before: date
    month: date
    total_before: Decimal
    total: Decimal
    currency: str
    parts: tuple[tuple[str, Decimal], ...]


def monthly(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    by: By = "service",
    basis: Basis = "gross",
    currency: str | None = None,
    only: Only = EVERYTHING,
) -> pd.DataFrame:
    """What each month cost, and what made it up.

    Unit     the bills' currency, as billed; one currency only
    Rows     one per calendar month and part, oldest first, largest part first; the five largest
             parts above 2 % have their name, the rest is "other"
    Columns  month: first day · name: str · amount: Decimal · days: days with a bill ·
             of_days: days of the month · is_partial: not every day is told in full
    Source   table spend; by project: spend_project; by service of one project: cost_daily
    Beware   a partial month is never compared with a whole one; paid by credits is told positive;
             a month of which the bill speaks without a line of the part asked for cost 0
    """
    code = currency or main_currency(db)
    statement = MONTHLY.format(
        parts=only.table(PARTED_BY[by]), days=only.table(), name=PARTED_BY[by],
        not_named=NOT_NAMED, sums=SUMS, kept=only.sql, told=only.told, amount=AMOUNTS[basis],
    )  # fmt: skip
    rows = db.execute(statement, [as_of, *only.values(code), as_of, *only.values(code)]).fetchall()
    return _named(rows, last_complete_day(db, currency=code))


def change(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    by: By = "service",
    basis: Basis = "gross",
    currency: str | None = None,
    only: Only = EVERYTHING,
) -> Change | None:
    """Why the last whole month cost more or less than the one before.

    Unit     the bills' currency
    Rows     one Change; parts: name and difference, the largest first; they add up to the total's
    Source   tables spend, spend_project
    Beware   None unless two months in a row are whole
    """
    frame = monthly(db, as_of=as_of, by=by, basis=basis, currency=currency, only=only)
    whole = sorted(set(frame.loc[~frame["is_partial"].astype(bool), "month"]))
    if len(whole) < 2 or (whole[-1] - whole[-2]).days > 31:
        return None
    old, new = (_parts(frame, month) for month in whole[-2:])
    parts = {name: new.get(name, Decimal(0)) - old.get(name, Decimal(0)) for name in {**old, **new}}
    ordered = sorted(parts.items(), key=lambda part: (part[0] == OTHER, -abs(part[1])))
    return Change(
        whole[-2], whole[-1], sum(old.values(), Decimal(0)), sum(new.values(), Decimal(0)),
        currency or main_currency(db), tuple(ordered),
    )  # fmt: skip


def totals(db: DuckDBPyConnection, *, only: Only = EVERYTHING) -> pd.DataFrame:
    """What the bills add up to, currency by currency, never together.

    Unit     each row's own currency
    Rows     one per currency
    Columns  currency · gross, credits, payable: Decimal · first_on, last_on: date · lines: int
    Source   table spend
    """
    rows = db.execute(
        f"""
        select coalesce(currency, 'not stated'), {SUMS}, min(day), max(day), sum(lines)::bigint
        from {only.table()}
        where {only.lines}
        group by currency
        order by currency
        """,
        list(only.chosen.values()),
    ).fetchall()
    names = ["currency", "gross", "credits", "payable", "first_on", "last_on", "lines"]
    return pd.DataFrame(rows, columns=names).astype(object)


def invoices(db: DuckDBPyConnection) -> pd.DataFrame:
    """Invoices and bills that state a total, and by how much their lines differ from it.

    Unit     each row's own currency
    Rows     one per account, month and currency with an invoice, newest first, then one per file
             that states a total, by name
    Columns  period: first day of the month, null for a file · file: null for an invoice ·
             account, currency · lines_add_up_to, stated, residual: Decimal (lines − stated);
             null where the bill does not tell the month in full
    Source   tables invoice ← the team's invoices.csv, spend, spend_file, billing_file
    Beware   a line belongs to the month its bill says (billing_period), else to that of its day;
             payable, so credits are taken off. A month is told in full once the account's bill
             speaks of days two days past it, or is final; a day missing inside shows as residual
    """
    rows = db.execute(INVOICES, [main_currency(db), LATE_DAYS]).fetchall()
    names = ["period", "file", "account", "currency", "lines_add_up_to", "stated", "residual"]
    return pd.DataFrame(rows, columns=names, dtype=object)


def _named(rows: list[tuple[date, str, Decimal, int]], last: date | None) -> pd.DataFrame:
    """The largest parts by name, the rest as one; parts ordered by size over all months."""
    sizes: dict[str, Decimal] = {}
    for _, name, amount, _ in rows:
        sizes[name] = sizes.get(name, Decimal(0)) + abs(amount)
    whole = sum(sizes.values(), Decimal(0))
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    named = [name for name in ranked if sizes[name] >= SMALL * whole][:NAMED]
    order = {name: rank for rank, name in enumerate(named)}
    sums: dict[tuple[date, str, int], Decimal] = {}
    for month, name, amount, days in rows:
        key = month, name if name in order else OTHER, days
        sums[key] = sums.get(key, Decimal(0)) + amount
    told = [
        (month, name, amount, days, _length(month), _is_partial(month, days, last))
        for (month, name, days), amount in sums.items()
    ]
    told.sort(key=lambda row: (row[0], order.get(row[1], NAMED)))
    columns = ["month", "name", "amount", "days", "of_days", "is_partial"]
    return pd.DataFrame(told, columns=columns).astype(object)


def _length(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def _is_partial(month: date, days: int, last: date | None) -> bool:
    ends = month + timedelta(days=_length(month) - 1)
    return last is None or ends > last or days < 0.9 * _length(month)


def _parts(frame: pd.DataFrame, month: date) -> dict[str, Decimal]:
    rows = frame[frame["month"] == month]
    return dict(zip(rows["name"], rows["amount"], strict=True))
