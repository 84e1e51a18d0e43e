"""What will be spent: the level bootstrap, one stream per spend category.

No trend and no season: the level of the last months with its own uncertainty, which may drift or
step from month to month, times the scatter the months have shown, zeros and refunds included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Paths = NDArray[np.float64]
PATHS = 5_000  # gives early and late cumulative spend to about 2 % on smooth streams
LUMPY = 0.5  # standard deviation over mean of the last twelve months
FULL, SHORT, LEAST = 12, 6, 3  # months of history: all that counts · enough · too few
STEP = 0.25  # of the level: a last month that differs more from the three before it may be a step
DRIFT = {"smooth": 0.15, "lumpy": 0.25}  # per month
MEMORY = {"smooth": 3, "lumpy": 12}


@dataclass(frozen=True)
class Stream:
    """One spend category's past: spending per day for each known month, oldest first.

    months_since_event  how many of the last months lie after a declared change of level;
                        null: none was declared
    currency            the bills', where it is another than the runway's
    widths, outcomes    of its range, and the past forecasts they rest on: see calibration.py
    """

    category: str
    per_day: tuple[float, ...]
    months_since_event: int | None = None
    currency: str | None = None
    widths: tuple[float, ...] = ()
    outcomes: int = 0


def kind(stream: Stream) -> str:
    """lumpy | smooth: how the months scatter about their level."""
    is_lumpy = len(stream.per_day) < 2 or scatter(stream) > LUMPY
    return "lumpy" if is_lumpy else "smooth"


def scatter(stream: Stream) -> float:
    """Standard deviation of the last twelve months as shares of their level; 0 without any."""
    found = _scatter(_recent(stream), stream.months_since_event)
    return float(np.std(found)) if len(found) else 0.0


def step(stream: Stream) -> float | None:
    """How far the last month is from the mean of the three before, as a share; null: as usual.

    Null also where a change of level was declared.
    """
    *before, last = stream.per_day[-4:] or (0.0,)
    usual = float(np.mean(before)) if before else 0.0
    if len(before) < 3 or usual <= 0 or stream.months_since_event:
        return None
    return last / usual - 1 if abs(last / usual - 1) > STEP else None


def level_bootstrap(
    stream: Stream, *, months: int, paths: int = PATHS, random: np.random.Generator
) -> Paths:
    """Simulated spending per day: one row per path, one column per coming month."""
    recent = _recent(stream)
    shares = _scatter(recent, stream.months_since_event)
    if not len(shares):
        return np.zeros((paths, months))
    sort = kind(stream)
    of_level, of_drift, of_month = random.spawn(3)
    # The months after a declared change; before the first full one, the last month counts.
    since = stream.months_since_event
    after = recent if since is None else recent[-max(since, 1) :]
    level = after[-MEMORY[sort] :]
    picked = _evenly(of_level, len(level), (1, paths * len(level))).reshape(paths, -1)
    start: Paths = level[picked].mean(axis=1, keepdims=True)
    drift = np.cumsum(DRIFT[sort] * _mirrored(of_drift, (months, paths)), axis=0)
    month = shares[_evenly(of_month, len(shares), (months, paths))]
    found: Paths = start * np.exp(drift.T) * month.T
    return found


def cumulative(per_day: Paths, days: Sequence[float]) -> Paths:
    """Spending to the end of each month; a refund is set against what is spent after it."""
    sums: Paths = np.cumsum(per_day * np.asarray(days), axis=1)
    return sums


def _evenly(random: np.random.Generator, choices: int, shape: tuple[int, int]) -> NDArray[np.intp]:
    """Draws with replacement in which every choice comes equally often in each row.

    The balanced bootstrap: the same distribution with less luck in it, which matters where one
    month in six is not zero. Row by row, so that looking farther ahead changes no nearer month.
    """
    return random.permuted(np.tile(np.arange(shape[1]) % choices, (shape[0], 1)), axis=1)


def _mirrored(random: np.random.Generator, shape: tuple[int, int]) -> Paths:
    """Normal draws of which each has its opposite in the same row: again less luck."""
    half = random.normal(size=(shape[0], (shape[1] + 1) // 2))
    return np.hstack([half, -half])[:, : shape[1]]


def _recent(stream: Stream) -> Paths:
    return np.asarray(stream.per_day[-FULL:], dtype=float)


def _scatter(months: Paths, since: int | None) -> Paths:
    """Each month over the mean of its own segment; empty where there is no spending at all."""
    split = len(months) - (since if since is not None else len(months))
    parts = [part for part in (months[:split], months[split:]) if len(part) and part.mean()]
    return np.concatenate([part / part.mean() for part in parts]) if parts else np.array([])


def generator(seed: int, *names: Any) -> np.random.Generator:
    """Random numbers of one stream: the same for the same seed and names, in every scenario."""
    words = [seed, *(int.from_bytes(str(name).encode(), "little") % 2**63 for name in names)]
    return np.random.default_rng(words)
