"""The first lines of a pack: one sentence and three figures."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from share.content import Part
from share.facts import PackFacts
from share.money import other_currencies
from share.slots import PUBLIC, mark
from share.work import cost_of_one
from wording import numbers
from wording import pack as wording


def answer(team: str, period: str, parts: Sequence[Part], facts: PackFacts) -> str:
    """What the money kept running, in one sentence."""
    team, spend, use = mark(PUBLIC, team), _table(parts, "spend"), _table(parts, "use")
    launches = None if use is None else _sum(list(use["amount"]))
    if launches:
        one = None if facts.is_indexed else cost_of_one(facts)
        each = "" if one is None else numbers.cents(one, facts.currency)
        return wording.ran_launches(team, launches, period, each)
    if spend is None or facts.is_indexed:
        return wording.only_period(team, period)
    cost = numbers.about(_sum(list(spend["gross"])), facts.currency)
    amounts = [cost, *other_currencies(facts)[1]]
    return wording.kept_running(team, amounts, sorted(set(spend["month"])))


def leading(parts: Sequence[Part], facts: PackFacts) -> dict[str, tuple[str, str]]:
    """Up to three figures, (value, label), by the parts of this pack that they are of."""
    found: dict[str, tuple[str, str]] = {}
    for part in ("use", "spend", "funds", "docs", "backlog"):
        table = _table(parts, part)
        if table is not None and (figure := _figure(part, table, facts)):
            found[part] = figure
    return dict(list(found.items())[:3])


def _figure(part: str, table: pd.DataFrame, facts: PackFacts) -> tuple[str, str] | None:
    if part == "use":
        launches = _sum(list(table["amount"]))
        return (numbers.number(launches), "launches") if launches else None
    if part == "spend" and not facts.is_indexed:
        mean = _sum(list(table["gross"])) / table["month"].nunique()
        return numbers.about(mean, facts.currency), "a month, before credits"
    if part == "funds":
        shares = [share for share in table["spent_share"] if share is not None]
        is_one = len(shares) == 1 and len(table) == 1
        return (numbers.percent(shares[0]), "of the award spent, by statement") if is_one else None
    if part == "docs":
        good = sum(table.loc[table["state"] == "Passing", "sites"])
        return f"{good} of {sum(table['sites'])}", "documentation sites passing"
    if part == "backlog":
        return numbers.number(sum(table["closed"])), "issues closed"
    return None


def _table(parts: Sequence[Part], key: str) -> pd.DataFrame | None:
    return next((part.table for part in parts if part.key == key), None)


def _sum(values: Sequence[object]) -> Decimal:
    return sum((Decimal(str(v)) for v in values if v is not None), Decimal(0))
