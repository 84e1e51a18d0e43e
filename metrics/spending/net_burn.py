"""Net burn: gross burn less the income of the same days that may be spent on it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import DAYS_PER_MONTH
from metrics.metric import metric
from metrics.spending.burn import SILENT_AFTER, Burn, burn, costs_by_category
from metrics.spending.cost_filter import EVERYTHING, CostFilter

# Why net burn is not known: income belongs to no part of the bills; no ledger is kept in the
# currency; gross burn is not known; income is known after the window began, or not to its end.
Unknown = Literal["part", "no_income", "no_burn", "income_from", "income_until"]


@dataclass(frozen=True)
class Net:
    """The net burn of one window, per day; None where it is not known, and why.

    burn     the gross burn of the window
    income   per day, as far as it may be spent on the bills, net of the funds' fees
    unknown_on   the day from which, or until which, income is known
    apart    currencies of income that is not subtracted
    """

    burn: Burn
    income: Decimal | None
    net: Decimal | None
    unknown: Unknown | None = None
    unknown_on: date | None = None
    apart: tuple[str, ...] = ()

    @property
    def gross_per_month(self) -> Decimal | None:
        """The gross burn of a month of 30.4375 days."""
        return self.burn.per_month()

    @property
    def income_per_month(self) -> Decimal | None:
        """The income of a month of 30.4375 days."""
        return None if self.income is None else self.income * DAYS_PER_MONTH

    @property
    def net_per_month(self) -> Decimal | None:
        """The net burn of a month of 30.4375 days."""
        return None if self.net is None else self.net * DAYS_PER_MONTH


@dataclass(frozen=True)
class _Known:
    first: date | None
    last: date | None


@metric(unit="currency a day", grain="one", rests_on=("billing", "funds", "income"), kind="middle")
def net(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 3,
    currency: str | None = None,
    cost_filter: CostFilter = EVERYTHING,
) -> Net:
    """The burn of a window less the income of the same days.

    Negative where more came in than was spent. Source: tables income_daily ←
    [[funding.ledgers]], fund; metric `burn`.
    """
    found = burn(db, as_of=as_of, months=months, currency=currency, cost_filter=cost_filter)
    return net_of(db, found, cost_filter)


def net_of(db: DuckDBPyConnection, found: Burn, cost_filter: CostFilter = EVERYTHING) -> Net:
    """The net burn of a window whose gross burn is found; None where no ledger covers the days."""
    if cost_filter.chosen:
        return Net(found, None, None, "part")
    known = rows.row(
        db,
        _Known,
        "select min(day) as first, max(day) as last from income_daily where currency = ?",
        [found.currency],
    )
    if known is None or known.first is None or known.last is None:
        return Net(found, None, None, "no_income")
    if found.first_on is None or found.last_on is None or found.gross is None:
        return Net(found, None, None, "no_burn")
    if known.first > found.first_on:
        return Net(found, None, None, "income_from", known.first)
    if (found.last_on - known.last).days > SILENT_AFTER:
        return Net(found, None, None, "income_until", known.last)
    income = _income(db, found) / found.days
    apart = rows.column(
        db,
        """
        select distinct currency
        from income_daily
        where currency <> ? and day between ? and ?
        order by currency
        """,
        [found.currency, found.first_on, found.last_on],
    )
    return Net(found, income, found.gross - income, apart=tuple(apart))


@dataclass(frozen=True)
class _Received:
    pays_for: list[str]
    amount: Decimal


def _income(db: DuckDBPyConnection, found: Burn) -> Decimal:
    """Income of the window that may be spent on its bills.

    An instalment into a fund with an award is no income again: the award was counted whole.
    """
    received = rows.rows(
        db,
        _Received,
        """
        select
            coalesce(fund.pays_for, []) as pays_for,
            sum(income.amount * (1 - coalesce(fund.fee_rate, 0))) as amount
        from income_daily as income
        left join fund using (fund_id)
        where income.currency = ? and income.day between ? and ? and fund.awarded is null
        group by pays_for
        """,
        [found.currency, found.first_on, found.last_on],
    )
    free = sum((each.amount for each in received if not each.pays_for), Decimal(0))
    bound = [(set(each.pays_for), each.amount) for each in received if each.pays_for]
    return free + _spendable(bound, costs_by_category(db, found))


def _spendable(bound: list[tuple[set[str], Decimal]], costs: dict[str, Decimal]) -> Decimal:
    """As much of bound income as its categories cost, each cost paid once.

    Any of the funds together pay no more than their income, nor than their categories cost: the
    least of all such limits is the amount they can pay.
    """
    limits = []
    for many in range(len(bound) + 1):
        for some in combinations(range(len(bound)), many):
            categories = set[str]().union(*(bound[i][0] for i in some))
            cost = sum((costs.get(each, Decimal(0)) for each in categories), Decimal(0))
            rest = (amount for i, (_, amount) in enumerate(bound) if i not in some)
            limits.append(sum(rest, max(cost, Decimal(0))))
    return min(limits)
