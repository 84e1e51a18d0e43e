"""All that a simulation needs: funds, what is spent, what is planned, hoped for and changed."""

from dataclasses import dataclass
from datetime import date

from metrics.runway.engine.award_outcomes import Award
from metrics.runway.engine.forecast import PATHS, Stream
from metrics.runway.engine.model import Fund

SEED = 1


@dataclass(frozen=True)
class Planned:
    """A cost known beforehand, spent evenly from its first to its last day.

    currency   where it is agreed in another than the runway's
    """

    category: str
    per_day: float
    starts_on: date
    ends_on: date | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Change:
    """A share of the spending that goes away from a day on (negative: is added)."""

    share: float
    from_on: date | None = None
    category: str | None = None
    cap: float | None = None


@dataclass(frozen=True)
class Case:
    """All that a simulation needs; equal cases give equal answers.

    as_of    balances and spending are known to the end of this day
    months   how far to look
    """

    as_of: date
    funds: tuple[Fund, ...]
    streams: tuple[Stream, ...] = ()
    planned: tuple[Planned, ...] = ()
    awards: tuple[Award, ...] = ()
    changes: tuple[Change, ...] = ()
    priority: tuple[str, ...] = ()
    months: int = 24
    paths: int = PATHS
    seed: int = SEED
