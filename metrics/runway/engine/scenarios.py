"""What if: changes of what will be spent and of what the funds hold.

Paired by construction: every scenario changes the same simulated paths, so a difference between
two is never luck.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from metrics.runway.engine.model import Demand


@dataclass(frozen=True)
class Changed:
    """A demand after a change, and what the change took from it (negative: it got dearer)."""

    demand: Demand
    taken: Decimal


def changed(
    demand: Demand,
    *,
    share: Decimal,
    from_on: date | None = None,
    category: str | None = None,
    cap: Decimal | None = None,
) -> Changed:
    """The demand less a share of it: a sponsor's part, a cut, or (negative) a price rise.

    from_on   first day it holds; null: from the first day
    category  null: every category
    cap       the most that is taken in all; the first days take it
    """
    demand = demand.split([from_on] if from_on else [])
    room, rows = cap, []
    for (first, _), amounts in zip(demand.periods, demand.amounts, strict=True):
        holds = from_on is None or first >= from_on
        row = []
        for name, amount in zip(demand.categories, amounts, strict=True):
            take = amount * share if holds and category in (None, name) else Decimal(0)
            if room is not None:
                take = min(take, room)
                room -= take
            row.append(amount - take)
        rows.append(tuple(row))
    after = replace(demand, amounts=tuple(rows))
    return Changed(after, demand.total - after.total)
