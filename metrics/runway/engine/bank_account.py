"""The bank account next to the grants: money paid back in arrears must be advanced first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from metrics.runway.engine.drawdown import Drawdown
from metrics.runway.engine.model import Fund

CENT = Decimal("0.01")


def cash_money_out(
    drawn: Drawdown, waits: Mapping[str, int], funds: Sequence[Fund], as_of: date
) -> date | None:
    """The first day on which the cash at hand is used up, grants in arrears being advanced.

    waits   days from a cost to its reimbursement, for each fund that is paid in arrears
    Null where no fund is reimbursed in arrears, or the cash suffices. Costs are even inside their
    period; each day's cost is paid on that day and comes back that many days later.
    """
    if not waits:
        return None
    cash = sum(
        (f.money for f in funds if f.fund_id not in waits and f.kind != "credits"), Decimal(0)
    )
    moves: dict[date, Decimal] = defaultdict(Decimal)
    for paid in drawn.payments:
        fund = next(f for f in funds if f.fund_id == paid.fund_id)
        if fund.kind in ("credits", "in_kind"):
            continue
        first, last = paid.period
        days = (last - first).days + 1
        for n in range(days):
            day, amount = first + timedelta(days=n), paid.amount * fund.gross_up / days
            moves[day] -= amount
            if paid.fund_id in waits:
                moves[day + timedelta(days=waits[paid.fund_id])] += amount
    for day, amount in sorted(moves.items()):
        cash += amount
        if cash < -CENT:
            return max(day, as_of)
    return None
