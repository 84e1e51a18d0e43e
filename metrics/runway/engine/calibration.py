"""How wide the range is: calibrated on the past forecasts of each stream.

The level bootstrap gives the middle and the shape. Its distance from the middle is multiplied by a
width, one for each number of months ahead: the pooled width of streams that scatter as much, and,
from twelve months of known outcomes on, in part the stream's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from metrics.runway.engine.forecast import (
    FULL,
    SHORT,
    Paths,
    Stream,
    cumulative,
    generator,
    kind,
    level_bootstrap,
    scatter,
    step,
)

Widths = Mapping[str, tuple[float, ...]]

AHEAD = (1, 3, 6)  # months
CLAIMED = 0.8  # what the range is to cover
# By kind, 1, 3 and 6 months ahead: `python -m bench.runway_pooled FOLDER` derives them from eight
# public series (docs/runway-range.md).
POOLED: Widths = {
    "steady": (0.36, 0.38, 0.40),
    "smooth": (0.57, 0.91, 0.93),
    "stepped": (0.91, 1.46, 1.05),
    "lumpy": (1.0, 1.04, 1.07),
}
STEADY, SMOOTH = 0.03, 0.06  # scatter up to which a stream is steady, and from which it is smooth
ENOUGH = 12  # months of outcomes before a stream's own past counts, by n / (n + 12)
MEMORY = 36  # months that its past forecasts reach back
BOUNDS = (0.5, 1.5)  # its own past narrows the range to no less, and widens it to no more
PATHS = 500


@dataclass(frozen=True)
class Calibration:
    """Widths 1, 3 and 6 months ahead, and how many past forecasts have a known outcome."""

    widths: tuple[float, ...]
    outcomes: int


def calibrated(stream: Stream, *, window: int = FULL, pooled: Widths = POOLED) -> Calibration:
    """The widths of a stream's range, from its past alone.

    window   the most months that a past forecast saw; they begin with six
    Only forecasts of its present kind count, lumpy or not, and none from before a declared change
    of level. An outcome is known when all of its months are in the past. With fewer than six months
    nothing is known of the width: it stays as the level bootstrap has it.
    """
    since, known = stream.months_since_event, len(stream.per_day)
    past = stream.per_day[-MEMORY:] if since is None else stream.per_day[known - since :]
    if len(past) < SHORT:
        return Calibration((1.0,) * len(AHEAD), 0)
    now = replace(stream, per_day=stream.per_day[-window:])
    seen = [
        (origin, Stream("", past[max(0, origin - window) : origin]))
        for origin in range(SHORT, len(past))
    ]
    alike = [(origin, each) for origin, each in seen if kind(each) == kind(now)]
    widths = list(pooled_widths(now, pooled))
    for n, ahead in enumerate(AHEAD):
        ratios = [
            ratio(ranges(each.per_day)[n], sum(past[origin : origin + ahead]))
            / pooled_widths(each, pooled)[n]
            for origin, each in alike
            if origin + ahead <= len(past)
        ]
        months = len(ratios) + ahead - 1  # that the outcomes cover, each counted once
        if ratios and months >= ENOUGH:
            own = float(np.clip(np.quantile(ratios, CLAIMED), *BOUNDS))
            widths[n] *= own ** (months / (months + ENOUGH))
    return Calibration(tuple(widths), len(alike))


def with_width(stream: Stream) -> Stream:
    """The stream with its calibration."""
    found = calibrated(stream)
    return replace(stream, widths=found.widths, outcomes=found.outcomes)


def pooled_widths(stream: Stream, pooled: Widths = POOLED) -> tuple[float, ...]:
    """The pooled widths of streams like this one; between steady and smooth in proportion."""
    if kind(stream) == "lumpy":
        return pooled["lumpy"]
    if step(stream) is not None:
        return pooled["stepped"]
    now = max(scatter(stream), 1e-9)
    part = np.interp(np.log(now), np.log([STEADY, SMOOTH]), [0, 1])
    pairs = zip(pooled["steady"], pooled["smooth"], strict=True)
    return tuple(float(steady ** (1 - part) * smooth**part) for steady, smooth in pairs)


def stretched(per_day: Paths, widths: Sequence[float]) -> Paths:
    """Simulated spending with its distance from the middle multiplied, the middle kept.

    Between the numbers of months ahead the width is in proportion, after the last one the same.
    """
    sums = cumulative(per_day, [1.0] * per_day.shape[1])
    middle = np.median(sums, axis=0)
    by = np.interp(np.arange(1, sums.shape[1] + 1), AHEAD, widths)
    found = middle + by * (sums - middle)
    if (per_day >= 0).all():  # nobody is paid back where no month was
        found = np.maximum.accumulate(found.clip(min=0), axis=1)
    rates: Paths = np.diff(found, axis=1, prepend=0)
    return rates


def ratio(expected: tuple[float, ...], actual: float) -> float:
    """How far the outcome lay from the middle, as a share of the way to the end of the range."""
    low, middle, high = expected
    side = high - middle if actual >= middle else middle - low
    return min(abs(actual - middle) / max(side, 1e-9), 50.0)


@lru_cache(maxsize=4096)
def ranges(per_day: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    """Low, middle and high of the sums of the next 1, 3 and 6 months, not calibrated."""
    stream = Stream("", per_day)
    drawn = level_bootstrap(stream, months=AHEAD[-1], paths=PATHS, random=generator(1, "past"))
    sums = cumulative(drawn, [1.0] * AHEAD[-1])[:, [ahead - 1 for ahead in AHEAD]]
    ends = np.quantile(sums, (0.1, 0.5, 0.9), axis=0).T.tolist()
    return tuple(map(tuple, ends))
