"""Since when bills that credits paid are paid in cash, and from what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.runway.balance_range import is_open
from metrics.runway.engine.dates import ONE_DAY, add_months
from metrics.runway.engine.drawdown import Payment
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.gather import Inputs

SAID_FOR = 12  # months after the switch; later it is no news


@dataclass(frozen=True)
class CashBills:
    """The switch from credits to cash.

    since       first day that no credits paid for
    credits     names of the credits, the last to end
    categories  of the bills that they paid     paid_from   names of the funds that pay them now
    """

    since: date
    credits: tuple[str, ...]
    categories: tuple[str, ...]
    paid_from: tuple[str, ...]


def cash_bills(given: Inputs, payments: Sequence[Payment]) -> CashBills | None:
    """The switch, once all credits have ended or are used up; null before, and a year later.

    payments   of the plan: the first month's show which funds pay now
    """
    as_of = given.case.as_of
    credits = [fund for fund in given.case.funds if fund.kind == "credits"]
    credits = [fund for fund in credits if given.held[fund.fund_id].statement]
    gone = [fund for fund in credits if fund.balance <= 0 or not is_open(None, fund.ends_on, as_of)]
    if not gone or len(gone) < len(credits):
        return None
    since = max(_since(fund, given) for fund in gone)
    billed = tuple(
        sorted(s.category for s in given.case.streams if any(f.pays(s.category) for f in gone))
    )
    if not billed or since < add_months(as_of, -SAID_FOR):
        return None
    soon = as_of + 31 * ONE_DAY
    payers = {p.fund_id for p in payments if p.category in billed and p.period[0] <= soon}
    names = tuple(fund.name for fund in given.case.funds if fund.fund_id in payers)
    return CashBills(since, tuple(fund.name for fund in gone), billed, names)


def _since(fund: Fund, given: Inputs) -> date:
    """The day after the last one that these credits paid for."""
    end = (fund.ends_on or given.case.as_of) + ONE_DAY
    points = sorted((p.on_day, p.amount) for p in given.history if p.fund_id == fund.fund_id)
    known = [(day, amount) for day, amount in points if amount > 0 and day < end]
    if fund.balance > 0 or not known:
        return min(end, given.case.as_of + ONE_DAY)
    day, left = known[-1]
    while left > 0 and day < min(end, given.case.as_of):
        day += ONE_DAY
        left -= sum(
            (
                days.get(day, Decimal(0))
                for name, days in given.spent.by_category.items()
                if fund.pays(name)
            ),
            Decimal(0),
        )
    return min(end, day + ONE_DAY)
