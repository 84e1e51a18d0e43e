"""What a rule's fund pays before anybody else does, as the money goes: day after day.

A rule says who pays a cost first. It keeps no money back for later, and what its fund cannot pay is
for any fund. So demands are walked period by period: of each, its rule's fund pays what it has left
once all earlier demands are paid, by whoever may pay them; then come the costs that are anybody's.
What rules pay is bound: the plan may move every other payment, and none of these.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from metrics.runway.engine.min_cut import Amounts, Mask, Reach, cuts
from metrics.runway.engine.model import Demand, Fund, Ruled

ALMOST = 1e-6  # less than that short of a path's demand is rounding
Parts = Mapping[int, Sequence["Part"]]  # by demand, in paying order


@dataclass(frozen=True)
class Part:
    """A share of one demand, and the places of the funds that pay it first, in turn."""

    share: Decimal
    funds: tuple[int, ...]


@dataclass(frozen=True)
class Bound:
    """What becomes of demands some of which are paid by rule.

    paid   by rule: fund's place → amounts, a row a demand in paying order, a column a path
    short  what nobody can pay, likewise; what is neither is for any fund
    out    per path: the number of the first period that is not completely paid, −1: none is, and
           how many of its first days are
    """

    paid: Mapping[int, Amounts]
    short: Amounts
    out: tuple[NDArray[np.int64], NDArray[np.int64]]

    @property
    def total(self) -> Amounts:
        """What is paid by rule, by all funds together."""
        found: Amounts = sum(self.paid.values(), np.zeros_like(self.short))
        return found

    def left(self, held: Sequence[Reach]) -> list[Reach]:
        """What each fund can pay besides, by path."""
        found = _spread(held, self.short[0])
        for place, paid in self.paid.items():
            fund = found[place]
            capped = tuple((mask, cap - paid[mask].sum(0)) for mask, cap in fund.capped)
            found[place] = Reach(fund.capacity - paid.sum(0), fund.free, capped)
        return found


def parts(demand: Demand, funds: Sequence[Fund], ruled: Sequence[Ruled]) -> Parts:
    """Which shares of which demands some rule gives to a fund that may pay them.

    The demand must be split at the days of the funds and the rules.
    """
    places, found = defaultdict(list), defaultdict(list)
    for n, fund in enumerate(funds):  # an award is several, each with another start
        places[fund.fund_id].append(n)
    for at, period in enumerate(demand.periods):
        for rule in (r for r in ruled if r.category in demand.categories and r.holds(period)):
            able = [n for name in rule.funds if name in places for n in places[name]]
            turns = tuple(
                n for n in able if funds[n].pays(rule.category) and funds[n].is_open(period)
            )
            if turns:
                cell = at * len(demand.categories) + demand.categories.index(rule.category)
                found[cell].append(Part(rule.share, turns))
    return found


def pay_first(held: Sequence[Reach], asked: Amounts, lengths: Sequence[int], every: Parts) -> Bound:
    """Walk all demands; `asked` has a row a demand in paying order, a column a path.

    lengths  days of each period; spending is even inside it
    """
    places = {n for some in every.values() for part in some for n in part.funds}
    found = Bound(
        {n: np.zeros_like(asked) for n in sorted(places)},
        np.zeros_like(asked),
        (np.full(asked.shape[1], -1), np.zeros(asked.shape[1], dtype=np.int64)),
    )
    left = _Left.of(held, asked)
    width = len(asked) // max(1, len(lengths))
    for number, days in enumerate(lengths):
        period = {cell: asked[cell] for cell in range(number * width, (number + 1) * width)}
        before = left.copy()
        walked = left.walk(period, every)
        ended = np.flatnonzero((found.out[0] < 0) & walked.is_short())
        if len(ended):
            left = before
            found.out[0][ended] = number
            found.out[1][ended] = _funded_days(left, period, ended, days, every)
            # Its first days are paid like any, and what is short is short on the others.
            first = np.where(found.out[0] == number, found.out[1], days)
            begun = {cell: _days(amount, first, days) for cell, amount in period.items()}
            _note(left.walk(begun, every), found)
            rest = {cell: amount - begun[cell] for cell, amount in period.items()}
            walked = left.walk(rest, every)
        _note(walked, found)
    return found


def _note(walked: "_Walked", into: Bound) -> None:
    for place, cell, paid in walked.paid:
        into.paid[place][cell] += paid
    for cell, short in walked.short.items():
        into.short[cell] += short


def _funded_days(
    left: "_Left", period: Mapping[int, Amounts], paths: Amounts, days: int, every: Parts
) -> NDArray[np.int64]:
    """How many first days of a period can be paid completely, on some paths."""
    begun = left.of_paths(paths, times=days)
    low = np.zeros(len(paths), dtype=np.int64)
    high = np.full_like(low, days - 1)
    while (low < high).any():
        tried = (low + high + 1) // 2
        count = tried.astype(left.room.dtype)
        asked = {cell: amounts[paths] * count for cell, amounts in period.items()}
        fits = ~begun.copy().walk(asked, every).is_short(times=days)
        low, high = np.where(fits, tried, low), np.where(fits, high, tried - 1)
    return low


def _days(amounts: Amounts, count: Amounts, of: int) -> Amounts:
    """The part of amounts that is of some days; of whole millionths, whole ones."""
    is_exact = amounts.dtype == object
    part: Amounts = amounts * count.astype(object) // of if is_exact else amounts * (count / of)
    return part


def _spread(held: Sequence[Reach], like: Amounts) -> list[Reach]:
    """The funds with amounts of their own for each path."""

    def each(amount: object) -> Amounts:
        found: Amounts = np.resize(np.asarray(amount, dtype=like.dtype), len(like))
        return found

    return [
        Reach(each(fund.capacity), fund.free, tuple((m, each(cap)) for m, cap in fund.capped))
        for fund in held
    ]


@dataclass(frozen=True)
class _Walked:
    """What funds pay by rule, (place, demand, amounts), and what nobody can pay of each demand."""

    paid: Sequence[tuple[int, int, Amounts]]
    short: Mapping[int, Amounts]

    def is_short(self, times: int = 1) -> Mask:
        """On which paths something cannot be paid, of amounts so many times as large."""
        found = np.array(list(self.short.values()))
        allowed = 0 if found.dtype == object else ALMOST * times
        is_short: Mask = np.any(found > allowed, axis=0)
        return is_short


@dataclass
class _Left:
    """What can still be paid, while demands are walked in paying order.

    outside  cut by demand: whether it lies outside
    room     cut by path: what the funds that reach outside the cut can pay there besides
    """

    held: list[Reach]
    outside: Mask
    room: Amounts

    @classmethod
    def of(cls, held: Sequence[Reach], asked: Amounts) -> "_Left":
        """Of funds that have paid nothing yet."""
        known = cuts(held, len(asked))
        room = _spread([Reach(cut.capacity, cut.inside) for cut in known], asked[0])
        return cls(
            _spread(held, asked[0]),
            ~np.array([cut.inside for cut in known]),
            np.array([each.capacity for each in room]),
        )

    def of_paths(self, paths: Amounts, *, times: int = 1) -> "_Left":
        """The same of some paths, in amounts so many times as large."""
        held = [
            Reach(
                fund.capacity[paths] * times,
                fund.free,
                tuple((mask, cap[paths] * times) for mask, cap in fund.capped),
            )
            for fund in self.held
        ]
        return replace(self, held=held, room=self.room[:, paths] * times)

    def copy(self) -> "_Left":
        """The same, to be walked by itself."""
        return replace(self, held=list(self.held), room=self.room.copy())

    def walk(self, asked: Mapping[int, Amounts], every: Parts) -> _Walked:
        """Pay the next demands: by rule, then whoever can."""
        rest, payments, short = dict(asked), [], {}
        for cell, amount in asked.items():
            for part in every.get(cell, ()):
                unpaid = _share(amount, part.share)
                for place in part.funds:
                    paid = self._pay(place, cell, unpaid)
                    unpaid, rest[cell] = unpaid - paid, rest[cell] - paid
                    payments.append((place, cell, paid))
        for cell, amount in rest.items():
            outside = self.outside[:, cell]
            free = np.minimum(amount, np.maximum(self.room[outside].min(axis=0), 0))
            self.room[outside] -= free
            short[cell] = amount - free
        return _Walked(payments, short)

    def _pay(self, place: int, cell: int, asked: Amounts) -> Amounts:
        """What one fund pays of a demand: at most what it has left once all before are paid."""
        fund = self.held[place]
        free: Mask = np.any(self.outside & fund.free, axis=1)
        if fund.capped:
            return self._pay_capped(place, cell, asked, free)
        most = np.minimum(fund.capacity, self.room[free].min(axis=0))
        paid: Amounts = np.maximum(np.minimum(asked, most), 0)
        self.held[place] = replace(fund, capacity=fund.capacity - paid)
        self.room[free] -= paid
        return paid

    def _pay_capped(self, place: int, cell: int, asked: Amounts, free: Mask) -> Amounts:
        """The same of a fund with caps: it gives a cut no more than the caps there allow."""
        fund = self.held[place]
        reached = np.array([(self.outside & mask).any(axis=1) for mask, _ in fund.capped])
        at = next((n for n, (mask, _) in enumerate(fund.capped) if mask[cell]), None)
        given, of_caps = _given(fund, free, reached)
        spare = self.room - given
        most = np.minimum(fund.capacity, (spare + fund.capacity).min(axis=0))
        if at is not None:
            most = np.minimum(most, fund.capped[at][1])
            bounds = reached[at] & ~free
            most = np.minimum(most, (spare + of_caps)[bounds].min(axis=0, initial=most.max()))
        paid: Amounts = np.maximum(np.minimum(asked, most), 0)
        capped = tuple((m, cap - paid * (n == at)) for n, (m, cap) in enumerate(fund.capped))
        self.held[place] = Reach(fund.capacity - paid, fund.free, capped)
        self.room = spare + _given(self.held[place], free, reached)[0]
        return paid


def _given(fund: Reach, free: Mask, reached: Mask) -> tuple[Amounts, Amounts]:
    """What a fund can pay outside each cut, by path, and what its caps alone would allow.

    free     cuts outside which it may pay something without a cap     reached  the same by cap
    """
    none = np.zeros_like(fund.capacity) + np.zeros_like(free, dtype=int)[:, None]
    of_caps = none
    for (_, cap), reaches in zip(fund.capped, reached, strict=True):
        of_caps = of_caps + cap * reaches[:, None]
    allowed = np.minimum(fund.capacity, of_caps)
    return np.where(free[:, None], fund.capacity + none, allowed), of_caps


def _share(amount: Amounts, share: Decimal) -> Amounts:
    """A share of amounts: of whole millionths, whole ones."""
    if share == 1:
        return amount
    if amount.dtype != object:
        return amount * float(share)
    return np.array([int(share * int(each)) for each in amount], dtype=object)
