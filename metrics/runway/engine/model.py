"""Funds and the coming spending, the two things that the engine brings together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from metrics.runway.engine.dates import ONE_DAY, add_months

Period = tuple[date, date]  # first and last day, both included


@dataclass(frozen=True)
class Fund:
    """Money that may be spent, on what, and until when.

    balance     what it holds at the end of `as_of`, in its currency
    starts_on   first day on which a cost may be incurred; null: open now
    ends_on     last such day; null: no end
    pays_for    categories it may pay; empty: all
    caps        most direct cost per category
    overhead_rate, tax_rate   a bill of 1 uses (1 + overhead) × (1 + tax) of the balance
    encumbered  committed and not yet paid: no longer available
    """

    fund_id: str
    balance: Decimal
    starts_on: date | None = None
    ends_on: date | None = None
    pays_for: frozenset[str] = frozenset()
    caps: Mapping[str, Decimal] = field(default_factory=dict)
    overhead_rate: Decimal = Decimal(0)
    tax_rate: Decimal = Decimal(0)
    encumbered: Decimal = Decimal(0)
    priority: int = 0
    kind: str = "grant"
    name: str = ""

    @property
    def available(self) -> Decimal:
        """Balance less encumbrances, never below zero."""
        return max(Decimal(0), self.balance - self.encumbered)

    @property
    def money(self) -> Decimal:
        """What of it is money or credits: help in kind is a value, and no balance."""
        return Decimal(0) if self.kind == "in_kind" else self.available

    @property
    def gross_up(self) -> Decimal:
        """What a bill of 1 uses of the balance."""
        return (1 + self.overhead_rate) * (1 + self.tax_rate)

    @property
    def capacity(self) -> Decimal:
        """What it can pay of bills."""
        return self.available / self.gross_up

    def pays(self, category: str) -> bool:
        """Whether it may pay for a category at all."""
        return not self.pays_for or category in self.pays_for

    def is_open(self, period: Period) -> bool:
        """Whether a cost may be incurred on every day of a period."""
        first, last = period
        started = self.starts_on is None or self.starts_on <= first
        return started and (self.ends_on is None or self.ends_on >= last)

    @property
    def order(self) -> tuple[date, int, int, str]:
        """Drawn first: what ends soonest, then what pays for the fewest things."""
        breadth = len(self.pays_for) or 10**6
        return (self.ends_on or date.max, breadth, self.priority, self.fund_id)

    def extended(self, months: int) -> "Fund":
        """The same fund running so many months longer; one without an end is unchanged."""
        return replace(self, ends_on=self.ends_on and add_months(self.ends_on, months))


@dataclass(frozen=True)
class Ruled:
    """What a rule or a split says of a share of a category's spending: who pays it first.

    funds   in turn: each pays what those before it could not; the rest is for any fund
    Only while its days last: both included, null: no bound.
    """

    category: str
    funds: tuple[str, ...]
    share: Decimal = Decimal(1)
    starts_on: date | None = None
    ends_on: date | None = None

    def holds(self, period: Period) -> bool:
        """Whether it is of every day of a period."""
        first, last = period
        started = self.starts_on is None or self.starts_on <= first
        return started and (self.ends_on is None or self.ends_on >= last)


def pays_before(ruled: Sequence[Ruled], fund_id: str, other: str, category: str) -> bool:
    """Whether some rule of a category has a fund pay before another."""
    return any(
        fund_id in rule.funds[: rule.funds.index(other)]
        for rule in ruled
        if rule.category == category and other in rule.funds
    )


@dataclass(frozen=True)
class Demand:
    """What will be spent, before anyone pays.

    periods     one after the other, without overlap
    categories  in the order in which they are paid inside a period
    amounts     amounts[period][category]; spending is even inside a period
    """

    periods: tuple[Period, ...]
    categories: tuple[str, ...]
    amounts: tuple[tuple[Decimal, ...], ...]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum((amount for row in self.amounts for amount in row), Decimal(0))

    def split(self, days: Sequence[date]) -> "Demand":
        """The same demand with its periods parted before each of some days."""
        parts = [
            (row, period, part)
            for row, period in zip(self.amounts, self.periods, strict=True)
            for part in part_before(period, days)
        ]
        amounts = []
        for row, (first, last), (start, end) in parts:
            share = Decimal((end - start).days + 1) / ((last - first).days + 1)
            amounts.append(tuple(amount * share for amount in row))
        return replace(self, periods=tuple(p for *_, p in parts), amounts=tuple(amounts))


def steady(
    per_day: Mapping[str, Decimal], *, first: date, last: date, priority: Sequence[str] = ()
) -> Demand:
    """The same amount every day from `first` to `last`, in calendar months."""
    names = in_order(per_day, priority)
    periods = calendar_months(first, last)
    amounts = [tuple(per_day[n] * ((b - a).days + 1) for n in names) for a, b in periods]
    return Demand(tuple(periods), names, tuple(amounts))


def by_month(
    amounts: Mapping[str, Mapping[str, Decimal]], *, priority: Sequence[str] = ()
) -> Demand:
    """Amounts per calendar month ("2026-02") and category."""
    names = in_order({name for row in amounts.values() for name in row}, priority)
    firsts = [date.fromisoformat(f"{month}-01") for month in sorted(amounts)]
    rows = [amounts[month] for month in sorted(amounts)]
    return Demand(
        tuple((first, add_months(first, 1) - ONE_DAY) for first in firsts),
        names,
        tuple(tuple(row.get(name, Decimal(0)) for name in names) for row in rows),
    )


def in_order(
    names: Sequence[str] | set[str] | Mapping[str, Decimal], priority: Sequence[str]
) -> tuple[str, ...]:
    """Category names in paying order: the team's own first, the rest by name."""
    return tuple(
        sorted(names, key=lambda n: (priority.index(n) if n in priority else len(priority), n))
    )


def calendar_months(first: date, last: date) -> list[Period]:
    """The calendar months from one day to another; the first and the last may be partial."""
    periods = []
    while first <= last:
        end = min(last, add_months(first.replace(day=1), 1) - ONE_DAY)
        periods.append((first, end))
        first = end + ONE_DAY
    return periods


def part_before(period: Period, days: Sequence[date]) -> list[Period]:
    """A period parted before each of some days that fall inside it."""
    first, last = period
    starts = [first, *sorted({day for day in days if first < day <= last})]
    return list(zip(starts, [*(s - ONE_DAY for s in starts[1:]), last], strict=True))


def boundaries(each_with_days: Sequence[Fund | Ruled]) -> list[date]:
    """The days on which some fund or rule begins or has just ended."""
    begins = [each.starts_on for each in each_with_days if each.starts_on]
    return begins + [each.ends_on + ONE_DAY for each in each_with_days if each.ends_on]
