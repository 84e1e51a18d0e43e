"""What a way of paying comes to: what lapses, what nobody pays, when it ends and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.model import Demand, Fund, Period
from metrics.runway.engine.units import UNIT, Units, steps, units

DAWN = date.min


@dataclass(frozen=True)
class Outcome:
    """What becomes of one fund: used + encumbered + lapsed + left is its balance."""

    used: Decimal
    lapsed: Decimal
    left: Decimal
    encumbered: Decimal = Decimal(0)


@dataclass(frozen=True)
class Payment:
    """One fund pays for one category in one period; `amount` is the bill's, before overhead."""

    fund_id: str
    period: Period
    category: str
    amount: Decimal


@dataclass(frozen=True)
class Gap:
    """A stretch without money that ends when an award starts: what a bridge must cover."""

    days: int
    amount: Decimal
    second_money_out_date: date | None


@dataclass(frozen=True)
class Drawdown:
    """What happens to a demand: when it is no longer completely funded, and why.

    money_out_date  first day that is not completely funded; null: none before the demand ends
    reason          balance | fund_end_date | category; null with it
    unfunded        (first day of the period, category) → amount, only where there is any
    shortfalls      stretches of days that are not completely funded
    """

    money_out_date: date | None
    reason: str | None
    money_out_by_category: dict[str, date]
    unfunded: dict[tuple[date, str], Decimal]
    funds: dict[str, Outcome]
    payments: tuple[Payment, ...]
    shortfalls: tuple[Period, ...] = ()

    @property
    def last_funded_day(self) -> date | None:
        """The day before the money-out date."""
        return self.money_out_date and self.money_out_date - ONE_DAY

    @property
    def unfunded_total(self) -> Decimal:
        """All that nobody pays."""
        return sum(self.unfunded.values(), Decimal(0))

    @property
    def lapsed_total(self) -> Decimal:
        """All that expires unspent."""
        return sum((each.lapsed for each in self.funds.values()), Decimal(0))

    @property
    def gap(self) -> Gap | None:
        """The stretch between the money-out date and the next money; null: none comes.

        Next money is a fund that pays for the first time after the stretch; one that went on
        paying for other categories is none.
        """
        ends = self._first_shortfall_ends
        before = {paid.fund_id for paid in self.payments if paid.period[0] <= ends}
        later = {paid.fund_id for paid in self.payments if paid.period[0] > ends}
        if not (self.shortfalls and later - before):
            return None
        first, last = self.shortfalls[0]
        amount = sum((a for (day, _), a in self.unfunded.items() if day <= last), Decimal(0))
        second = self.shortfalls[1][0] if len(self.shortfalls) > 1 else None
        return Gap((last - first).days + 1, amount, second)

    @property
    def _first_shortfall_ends(self) -> date:
        return self.shortfalls[0][1] if self.shortfalls else date.max

    def is_funded(self, day: date) -> bool:
        """Whether all of one day is paid."""
        return not any(first <= day <= last for first, last in self.shortfalls)

    def unfunded_by_month(self) -> dict[str, Decimal]:
        """What nobody pays, per calendar month ("2026-07")."""
        months: dict[str, Decimal] = {}
        for (day, _), amount in self.unfunded.items():
            months[f"{day:%Y-%m}"] = months.get(f"{day:%Y-%m}", Decimal(0)) + amount
        return months


def told(
    funds: Sequence[Fund],
    demand: Demand,
    short: Units,
    payments: tuple[Payment, ...],
    out: date | None,
) -> Drawdown:
    """What a set of payments leaves short, lapsing and left, and why it ends when it does."""
    horizon = demand.periods[-1][1] if demand.periods else DAWN
    unfunded = {
        (period[0], name): int(amount) * UNIT
        for (period, name), amount in zip(steps(demand), short, strict=True)
        if amount
    }
    outcomes = {fund.fund_id: _outcome(fund, payments, horizon) for fund in funds}
    ends = by_category(demand, short, out)
    reason = _reason(funds, payments, outcomes, out, ends)
    stretches = _shortfalls(demand, units(demand), short)
    if stretches and out:
        stretches = ((out, stretches[0][1]), *stretches[1:])
    return Drawdown(out, reason, ends, unfunded, outcomes, payments, stretches)


def _outcome(fund: Fund, payments: tuple[Payment, ...], horizon: date) -> Outcome:
    direct = sum((p.amount for p in payments if p.fund_id == fund.fund_id), Decimal(0))
    exhausted = fund.capacity - direct < UNIT
    used = fund.available if exhausted else direct * fund.gross_up
    rest = fund.available - used
    ends = fund.ends_on is not None and fund.ends_on <= horizon
    lapsed, left = (rest, Decimal(0)) if ends else (Decimal(0), rest)
    return Outcome(used, lapsed, left, fund.balance - fund.available)


def by_category(demand: Demand, short: Units, out: date | None) -> dict[str, date]:
    """Per category the first day it is not completely funded, never before anything is short."""
    asked, width, found = units(demand), len(demand.categories), {}
    for at, name in enumerate(demand.categories):
        alone = Demand(demand.periods, (name,), tuple((row[at],) for row in demand.amounts))
        if stretches := _shortfalls(alone, asked[at::width], short[at::width]):
            found[name] = max(stretches[0][0], out or DAWN)
    return found


def _shortfalls(demand: Demand, asked: Units, short: Units) -> tuple[Period, ...]:
    """Stretches of days not completely funded; inside a period the money pays its first days."""
    width, found = len(demand.categories), list[Period]()
    if not width:
        return ()
    rows = zip(asked.reshape(-1, width), short.reshape(-1, width), strict=True)
    for (first, last), (wanted, missing) in zip(demand.periods, rows, strict=True):
        if not missing.any():
            continue
        days = (last - first).days + 1
        funded = int((wanted - missing).sum())
        begins = first + timedelta(days=days * funded // int(wanted.sum()))
        if found and begins - ONE_DAY == found[-1][1]:
            begins = found.pop()[0]
        found.append((begins, last))
    return tuple(found)


def _reason(
    funds: Sequence[Fund],
    payments: tuple[Payment, ...],
    outcomes: dict[str, Outcome],
    out: date | None,
    by_category: dict[str, date],
) -> str | None:
    """Why the first short day is short, by what one would do about it."""
    if out is None:
        return None
    names = [name for name, day in by_category.items() if day == out] or list(by_category)
    able = [fund for fund in funds if any(fund.pays(name) for name in names)]
    last_day = out - ONE_DAY
    ended = [f for f in able if f.ends_on and f.ends_on <= last_day and outcomes[f.fund_id].lapsed]
    if any(f.ends_on == last_day or not payments for f in ended):
        return "fund_end_date"
    day = (out, out)
    if any(fund.is_open(day) and _still_holds(fund, payments, out) for fund in funds):
        return "category"
    return "balance"


def _still_holds(fund: Fund, payments: tuple[Payment, ...], day: date) -> bool:
    spent = sum(
        (p.amount for p in payments if p.fund_id == fund.fund_id and p.period[0] <= day), Decimal(0)
    )
    return fund.capacity - spent >= Decimal("0.01")
