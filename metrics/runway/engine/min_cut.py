"""How much can be paid by a given day: the smallest of a handful of sums.

Funds, what they may pay for and the days they are open form a flow network: source → fund →
(fund, capped category) → (period, category) → sink. By the max-flow min-cut theorem the most that
can be paid of any run of demands is the least, over sets Y of demands, of "what Y itself asks for"
plus "what the funds that reach outside Y hold". Only unions of what single funds reach need
looking at, so thousands of paths cost a few cumulative sums, and no path is walked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[Any]  # float64 for simulated paths, whole millionths for the exact plan
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """One fund as the network sees it.

    capacity  what it can pay directly; an array where each path has its own, as have its caps
    free      which demands it may pay without a cap, over all demands in paying order
    capped    (demands, cap) per category that has a cap
    """

    capacity: Any
    free: Mask
    capped: tuple[tuple[Mask, Any], ...] = ()


@dataclass(frozen=True)
class Cut:
    """A set of demands and what the funds that reach outside it can pay."""

    inside: Mask
    capacity: Any


def cuts(funds: Sequence[Reach], demands: int) -> list[Cut]:
    """Every cut that can be the smallest, for so many demands."""
    inside = np.array(_unions(funds, demands))
    given: list[Any] = [0] * len(inside)
    for fund in funds:  # one after the other: an amount for each path and cut is held but once
        more = _given_outside(fund, ~inside)
        given = [one + other for one, other in zip(given, more, strict=True)]
    return [Cut(own, capacity) for own, capacity in zip(inside, given, strict=True)]


def has_more_cuts(funds: Sequence[Reach], demands: int, than: int) -> bool:
    """Whether there are more cuts than so many; they are not counted to the end."""
    return len(_unions(funds, demands, than)) > than


def _unions(funds: Sequence[Reach], demands: int, most: float = inf) -> list[Mask]:
    """The unions of what funds reach; of more than `most`, some."""
    empty: Mask = np.zeros(demands, dtype=bool)
    known = {empty.tobytes(): empty}
    parts = [mask for fund in funds for mask in (fund.free, *(m for m, _ in fund.capped))]
    for part in {mask.tobytes(): mask for mask in parts}.values():
        for union in [inside | part for inside in known.values()]:
            known.setdefault(union.tobytes(), union)
        if len(known) > most:
            break
    return list(known.values())


def of_paths(over: Sequence[Cut], paths: NDArray[np.intp]) -> list[Cut]:
    """The cuts of some paths, where each path has its own capacities."""
    return [
        replace(cut, capacity=cut.capacity[paths]) if isinstance(cut.capacity, np.ndarray) else cut
        for cut in over
    ]


def _given_outside(fund: Reach, outside: Mask) -> list[Any]:
    """What one fund can pay of the demands outside each cut; a row a cut."""
    parts = [
        (np.any(outside & mask, axis=1), cap)
        for mask, cap in ((fund.free, fund.capacity), *fund.capped)
    ]
    return [
        _less(fund.capacity, sum(cap for reaches, cap in parts if reaches[row]))
        for row in range(len(outside))
    ]


def _less(one: Any, other: Any) -> Any:
    """The less of two amounts, path by path where one is an array."""
    return np.minimum(one, other) if isinstance(one, np.ndarray) else min(one, other)


def payable(demand: Amounts, over: Sequence[Cut]) -> Amounts:
    """The most that can be paid of the first 1, 2, … demands; demands run along the last axis."""
    if not over:
        return np.zeros_like(demand)
    inside, capacity = _stacked(demand.dtype, over)
    asked = np.ascontiguousarray(np.atleast_2d(demand).T)  # a demand of all paths lies together
    best, total = np.empty_like(asked), np.zeros((len(over), asked.shape[1]), dtype=demand.dtype)
    for number, amounts in enumerate(asked):
        total[inside[:, number].astype(bool)] += amounts
        best[number] = (total + capacity.reshape(len(over), -1)).min(axis=0)
    return np.ascontiguousarray(best.T).reshape(demand.shape)


def _stacked(kind: Any, over: Sequence[Cut]) -> tuple[Amounts, Amounts]:
    """Which demands are inside each cut, and its capacity, as numbers of a kind.

    Capacities of each path's own stand in a row a cut.
    """
    inside = np.array([cut.inside for cut in over], dtype=kind)
    return inside, np.array([cut.capacity for cut in over], dtype=kind)


def payable_in_all(demand: Amounts, over: Sequence[Cut]) -> Amounts:
    """The most that can be paid of all demands together."""
    inside, capacity = _stacked(demand.dtype, over)
    least: Amounts = (_sums(demand, inside) + capacity.T).min(axis=-1)
    return least


def _sums(demand: Amounts, chosen: Amounts) -> Amounts:
    """What the chosen demands of each row ask for together.

    Not as a product of matrices: its threads wait for each other longer than they work, and how
    they part the sum depends on the machine.
    """
    found: Amounts = np.einsum("...d,cd->...c", demand, chosen)
    return found


def whole_days(before: Amounts, period: Amounts, days: int, over: Sequence[Cut]) -> Amounts:
    """How many first days of a period are completely payable, spending being even inside it.

    before  demands before the period (zero from it on), demands along the last axis
    period  the demands of the period (zero elsewhere)
    """
    kind = period.dtype
    inside, capacity = _stacked(kind, over)
    slack, rest = capacity.T - _sums(before, 1 - inside), _sums(period, 1 - inside)
    amount, by = days * slack, np.where(rest > 0, rest, 1)
    # Simulated paths forgive the last bits of their floating point numbers.
    is_exact = not np.issubdtype(kind, np.floating)
    whole = amount // by if is_exact else np.floor(amount / by + 1e-9)
    fits = np.where(rest > 0, np.asarray(whole, dtype=kind), days)
    found: Amounts = np.clip(fits.min(axis=-1), 0, days)
    return found
