"""Thousands of ways the money may go, each allocated exactly, without walking any of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.runway.engine.award_outcomes import Award, Luck, luck
from metrics.runway.engine.calibration import stretched
from metrics.runway.engine.dates import ONE_DAY, add_months
from metrics.runway.engine.drawdown import reach
from metrics.runway.engine.forecast import PATHS, Paths, Stream, generator, level_bootstrap
from metrics.runway.engine.min_cut import (
    Cut,
    Reach,
    cuts,
    has_more_cuts,
    of_paths,
    payable,
    payable_in_all,
    whole_days,
)
from metrics.runway.engine.model import (
    Demand,
    Fund,
    Period,
    Ruled,
    boundaries,
    in_order,
    part_before,
)
from metrics.runway.engine.ruled import parts, pay_first

CENT = 0.005  # less than that short of a demand is rounding
NEVER = np.iinfo(np.int32).max
MOST_CUTS = 500  # of paths that are allocated together: a number for each path and cut is held
SEED = 1


@dataclass(frozen=True)
class Planned:
    """A cost known beforehand, spent evenly from its first to its last day.

    currency   where it is agreed in another than the runway's
    """

    category: str
    per_day: float
    starts_on: date
    ends_on: date | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Change:
    """A share of the spending that goes away from a day on (negative: is added)."""

    share: float
    from_on: date | None = None
    category: str | None = None
    cap: float | None = None


@dataclass(frozen=True)
class Case:
    """All that a simulation needs; equal cases give equal answers.

    as_of    balances and spending are known to the end of this day
    months   how far to look
    elapsed  whole months since the last known spending: they are drawn, too, and widen the range
    ruled    what rules and splits say of who pays first
    """

    as_of: date
    funds: tuple[Fund, ...]
    streams: tuple[Stream, ...] = ()
    planned: tuple[Planned, ...] = ()
    awards: tuple[Award, ...] = ()
    changes: tuple[Change, ...] = ()
    priority: tuple[str, ...] = ()
    months: int = 24
    elapsed: int = 0
    paths: int = PATHS
    seed: int = SEED
    ruled: tuple[Ruled, ...] = ()


@dataclass(frozen=True)
class Simulation:
    """Every path's fate.

    out        days after as_of of the first day not completely funded, per path; NEVER: none
    remaining  money left at the end of each period, path by period, in currency
    spending   what is asked for, path by period by category
    unfunded   what nobody pays, path by period by category
    unspent    per fund what is left of it at the end, per path, in its balance's terms
    by_rule    per fund what it pays because a rule says so, path by period by category; a fund that
               pays nothing by rule is not in it
    """

    case: Case
    periods: tuple[Period, ...]
    categories: tuple[str, ...]
    out: NDArray[np.int32]
    remaining: Paths
    spending: Paths
    unfunded: Paths
    unspent: dict[str, Paths] = field(default_factory=dict)
    by_rule: dict[str, Paths] = field(default_factory=dict)

    @property
    def horizon(self) -> date:
        """The last day looked at."""
        return self.periods[-1][1]

    def money_out(self, q: float) -> date | None:
        """The smallest day by which a share `q` of the paths is out of money; null: none is."""
        at = max(0, int(np.ceil(q * len(self.out) - 1e-9)) - 1)
        days = int(np.partition(self.out, at)[at])
        return None if days == NEVER else self.case.as_of + timedelta(days=days)

    def money_out_of(self, category: str, q: float) -> date | None:
        """The same of one category; inside a period the money pays its first days."""
        place = self.categories.index(category)
        short, asked = self.unfunded[:, :, place], self.spending[:, :, place]
        is_short = short > CENT
        at = np.argmax(is_short, axis=1)
        paths = np.arange(len(at))
        starts = np.array([(first - self.case.as_of).days for first, _ in self.periods])
        lengths = np.array([(last - first).days + 1 for first, last in self.periods])
        paid = 1 - short[paths, at] / np.maximum(asked[paths, at], CENT)
        days = starts[at] + np.floor(paid * lengths[at]).astype(int)
        days[~is_short.any(axis=1)] = NEVER
        nth = max(0, int(np.ceil(q * len(days) - 1e-9)) - 1)
        day = int(np.partition(days, nth)[nth])
        return None if day == NEVER else self.case.as_of + timedelta(days=day)

    @property
    def chance_of_lasting(self) -> float:
        """Share of the paths in which every day to the horizon is paid."""
        return float((self.out == NEVER).mean())


def simulate(case: Case) -> Simulation:
    """Draw spending, apply the changes, draw the pending awards, allocate each path exactly."""
    periods = _periods(case)
    used = {s.category for s in case.streams} | {p.category for p in case.planned}
    names = in_order(used or {"spending"}, case.priority)
    spending = _changed(case, periods, names, _spending(case, periods, names))
    shape = Demand(tuple(periods), names, ((Decimal(0),) * len(names),) * len(periods))
    found = Simulation(
        case, tuple(periods), names,
        out=np.full(case.paths, NEVER, dtype=np.int32),
        remaining=np.zeros((case.paths, len(periods))),
        spending=spending,
        unfunded=np.zeros_like(spending),
        unspent={fund.fund_id: np.zeros(case.paths) for fund in case.funds},
    )  # fmt: skip
    _share_out(found, luck(case.awards, case.paths, case.seed), shape, np.arange(case.paths))
    return found


def _periods(case: Case) -> list[Period]:
    """Forecast months parted wherever a fund opens or closes or a change begins."""
    starts = [add_months(case.as_of, n) + ONE_DAY for n in range(case.months + 1)]
    months = [(a, b - ONE_DAY) for a, b in pairwise(starts)]
    days = boundaries([*case.funds, *case.ruled])
    days += [c.from_on for c in case.changes if c.from_on]
    for award in case.awards:
        days += boundaries([award.fund(start) for start in award.starts])
    for cost in case.planned:
        days += [cost.starts_on] + ([cost.ends_on + ONE_DAY] if cost.ends_on else [])
    return [part for month in months for part in part_before(month, days)]


def _spending(case: Case, periods: Sequence[Period], names: Sequence[str]) -> Paths:
    """Path by period by category: what is planned, and the forecast of the rest."""
    lengths = np.array([(last - first).days + 1 for first, last in periods], dtype=float)
    ends = [add_months(case.as_of, n + 1) for n in range(case.months)]
    month_of = [next(n for n, end in enumerate(ends) if last <= end) for _, last in periods]
    found = np.zeros((case.paths, len(periods), len(names)))
    for stream in case.streams:
        months = case.elapsed + case.months
        rates = _drawn(stream, months, case.paths, case.seed)[:, case.elapsed :]
        found[:, :, names.index(stream.category)] += rates[:, month_of] * lengths
    for cost in case.planned:
        covers = [
            cost.starts_on <= first and (cost.ends_on is None or cost.ends_on >= last)
            for first, last in periods
        ]
        found[:, :, names.index(cost.category)] += cost.per_day * lengths * covers
    if (found >= 0).all():
        return found
    # A refund is set against the spending after it: nobody has to pay less than nothing.
    sums = np.maximum.accumulate(np.cumsum(found, axis=1).clip(min=0), axis=1)
    return np.diff(sums, axis=1, prepend=0)


@lru_cache(maxsize=16)  # no scenario changes what is drawn, so a change need not draw again
def _drawn(stream: Stream, months: int, paths: int, seed: int) -> Paths:
    names = filter(None, (stream.category, stream.currency))
    rates = level_bootstrap(stream, months=months, paths=paths, random=generator(seed, *names))
    if stream.widths:
        rates = stretched(rates, stream.widths)
    rates.setflags(write=False)
    return rates


def _changed(case: Case, periods: Sequence[Period], names: Sequence[str], spending: Paths) -> Paths:
    """The spending after each change in turn."""
    for change in case.changes:
        holds = np.array(
            [change.from_on is None or first >= change.from_on for first, _ in periods]
        )
        named = np.array([change.category in (None, name) for name in names])
        taken = spending * change.share * np.outer(holds, named)
        if change.cap is not None:
            flat = taken.reshape(len(taken), -1)
            sums = np.minimum(np.cumsum(flat, axis=1), change.cap)
            taken = np.diff(sums, axis=1, prepend=0).reshape(taken.shape)
        spending = spending - taken
    return spending


def _share_out(found: Simulation, hoped: Luck, shape: Demand, paths: NDArray[np.intp]) -> None:
    """Allocate some paths together, whatever each of them wins; fills `found` in place.

    A fund that a path does not win holds nothing there. Where the funds of all of them have too
    many cuts, those that win one of them go apart.
    """
    own = hoped.of(paths)
    funds = [*found.case.funds, *own.funds]
    held = [_reach(fund, shape) for fund in found.case.funds]
    for fund, won in zip(own.funds, own.won, strict=True):
        held.append(replace(_reach(fund, shape), capacity=np.where(won, float(fund.capacity), 0.0)))
    differs = np.flatnonzero(~own.won.all(axis=1))
    if len(differs) and has_more_cuts(held, len(shape.periods) * len(shape.categories), MOST_CUTS):
        won = own.won[differs[0]]
        for some in (paths[won], paths[~won]):
            _share_out(found, hoped, shape, some)
    else:
        _allocate(found, funds, held, shape, paths)


def _reach(fund: Fund, shape: Demand) -> Reach:
    return Reach(
        float(fund.capacity),
        reach(fund, shape, [name for name in shape.categories if name not in fund.caps]),
        tuple((reach(fund, shape, [name]), float(cap)) for name, cap in fund.caps.items()),
    )


def _allocate(
    found: Simulation, funds: list[Fund], held: list[Reach], shape: Demand, paths: NDArray[np.intp]
) -> None:
    """Allocate paths of which each has what `held` says of it."""
    asked = found.spending[paths].reshape(len(paths), -1)
    owned = [each.capacity for each in held]
    if every := parts(shape, funds, found.case.ruled):
        lengths = [(last - first).days + 1 for first, last in found.periods]
        bound = pay_first(held, asked.T, lengths, every)
        held, by_rule = bound.left(held), bound.total.T
        funded = asked - by_rule - bound.short.T
        paid = np.cumsum(asked - bound.short.T, axis=1)
        found.out[paths] = _days_of(found, *bound.out)
        for place, amounts in bound.paid.items():
            own = found.by_rule.setdefault(funds[place].fund_id, np.zeros_like(found.spending))
            own[paths] += amounts.T.reshape(len(paths), len(found.periods), -1)
    else:
        by_rule = np.zeros_like(asked)
        over = cuts(held, asked.shape[1])
        paid = payable(asked, over)
        short = np.cumsum(asked, axis=1) - paid > CENT
        funded = np.diff(paid, axis=1, prepend=0)
        found.out[paths] = _first_days(found, asked, short, over)
    unpaid = (asked - by_rule - funded).reshape(len(paths), len(found.periods), -1)
    found.unfunded[paths] = unpaid.clip(min=0)
    unspent = _unspent(found, funds, held, funded)
    width = len(found.categories)
    found.remaining[paths] = _remaining(found, funds, owned, paid[:, width - 1 :: width], unspent)
    for at, left in unspent.items():
        if (fund := funds[at]).fund_id in found.unspent:
            found.unspent[fund.fund_id][paths] = left * float(fund.gross_up)


def _days_of(
    found: Simulation, number: NDArray[np.int64], funded: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Days after as_of of the first day not completely funded, by the number of its period."""
    starts = np.array([(first - found.case.as_of).days for first, _ in found.periods])
    return np.where(number < 0, NEVER, starts[number] + funded)


