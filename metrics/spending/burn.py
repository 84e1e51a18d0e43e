"""The cost of the cloud a day: gross, paid by credits, payable; and whether it rises.

Gross is everything billed before credits were taken off: usage, purchases, tax, adjustments,
and discounts. Credits are promotional ones (a grant of credits), negative. Payable is their sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import DAYS_PER_MONTH
from metrics.data_quality.arrivals import BILLED_DAYS, silent_accounts
from metrics.metric import metric
from metrics.spending.cost_filter import EVERYTHING, CostFilter
from metrics.spending.monthly_charges import monthly_charges

WINDOWS = (1, 3, 6, 12)  # months that a burn is given for
LATE_DAYS = 2  # the newest days of a bill that is not final are still being written
SILENT_AFTER = 62  # days after which an account that sends none, or is small, holds back no other
COVERAGE = Decimal("0.9")
STEADY = Decimal("0.05")  # a change below it is none
APART = Decimal("1.25")  # windows whose burns differ by more disagree

# The bill before a grant of credits is taken off; a discount is part of the price.
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
    covered_days              days of the window that bills cover; the amounts are their mean,
                              and a thirtieth or so of what is charged once a month
    monthly                   gross, of a month: what is charged once a month
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
    monthly: Decimal = Decimal(0)

    @property
    def is_covered(self) -> bool:
        """Whether bills cover at least nine tenths of the window."""
        return self.gross is not None

    @property
    def gross_total(self) -> Decimal | None:
        """The gross cost of the covered days together, without what is charged once a month."""
        if self.gross is None:
            return None
        return (self.gross - self.monthly / DAYS_PER_MONTH) * self.covered_days

    @property
    def credit_share(self) -> Decimal | None:
        """The share of the gross burn that credits paid; None where there is none."""
        return -(self.credits or Decimal(0)) / self.gross if self.gross else None

    def per_month(self, basis: Basis = "gross") -> Decimal | None:
        """The burn of a month of 30.4375 days."""
        amount: Decimal | None = getattr(self, basis)
        return None if amount is None else amount * DAYS_PER_MONTH

    @property
    def gross_per_month(self) -> Decimal | None:
        """The gross burn of a month of 30.4375 days."""
        return self.per_month()

    def day_before(self, as_of: date) -> date:
        """The day that ends the window before; as_of where no bill has a day."""
        return self.first_on - timedelta(days=1) if self.first_on else as_of

    def trend(
        self, earlier: "Burn", basis: Basis = "gross"
    ) -> Literal["up", "down", "steady"] | None:
        """Where the burn went since an earlier window; None where one is not known or nothing."""
        now, was = self.per_month(basis), earlier.per_month(basis)
        if not now or not was:
            return None
        share = now / was - 1
        return "steady" if abs(share) < STEADY else "up" if share > 0 else "down"


@metric(
    unit="currency", grain="day, category, currency", rests_on=("billing",),
    kind="sum",
)  # fmt: skip
def daily_spend(db: DuckDBPyConnection, *, category: str | None = None) -> pd.DataFrame:
    """One row per day, category and currency, oldest first; a day without a bill has no row.

    Columns: day: date · category, currency: str · gross, credits, payable: Decimal, exact.
    Source: table spend, from pipelines/billing.
    """
    return rows.frame(
        db,
        f"""
        select day, category, coalesce(currency, ?) as currency, {SUMS}
        from spend
        where ? is null or category = ?
        group by all
        order by day, category, currency
        """,
        [main_currency(db), category, category],
    )


@dataclass(frozen=True)
class _NewestDay:
    account: str
    newest: date
    final: bool | None

    @property
    def complete_to(self) -> date:
        return self.newest if self.final else self.newest - timedelta(days=LATE_DAYS)


@metric(unit="day", grain="one", rests_on=("billing",), kind="date")
def last_complete_day(db: DuckDBPyConnection, *, currency: str | None = None) -> date | None:
    """The last day that every account with bills in a currency covers in full; None without.

    Days are those of the bills' own time zones, with usage; without a currency, the project's.
    A silent account holds the others back while it is much of the cost: their bills alone would
    look like a fall.
    Source: tables spend_file, billing_file (final: the provider closed the month); metric units.
    """
    accounts = _newest_days(db, currency)
    if not accounts:
        return None
    newest = max(each.newest for each in accounts)
    silent = silent_accounts(db, on=newest)
    return min(
        each.complete_to
        for each in accounts
        if (newest - each.newest).days <= SILENT_AFTER or each.account in silent
    )


def complete_to(db: DuckDBPyConnection, *, account: str) -> date | None:
    """The last day that the bills of one account cover in full; None without any."""
    found = [
        each.complete_to
        for currency in rows.column(
            db, "select distinct currency from spend_file where account = ?", [account]
        )
        for each in _newest_days(db, currency)
        if each.account == account
    ]
    return max(found, default=None)


def _newest_days(db: DuckDBPyConnection, currency: str | None) -> list[_NewestDay]:
    """The newest billed day of each account with bills in a currency; null: the project's."""
    code = main_currency(db)
    return rows.rows(
        db,
        _NewestDay,
        f"""
        with billed as (
            select account, max(day) as newest
            from ({BILLED_DAYS})
            where account in (select account from spend_file where coalesce(currency, ?) = ?)
            group by account
        ),
        closed as (
            select file.account, max(cost.last_day) as newest
            from billing_file as file
            join spend_file as cost using (source_file, account)
            where file.final and file.last_day >= cost.last_day
            group by file.account
        )
        select account, greatest(billed.newest, closed.newest) as newest,
            closed.newest >= billed.newest as final
        from billed
        left join closed using (account)
        """,
        [code, currency or code],
    )


