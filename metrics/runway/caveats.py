"""Reasons to doubt a range, and the one reason to refuse it: each a fact with its figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.data_quality.arrivals import Cause
from metrics.runway.double_counting import CountedTwice, counted_twice
from metrics.runway.engine.constant_rate import trailing_burn
from metrics.runway.engine.forecast import STEP, step
from metrics.runway.inputs.gather import Inputs

ENOUGH_MONTHS, SURE_MONTHS = 3, 6


@dataclass(frozen=True)
class OldBills:
    """Bills are silent: nothing is known of the spending since."""

    cause: Cause


@dataclass(frozen=True)
class NeverStated:
    """A fund without any stated balance: it counts as nothing."""

    fund: str


@dataclass(frozen=True)
class UnknownBalance:
    """A fund whose balance is known to be unknown: it counts as nothing, and was `most` at most."""

    fund: str
    since: date
    most: Decimal


@dataclass(frozen=True)
class Unconfirmed:
    """A balance that no account confirmed: somebody stated it, or it is derived from bills."""

    fund: str
    source: str | None
    derived: bool = False


@dataclass(frozen=True)
class OldStatement:
    """A balance stated more than a month ago, of which more than a tenth was spent since."""

    fund: str
    on: date


@dataclass(frozen=True)
class ShortHistory:
    """Few complete months of bills: fewer than three give no range, fewer than six a weak one."""

    months: int

    @property
    def is_enough(self) -> bool:
        """Whether there is a range at all."""
        return self.months >= ENOUGH_MONTHS


@dataclass(frozen=True)
class Step:
    """A category's last month against the three before it: a share, positive where it rose."""

    category: str
    change: float


@dataclass(frozen=True)
class BurnsDiffer:
    """What a month cost by the last 1, 3 and 6 months, where these are far apart."""

    monthly: tuple[Decimal, ...]


@dataclass(frozen=True)
class MostlyNothing:
    """A category that cost nothing in most months."""

    category: str


@dataclass(frozen=True)
class Refunded:
    """A category of which more was refunded than spent in some month."""

    category: str


@dataclass(frozen=True)
class NoRate:
    """Currencies without an exchange rate: they are in no figure of this runway."""

    currencies: tuple[str, ...]


@dataclass(frozen=True)
class BeforeFirstRate:
    """Currencies with bills from before their first exchange rate: left out of the past."""

    currencies: tuple[str, ...]


Caveat = (
    OldBills | CountedTwice | NeverStated | UnknownBalance | Unconfirmed | OldStatement
    | ShortHistory | Step | BurnsDiffer | MostlyNothing | Refunded | NoRate | BeforeFirstRate
)  # fmt: skip


def caveats(given: Inputs) -> tuple[Caveat, ...]:
    """Reasons to doubt the figure, the weightiest first."""
    found: list[Caveat] = []
    months = given.complete_months
    if given.silent and given.silent.since:
        found.append(OldBills(given.silent))
    found += [*counted_twice(given), *_balances(given)]
    if given.case.streams and months < SURE_MONTHS:
        found.append(ShortHistory(months))
    found += _steps(given)
    monthly = _monthly(given)
    if monthly and min(monthly) > 0 and max(monthly) / min(monthly) > 1 + Decimal(str(STEP)):
        found.append(BurnsDiffer(monthly))
    for stream in given.case.streams:
        year = stream.per_day[-12:]
        if year and sum(1 for rate in year if rate == 0) > len(year) / 2:
            found.append(MostlyNothing(stream.category))
        if any(rate < 0 for rate in year):
            found.append(Refunded(stream.category))
    if given.without_rate:
        found.append(NoRate(given.without_rate))
    if given.spent.undated:
        found.append(BeforeFirstRate(given.spent.undated))
    return tuple(found)


def _balances(given: Inputs) -> Iterator[Caveat]:
    for held in given.held.values():
        name, stated = given.rules[held.fund_id].name, held.statement
        if stated is None:
            yield NeverStated(name)
        elif held.balance is None:
            yield UnknownBalance(name, stated.on_day, held.high)
        elif not stated.confirmed:
            yield Unconfirmed(name, stated.source, stated.derived)
        elif held.is_old(given.case.as_of):
            yield OldStatement(name, stated.on_day)


def _steps(given: Inputs) -> Iterator[Caveat]:
    for stream in given.case.streams:
        change = step(stream)
        if change is not None:
            yield Step(stream.category, change)


def _monthly(given: Inputs) -> tuple[Decimal, ...]:
    """What a month cost by the last 1, 3 and 6 months; empty unless all three are known."""
    to = given.spent.to
    if to is None or given.burns:
        return given.burns
    days: dict[date, Decimal] = {}
    for spent in given.spent.by_category.values():
        for day, amount in spent.items():
            days[day] = days.get(day, Decimal(0)) + amount
    found = [trailing_burn(days, as_of=to, months=n) for n in (1, 3, 6)]
    monthly = tuple(burn.per_month for burn in found if burn is not None)
    return monthly if len(monthly) == 3 else ()
