"""The fan of the balance chart: what is left along the simulated paths, as five lines."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.runway.engine.case import Case
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.forecast import Paths
from metrics.runway.engine.simulation import Simulation

LIKELY_RANGE = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Fan:
    """Money left at the ends of the periods: five quantiles, smallest first, in currency."""

    days: tuple[date, ...]
    quantiles: tuple[tuple[float, ...], ...]


def fan(found: Simulation) -> Fan:
    """Quantiles at the ends of the periods; a fund's last day shows what is about to lapse."""
    case = found.case
    days, levels = [case.as_of], [np.full(len(LIKELY_RANGE), _money_now(case))]
    owed = np.cumsum(found.unfunded.sum(axis=2), axis=1)
    for number, (_, last) in enumerate(found.periods):
        left = found.remaining[:, number]
        # Below zero only for drawing: the line then meets zero on its day, not at a month's end.
        after = np.where(left < 1, -owed[:, number], left)
        going = sum(
            (found.unspent[f.fund_id] for f in case.funds if f.ends_on == last), np.zeros(1)
        )
        if going.any():
            days.append(last)
            levels.append(np.quantile(after + going, LIKELY_RANGE))
        days.append(last + ONE_DAY if going.any() else last)
        levels.append(np.quantile(after, LIKELY_RANGE))
    return _to_zero(np.array([day.toordinal() for day in days]), np.array(levels).T)


def _to_zero(days: Paths, levels: Paths) -> Fan:
    """The lines with a point on each day one of them meets zero, and nothing below it."""
    zeros = [_meets_zero(days, line) for line in levels]
    points = np.unique([*days, *(day for day in zeros if day is not None)])
    lines = [np.interp(points, days, line).clip(min=0).round() for line in levels]
    shown = tuple(date.fromordinal(int(day)) for day in points)
    return Fan(shown, tuple(tuple(map(float, line)) for line in lines))


def _meets_zero(days: Paths, line: Paths) -> int | None:
    below = np.flatnonzero(line <= 0)
    if not len(below) or below[0] == 0:
        return None
    at = int(below[0])
    part = line[at - 1] / (line[at - 1] - line[at])
    return int(np.ceil(days[at - 1] + part * (days[at] - days[at - 1])))


def _money_now(case: Case) -> float:
    """What the funds that can be spent tomorrow hold."""
    now = (
        f for f in case.funds if _starts(f.starts_on, case.as_of) and is_open(f.ends_on, case.as_of)
    )
    return float(sum(fund.available for fund in now))


def _starts(starts_on: date | None, as_of: date) -> bool:
    return starts_on is None or starts_on <= as_of + ONE_DAY


def is_open(ends_on: date | None, as_of: date) -> bool:
    """Whether a fund with this last day can still be spent after `as_of`."""
    return ends_on is None or ends_on > as_of