@dataclass(frozen=True)
class _CategorySum:
    category: str
    gross: Decimal
    credits: Decimal
    payable: Decimal


def costs_by_category(db: DuckDBPyConnection, found: Burn) -> dict[str, Decimal]:
    """The gross cost of a burn's window by category; together `gross` times its days.

    Days without a bill cost as the others do; what is charged once a month counts by its month.
    Source: table spend.
    """
    if found.first_on is None or found.last_on is None or not found.covered_days:
        return {}
    values = [found.first_on, found.last_on, *EVERYTHING.values(found.currency)]
    sums = rows.rows(
        db,
        _CategorySum,
        f"""
        select category, {SUMS}
        from spend
        where day between ? and ? and {EVERYTHING.in_currency}
        group by category
        """,
        values,
    )
    costs = {each.category: each.gross for each in sums}
    a_month = dict.fromkeys(costs, Decimal(0))
    by_month = monthly_sums(db, found.first_on, found.last_on, found.currency, EVERYTHING)
    for charge in monthly_charges(
        db, first=found.first_on, last=found.last_on, currency=found.currency,
        covered={each.month: each.covered_days for each in by_month}, cost_filter=EVERYTHING,
    ):  # fmt: skip
        if not charge.is_credit:
            costs[charge.category] = costs.get(charge.category, Decimal(0)) - charge.in_window
            a_month[charge.category] = a_month.get(charge.category, Decimal(0)) + charge.a_month
    return {
        name: (cost / found.covered_days + a_month.get(name, Decimal(0)) / DAYS_PER_MONTH)
        * found.days
        for name, cost in costs.items()
    }


@dataclass(frozen=True)
class Sums:
    """One month of a window: the days that bills cover, and the sums of its rows."""

    month: date
    covered_days: int
    gross: Decimal
    credits: Decimal


@metric(unit="currency a day", grain="one", rests_on=("billing",), kind="middle")
def burn(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 3,
    currency: str | None = None,
    cost_filter: CostFilter = EVERYTHING,
) -> Burn:
    """The mean cost of a day over the last calendar months that bills cover in full.

    The window ends on the last complete day, at most on as_of. What is charged once a month counts
    by its month. Amounts are None where bills cover fewer than nine tenths of the window. Without
    a currency, the project's.
    Source: table spend; accrual: a cost belongs to the day of its service.
    """
    code = currency or main_currency(db)
    last = last_complete_day(db, currency=code)
    if last is None:
        return Burn(months, code, None, None, 0, 0, None, None, None)
    last = min(last, as_of)
    first = last + timedelta(days=1) - relativedelta(months=months)
    days = (last - first).days + 1
    sums = monthly_sums(db, first, last, code, cost_filter)
    covered = sum(each.covered_days for each in sums)
    if covered < COVERAGE * days:
        return Burn(months, code, first, last, days, covered, None, None, None)
    gross, credits = window_sides(
        db, first=first, last=last, currency=code, cost_filter=cost_filter
    )
    sides = gross.per_day(covered), credits.per_day(covered)
    return Burn(
        months, code, first, last, days, covered, *sides, sides[0] + sides[1], gross.a_month
    )


