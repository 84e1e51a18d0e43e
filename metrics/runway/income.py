"""The end of the money if recurring income goes on as in the last twelve months.

Next to the answer of committed money only, never instead of it. How far income strays from the
year before was measured on the ledgers of four public teams (docs/decisions.md); the range pools
these outcomes with the simulated spending.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import DAYS_PER_MONTH, trailing
from metrics.metric import metric
from metrics.runway.engine.award_outcomes import Award
from metrics.runway.engine.dates import ONE_DAY, add_months
from metrics.runway.engine.simulation import NEVER, Case, Simulation, simulate
from metrics.runway.inputs.gather import Inputs, inputs

# Income of the next six months over that of the year before, at 10, 30, 70 and 90 % of the cases;
# the middle is "as in the last twelve months".
LEVELS = (0.53, 0.62, 1.0, 1.36, 1.86)
PATHS = 200  # a level
MOST_SILENT = 62  # days without income after which a ledger is no guide to the future


@dataclass(frozen=True)
class WithIncome:
    """One answer; dates are null where no such day lies before the horizon.

    per_month   income of the last twelve months ÷ 12, net of fees, without instalments of awards
    short_from  first day from which a month costs more than that; null: none does
    """

    per_month: Decimal
    currency: str
    as_of: date
    low: date | None
    likely: date | None
    high: date | None
    horizon: date
    short_from: date | None


@metric(
    unit="days, currency", grain="one", rests_on=("funds", "billing", "income"), kind="simulated",
)  # fmt: skip
def with_income(db: DuckDBPyConnection) -> WithIncome | None:
    """The end of the money with recurring income, in the team's currency.

    None where ledgers do not cover the last twelve months. Source: tables income_daily ←
    [[funding.ledgers]], fund; metric `outlook`.
    """
    return income_of(db, inputs(db))


def income_of(db: DuckDBPyConnection, given: Inputs) -> WithIncome | None:
    """The same from inputs already read."""
    per_month = _recurring(db, given)
    if not per_month:
        return None
    found = [simulate(_case(given.case, float(per_month) * level)) for level in LEVELS]
    out = np.sort(np.concatenate([each.out for each in found]))
    low, likely, high = (_day(out, q, given.case.as_of) for q in (0.1, 0.5, 0.9))
    base = found[LEVELS.index(1.0)]
    return WithIncome(
        per_month, given.currency, given.case.as_of, low, likely, high, base.horizon,
        _short_from(base, float(per_month)),
    )  # fmt: skip


@dataclass(frozen=True)
class _Came:
    first: date | None
    last: date | None
    amount: Decimal


def _recurring(db: DuckDBPyConnection, given: Inputs) -> Decimal | None:
    """A month's income of the last twelve months; instalments of an award are none."""
    as_of, begins = given.case.as_of, trailing(given.case.as_of, months=12)
    known = rows.rows(
        db,
        _Came,
        """
        select
            min(day) as first, max(day) as last,
            coalesce(sum(income.amount * (1 - coalesce(fund.fee_rate, 0)))
                filter (day >= $begins and fund.awarded is null), 0) as amount
        from income_daily as income
        left join fund using (fund_id)
        where income.currency = $currency and day <= $as_of
        """,
        {"begins": begins, "as_of": as_of, "currency": given.currency},
    )
    (came,) = known
    if came.first is None or came.last is None or came.amount <= 0:
        return None
    reaches = came.first <= begins + timedelta(days=31)
    return came.amount / 12 if reaches and (as_of - came.last).days <= MOST_SILENT else None


def _case(case: Case, per_month: float) -> Case:
    """The case with a month's income at the end of each month; no pending award."""
    amount = Decimal(str(round(per_month, 2)))
    income = tuple(
        Award(f"income {n}", amount, 1.0, add_months(case.as_of, n) + ONE_DAY)
        for n in range(1, case.months)
    )
    return replace(case, awards=income, paths=PATHS)


def _day(out: np.ndarray, q: float, as_of: date) -> date | None:
    days = int(out[max(0, int(np.ceil(q * len(out) - 1e-9)) - 1)])
    return None if days >= NEVER else as_of + timedelta(days=days)


def _short_from(found: Simulation, per_month: float) -> date | None:
    """The first period whose costs, as of a month, are above the income."""
    costs = np.median(found.spending.sum(axis=2), axis=0)
    for (first, last), cost in zip(found.periods, costs.tolist(), strict=True):
        if cost / ((last - first).days + 1) * float(DAYS_PER_MONTH) > per_month:
            return first
    return None
