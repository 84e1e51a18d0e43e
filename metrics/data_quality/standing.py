"""How a figure stands: the oldest day it rests on, how it is known, and why not better."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality.arrivals import WEIGHTY, Cause, Unit, causes_of, units
from metrics.metric import metric, rests_on
from metrics.runway.outlook import gathered

Known = Literal["unknown", "asked", "estimated", "partial", "measured"]
WORST_FIRST: tuple[Known, ...] = ("unknown", "asked", "estimated", "partial", "measured")


@dataclass(frozen=True)
class Scope:
    """The units that a figure is of; empty: all."""

    accounts: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()

    def has(self, source: str, unit: str) -> bool:
        """Whether a unit is in it; a unit without a name is all of its source."""
        chosen = {
            "billing": self.accounts, "notes": self.series, "github": self.repositories,
            "docs_builds": self.sites, "funds": self.funds,
        }.get(source, ())  # fmt: skip
        return not chosen or not unit or unit in chosen


ALL = Scope()


@dataclass(frozen=True)
class Standing:
    """How one figure stands on the day of looking.

    oldest  the newest day of the unit that brings none the longest; None: no data
    known   unknown < asked < estimated < partial < measured
    causes  why it is old or not measured: most days without new data first
    """

    oldest: date | None = None
    known: Known = "measured"
    causes: tuple[Cause, ...] = ()

    @property
    def silent(self) -> Cause | None:
        """The cause for which nothing newer can be said; None where there is none."""
        return next((each for each in self.causes if each.is_silent), None)

    @property
    def late(self) -> Cause | None:
        """The worst cause, silent or not, that makes the figure old."""
        return next(iter(self.causes), None)


FRESH = Standing()


@metric(unit="days", grain="one", rests_on=("build",), kind="date")
def standing(db: DuckDBPyConnection, *, metric: str, on: date, scope: Scope = ALL) -> Standing:
    """How a figure of a metric stands on the day of looking, for the units of a scope.

    Units that carry 5 % or more of a source count, and the build itself. Raises KeyError for an
    unknown metric. Source: the metric's `rests_on`; metrics data_quality.units and causes.
    """
    return standings(db, (metric,), on=on, scope=scope)[metric]


def standings(
    db: DuckDBPyConnection, metrics: Sequence[str], *, on: date, scope: Scope = ALL
) -> dict[str, Standing]:
    """The same for several metrics, by name; the units are looked at once."""
    every = units(db, on=on)
    looked, known = _Looked(every, causes_of(db, every, on=on), on, scope), rests_on()
    return {name: _of(db, known[name], looked) for name in metrics}


def reach(db: DuckDBPyConnection, *, on: date) -> dict[str, date | None]:
    """The day that the data of each public metric reach to, by its name; None: no source has one.

    Source: as `standing`, for all units.
    """
    every = units(db, on=on)
    return {name: _oldest(every, sources, ALL) for name, sources in rests_on().items()}


@dataclass(frozen=True)
class _Looked:
    """What was found on the day of looking, and for which units it is asked."""

    units: Sequence[Unit]
    causes: Sequence[Cause]
    on: date
    scope: Scope


def _of(db: DuckDBPyConnection, sources: tuple[str, ...], looked: _Looked) -> Standing:
    scope = looked.scope
    oldest = _oldest(looked.units, sources, scope)
    why = tuple(
        cause
        for cause in looked.causes
        if _rest_on(cause.source, (*sources, "build"), aged=cause.kind != "failed")
        and (not cause.units or any(scope.has(cause.source, unit) for unit in cause.units))
    )
    found: set[Known] = {"measured"}
    if set(sources) - {"funds", "build"} and oldest is None:
        found.add("unknown")
    if any(cause.kind == "failed" and not cause.is_kept for cause in why):
        found.add("partial")
    if "funds" in sources:
        found.add(_balances(db, scope))
    if "billing" in sources:
        found.add(_bills(db, scope))
    if "github" in sources and rows.value(db, UNFINISHED):
        found.add("partial")
    return Standing(oldest, min(found, key=WORST_FIRST.index), why)


def _oldest(every: Sequence[Unit], sources: Sequence[str], scope: Scope) -> date | None:
    """The newest day of the unit that brings no new data the longest."""
    own = (
        unit.newest
        for unit in every
        if _rest_on(unit.source, sources)
        and unit.weight >= WEIGHTY
        and scope.has(unit.source, unit.unit)
    )
    return min(own, default=None)


def _rest_on(source: str, sources: Sequence[str], *, aged: bool = True) -> bool:
    """Whether it is one of the sources; what ages of funds is the income of a ledger."""
    return ("income" if source == "funds" and aged else source) in sources


UNFINISHED = "select exists (from repo where not complete and not archived)"


def _bills(db: DuckDBPyConnection, scope: Scope) -> Known:
    """Asked while a question moves the figure, partial while much was refused."""
    asked, refused = (
        [name for name in rows.column(db, sql) if scope.has("billing", name)]
        for sql in (
            "select account from billing_question where asked and not resting and weighty",
            "select account from billing_refused where weighty",
        )
    )
    return "asked" if asked else "partial" if refused else "measured"


def _balances(db: DuckDBPyConnection, scope: Scope) -> Known:
    """Unknown without a balance of any fund, estimated once one was not confirmed or is worn.

    Spending since a statement is that by which the runway rolls it on; while an account whose
    bills a fund may pay is silent, nobody knows what it was.
    """
    held = [
        (each.held[name], each.held[name].statement)
        for each in gathered(db)
        for name, rule in each.rules.items()
        if rule.kind != "in_kind" and scope.has("funds", name)
    ]
    known = [(fund, stated) for fund, stated in held if stated and stated.amount is not None]
    if not known:
        return "unknown"
    if any(not stated.confirmed or fund.is_unbilled or fund.is_worn for fund, stated in known):
        return "estimated"
    return "measured" if len(known) == len(held) else "partial"