@dataclass(frozen=True)
class Side:
    """Gross, or the credits: a burn is made of the two.

    billed     the sum of the window's rows
    in_window  of it, charged once a month     a_month  what that costs a month
    """

    billed: Decimal
    in_window: Decimal
    a_month: Decimal

    def per_day(self, covered_days: int) -> Decimal:
        """A day of the window: the mean of its days, and a day's part of a month's charges."""
        return (self.billed - self.in_window) / covered_days + self.a_month / DAYS_PER_MONTH


def window_sides(
    db: DuckDBPyConnection,
    *,
    first: date,
    last: date,
    currency: str,
    cost_filter: CostFilter,
) -> tuple[Side, Side]:
    """Gross and credits of a window of the bills. Source: table spend."""
    known = monthly_sums(db, first, last, currency, cost_filter)
    charges = monthly_charges(
        db, first=first, last=last, currency=currency, cost_filter=cost_filter,
        covered={each.month: each.covered_days for each in known},
    )  # fmt: skip

    def side(name: str, *, is_credit: bool) -> Side:
        own = [each for each in charges if each.is_credit is is_credit]
        return Side(
            sum((getattr(each, name) for each in known), Decimal(0)),
            sum((each.in_window for each in own), Decimal(0)),
            sum((each.a_month for each in own), Decimal(0)),
        )

    return side("gross", is_credit=False), side("credits", is_credit=True)


def monthly_sums(
    db: DuckDBPyConnection, first: date, last: date, code: str, cost_filter: CostFilter
) -> list[Sums]:
    """The days of each month that bills cover, and their sums."""
    values = [first, last, *cost_filter.values(code)]
    return rows.rows(
        db,
        Sums,
        f"""
        with covered as (
            select date_trunc('month', day)::date as month, count(distinct day) as covered_days
            from {cost_filter.table()}
            where day between ? and ? and {cost_filter.days_covered}
            group by month
        ),
        cost as (
            select date_trunc('month', day)::date as month, {SUMS}
            from {cost_filter.table()}
            where day between ? and ? and {cost_filter.in_currency}
            group by month
        )
        select month, coalesce(covered_days, 0) as covered_days,
            coalesce(gross, 0) as gross, coalesce(credits, 0) as credits
        from covered
        full join cost using (month)
        order by month
        """,
        [*values, *values],
    )


def windows_apart(burns: Sequence[Burn], basis: Basis = "gross") -> list[Burn]:
    """The burns of up to six months where they differ by more than a quarter; none where not."""
    known = [each for each in burns if each.gross is not None and each.months <= 6]
    amounts = [abs(each.per_month(basis) or Decimal(0)) for each in known]
    return known if len(known) > 1 and max(amounts) > min(amounts) * APART else []


def budget(
    plans: tuple[tuple[Decimal, date, date | None], ...], *, months: tuple[date, ...]
) -> dict[date, Decimal]:
    """The limit of each month: the sum of the budgets that run on its first day or begin in it.

    Source: dashboard.toml [[budgets]], as (amount, first day, last day or None).
    """
    sums = {}
    for month in months:
        ends = month + relativedelta(months=1, days=-1)
        running = [a for a, first, last in plans if first <= ends and (not last or last >= month)]
        if running:
            sums[month] = sum(running, Decimal(0))
    return sums


def main_currency(db: DuckDBPyConnection) -> str:
    """The currency of the page: the project's if a bill has it, else that of most lines."""
    return str(
        rows.value(
            db,
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
            """,
        )
    )
