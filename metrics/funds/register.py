"""Which funds there are, what they may pay for, and what each holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.funds.derived import Derived
from metrics.funds.due_dates import SOON
from metrics.metric import metric
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Held
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import Inputs, each_currency


@dataclass(frozen=True)
class Position:
    """One fund: what it holds today, its terms and its state.

    state        stranded: ended with money in it | ended | unknown: no balance is known |
                 used_up | old: the statement is | not_begun | ends_soon | open
    held         balance, the statement it rests on, and what moved since
    derived      of credits whose host gives no balance: how the bills come to it
    spent_share, elapsed_share   of the award and of its period; null: not known
    """

    fund: Fund
    rule: Rule
    held: Held
    currency: str
    state: str
    spent_share: float | None
    elapsed_share: float | None
    derived: Derived | None = None

    @property
    def balance(self) -> Decimal | None:
        """What it holds today; null: not known."""
        return self.held.balance

    def can_be_spent(self, as_of: date) -> bool:
        """Whether it is open and not known to be empty."""
        first, last = self.fund.starts_on or as_of, self.fund.ends_on or as_of
        is_empty = self.balance is not None and self.balance <= 0
        return first <= as_of <= last and not is_empty


@metric(unit="the runway's currency", grain="fund",
        rests_on=("funds", "billing"), kind="sum")  # fmt: skip
def register(db: DuckDBPyConnection) -> list[Position]:
    """Every fund with its balance today, its terms and its state; soonest end first.

    Source: tables fund, fund_cap, fund_balance; bills since the last statement.
    """
    return positions(each_currency(db))


def positions(known: Sequence[Inputs]) -> list[Position]:
    """The same from inputs already read."""
    funds = [(fund, given) for given in known for fund in given.case.funds]
    return [_position(given, fund) for fund, given in sorted(funds, key=lambda pair: pair[0].order)]


@metric(unit="the fund's currency", grain="statement", rests_on=("funds",), kind="sum")
def movements(db: DuckDBPyConnection) -> pd.DataFrame:
    """Every stated balance, newest first.

    Columns: fund: str · on: date · stated: amount or null (not known) · confirmed · source.
    Source: table fund_balance ← balances.csv.
    """
    return db.execute(
        """
        select fund.name as fund, on_day as "on", amount as stated, confirmed, source
        from fund_balance
        join fund using (fund_id)
        order by on_day desc, fund.name
        """
    ).df()


def _position(given: Inputs, fund: Fund) -> Position:
    as_of = given.case.as_of
    held, rule = given.held[fund.fund_id], given.rules[fund.fund_id]
    spent = elapsed = None
    if held.balance is not None and rule.awarded:
        spent = float(1 - held.balance / rule.awarded)
    if fund.starts_on and fund.ends_on:
        whole = (fund.ends_on - fund.starts_on).days + 1
        elapsed = min(1.0, max(0.0, ((as_of - fund.starts_on).days + 1) / whole))
    state = _state(fund, held, as_of)
    by_bills = next((each for each in given.derived if each.fund_id == fund.fund_id), None)
    return Position(fund, rule, held, given.currency, state, spent, elapsed, by_bills)


def _state(fund: Fund, held: Held, as_of: date) -> str:
    if fund.ends_on and fund.ends_on < as_of:
        return "stranded" if held.balance is not None and held.balance > 0 else "ended"
    if held.balance is None:
        return "unknown"
    if held.balance <= 0:
        return "used_up"
    if held.is_old(as_of):
        return "old"
    if fund.starts_on and fund.starts_on > as_of:
        return "not_begun"
    soon = fund.ends_on is not None and (fund.ends_on - as_of).days <= SOON
    return "ends_soon" if soon else "open"
