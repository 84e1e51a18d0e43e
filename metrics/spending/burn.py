"""What the cloud costs a month: gross, paid by credits, payable; by what; and why it changed.

Gross is everything billed before credits were taken off: usage, purchases, tax, adjustments,
and discounts. Credits are promotional ones (a grant of credits), negative. Payable is their sum.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics.spending.cost_filter import EVERYTHING, Only

MONTH = Decimal("30.4375")  # days of a month as a unit of time: 365.25 / 12
LATE_DAYS = 2  # the newest days of a bill that is not final are still being written
MUTE_AFTER = 62  # days after which an account that sends no bill no longer holds back the others
COVERAGE = Decimal("0.9")

# What the bill comes to before a grant of credits is taken off; a discount is part of the price.
GROSS = "not (charge_category = 'Credit' and coalesce(credit_kind, 'promotion') = 'promotion')"
SUMS = f"""
    coalesce(sum(billed) filter ({GROSS}), 0)::decimal(38, 20) as gross,
    coalesce(sum(billed) filter (not ({GROSS})), 0)::decimal(38, 20) as credits,
    coalesce(sum(billed), 0)::decimal(38, 20) as payable
"""

Basis = Literal["gross", "credits", "payable"]


@dataclass(frozen=True)
class Burn:
    """Spend per day over a window; the amounts are None where the window is not covered.

    gross, credits, payable   per day, in `currency`; credits are negative
    covered_days              days of the window a bill speaks of; the amounts are their mean
    """

    months: int
    currency: str
    first_on: date | None
    last_on: date | None
    days: int
    covered_days: int
    gross: Decimal | None
    credits: Decimal | None
    payable: Decimal | None

    @property
    def is_covered(self) -> bool:
        """Whether bills speak of at least nine tenths of the window."""
        return self.gross is not None

    def per_month(self, basis: Basis = "gross") -> Decimal | None:
        """The burn of a month of 30.4375 days."""
        amount: Decimal | None = getattr(self, basis)
        return None if amount is None else amount * MONTH


def daily_spend(db: DuckDBPyConnection, *, category: str | None = None) -> pd.DataFrame:
    """What was spent on each day, by the team's spend category.

    Unit     the bill's own currency, exact (Decimal); currencies are never added
    Rows     one per day, category and currency, oldest first; a day without a bill has no row
    Columns  day: date · category, currency: str · gross, credits, payable: Decimal
    Source   table spend ← pipelines/billing
    Beware   the newest days are still being written: last_complete_day says up to when to trust it
    """
    rows = db.execute(
        f"""
        select day, category, coalesce(currency, ?) as currency, {SUMS}
        from spend
        where ? is null or category = ?
        group by all
        order by day, category, currency
        """,
        [main_currency(db), category, category],
    ).fetchall()
    return _frame(rows, "day category currency gross credits payable")


def last_complete_day(db: DuckDBPyConnection, *, currency: str | None = None) -> date | None:
    """The last day that every account with bills in a currency tells in full; None without.

    Unit     a day, in the bills' own time zones
    Source   tables spend_file, billing_file (final: the provider closed the month)
    Beware   the newest two days of a bill that is not final are left out, because providers write
             them late; an account silent for 62 days no longer holds back the others; without
             a currency, the project's
    """
    code = main_currency(db)
    rows = db.execute(
        """
        with told as (
            select *
            from spend_file
            where account in (
                select account from spend_file where coalesce(currency, ?) = ?
            )
        )
        select cost.account,
               max(cost.last_day) as newest,
               bool_or(file.final and file.last_day >= newest_of.day) as final
        from told as cost
        join (select account, max(last_day) as day from told group by account) as newest_of
            on newest_of.account = cost.account
        left join billing_file as file
            on file.source_file = cost.source_file and file.account = cost.account
        group by cost.account
        """,
        [code, currency or code],
    ).fetchall()
    if not rows:
        return None
    newest = max(day for _, day, _ in rows)
    ends: list[date] = [day if final else day - timedelta(days=LATE_DAYS) for _, day, final in rows]
    awake = [e for e, row in zip(ends, rows, strict=True) if (newest - row[1]).days <= MUTE_AFTER]
    return min(awake)


def burn(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int,
    currency: str | None = None,
    only: Only = EVERYTHING,
) -> Burn:
    """How much is spent a day, over the last months that bills tell in full.

    Unit     the currency asked for (else the project's), per day; × 30.4375 is a month
    Rows     one: the days of so many calendar months, up to the last complete day and at most to
             as_of; their sum is divided by the number of them that a bill speaks of
    Source   table spend; accrual: a cost belongs to the day of its service
    Beware   None where bills speak of fewer than nine tenths of the days: a day without a bill
             is not a day without cost; one without a line of the part asked for is, where the
             bill that tells of this part speaks of the day
    """
    code = currency or main_currency(db)
    last = last_complete_day(db, currency=code)
    if last is None:
        return Burn(months, code, None, None, 0, 0, None, None, None)
    last = min(last, as_of)
    first = last + timedelta(days=1) - relativedelta(months=months)
    days = (last - first).days + 1
    sums = db.execute(
        f"""
        select
            (
                select count(distinct day)
                from {only.table()}
                where day between ? and ? and {only.told}
            ),
            {SUMS}
        from {only.table()}
        where day between ? and ? and {only.sql}
        """,
        [first, last, *only.values(code), first, last, *only.values(code)],
    ).fetchall()[0]
    covered, amounts = int(sums[0]), sums[1:]
    if covered < COVERAGE * days:
        return Burn(months, code, first, last, days, covered, None, None, None)
    return Burn(months, code, first, last, days, covered, *(amount / covered for amount in amounts))


def budget(
    plans: tuple[tuple[Decimal, date, date | None], ...], *, months: tuple[date, ...]
) -> dict[date, Decimal]:
    """What each month may cost: the sum of the budgets that run on its first day or begin in it.

    Unit     the budgets' currency
    Source   dashboard.toml [[budgets]], as (amount, first day, last day or None)
    """
    sums = {}
    for month in months:
        ends = month + relativedelta(months=1, days=-1)
        running = [a for a, first, last in plans if first <= ends and (not last or last >= month)]
        if running:
            sums[month] = sum(running, Decimal(0))
    return sums


def main_currency(db: DuckDBPyConnection) -> str:
    """The currency the page speaks in: the project's if a bill has it, else that of most lines.

    Unit     an ISO code
    Source   tables build_info, spend
    """
    return str(
        db.execute(
            """
            select coalesce(
                max(info.currency) filter (cost.currency = info.currency or cost.currency is null),
                arg_max(cost.currency, (cost.lines, cost.currency)),
                any_value(info.currency)
            )
            from build_info as info
            left join (
                select currency, sum(lines) as lines from spend group by currency
            ) as cost on true
            """
        ).fetchall()[0][0]
    )


def _frame(rows: list[tuple[object, ...]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split()).astype(object)
