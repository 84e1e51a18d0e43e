"""Awards hoped for: each path gets one or not, never its amount times its chance."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Luck:
    """What becomes of pending awards, path by path.

    funds   what they become: one for each month in which an award starts on some path
    won     fund by path: whether it is won there and starts then; an award starts once on a path
    """

    funds: tuple[Fund, ...]
    won: NDArray[np.bool_]

    def of(self, paths: NDArray[np.intp]) -> "Luck":
        """The same of some paths, without what none of them wins."""
        won = self.won[:, paths]
        some = np.flatnonzero(np.any(won, axis=1))
        return Luck(tuple(self.funds[at] for at in some), won[some])


def luck(awards: Sequence[Award], paths: int, seed: int) -> Luck:
    """How the awards turn out on each path."""
    funds, won = list[Fund](), list[NDArray[np.bool_]]()
    for award in awards:
        starts = generator(seed, "start", award.award_id).integers(0, len(award.starts), paths)
        is_won = _won(award, awards, paths, seed)
        funds += [award.fund(start) for start in award.starts]
        won += [is_won & (starts == number) for number in range(len(award.starts))]
    every = np.array(won, dtype=np.bool_).reshape(len(won), paths)
    return Luck(tuple(funds), every).of(np.arange(paths))


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
