"""Replay the past: how good would the forecast have been?

At each month the forecast sees only what came before, with histories cut to the last 6, 12 and 24
months, and is compared with what was then spent. Scores are averaged inside a series, then over
series, then over the cuts. `python -m pipelines backtest` replays a team's own bills.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from math import comb

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.calendar import DAYS_PER_MONTH
from metrics.metric import metric
from metrics.runway.engine.calibration import POOLED, Widths, calibrated, stretched
from metrics.runway.engine.dates import add_months
from metrics.runway.engine.forecast import (
    FULL,
    Paths,
    Stream,
    cumulative,
    generator,
    level_bootstrap,
)
from metrics.spending.burn import daily_spend

AHEAD, CUTS = (1, 3, 6, 12), (6, 12, 24)
BALANCES = (3, 6, 9)  # months of the largest of the 3-, 6- and 12-month burns
MONTH = float(DAYS_PER_MONTH)
HORIZON = 36


@dataclass(frozen=True)
class Months:
    """One series: spending per day of each complete calendar month, oldest first."""

    name: str
    per_day: tuple[float, ...]
    days: tuple[int, ...]


@dataclass(frozen=True)
class Score:
    """One forecast compared with what happened, over so many months.

    origin     months before it
    width      of the 80 % range
    interval   its interval score, the width and ten times the miss: what is too narrow or too wide
               costs more (Gneiting and Raftery 2007)
    """

    series: str
    cut: int
    ahead: int
    error: float
    actual: float
    inside: bool
    origin: int
    width: float
    interval: float


@dataclass(frozen=True)
class EndScore:
    """One money-out range compared with the day it happened; inside is null where it never did."""

    balance: int
    inside: bool
    early: bool


def own(db: DuckDBPyConnection) -> list[Months]:
    """The bills of a build, one series per category."""
    frame = daily_spend(db)
    found = []
    for name, days in frame.groupby("category"):
        spent = {day.replace(day=1): 0.0 for day in map(_day, days["day"])}
        for moment, amount in zip(days["day"], days["gross"], strict=True):
            spent[_day(moment).replace(day=1)] += float(amount)
        whole = sorted(spent)[1:-1]  # the first and the last month may be partial
        lengths = tuple(month_length(month) for month in whole)
        rates = tuple(spent[m] / n for m, n in zip(whole, lengths, strict=True))
        found.append(Months(str(name), rates, lengths))
    return found


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def scores(months: Months, *, pooled: Widths = POOLED) -> Iterator[Score]:
    """Every origin, cut and number of months ahead that the series allows.

    A cut limits what a forecast sees, as of a team with so few months; its width is calibrated on
    all that came before the origin.
    """
    rates, days = np.array(months.per_day), np.array(months.days)
    for origin, cut in product(range(CUTS[0], len(rates)), CUTS):
        if origin < cut:
            continue
        paths = _paths(months, origin, cut, max(AHEAD), pooled)
        for ahead in (a for a in AHEAD if origin + a <= len(rates)):
            coming = slice(origin, origin + ahead)
            actual = float((rates[coming] * days[coming]).sum())
            sums = cumulative(paths[:, :ahead], list(days[coming]))[:, -1]
            low, middle, high = np.quantile(sums, (0.1, 0.5, 0.9))
            inside, miss = bool(low <= actual <= high), max(low - actual, actual - high, 0.0)
            yield Score(
                months.name, cut, ahead, abs(actual - middle), abs(actual), inside,
                origin, width=high - low, interval=high - low + 10 * miss,
            )  # fmt: skip


def ends(months: Months) -> Iterator[EndScore]:
    """For balances of 3, 6 and 9 months: was the day the money ended inside the range?

    Runs whose end the series does not reach are left out.
    """
    rates, days = np.array(months.per_day), np.array(months.days)
    for origin, cut in product(range(CUTS[0], len(rates)), CUTS):
        if origin < cut:
            continue
        past = rates[max(0, origin - cut) : origin]
        burn = max(float(past[-n:].mean()) for n in (3, 6))
        spent = np.concatenate([[0.0], np.cumsum(rates[origin:] * days[origin:])])
        sums = None
        for months_held in BALANCES:
            balance = burn * MONTH * months_held
            if balance <= 0 or spent.max() < balance:
                continue
            if sums is None:
                paths = _paths(months, origin, cut, HORIZON)
                sums = np.maximum.accumulate(cumulative(paths, [MONTH] * HORIZON), axis=1)
            starts = np.hstack([np.zeros((len(sums), 1)), sums])
            crossed = _crossing(starts, balance)
            low, high = np.quantile(crossed, (0.1, 0.9), method="inverted_cdf")
            when = _crossing(np.maximum.accumulate(spent)[None, :], balance)[0]
            yield EndScore(months_held, bool(low <= when <= high), bool(when < low))


@metric(unit="shares of one", grain="months ahead", rests_on=("billing",), kind="share")
def accuracy(db: DuckDBPyConnection) -> pd.DataFrame:
    """The backtest of a build's own bills as `summary`; empty without a series long enough."""
    found = replay(own(db))
    return found.table if found else pd.DataFrame(columns=["ahead", "wape", "coverage", "n"])


