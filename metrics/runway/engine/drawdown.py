"""Who pays what: the exact plan that funds earlier months first and lets least lapse.

In whole millionths of a unit, so nothing is lost to rounding. The plan may re-assign which grant
pays for what (journal transfers) and knows the future; `without_reassignment` is the figure next
to it: every day is paid from what ends soonest, and that stays. In both, a cost that a rule covers
is paid by the rule's fund first, as far as that goes (engine/ruled.py), and nothing moves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.max_flow import Network, assign
from metrics.runway.engine.min_cut import Cut, Mask, Reach, cuts, payable, whole_days
from metrics.runway.engine.model import Demand, Fund, Period, Ruled, boundaries
from metrics.runway.engine.ruled import Bound, parts, pay_first

UNIT = Decimal(10) ** -6
DAWN = date.min
LARGE = 2**50  # millionths (over 10^9 of a currency) from which sums are Python's whole numbers
UNCAPPED = 10**60  # more than any cap
Units = NDArray[Any]  # int64, or object where the demands together are large
Key = tuple[str, Period, str]  # a fund, a period and a category
Paid = Mapping[Key, int]


@dataclass(frozen=True)
class Outcome:
    """What becomes of one fund: used + encumbered + lapsed + left is its balance."""

    used: Decimal
    lapsed: Decimal
    left: Decimal
    encumbered: Decimal = Decimal(0)


@dataclass(frozen=True)
class Payment:
    """One fund pays for one category in one period; `amount` is the bill's, before overhead.

    by_rule  the part of it that a rule or a split says it pays
    """

    fund_id: str
    period: Period
    category: str
    amount: Decimal
    by_rule: Decimal = Decimal(0)


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
        ends = self.shortfalls[0][1] if self.shortfalls else date.max
        before = {paid.fund_id for paid in self.payments if paid.period[0] <= ends}
        later = {paid.fund_id for paid in self.payments if paid.period[0] > ends}
        if not (self.shortfalls and later - before):
            return None
        first, last = self.shortfalls[0]
        amount = sum((a for (day, _), a in self.unfunded.items() if day <= last), Decimal(0))
        second = self.shortfalls[1][0] if len(self.shortfalls) > 1 else None
        return Gap((last - first).days + 1, amount, second)

    def is_funded(self, day: date) -> bool:
        """Whether all of one day is paid."""
        return not any(first <= day <= last for first, last in self.shortfalls)

    def unfunded_by_month(self) -> dict[str, Decimal]:
        """What nobody pays, per calendar month ("2026-07")."""
        months: dict[str, Decimal] = {}
        for (day, _), amount in self.unfunded.items():
            months[f"{day:%Y-%m}"] = months.get(f"{day:%Y-%m}", Decimal(0)) + amount
        return months


def draw(funds: Sequence[Fund], demand: Demand, ruled: Sequence[Ruled] = ()) -> Drawdown:
    """The best that can be done: earlier periods first, then most in total, then least lapse.

    ruled  what some fund pays before any other, however good its money were elsewhere
    """
    demand = demand.split(boundaries([*funds, *ruled]))
    asked, held = units(demand), reaches(funds, demand)
    if every := parts(demand, funds, ruled):
        return _bound(funds, demand, pay_first(held, _column(asked), _lengths(demand), every))
    over = cuts(held, len(asked))
    funded = np.diff(payable(asked, over), prepend=0)
    paid = assign(_network(funds, demand, funded))
    return _drawdown(
        funds, demand, asked - funded, _payments(funds, demand, paid, {}),
        _money_out(demand, asked, over),
    )  # fmt: skip


def _bound(funds: Sequence[Fund], demand: Demand, bound: Bound) -> Drawdown:
    """The plan where rules say who pays some of it first; the rest is for any fund."""
    by_rule = {
        (funds[place].fund_id, *step): int(amount)
        for place, amounts in bound.paid.items()
        for step, amount in zip(steps(demand), amounts[:, 0], strict=True)
    }
    short = bound.short[:, 0]
    funded = units(demand).astype(object) - bound.total[:, 0] - short
    paid = assign(_network(funds, demand, funded, by_rule))
    period, days = (int(each[0]) for each in bound.out)
    out = None if period < 0 else demand.periods[period][0] + timedelta(days=days)
    return _drawdown(funds, demand, short, _payments(funds, demand, paid, by_rule), out)


def _column(asked: Units) -> Units:
    """Demands as those of one path, in Python's whole numbers."""
    return asked.astype(object)[:, None]


def _lengths(demand: Demand) -> list[int]:
    return [(last - first).days + 1 for first, last in demand.periods]


def _payments(
    funds: Sequence[Fund], demand: Demand, paid: Paid, by_rule: Paid
) -> tuple[Payment, ...]:
    """What each fund pays of each demand, in paying order."""
    return tuple(
        Payment(*key, (paid.get(key, 0) + by_rule.get(key, 0)) * UNIT, by_rule.get(key, 0) * UNIT)
        for step in steps(demand)
        for key in ((fund.fund_id, *step) for fund in funds)
        if paid.get(key) or by_rule.get(key)
    )


