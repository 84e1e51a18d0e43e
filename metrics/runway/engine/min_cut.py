"""How much can be paid by a given day: the smallest of a handful of sums.

Funds, what they may pay for and the days they are open form a flow network: source → fund →
(fund, capped category) → (period, category) → sink. By the max-flow min-cut theorem the most that
can be paid of any run of demands is the least, over sets Y of demands, of "what Y itself asks for"
plus "what the funds that reach outside Y hold". Only unions of what single funds reach need
looking at, so thousands of paths cost a few cumulative sums, and no path is walked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[Any]  # float64 for simulated paths, whole millionths for the exact plan
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """One fund as the network sees it.

    capacity  what it can pay directly
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
    known: dict[bytes, Mask] = {}
    empty = np.zeros(demands, dtype=bool)
    known[empty.tobytes()] = empty
    parts = [mask for fund in funds for mask in (fund.free, *(m for m, _ in fund.capped))]
    for part in parts:
        for union in [inside | part for inside in known.values()]:
            known.setdefault(union.tobytes(), union)
    return [
        Cut(inside, sum(_reaching_out(fund, inside) for fund in funds)) for inside in known.values()
    ]


def _reaching_out(fund: Reach, inside: Mask) -> Any:
    """What one fund can pay of the demands outside."""
    if (fund.free & ~inside).any():
        return fund.capacity
    capped = sum(cap for mask, cap in fund.capped if (mask & ~inside).any())
    return min(fund.capacity, capped)


def payable(demand: Amounts, over: Sequence[Cut]) -> Amounts:
    """The most that can be paid of the first 1, 2, … demands; demands run along the last axis."""
    best: Amounts | None = None
    for cut in over:
        total = np.cumsum(demand * cut.inside, axis=-1) + cut.capacity
        best = total if best is None else np.minimum(best, total, out=best)
    if best is None:
        return np.zeros_like(demand)
    return best


def payable_in_all(demand: Amounts, over: Sequence[Cut]) -> Amounts:
    """The most that can be paid of all demands together."""
    inside = np.array([cut.inside for cut in over], dtype=demand.dtype)
    capacity = np.array([cut.capacity for cut in over], dtype=demand.dtype)
    least: Amounts = (demand @ inside.T + capacity).min(axis=-1)
    return least


def whole_days(before: Amounts, period: Amounts, days: int, over: Sequence[Cut]) -> Amounts:
    """How many first days of a period are completely payable, spending being even inside it.

    before  demands before the period (zero from it on), demands along the last axis
    period  the demands of the period (zero elsewhere)
    """
    kind, asked, most = period.dtype, period.sum(axis=-1), None
    is_exact = not np.issubdtype(kind, np.floating)
    for cut in over:
        slack = (before * cut.inside).sum(axis=-1) + cut.capacity - before.sum(axis=-1)
        rest = np.asarray(asked - (period * cut.inside).sum(axis=-1), dtype=kind)
        amount, by = days * slack, np.where(rest > 0, rest, 1)
        # Simulated paths forgive the last bits of their floating point numbers.
        whole = amount // by if is_exact else np.floor(amount / by + 1e-9)
        fits = np.where(rest > 0, np.asarray(whole, dtype=kind), days)
        most = fits if most is None else np.minimum(most, fits)
    return np.clip(most if most is not None else 0 * asked, 0, days)
