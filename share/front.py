"""The first lines of a pack: one sentence and three figures."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from metrics import words
from share.given import Given
from share.money import apart
from share.sheet import Part
from share.work import cost_of_one


def answer(team: str, period: str, parts: Sequence[Part], given: Given) -> str:
    """What the money kept running, in one sentence."""
    launches, cost, one = _launches(parts), _cost(parts), cost_of_one(given)
    if launches and one is not None and given.preset.amounts != "indexed":
        each = words.cents(one, given.currency)
        return f"{team} ran {words.number(launches)} launches from {period}, at {each} each."
    if launches:
        return f"{team} ran {words.number(launches)} launches from {period}."
    if cost is not None and given.preset.amounts != "indexed":
        return f"{team} kept its service running for {_price(cost, given)} {_billed(parts)}."
    return f"{team} from {period}."


def _price(cost: Decimal, given: Given) -> str:
    """Each currency by itself, and the word for what was not taken off."""
    others = [amount for _, amount in apart(given)]
    return f"{words.listing([words.about(cost, given.currency), *others])} before credits"


def _billed(parts: Sequence[Part]) -> str:
    """The months of which bills speak, not those that were asked for."""
    table = _table(parts, "spend")
    months = sorted(set(() if table is None else table["month"]))
    first, last = months[0], months[-1]
    span = 12 * (last.year - first.year) + last.month - first.month + 1
    told = f"from {words.month(first)} to {words.month(last)}"
    if len(months) == 1:
        return f"in {words.month(first)}"
    return told if span == len(months) else f"in {words.count(len(months), 'month')} {told}"


def figures(parts: Sequence[Part], given: Given) -> tuple[tuple[str, str], ...]:
    """Up to three figures, (value, what it is), of the parts this pack has."""
    found = [*_use(parts), *_spend(parts, given), *_funds(parts), *_docs(parts), *_backlog(parts)]
    return tuple(found[:3])


def _launches(parts: Sequence[Part]) -> Decimal | None:
    table = _table(parts, "use")
    return None if table is None else _sum(list(table["amount"]))


def _cost(parts: Sequence[Part]) -> Decimal | None:
    table = _table(parts, "spend")
    return None if table is None else _sum(list(table["gross"]))


def _use(parts: Sequence[Part]) -> list[tuple[str, str]]:
    launches = _launches(parts)
    return [(words.number(launches), "launches")] if launches else []


def _spend(parts: Sequence[Part], given: Given) -> list[tuple[str, str]]:
    table, cost = _table(parts, "spend"), _cost(parts)
    if table is None or cost is None or given.preset.amounts == "indexed":
        return []
    months = table["month"].nunique()
    return [(words.about(cost / months, given.currency), "a month, before credits")]


def _funds(parts: Sequence[Part]) -> list[tuple[str, str]]:
    table = _table(parts, "funds")
    shares = [] if table is None else [s for s in table["spent_share"] if s is not None]
    if table is None or len(shares) != 1 or len(table) != 1:
        return []
    return [(words.percent(shares[0]), "of the award spent, by statement")]


def _docs(parts: Sequence[Part]) -> list[tuple[str, str]]:
    table = _table(parts, "docs")
    if table is None:
        return []
    good = sum(table.loc[table["state"] == "Passing", "sites"])
    return [(f"{good} of {sum(table['sites'])}", "documentation sites passing")]


def _backlog(parts: Sequence[Part]) -> list[tuple[str, str]]:
    table = _table(parts, "backlog")
    return [] if table is None else [(words.number(sum(table["closed"])), "issues closed")]


def _table(parts: Sequence[Part], key: str) -> pd.DataFrame | None:
    return next((part.table for part in parts if part.key == key), None)


def _sum(values: Sequence[object]) -> Decimal:
    return sum((Decimal(str(v)) for v in values if v is not None), Decimal(0))
