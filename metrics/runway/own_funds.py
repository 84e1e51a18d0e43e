"""What funds will have left by themselves: no date and no amount of another fund."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.once import once
from metrics.runway.engine.drawdown import Payment
from metrics.runway.engine.model import Fund
from metrics.runway.extensions import Extension
from metrics.runway.inputs.balances import Statement
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, outlooks

WORTH = Decimal(1)  # less than one unit of the currency is nothing


@dataclass(frozen=True)
class OwnFund:
    """One fund, as its own funder may see it; amounts are in `currency`.

    currency   the fund's own, or the team's where it has a rate into that
    balance    what it holds on `as_of`; null: not known
    left       unspent on its last day: (low, likely, high), 8 chances in 10 within; null: no last
               day before `horizon`, or nothing is known of its balance
    pays_to    the last day that the plan charges to it, where that uses it up; else null
    past       its known balances, (day, amount), oldest first
    ahead      its likely path, (day, amount), from today to its last day or the horizon; it ends at
               the likely amount of `left`
    monthly    what the plan charges to it in a mean month until then; null: nothing
    extension  what a longer period would buy; null: nothing to extend
    """

    fund_id: str
    rule: Rule
    currency: str
    as_of: date
    horizon: date
    stated: Statement | None
    balance: Decimal | None
    left: tuple[Decimal, Decimal, Decimal] | None
    pays_to: date | None
    past: tuple[tuple[date, Decimal], ...]
    ahead: tuple[tuple[date, Decimal], ...]
    monthly: Decimal | None
    extension: Extension | None

    @property
    def lapses(self) -> bool:
        """Whether some of it is likely unspent on its last day."""
        return self.left is not None and self.left[1] >= WORTH


@once
def own_funds(db: DuckDBPyConnection, *, funds: tuple[str, ...]) -> list[OwnFund]:
    """What each named fund will have left on its last day, or when it is used up.

    In the order of `funds`; unknown ids are left out. The rest of the money is counted where it
    pays first, and stays unseen. Source: as `outlook`.
    """
    known = outlooks(db)
    found = {
        fund.fund_id: _own(fund, given, answer)
        for given, answer in zip(known.inputs, known.answers, strict=True)
        for fund in given.case.funds
        if fund.fund_id in funds
    }
    return [found[fund_id] for fund_id in funds if fund_id in found]


def _own(fund: Fund, given: Inputs, answer: Outlook) -> OwnFund:
    held = given.held[fund.fund_id]
    paid = [each for each in answer.plan.payments if each.fund_id == fund.fund_id]
    extension = next((e for e in answer.extensions if e.rule.fund_id == fund.fund_id), None)
    is_known = held.balance is not None
    left = _left(fund, answer, extension) if is_known else None
    return OwnFund(
        fund.fund_id, given.rules[fund.fund_id], given.currency, answer.as_of, answer.horizon,
        held.statement, held.balance,
        left,
        _pays_to(fund, answer, paid) if is_known else None,
        tuple((p.on_day, p.amount) for p in given.history if p.fund_id == fund.fund_id),
        _ahead(fund, answer, paid, left and left[1]) if is_known else (),
        _monthly(fund, answer, paid),
        extension,
    )  # fmt: skip


def _left(
    fund: Fund, answer: Outlook, extension: Extension | None
) -> tuple[Decimal, Decimal, Decimal] | None:
    if fund.ends_on is None or not answer.as_of < fund.ends_on <= answer.horizon:
        return None
    if extension is not None:
        return extension.left
    likely = next(each.lapse for each in answer.funds if each.fund_id == fund.fund_id)
    return (likely, likely, likely)


def _pays_to(fund: Fund, answer: Outlook, paid: Sequence[Payment]) -> date | None:
    outcome = answer.plan.funds[fund.fund_id]
    if not paid or outcome.lapsed + outcome.left >= WORTH:
        return None
    return max(each.period[1] for each in paid)


def _ahead(
    fund: Fund, answer: Outlook, paid: Sequence[Payment], likely: Decimal | None
) -> tuple[tuple[date, Decimal], ...]:
    points, left = [(answer.as_of, fund.available)], fund.available
    for day in sorted({each.period[1] for each in paid}):
        left -= sum((p.amount for p in paid if p.period[1] == day), Decimal(0)) * fund.gross_up
        points.append((day, max(Decimal(0), left)))
    last = min(fund.ends_on or answer.horizon, answer.horizon)
    if points[-1][0] < last:
        points.append((last, points[-1][1]))
    return _ending_at(points, points[-1][1] if likely is None else likely)


def _ending_at(
    points: Sequence[tuple[date, Decimal]], end: Decimal
) -> tuple[tuple[date, Decimal], ...]:
    """The plan's path, stretched to the likely end: a chart says one amount, the sentence's."""
    start, planned = points[0][1], points[-1][1]
    if start == planned:
        return (*points[:-1], (points[-1][0], end))
    stretch = (start - end) / (start - planned)
    path = tuple((day, start - (start - amount) * stretch) for day, amount in points[:-1])
    return (*path, (points[-1][0], end))


def _monthly(fund: Fund, answer: Outlook, paid: Sequence[Payment]) -> Decimal | None:
    if not paid:
        return None
    whole = sum((each.amount for each in paid), Decimal(0)) * fund.gross_up
    return whole / answer.months_until(max(each.period[1] for each in paid))
