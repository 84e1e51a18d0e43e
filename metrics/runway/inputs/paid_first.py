"""Who pays first for what is to come, as splits and rules of awards say it of costs like those.

What is projected has a category and no account, project or label. A category is taken to be made up
as its newest month was, and each part of that month is decided as a cost of the coming days is,
by the function that decides the past (metrics/awards/charges.py).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.awards.charges import (
    Deciding,
    Rule,
    Split,
    coarsest,
    decides,
    decides_for,
    deciding,
    is_apart,
    takes,
)
from metrics.awards.costs import Cost, Means
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.model import Fund, Ruled
from metrics.runway.engine.simulation import Planned
from metrics.runway.inputs.exchange import Rates

MONTH = timedelta(days=30)  # before the newest cost of a category
Turns = Mapping[tuple[str, ...], Decimal]  # funds in turn → the share that they pay first


@dataclass(frozen=True)
class _Kind:
    """Costs that differ in nothing that a split or a rule looks at, by one of them."""

    cost: Cost
    worth: Decimal


def paid_first(
    db: DuckDBPyConnection,
    *,
    funds: Sequence[Fund],
    planned: Sequence[Planned],
    rates: Rates,
    as_of: date,
    gross: bool,
) -> tuple[Ruled, ...]:
    """What splits and rules say of the days after `as_of`; empty: they say nothing.

    gross  with what credits pay: they pay first what a rule gives to cash, being taken off the bill
    The code that books give a cost says nothing of the next one. Days of funds are left to the
    plan: a scenario may move them. Source: tables charge_rule, cost_split; metric awards.costs.
    """
    if not decides(db):
        return ()
    every = coarsest(db)
    by = deciding(db, every)
    stated = [*by.splits, *by.rules]
    turns = {each.starts_on for each in stated if each.starts_on}
    turns |= {each.ends_on + ONE_DAY for each in stated if each.ends_on}
    first = as_of + ONE_DAY
    begins = [first, *sorted(day for day in turns if day > first)]
    kinds = _kinds(every, planned, by, rates, as_of, gross=gross) if stated else {}
    found = []
    for category, own in kinds.items():
        by_day = [(day, _turns(own, day, by, funds, gross=gross)) for day in begins]
        changes = [
            (day, now)
            for (day, now), before in zip(by_day, [None, *(b for _, b in by_day)], strict=False)
            if now != before
        ]
        for (day, now), after in zip(changes, [*(d for d, _ in changes[1:]), None], strict=True):
            start, end = None if day == first else day, after and after - ONE_DAY
            found += [Ruled(category, who, part, start, end) for who, part in sorted(now.items())]
    return tuple(found)


def _kinds(
    every: Sequence[Cost],
    planned: Sequence[Planned],
    by: Deciding,
    rates: Rates,
    as_of: date,
    *,
    gross: bool,
) -> Mapping[str, Sequence[_Kind]]:
    """What each category was made up of in its newest month; what is only planned, as planned.

    Of what other currencies cost, at the rate of each day; without a rate it counts for nothing.
    """
    known: dict[str, list[Cost]] = defaultdict(list)
    for cost in every:
        month = (cost.category or "", cost.day.year, cost.day.month)
        is_twice = cost.origin != "books" and month in by.in_books
        if cost.category and not is_twice and (gross or cost.means == "cash"):
            known[cost.category].append(cost)
    found: dict[str, list[_Kind]] = {}
    for category, costs in known.items():
        since = max(cost.day for cost in costs) - MONTH
        sums: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
        one: dict[tuple[object, ...], Cost] = {}
        for cost in (each for each in costs if each.day >= since):
            rate = rates.on(cost.currency, cost.day) or Decimal(0)
            key = (cost.account, cost.service, cost.project, cost.currency, cost.origin,
                   *cost.labels)  # fmt: skip
            sums[key] += cost.amount * rate
            one[key] = cost
        kept = [_Kind(one[key], worth) for key, worth in sums.items() if worth > 0]
        if kept:
            found[category] = kept
    billed = set(found)
    for plan in planned:
        if plan.category not in billed and (plan.ends_on is None or plan.ends_on > as_of):
            cost = Cost(
                as_of, "", plan.category, None, None, plan.currency or rates.to, Decimal(1), "cash",
                "bill", "",
            )  # fmt: skip
            worth = Decimal(str(plan.per_day))
            found.setdefault(plan.category, []).append(_Kind(cost, worth))
    return found


def _turns(
    kinds: Sequence[_Kind], day: date, by: Deciding, funds: Sequence[Fund], *, gross: bool
) -> Turns:
    """Of a category on one day, the share that each run of funds pays first."""
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for kind in kinds:
        for turn, share in _of(kind.cost, day, by, funds, gross=gross):
            sums[turn] += kind.worth * share
    whole = sum((kind.worth for kind in kinds), Decimal(0))
    return {turn: worth / whole for turn, worth in sums.items() if turn and whole}


def _of(
    cost: Cost, day: date, by: Deciding, funds: Sequence[Fund], *, gross: bool
) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    """The parts of one cost: what credits pay comes off the bill, the rest is paid in cash."""
    others = [
        fund.fund_id
        for fund in sorted(funds, key=lambda fund: fund.order)
        if gross and fund.kind == "credits" and cost.category in fund.pays_for
    ]
    known = {fund.fund_id for fund in funds}
    for credits, of_credits in _shares(cost, day, "credits" if gross else None, by, known):
        for cash, of_cash in _shares(cost, day, "cash", by, known):
            before = [] if cash is None else [each for each in others if each != credits]
            turn = tuple(each for each in (credits, *before, cash) if each)
            yield turn, of_credits * of_cash


def _shares(
    cost: Cost, day: date, means: Means | None, by: Deciding, known: set[str]
) -> list[tuple[str | None, Decimal]]:
    """Fund → its share of a cost of that day if so paid for; null: the rest, which nobody's is."""
    shares: dict[str, Decimal] = {}
    if means is not None:
        coming = replace(cost, day=day, means=means)
        decision = decides_for(coming, by)
        if isinstance(decision, Split) and not is_apart(decision, cost, by):
            shares = takes(decision, coming, by)
        elif isinstance(decision, Rule) and not is_apart(decision, cost, by):
            shares = {decision.fund_id: Decimal(1)}
    found: list[tuple[str | None, Decimal]] = [
        (fund, share)
        for fund, share in shares.items()
        if fund in known and (by.by_id[fund].currency == cost.currency or by.by_id[fund].rate)
    ]
    rest = 1 - sum((share for _, share in found), Decimal(0))
    return [*found, (None, rest)] if rest else found
