"""The figures of a request to extend one fund: months, and what it pays before and after its end.

The reason for an extension is the work that remains, never the money (2 CFR 200.308): the months
asked for are those that the work needs, and at most those that the rule allows.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from duckdb import DuckDBPyConnection

from metrics.runway.engine.dates import ONE_DAY, add_months, in_months
from metrics.runway.engine.drawdown import Payment
from metrics.runway.engine.model import Fund, Period, pays_before
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, outlooks
from metrics.runway.own_funds import OwnFund, own_funds


class NotAsked(ValueError):
    """The request cannot be made; `code` and `months` say why.

    code   no_end | ended | not_later | not_allowed | too_long | more_than_needed
    """

    def __init__(self, code: str, months: Decimal | None = None, until: date | None = None) -> None:
        super().__init__(code)
        self.code, self.months, self.until = code, months, until


@dataclass(frozen=True)
class Paid:
    """What the fund is expected to pay of one category until its present end, and after it."""

    category: str
    to_end: Decimal
    after: Decimal


@dataclass(frozen=True)
class Request:
    """One request; amounts are in the fund's currency, and include its overhead and tax.

    They are null where the balance is not known, the proposed end lies beyond what the runway
    looks at, or the fund is in a currency that was converted.

    asked      months from the present end to the proposed one
    needed     months that the remaining work needs; null: nobody entered it
    allowed    months that the rule allows; null: nobody entered it
    left       unspent on the present last day
    paid       by category, dearest first
    still_left unspent on the proposed last day
    lasts      months of the new period that it pays for; null also without a known cost of them
    """

    fund: OwnFund
    to: date
    asked: Decimal
    needed: Decimal | None
    allowed: int | None
    left: Decimal | None = None
    paid: tuple[Paid, ...] = ()
    still_left: Decimal | None = None
    lasts: Decimal | None = None

    @property
    def rule(self) -> Rule:
        """The rule of the funder."""
        return self.fund.rule

    @property
    def present(self) -> date:
        """The present last day."""
        return self.rule.ends_on or self.to

    @property
    def pays_all(self) -> bool:
        """Whether the fund pays for the whole new period."""
        return self.lasts is not None and self.lasts >= self.asked


def extension_request(
    db: DuckDBPyConnection, *, fund: str, to: date | None = None
) -> Request | None:
    """The figures for extending a fund to a day; null: there is no such fund.

    to   null: the day to which the rule and the remaining work lead
    Raises NotAsked where the rule or the work does not allow it. Source: as `outlook`.
    """
    own = next(iter(own_funds(db, funds=(fund,))), None)
    if own is None:
        return None
    end = own.rule.ends_on
    if end is None:
        raise NotAsked("no_end")
    if end <= own.as_of:
        raise NotAsked("ended")
    until = to or latest(own.rule)
    if until is None:
        raise NotAsked("not_later")
    asked = months_between(end, until)
    _check(own.rule, end, until)
    known = outlooks(db)
    pairs = zip(known.inputs, known.answers, strict=True)
    given, found = next(each for each in pairs if fund in each[0].held)
    return _request(own, until, asked, given, found)


def latest(rule: Rule) -> date | None:
    """The last day to which the remaining work needs the money and the rule allows it."""
    if rule.ends_on is None:
        return None
    needed = None if rule.work_months is None else _whole(rule.work_months)
    months = min((n for n in (needed, rule.months) if n is not None), default=None)
    return after(rule.ends_on, months) if months else None


def after(day: date, months: int) -> date:
    """The day so many months on; the last of a month leads to the last of a month."""
    moved = add_months(day, months)
    if day.day < monthrange(day.year, day.month)[1]:
        return moved
    return moved.replace(day=monthrange(moved.year, moved.month)[1])


def months_between(end: date, to: date) -> Decimal:
    """Calendar months between two days; a part of a month counts in days of 30.4375."""
    whole = 0
    while after(end, whole + 1) <= to:
        whole += 1
    return whole + in_months((to - after(end, whole)).days)


def _check(rule: Rule, end: date, to: date) -> None:
    if to <= end:
        raise NotAsked("not_later", until=end)
    if rule.months == 0:
        raise NotAsked("not_allowed")
    if rule.months is not None and to > after(end, rule.months):
        raise NotAsked("too_long", Decimal(rule.months), after(end, rule.months))
    if rule.work_months is not None and to > after(end, _whole(rule.work_months)):
        raise NotAsked("more_than_needed", rule.work_months, latest(rule))


def _whole(months: Decimal) -> int:
    return int(months.to_integral_value(ROUND_CEILING))


def _request(own: OwnFund, to: date, asked: Decimal, given: Inputs, found: Outlook) -> Request:
    end, left = own.rule.ends_on or to, own.left
    if left is None or to > own.horizon or own.currency != own.rule.currency:
        return Request(own, to, asked, own.rule.work_months, own.rule.months)
    fund = next(each for each in given.case.funds if each.fund_id == own.fund_id)
    first = (own.as_of + ONE_DAY, end)
    mine = [each for each in found.plan.payments if each.fund_id == own.fund_id]
    before = _scaled(_costs(mine, first), fund.available - left[1])
    need = _needed(fund, given, found, (end + ONE_DAY, to))
    whole = sum(need.values(), Decimal(0))
    after = _scaled(need, min(whole, left[1]))
    names = sorted({*before, *after}, key=lambda n: (-before.get(n, 0) - after.get(n, 0), n))
    zero = Decimal(0)
    paid = tuple(Paid(name, before.get(name, zero), after.get(name, zero)) for name in names)
    lasts = min(asked, asked * left[1] / whole) if whole else None
    return Request(
        own, to, asked, own.rule.work_months, own.rule.months, left[1], paid,
        left[1] - sum(after.values(), zero), lasts,
    )  # fmt: skip


def _needed(fund: Fund, given: Inputs, found: Outlook, period: Period) -> dict[str, Decimal]:
    """What the period costs of the categories that the fund pays, with its overhead and tax.

    Not what credits and help in kind pay of it by the plan, unless it is itself one of them, nor
    what another fund pays by rule, if this one does not come before it.
    """
    kinds = {each.fund_id: each.kind for each in given.case.funds}
    others = () if fund.kind == "credits" else ("credits", "in_kind")
    paid = [
        each
        if each.fund_id == fund.fund_id
        or pays_before(given.case.ruled, fund.fund_id, each.fund_id, each.category)
        else replace(each, amount=each.amount - each.by_rule)
        for each in found.plan.payments
        if kinds.get(each.fund_id) not in others
    ]
    short = [
        Payment("", (day, _last(day, found)), name, amount)
        for (day, name), amount in found.plan.unfunded.items()
    ]
    costs = _costs([each for each in (*paid, *short) if each.amount], period)
    return {
        name: min(amount, fund.caps.get(name, amount)) * fund.gross_up
        for name, amount in costs.items()
        if fund.pays(name)
    }


def _last(first: date, found: Outlook) -> date:
    """The last day of the plan's period that begins on a day: it ends with the calendar month."""
    inside = next(last for begins, last in found.periods if begins <= first <= last)
    return min(inside, after(first.replace(day=1), 1) - ONE_DAY)


def _costs(payments: Sequence[Payment], period: Period) -> dict[str, Decimal]:
    """The cost of a period by category; a payment over its edge counts by its days inside."""
    sums: dict[str, Decimal] = {}
    for each in payments:
        first, last = max(each.period[0], period[0]), min(each.period[1], period[1])
        if first <= last:
            days = (each.period[1] - each.period[0]).days + 1
            share = each.amount * ((last - first).days + 1) / days
            sums[each.category] = sums.get(each.category, Decimal(0)) + share
    return sums


def _scaled(amounts: Mapping[str, Decimal], total: Decimal) -> dict[str, Decimal]:
    """The amounts in the same proportion, of another total."""
    whole = sum(amounts.values(), Decimal(0))
    return {name: amount * total / whole for name, amount in amounts.items()} if whole else {}
