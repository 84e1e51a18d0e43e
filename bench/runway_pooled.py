"""Derive the pooled widths of the range: python -m bench.runway_pooled FOLDER

FOLDER as for bench.runway_series. Prints the widths for metrics/runway/engine/calibration.py, and
the coverage of each series with widths that were derived from the seven others.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from bench.runway_series import SERIES, markdown, read
from metrics.runway.backtest import CUTS, Months, by_series, scores, summary
from metrics.runway.engine.calibration import AHEAD, CLAIMED, ranges, ratio
from metrics.runway.engine.forecast import FULL, Paths, Stream, kind, scatter, step

KINDS = ("steady", "smooth", "stepped", "lumpy")
STEADY = 0.05  # scatter up to which a forecast counts as steady
WIDTHS = np.geomspace(0.1, 3, 69)
UNCORRECTED = 2  # series without a correction that are added to each kind


@dataclass(frozen=True)
class Past:
    """One uncalibrated forecast of 1, 3 or 6 months and its outcome, in months of equal length."""

    series: str
    kind: str
    ahead: int
    expected: tuple[float, ...]
    actual: float

    def interval(self, widths: Paths) -> Paths:
        """Its interval score with each of some widths."""
        low, middle, high = self.expected
        lows, highs = middle - widths * (middle - low), middle + widths * (high - middle)
        miss = np.maximum(np.maximum(lows - self.actual, self.actual - highs), 0)
        score: Paths = highs - lows + 10 * miss
        return score


def past(months: Months) -> list[Past]:
    """Every forecast that the series allows: each origin, cut and number of months ahead."""
    found = []
    for cut, origin in product(CUTS, range(CUTS[0], len(months.per_day))):
        seen = months.per_day[max(0, origin - min(cut, FULL)) : origin]
        for ahead, expected in zip(AHEAD, ranges(seen), strict=True):
            coming = months.per_day[origin : origin + ahead]
            if origin >= cut and len(coming) == ahead:
                name = _kind(Stream("", seen))
                found.append(Past(months.name, name, ahead, expected, sum(coming)))
    return found


def _kind(stream: Stream) -> str:
    if kind(stream) == "lumpy":
        return "lumpy"
    if step(stream) is not None:
        return "stepped"
    return "steady" if scatter(stream) <= STEADY else "smooth"


def derived(known: Sequence[Past]) -> dict[str, tuple[float, ...]]:
    """The widths of each kind, one, three and six months ahead.

    The geometric mean of two: the width that covers 80 %, and the one with the least interval
    score. A series weighs by the root of its forecasts. Its logarithm counts with the weight
    n / (n + 2) of the n series of the kind, as if two more needed no correction. Lumpy streams are
    not narrowed: their months without spending lie at the low end of the range.
    """
    found = {}
    for name in KINDS:
        series = len({each.series for each in known if each.kind == name})
        weight = series / (series + UNCORRECTED)
        least = 1.0 if name == "lumpy" else 0.0
        widths = (_best(known, name, ahead) ** weight for ahead in AHEAD)
        found[name] = tuple(round(max(width, least), 2) for width in widths)
    return found


def _best(known: Sequence[Past], name: str, ahead: int) -> float:
    cases = [each for each in known if (each.kind, each.ahead) == (name, ahead)]
    if not cases:
        return 1.0
    counts = Counter(each.series for each in cases)
    weights = np.array([counts[each.series] ** -0.5 for each in cases])
    ratios = np.array([ratio(each.expected, each.actual) for each in cases])
    order = np.argsort(ratios)
    reached = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    covers = float(np.interp(CLAIMED, reached, ratios[order]))
    usual = {
        name: np.mean(
            [
                each.interval(np.ones(1))
                for each in known
                if (each.series, each.ahead) == (name, ahead)
            ]
        )
        for name in counts
    }
    total = sum(
        weight * each.interval(WIDTHS) / usual[each.series]
        for weight, each in zip(weights, cases, strict=True)
    )
    return float((covers * WIDTHS[int(np.argmin(total))]) ** 0.5)


def main() -> None:
    """Print the widths, and the table by series with each series left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    series = [read(folder / file, column) for file, column in SERIES]
    known = [each for months in series for each in past(months)]
    print(*_lines(derived(known)), "Each series with the widths of the seven others:", sep="\n")
    found = []
    for months in series:
        others = derived([each for each in known if each.series != months.name])
        print(f"without {months.name}:", *_lines(others), sep="\n")
        found += [each for each in scores(months, pooled=others) if each.ahead in AHEAD]
    print(summary(found).to_string(index=False, float_format="%.3f"), markdown(by_series(found)))


def _lines(widths: Mapping[str, tuple[float, ...]]) -> list[str]:
    return [f"  {name}: {', '.join(f'{each:.2f}' for each in widths[name])}" for name in KINDS]


if __name__ == "__main__":
    main()
