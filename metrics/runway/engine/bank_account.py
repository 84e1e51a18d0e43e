"""The bank account next to the grants: money paid back in arrears must be advanced first."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from metrics.runway.engine.drawdown import Drawdown
from metrics.runway.engine.model import Fund


def cash_money_out(
    drawn: Drawdown, waits: Mapping[str, int], funds: Sequence[Fund], as_of: date
) -> date | None:
    """The first day on which the cash at hand is used up, grants in arrears being advanced.

    waits   days from a cost to its reimbursement, for each fund that is paid in arrears
    Null where no fund is reimbursed in arrears, or the cash suffices. A cost is paid on the last
    day of its period and comes back that many days later.
    """
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
            back = paid.period[1] + timedelta(days=waits[paid.fund_id])
            moves.append((back, paid.amount * fund.gross_up))
    for day, amount in sorted(moves):
        cash += amount
        if cash < 0:
            return max(day, as_of)
    return None
