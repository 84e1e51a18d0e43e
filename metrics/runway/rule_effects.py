"""What rules cost: the plan that they bind, next to the best use of all the money."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.runway.engine.drawdown import Drawdown, draw
from metrics.runway.engine.model import Demand, Fund

WORTH = Decimal(1)  # less than one unit of the currency is nothing


@dataclass(frozen=True)
class LeftTo:
    """A fund lapses with more because another fund pays by rule what it might have paid.

    amount   how much more the other pays of the category while the fund is open than without rules
    """

    fund_id: str
    category: str
    payer_id: str
    payer: str
    amount: Decimal


@dataclass(frozen=True)
class RuleEffects:
    """What the plan loses against one without rules.

    days     by how many days it ends earlier; 0: it does not; null: without rules the money lasts
             beyond the horizon     out  its end without rules; null: beyond the horizon
    left_to  per fund that lapses with more, what its rules leave to others, the most first
    """

    days: int | None
    out: date | None
    left_to: tuple[LeftTo, ...]


def rule_effects(funds: Sequence[Fund], demand: Demand, drawn: Drawdown) -> RuleEffects | None:
    """The effects of rules on a plan; null where none binds a cost of it."""
    if not any(paid.by_rule for paid in drawn.payments):
        return None
    free = draw(funds, demand)
    days: int | None = 0
    if drawn.money_out_date:
        later = free.money_out_date
        days = None if later is None else (later - drawn.money_out_date).days
    left_to = [
        each
        for fund in funds
        if drawn.funds[fund.fund_id].lapsed - free.funds[fund.fund_id].lapsed >= WORTH
        for each in _left_to(fund, funds, drawn, free)
    ]
    return RuleEffects(days, free.money_out_date, tuple(left_to))


def _left_to(fund: Fund, funds: Sequence[Fund], drawn: Drawdown, free: Drawdown) -> list[LeftTo]:
    names = {each.fund_id: each.name for each in funds}
    by_rule = {(paid.category, paid.fund_id) for paid in drawn.payments if paid.by_rule}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for plan, sign in ((drawn, 1), (free, -1)):
        for paid in plan.payments:
            key = paid.category, paid.fund_id
            might = fund.pays(paid.category) and fund.is_open(paid.period)
            if key in by_rule and paid.fund_id != fund.fund_id and might:
                sums[key] += sign * paid.amount
    return [
        LeftTo(fund.fund_id, category, payer, names[payer], amount)
        for (category, payer), amount in sorted(sums.items(), key=lambda each: (-each[1], each[0]))
        if amount >= WORTH
    ]
