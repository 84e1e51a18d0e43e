"""Money left along the simulated paths, as five lines: the balance chart of the Runway page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.drawdown import Drawdown
from metrics.runway.engine.forecast import Paths
from metrics.runway.engine.simulation import Simulation

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class BalanceRange:
    """Money left at the ends of the periods: five quantiles, smallest first, in currency."""

    days: tuple[date, ...]
    quantiles: tuple[tuple[float, ...], ...]


def balance_range(found: Simulation, plan: Drawdown) -> BalanceRange:
    """Quantiles at the ends of the periods; a fund's last day shows what is about to lapse.

    Help in kind is no balance: it is taken off as the plan uses it.
    """
    case = found.case
    now = (fund.money for fund in case.funds if is_open(fund.starts_on, fund.ends_on, case.as_of))
    days, levels = [case.as_of], [np.full(len(QUANTILES), float(sum(now)))]
    owed = np.cumsum(found.unfunded.sum(axis=2), axis=1)
    for number, (_, last) in enumerate(found.periods):
        left = found.remaining[:, number] - _in_kind(found, plan, last)
        # Below zero only for drawing: the line then meets zero on its day, not at a month's end.
        after = np.where(left < 1, -owed[:, number], left)
        going = sum(
            (
                found.unspent[f.fund_id]
                for f in case.funds
                if f.ends_on == last and f.kind != "in_kind"
            ),
            np.zeros(1),
        )
        if going.any():
            days.append(last)
            levels.append(np.quantile(after + going, QUANTILES))
        days.append(last + ONE_DAY if going.any() else last)
        levels.append(np.quantile(after, QUANTILES))
    # A point on each day one of the lines meets zero, and nothing below it.
    at, lines = np.array([day.toordinal() for day in days]), np.array(levels).T
    zeros = [_meets_zero(at, line) for line in lines]
    points = np.unique([*at, *(day for day in zeros if day is not None)])
    shown = [np.interp(points, at, line).clip(min=0).round() for line in lines]
    return BalanceRange(
        tuple(date.fromordinal(int(day)) for day in points),
        tuple(tuple(map(float, line)) for line in shown),
    )


def _in_kind(found: Simulation, plan: Drawdown, last: date) -> float:
    """The value of open help in kind at the end of a day, by the plan."""
    held = {
        fund.fund_id: float(fund.available)
        for fund in found.case.funds
        if fund.kind == "in_kind"
        and (fund.starts_on or last) <= last
        and (fund.ends_on is None or fund.ends_on > last)
    }
    used = sum(
        float(paid.amount)
        for paid in plan.payments
        if paid.fund_id in held and paid.period[1] <= last
    )
    return max(0.0, sum(held.values()) - used)


def covering(ranges: Sequence[BalanceRange]) -> BalanceRange:
    """The range that covers all of them; the middle line is the first one's."""
    days = sorted({day for each in ranges for day in each.days})
    points = np.array([day.toordinal() for day in days])
    lines = np.array(
        [
            [
                np.interp(points, [day.toordinal() for day in each.days], line)
                for line in each.quantiles
            ]
            for each in ranges
        ]
    )
    middle = QUANTILES.index(0.5)
    shown = [
        lines[0, middle] if n == middle else (lines[:, n].min if n < middle else lines[:, n].max)(0)
        for n in range(len(QUANTILES))
    ]
    return BalanceRange(tuple(days), tuple(tuple(map(float, line.round())) for line in shown))


def _meets_zero(days: Paths, line: Paths) -> int | None:
    below = np.flatnonzero(line <= 0)
    if not len(below) or below[0] == 0:
        return None
    at = int(below[0])
    part = line[at - 1] / (line[at - 1] - line[at])
    return int(np.ceil(days[at - 1] + part * (days[at] - days[at - 1])))


def is_open(starts_on: date | None, ends_on: date | None, as_of: date) -> bool:
    """Whether a fund with these days can be spent on the day after `as_of`."""
    tomorrow = as_of + ONE_DAY
    return (starts_on or tomorrow) <= tomorrow <= (ends_on or tomorrow)