def _first_days(
    found: Simulation, asked: Paths, short: NDArray[np.bool_], over: list[Cut]
) -> NDArray[np.int32]:
    """Days after as_of of the first day not completely funded."""
    width = len(found.categories)
    out = np.full(len(asked), NEVER, dtype=np.int32)
    at = np.where(short.any(axis=1), short.argmax(axis=1) // max(width, 1), -1)
    for number in np.unique(at[at >= 0]):
        paths = np.flatnonzero(at == number)
        first, last = found.periods[number]
        before, period = asked[paths], np.zeros((len(paths), asked.shape[1]))
        own = slice(number * width, (number + 1) * width)
        period[:, own] = before[:, own]
        before[:, number * width :] = 0
        days = whole_days(before, period, (last - first).days + 1, of_paths(over, paths))
        out[paths] = (first - found.case.as_of).days + days
    return out


def _unspent(
    found: Simulation, funds: list[Fund], held: list[Reach], funded: Paths
) -> dict[int, Paths]:
    """What is left of each fund, by its place, in the order in which they are drawn: least lapses.

    Not of an award without an end, of which nobody asks what is left.
    """
    order = sorted(range(len(funds)), key=lambda n: funds[n].order)
    used: dict[int, Paths] = {0: np.zeros(len(funded))}  # by how many of them are drawn
    left = {}
    for count, at in enumerate(order, start=1):
        fund = funds[at]
        if fund.fund_id not in found.unspent and not fund.ends_on:
            continue
        for number in {count - 1, count} - used.keys():
            over = cuts([held[n] for n in order[:number]], funded.shape[1])
            used[number] = payable_in_all(funded, over)
        left[at] = (held[at].capacity - (used[count] - used[count - 1])).clip(min=0)
    return left


def _remaining(
    found: Simulation,
    funds: list[Fund],
    owned: list[Any],
    paid: Paths,
    unspent: dict[int, Paths],
) -> Paths:
    """Money left at the end of each period: what has opened, less what was paid and has lapsed.

    owned   what each fund can pay directly, before anything is paid
    """
    ends = np.array([last.toordinal() for _, last in found.periods])
    left = -paid
    for at in sorted(range(len(funds)), key=lambda n: funds[n].order):
        fund = funds[at]
        opened = (fund.starts_on or date.min).toordinal() <= ends
        gone = ends >= (fund.ends_on or date.max).toordinal()
        left = left + np.resize(owned[at], len(left))[:, None] * opened
        if at in unspent:
            left = left - unspent[at][:, None] * (gone & opened)
    # Balances over what they pay directly, so that the money left starts at today's balances.
    own = sorted(found.case.funds, key=lambda f: f.order)
    won = sum(owned[len(own) :], np.zeros(len(left)))  # nothing is charged on an award
    direct = float(sum(fund.capacity for fund in found.case.funds)) + won
    balance = float(sum(fund.available for fund in own)) + won
    share = np.divide(balance, direct, out=np.ones_like(direct), where=direct > 0)
    return left * share[:, None]