def without_reassignment(
    funds: Sequence[Fund],
    demand: Demand,
    ruled: Sequence[Ruled] = (),
    *,
    fewest_categories_first: bool = False,
) -> Drawdown:
    """Every period is paid by rule, then from what ends soonest, and no payment is moved later.

    fewest_categories_first  the other rule of thumb: the most restricted fund pays first
    """
    demand = demand.split(boundaries([*funds, *ruled]))
    order = sorted(funds, key=lambda f: f.order)
    if fewest_categories_first:
        order.sort(key=lambda f: f.order[1])
    left = {fund.fund_id: to_units(fund.capacity, ROUND_FLOOR) for fund in funds}
    caps = {(f.fund_id, name): to_units(cap) for f in funds for name, cap in f.caps.items()}
    asked, every = units(demand), parts(demand, funds, ruled)
    short = asked.copy()
    paid, by_rule = dict[Key, int](), dict[Key, int]()

    def pay(fund: Fund, step: tuple[Period, str], unpaid: int, into: dict[Key, int]) -> int:
        most = min(unpaid, left[fund.fund_id], caps.get((fund.fund_id, step[1]), UNCAPPED))
        left[fund.fund_id] -= most
        caps[fund.fund_id, step[1]] = caps.get((fund.fund_id, step[1]), UNCAPPED) - most
        key = (fund.fund_id, *step)
        into[key] = into.get(key, 0) + most
        return most

    for at, (period, name) in enumerate(steps(demand)):
        for part in every.get(at, ()):
            unpaid = int(part.share * int(asked[at]))
            for fund in (funds[place] for place in part.funds):
                most = pay(fund, (period, name), unpaid, by_rule)
                unpaid, short[at] = unpaid - most, short[at] - most
        for fund in (f for f in order if f.pays(name) and f.is_open(period)):
            short[at] -= pay(fund, (period, name), int(short[at]), paid)
    out = min(_by_category(demand, short, None).values(), default=None)
    return _drawdown(funds, demand, short, _payments(order, demand, paid, by_rule), out)


def reaches(funds: Sequence[Fund], demand: Demand) -> list[Reach]:
    """The funds as the cuts see them; the demand must be split at their boundaries.

    No fund pays more than is asked in all, so none need hold more.
    """
    most = max(LARGE, int(units(demand).sum()))
    return [
        Reach(
            min(most, to_units(fund.capacity, ROUND_FLOOR)),
            reach(fund, demand, [n for n in demand.categories if n not in fund.caps]),
            tuple(
                (reach(fund, demand, [name]), min(most, to_units(cap, ROUND_FLOOR)))
                for name, cap in fund.caps.items()
            ),
        )
        for fund in funds
    ]


def reach(fund: Fund, demand: Demand, names: Sequence[str]) -> Mask:
    """Which demands, in paying order, a fund may pay of some categories."""
    may = np.array([name in names and fund.pays(name) for name in demand.categories], dtype=bool)
    is_open = np.array([fund.is_open(period) for period in demand.periods], dtype=bool)
    mask: Mask = np.outer(is_open, may).ravel()
    return mask


def _money_out(demand: Demand, asked: Units, over: Sequence[Cut]) -> date | None:
    """The first day that is not completely funded."""
    short = np.cumsum(asked) > payable(asked, over)
    if not short.any():
        return None
    width = len(demand.categories)
    at = int(np.argmax(short)) // width
    before, period = asked.copy(), np.zeros_like(asked)
    before[at * width :] = 0
    period[at * width : (at + 1) * width] = asked[at * width : (at + 1) * width]
    first, last = demand.periods[at]
    days = whole_days(before, period, (last - first).days + 1, over)
    return first + timedelta(days=int(days))


def _network(
    funds: Sequence[Fund], demand: Demand, funded: np.ndarray, by_rule: Paid | None = None
) -> Network:
    order = sorted(funds, key=lambda fund: fund.order)
    capacity = {fund.fund_id: to_units(fund.capacity, ROUND_FLOOR) for fund in order}
    caps = {(f.fund_id, n): to_units(cap, ROUND_FLOOR) for f in order for n, cap in f.caps.items()}
    for (fund_id, _, name), amount in (by_rule or {}).items():
        capacity[fund_id] -= amount
        if (fund_id, name) in caps:
            caps[fund_id, name] -= amount
    return Network(
        capacity=capacity,
        caps=caps,
        demand=dict(zip(steps(demand), map(int, funded), strict=True)),
        payers={
            period: tuple(fund.fund_id for fund in order if fund.is_open(period))
            for period in demand.periods
        },
        pays={(f.fund_id, name) for f in order for name in demand.categories if f.pays(name)},
    )


def _drawdown(
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
    ends = _by_category(demand, short, out)
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


def _by_category(demand: Demand, short: Units, out: date | None) -> dict[str, date]:
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
    for fund in (each for each in funds if each.is_open((out, out))):
        paid = (p.amount for p in payments if p.fund_id == fund.fund_id and p.period[0] <= out)
        if fund.capacity - sum(paid, Decimal(0)) >= Decimal("0.01"):
            return "category"
    return "balance"


def to_units(amount: Decimal, rounding: str = ROUND_HALF_EVEN) -> int:
    """An amount in whole millionths."""
    return int((amount / UNIT).to_integral_value(rounding))


def units(demand: Demand) -> Units:
    """Demands in paying order in whole millionths; their running sums are what is rounded."""
    columns = []
    for column in zip(*demand.amounts, strict=True):
        total, sums = Decimal(0), [0]
        for amount in column:
            total += amount
            sums.append(to_units(total))
        columns.append(np.diff(np.maximum.accumulate(np.array(sums, dtype=object))))
    is_large = sum(int(column.sum()) for column in columns) >= LARGE
    return np.array(columns, dtype=object if is_large else np.int64).T.ravel()


def steps(demand: Demand) -> list[tuple[Period, str]]:
    """Periods and categories in paying order."""
    return [(period, name) for period in demand.periods for name in demand.categories]
