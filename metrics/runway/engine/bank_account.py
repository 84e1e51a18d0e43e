"""The bank account beside the grants: money paid back in arrears must be advanced first."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from metrics.runway.engine.model import Fund
from metrics.runway.engine.payments import Drawdown


class PaidBack(Protocol):
    """A fund's rule, as far as cash cares."""

    @property
    def reimbursed_after_days(self) -> int | None:
        """Days from the cost to its reimbursement; null: paid in advance."""


def cash_money_out(
    drawn: Drawdown, rules: Mapping[str, PaidBack], funds: Sequence[Fund], as_of: date
) -> date | None:
    """The first day on which the cash at hand is used up, grants in arrears being advanced.

    Null where no fund is reimbursed in arrears, or the cash suffices. A cost is paid on the last
    day of its period and comes back that many days later.
    """
    waits = {
        f: r.reimbursed_after_days for f, r in rules.items() if r.reimbursed_after_days is not None
    }
    if not waits:
        return None
    cash = sum(
        (f.available for f in funds if f.fund_id not in waits and f.kind != "credits"), Decimal(0)
    )
    moves: list[tuple[date, Decimal]] = []
    for paid in drawn.payments:
        fund = next(f for f in funds if f.fund_id == paid.fund_id)
        if fund.kind in ("credits", "in_kind"):
            continue
        moves.append((paid.period[1], -paid.amount * fund.gross_up))
        if paid.fund_id in waits:
            back = paid.period[1] + timedelta(days=waits[paid.fund_id] or 0)
            moves.append((back, paid.amount * fund.gross_up))
    for day, amount in sorted(moves):
        cash += amount
        if cash < 0:
            return max(day, as_of)
    return None
