"""Scenarios: named in dashboard.toml or made on the page, applied to the same simulated paths."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.rows import rows
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.model import Fund
from metrics.runway.engine.simulation import Case, Change


@dataclass(frozen=True)
class WhatIf:
    """One scenario; what is left at its default changes nothing.

    extend   (fund_id, months) for each fund that runs longer
    ends_on  (fund_id, last day) for each fund with another end
    """

    name: str = ""
    category: str | None = None
    from_on: date | None = None
    sponsor_share: Decimal = Decimal(0)
    sponsor_cap: Decimal | None = None
    cut: Decimal = Decimal(0)
    price_change: Decimal = Decimal(0)
    award: Decimal = Decimal(0)
    award_pays_for: tuple[str, ...] = ()
    extend: tuple[tuple[str, int], ...] = ()
    reserve: Decimal = Decimal(0)
    with_pending: bool = False
    ends_on: tuple[tuple[str, date], ...] = ()


def scenarios(db: DuckDBPyConnection) -> list[WhatIf]:
    """The scenarios named in dashboard.toml, in its order. Source: scenario ← [[scenarios]]."""
    found = rows(
        db,
        WhatIf,
        """
        select name, category, from_on, sponsor_share, sponsor_cap, cut, price_change, award,
               award_pays_for, list_zip(extend_funds, extend_months) as extend, reserve,
               with_pending, [] as ends_on
        from scenario
        """,
    )
    return [
        replace(
            each,
            award_pays_for=tuple(each.award_pays_for),
            extend=tuple((fund, months) for fund, months in each.extend),
            ends_on=(),
        )
        for each in found
    ]


def applied(case: Case, what_if: WhatIf | None) -> Case:
    """The case under a scenario: first the price, then less use, then the sponsor's part."""
    if what_if is None:
        return case
    longer, ends = dict(what_if.extend), dict(what_if.ends_on)
    funds = tuple(
        replace(f.extended(longer.get(f.fund_id, 0)), ends_on=ends[f.fund_id])
        if f.fund_id in ends
        else f.extended(longer.get(f.fund_id, 0))
        for f in case.funds
    )
    if what_if.award:
        start = what_if.from_on or case.as_of + ONE_DAY
        pays_for = frozenset(what_if.award_pays_for)
        funds += (Fund("award", what_if.award, start, pays_for=pays_for),)
    shares = (
        (-what_if.price_change, None),
        (what_if.cut, None),
        (what_if.sponsor_share, what_if.sponsor_cap),
    )
    changes = tuple(
        Change(float(share), what_if.from_on, what_if.category, cap if cap is None else float(cap))
        for share, cap in shares
        if share
    )
    # A reserve is kept back from the money that lasts longest.
    left, rest = {}, what_if.reserve
    for fund in sorted(funds, key=lambda f: f.order, reverse=True):
        take = min(rest, fund.available)
        left[fund.fund_id], rest = fund.balance - take, rest - take
    kept = tuple(replace(fund, balance=left[fund.fund_id]) for fund in funds)
    return replace(case, funds=kept, changes=(*case.changes, *changes))