def summary(found: Sequence[Score]) -> pd.DataFrame:
    """WAPE and coverage of the 80 % range, a row per number of months ahead.

    Columns: ahead · wape · coverage · n; shares of one.
    """
    frame = pd.DataFrame([vars(score) for score in found])
    each = frame.groupby(["cut", "ahead", "series"], as_index=False).agg(
        error=("error", "mean"), actual=("actual", "mean"), coverage=("inside", "mean"),
    )  # fmt: skip
    each["wape"] = each["error"] / each["actual"].where(each["actual"] > 0)
    per_cut = each.groupby(["cut", "ahead"], as_index=False)[["wape", "coverage"]].mean()
    table = per_cut.groupby("ahead", as_index=False)[["wape", "coverage"]].mean()
    table["n"] = frame.groupby("ahead").size().to_numpy()
    return table


def by_series(found: Sequence[Score]) -> pd.DataFrame:
    """The scores of each series and number of months ahead, over all its forecasts.

    Columns: series · ahead · n · months · coverage · least · most · width, interval (means, in
    currency) · wape. Forecasts of one month by several cuts are no two cases: `months` counts each
    origin once. Between least and most lies the coverage of an honest range in 90 of 100 cases,
    binomial in the months, as if outcomes did not overlap.
    """
    frame = pd.DataFrame([vars(score) for score in found])
    table = frame.groupby(["series", "ahead"], as_index=False, sort=False).agg(
        n=("inside", "size"), months=("origin", "nunique"), coverage=("inside", "mean"),
        width=("width", "mean"), interval=("interval", "mean"),
        error=("error", "mean"), actual=("actual", "mean"),
    )  # fmt: skip
    table["wape"] = table["error"] / table["actual"].where(table["actual"] > 0)
    table["least"], table["most"] = zip(*map(binomial_band, table["months"].tolist()), strict=True)
    return table[
        ["series", "ahead", "n", "months", "coverage", "least", "most", "width", "interval", "wape"]
    ]


def binomial_band(n: int, share: float = 0.8) -> tuple[float, float]:
    """Between which shares of n cases one lies in 90 of 100 tries, one in 20 on either side."""
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    sums = np.cumsum(chances)
    return int((sums <= 0.05).sum()) / n, int((sums < 0.95).sum()) / n


def gap(table: pd.DataFrame) -> float:
    """Mean distance of the coverages from the 0.80 they claim."""
    return float((table["coverage"] - 0.8).abs().mean())


def _paths(series: Months, origin: int, cut: int, months: int, pooled: Widths = POOLED) -> Paths:
    """Simulated spending after an origin, by no month from then on."""
    random = generator(1, series.name, origin, cut)
    past = Stream(series.name, series.per_day[origin - cut : origin])
    drawn = level_bootstrap(past, months=months, paths=2000, random=random)
    known = Stream(series.name, series.per_day[:origin])
    return stretched(drawn, calibrated(known, window=min(cut, FULL), pooled=pooled).widths)


def _crossing(sums: Paths, balance: float) -> Paths:
    """Months until a running sum passes a balance, within the month by even spending."""
    over = sums > balance
    at = np.where(over.any(axis=1), over.argmax(axis=1), sums.shape[1] - 1)
    rows = np.arange(len(sums))
    before, after = sums[rows, at - 1], sums[rows, at]
    part = np.divide(balance - before, after - before, out=np.ones(len(sums)), where=after > before)
    found: Paths = np.where(over.any(axis=1), at - 1 + part, np.inf)
    return found


def month_length(month: date) -> int:
    """The days of a calendar month, given its first day."""
    return (add_months(month, 1) - month).days


@dataclass(frozen=True)
class Replay:
    """The backtest of some series: the table of `summary`, its gap, and the ranges of the end."""

    series: int
    table: pd.DataFrame
    gap: float
    ends: tuple[EndScore, ...]


def replay(series: Sequence[Months]) -> Replay | None:
    """The backtest of some series; those of six months or less are left out. None without any."""
    series = [months for months in series if len(months.per_day) > CUTS[0]]
    if not series:
        return None
    table = summary([score for months in series for score in scores(months)])
    fates = tuple(end for months in series for end in ends(months))
    return Replay(len(series), table, gap(table), fates)
