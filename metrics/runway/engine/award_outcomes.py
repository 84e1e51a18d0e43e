"""Awards hoped for: each path gets one or not, never its amount times its chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from metrics.runway.engine.dates import add_months
from metrics.runway.engine.forecast import generator
from metrics.runway.engine.model import Fund

Draw = NDArray[np.float64]


@dataclass(frozen=True)
class Award:
    """A pending award; `probability` is the team's own assumption.

    amount      what arrives, net of a fee on income
    starts_on, latest_on   its first day lies between them, each month alike
    call        awards of one call depend on each other by call_rule (at_most_one | all_or_none);
                null: independent of all others
    currency    where it is promised in another than the runway's
    fails       it is not won in any path; every other path and award is as it would be
    """

    award_id: str
    amount: Decimal
    probability: float
    starts_on: date
    latest_on: date | None = None
    ends_on: date | None = None
    pays_for: frozenset[str] = frozenset()
    call: str | None = None
    call_rule: str | None = None
    name: str = ""
    currency: str | None = None
    fails: bool = False

    @property
    def starts(self) -> list[date]:
        """The days on which it may start, month by month."""
        latest = self.latest_on or self.starts_on
        months = (latest.year - self.starts_on.year) * 12 + latest.month - self.starts_on.month
        return [add_months(self.starts_on, n) for n in range(max(0, months) + 1)]

    def fund(self, start: date) -> Fund:
        """The fund it becomes if it is won and starts on a day."""
        return Fund(
            self.award_id,
            self.amount,
            starts_on=start,
            ends_on=self.ends_on,
            pays_for=self.pays_for,
            name=self.name,
        )


def outcomes(
    awards: Sequence[Award], paths: int, seed: int
) -> Iterator[tuple[list[Fund], NDArray[np.intp]]]:
    """Each way the awards may turn out, and the paths in which they do."""
    if not awards:
        yield [], np.arange(paths)
        return
    columns = []  # per path the index of the month in which an award starts; -1: not won
    for award in awards:
        month = generator(seed, "start", award.award_id).integers(0, len(award.starts), paths)
        columns.append(np.where(_won(award, awards, paths, seed), month, -1))
    ways, which = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    for number, way in enumerate(ways):
        won = [a.fund(a.starts[n]) for a, n in zip(awards, way, strict=True) if n >= 0]
        yield won, np.flatnonzero(which.ravel() == number)


def _won(award: Award, awards: Sequence[Award], paths: int, seed: int) -> NDArray[np.bool_]:
    """Whether it is won; awards of one call share one random number per path.

    One that fails leaves the numbers of the others alone, but takes with it all of an
    all-or-none call.
    """
    luck: Draw = generator(seed, "won", award.call or award.award_id).random(paths)
    call = [other for other in awards if award.call and other.call == award.call]
    bound = [award, *call] if award.call_rule == "all_or_none" else [award]
    if any(each.fails for each in bound):
        return np.zeros(paths, dtype=np.bool_)
    if len(call) < 2:
        return luck < award.probability
    if award.call_rule == "all_or_none":
        return luck < min(other.probability for other in call)
    total = max(1.0, sum(other.probability for other in call))
    before = sum(other.probability for other in call[: call.index(award)]) / total
    return (luck >= before) & (luck < before + award.probability / total)
