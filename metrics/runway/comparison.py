"""What would move the end of the money, and what earlier ingests published about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.metric import metric
from metrics.runway.engine.award_outcomes import Award
from metrics.runway.inputs.gather import Inputs, inputs
from metrics.runway.outlook import Outlook, Outlooks, answer, outlooks
from metrics.runway.whatif import WhatIf, scenarios

TENTH = Decimal("0.1")
HOPED = WhatIf(with_pending=True)
FEWER_PATHS = 1_000  # a difference between paired paths needs fewer than a range
MOST_EXTENSIONS = 5  # of a team with dozens of funds, those with most left
EVERY_PATH = 3  # pending awards; of more there are too many ways to win for all paths
AWARD_PATHS, FEWEST_PATHS = 7_000, 100  # of the trials of all pending awards together; of one


@dataclass(frozen=True)
class Effect:
    """One change alone, and by how many days it moves the likely end; null: beyond the horizon.

    change   more, less: a tenth of a category · longer: a fund runs `months` longer ·
             pending: awards that are hoped for count by their chances
    subject  the category or the fund's name
    """

    change: Literal["more", "less", "longer", "pending"]
    subject: str
    months: int
    days: int | None


@dataclass(frozen=True)
class Failing:
    """The end of the money if one pending award fails and all others keep their chances.

    days   by how many days the likely end moves against all by their chances; null: one of the two
           lies beyond the horizon
    """

    award: Award
    outlook: Outlook
    days: int | None


@dataclass(frozen=True)
class Comparison:
    """All that the Runway page compares, from inputs that are read once.

    hoped   with every pending award by its chance; null: none is pending
    """

    outlooks: Outlooks
    scenarios: tuple[tuple[WhatIf, Outlook], ...]
    movers: tuple[Effect, ...]
    published: pd.DataFrame
    hoped: Outlook | None = None
    failing: tuple[Failing, ...] = ()


def comparison(db: DuckDBPyConnection) -> Comparison:
    """The answer of every currency, of every scenario and of every mover. Source: as each."""
    found = outlooks(db)
    given = found.inputs[0]
    hoped, failed = _failing(given)
    return Comparison(
        found, tuple(_answers(given, scenarios(db))), tuple(_effects(given)), published(db), hoped,
        tuple(failed),
    )  # fmt: skip


@metric(unit="days", grain="scenario", rests_on=("funds", "billing"), kind="simulated")
def compared(db: DuckDBPyConnection) -> list[tuple[WhatIf, Outlook]]:
    """Every scenario of dashboard.toml with its answer, in the file's order.

    The simulated paths are the same in all of them. Source: table scenario ← [[scenarios]]; else
    as `outlook`.
    """
    return _answers(inputs(db), scenarios(db))


def _answers(given: Inputs, named: Sequence[WhatIf]) -> list[tuple[WhatIf, Outlook]]:
    return [(each, answer(given, each)) for each in named]


@metric(unit="days, later positive", grain="pending award", rests_on=("funds", "billing"),
        kind="simulated")  # fmt: skip
def failing(db: DuckDBPyConnection) -> list[Failing]:
    """The end of the money without each pending award, on the same simulated paths.

    All of them, the one that moves the end most first; the more there are above three, the fewer
    paths each trial has. Source: table pending_award ← [[pending]]; else as `outlook`.
    """
    return _failing(inputs(db))[1]


def _failing(given: Inputs) -> tuple[Outlook | None, list[Failing]]:
    """With all awards by their chances, null without any, and without each of them."""
    awards = given.case.awards
    if not awards:
        return None, []
    if len(awards) > EVERY_PATH:
        each = AWARD_PATHS // (len(awards) + 1)
        given = _on_fewer_paths(given, min(FEWER_PATHS, max(FEWEST_PATHS, each)))
    hoped = answer(given, HOPED)
    without = [(each, answer(_without(given, each.award_id), HOPED)) for each in awards]
    found = [Failing(each, other, _moved(hoped, other)) for each, other in without]
    return hoped, sorted(found, key=_weight)


def _weight(one: Failing) -> tuple[bool, int, Decimal]:
    """The order by what moves the end most: into or out of the forecast, by days, by amount."""
    return one.days is not None, -abs(one.days or 0), -one.award.amount


def _on_fewer_paths(given: Inputs, paths: int) -> Inputs:
    readings = tuple(_on_fewer_paths(each, paths) for each in given.readings)
    return replace(given, case=replace(given.case, paths=paths), readings=readings)


def _without(given: Inputs, award_id: str) -> Inputs:
    """The inputs in which an award fails, by every reading of the bills."""
    awards = tuple(
        replace(each, fails=True) if each.award_id == award_id else each
        for each in given.case.awards
    )
    readings = tuple(_without(each, award_id) for each in given.readings)
    return replace(given, case=replace(given.case, awards=awards), readings=readings)


@metric(unit="days, later positive", grain="change", rests_on=("funds", "billing"),
        kind="simulated")  # fmt: skip
def movers(db: DuckDBPyConnection) -> list[Effect]:
    """Each change, tried alone, that moves the end of the money, the largest effect first.

    Source: as `outlook`, on fewer paths.
    """
    return _effects(inputs(db))


def _effects(given: Inputs) -> list[Effect]:
    given = replace(given, case=replace(given.case, paths=FEWER_PATHS))
    base = answer(given)
    tries: list[tuple[Effect, WhatIf]] = []
    for name in dict.fromkeys(paid.category for paid in base.plan.payments):
        tries += [
            (Effect("more", name, 0, None), WhatIf(category=name, price_change=TENTH)),
            (Effect("less", name, 0, None), WhatIf(category=name, cut=TENTH)),
        ]
    for each in sorted(base.extensions, key=lambda e: -e.left[1])[:MOST_EXTENSIONS]:
        if cap := each.cap_months:
            longer = WhatIf(extend=((each.rule.fund_id, cap),))
            tries.append((Effect("longer", each.rule.name, cap, None), longer))
    if given.case.awards:
        tries.append((Effect("pending", "", 0, None), WhatIf(with_pending=True)))
    effects = [replace(e, days=_moved(base, answer(given, what_if))) for e, what_if in tries]
    moved = [effect for effect in effects if effect.days != 0]
    return sorted(moved, key=lambda e: -abs(e.days) if e.days is not None else -(10**6))


def _moved(base: Outlook, other: Outlook) -> int | None:
    """By how many days the likely end moves; null: one of them lies beyond the horizon."""
    if base.likely is None or other.likely is None:
        return 0 if base.likely == other.likely else None
    return (other.likely - base.likely).days


@metric(unit="days", grain="day", rests_on=("funds",), kind="date")
def published(db: DuckDBPyConnection) -> pd.DataFrame:
    """The end of the money as each ingest published it, oldest first; one row a day.

    Columns: as_of: date · low, likely, high: date or null (beyond the horizon) · method.
    Source: table headline ← data/raw/headlines.jsonl, appended by every ingest.
    """
    return db.execute(
        """
        select as_of, low, likely, high, method
        from headline
        qualify row_number() over (partition by as_of order by published_at desc) = 1
        order by as_of
        """
    ).df()
