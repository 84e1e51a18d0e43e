"""What would move the date, and what earlier ingests said of it."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import words
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import Outlook, answer
from metrics.runway.whatif import WhatIf, scenarios

FEWER_PATHS = 1_000  # a difference between paired paths needs fewer than a range
MOST_EXTENSIONS = 5  # of a team with dozens of funds, those with most left


@dataclass(frozen=True)
class Effect:
    """One change alone, and by how many days it moves the likely end; null: beyond the horizon."""

    name: str
    days: int | None


def compared(db: DuckDBPyConnection) -> list[tuple[WhatIf, Outlook]]:
    """Every scenario of dashboard.toml with its answer; the paths are the same in all of them.

    Rows     one per scenario, in the file's order
    Source   table scenario ← [[scenarios]]; else as `outlook`
    """
    given = inputs(db)
    return [(each, answer(given, each)) for each in scenarios(db)]


def movers(db: DuckDBPyConnection) -> list[Effect]:
    """What moves the end of the money most, each change tried alone.

    Unit     days, later positive
    Rows     one per change that moves it, the largest effect first
    Source   as `outlook`, on fewer paths
    Beware   a change of 10 % is a round number, not an expectation.
    """
    given = inputs(db)
    given = replace(given, case=replace(given.case, paths=FEWER_PATHS))
    base = answer(given)
    tries = [*_spending(base), *_extensions(base), *_hopes(given.case.awards)]
    effects = [_effect(base, answer(given, each), each.name) for each in tries]
    moved = [effect for effect in effects if effect.days != 0]
    return sorted(moved, key=lambda e: -abs(e.days) if e.days is not None else -(10**6))


def said(db: DuckDBPyConnection) -> pd.DataFrame:
    """What each ingest said about the end of the money, oldest first; one row a day.

    Columns  as_of: date · low, likely, high: date or null (beyond the horizon) · method · sentence
    Source   table headline ← data/raw/headlines.jsonl, appended by every ingest
    """
    return db.execute(
        """
        select as_of, low, likely, high, method, sentence
        from headline
        qualify row_number() over (partition by as_of order by published_at desc) = 1
        order by as_of
        """
    ).df()


def _spending(base: Outlook) -> list[WhatIf]:
    tenth = Decimal("0.1")
    found = []
    for name in dict.fromkeys(p.category for p in base.plan.payments):
        found.append(WhatIf(f"10 % more {name}", category=name, price_change=tenth))
        found.append(WhatIf(f"10 % less {name}", category=name, cut=tenth))
    return found


def _extensions(base: Outlook) -> list[WhatIf]:
    return [
        WhatIf(
            f"{each.rule.name} runs {words.months(each.cap_months)} longer",
            extend=((each.rule.fund_id, each.cap_months),),
        )
        for each in sorted(base.extensions, key=lambda e: -e.left[1])[:MOST_EXTENSIONS]
        if each.cap_months
    ]


def _hopes(awards: tuple[object, ...]) -> list[WhatIf]:
    name = "The pending awards, by their assumed chances"
    return [WhatIf(name, with_pending=True)] if awards else []


def _effect(base: Outlook, other: Outlook, name: str) -> Effect:
    if base.likely is None or other.likely is None:
        same = base.likely == other.likely
        return Effect(name, 0 if same else None)
    return Effect(name, (other.likely - base.likely).days)
