"""How a figure stands: the oldest day it rests on, how it is known, and why not better."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality.arrivals import WEIGHTY, Cause, Unit, causes_of, units
from metrics.metric import metric, public

WORN = Decimal("0.1")  # of a stated balance, spent since: it is an estimate from then on
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
    looked, listed = _Looked(every, causes_of(db, every, on=on), on, scope), public()
    return {
        name: _of(db, listed[name].metric.rests_on, looked)  # type: ignore[attr-defined] # marked
        for name in metrics
    }


def reach(db: DuckDBPyConnection, *, on: date) -> dict[str, date | None]:
    """The day that the data of each public metric reach to, by its name; None: no source has one.

    Source: as `standing`, for all units.
    """
    every = units(db, on=on)
    return {
        name: _oldest(every, found.metric.rests_on, ALL)  # type: ignore[attr-defined] # marked
        for name, found in public().items()
    }


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
        if cause.source in (*sources, "build")
        and (not cause.units or any(scope.has(cause.source, unit) for unit in cause.units))
    )
    found: set[Known] = {"measured"}
    if set(sources) - {"funds", "build"} and oldest is None:
        found.add("unknown")
    if any(cause.kind == "failed" and not cause.is_kept for cause in why):
        found.add("partial")
    if "funds" in sources:
        bills = [each for each in why if each.source == "billing" and each.is_silent]
        silent = [unit for each in bills for unit in each.units]
        found.add(_balances(db, scope, looked.on, silent))
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
        if unit.source in sources and unit.weight >= WEIGHTY and scope.has(unit.source, unit.unit)
    )
    return min(own, default=None)


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


@dataclass(frozen=True)
class _Stated:
    fund_id: str
    amount: float | None
    confirmed: bool | None
    spent: float
    is_unbilled: bool


def _balances(db: DuckDBPyConnection, scope: Scope, on: date, silent: Sequence[str]) -> Known:
    """Unknown without a balance of any fund, estimated once one was not confirmed or is worn.

    Spending since a statement is that of the bills that its fund may pay; while an account whose
    bills it may pay is silent, nobody knows what it was.
    """
    stated = [
        each
        for each in rows.rows(db, _Stated, STATED, {"on": on, "silent": list(silent)})
        if scope.has("funds", each.fund_id)
    ]
    known = [each for each in stated if each.amount is not None]
    if not known:
        return "unknown"
    if any(
        not each.confirmed or each.is_unbilled or each.spent > float(WORN) * (each.amount or 0)
        for each in known
    ):
        return "estimated"
    return "measured" if len(known) == len(stated) else "partial"


STATED = """
with newest as (
    select fund_id, on_day, amount, confirmed
    from fund_balance
    where on_day <= $on
    qualify row_number() over (partition by fund_id order by on_day desc, rowid desc) = 1
)
select fund.fund_id, amount::double as amount, confirmed,
    coalesce((
        select sum(billed) from spend
        where day > on_day and (len(pays_for) = 0 or list_contains(pays_for, category))
            and coalesce(spend.currency, fund.currency) = fund.currency
    ), 0)::double as spent,
    on_day < $on and exists (
        from spend
        where list_contains($silent, account)
            and (len(pays_for) = 0 or list_contains(pays_for, category))
    ) as is_unbilled
from fund
left join newest using (fund_id)
where kind <> 'in_kind'
order by fund.fund_id
"""
