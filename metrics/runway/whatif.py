"""Scenarios: named in dashboard.toml or made on the page, applied to the same simulated paths."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection

from metrics.runway.engine.case import Case, Change
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.model import Fund


@dataclass(frozen=True)
class WhatIf:
    """One scenario; what is left at its default changes nothing."""

    name: str
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


def scenarios(db: DuckDBPyConnection) -> list[WhatIf]:
    """The scenarios named in dashboard.toml, in its order.

    Source   table scenario ← [[scenarios]]
    """
    rows = db.execute(
        """
        select name, category, from_on, sponsor_share, sponsor_cap, cut, price_change, award,
               award_pays_for, extend_funds, extend_months, reserve, with_pending
        from scenario
        """
    ).fetchall()
    return [_what_if(row) for row in rows]


def _what_if(row: tuple[Any, ...]) -> WhatIf:
    values = dict(zip(WhatIf.__dataclass_fields__, row, strict=False))
    values["award_pays_for"] = tuple(row[8])
    values["extend"] = tuple(zip(row[9], row[10], strict=True))
    values["reserve"], values["with_pending"] = row[11:]
    return WhatIf(**values)


def applied(case: Case, what_if: WhatIf | None) -> Case:
    """The case under a scenario: first the price, then less use, then the sponsor's part."""
    if what_if is None:
        return case
    longer = dict(what_if.extend)
    funds = tuple(f.extended(longer.get(f.fund_id, 0)) for f in case.funds)
    if what_if.award:
        start = what_if.from_on or case.as_of + ONE_DAY
        pays_for = frozenset(what_if.award_pays_for)
        funds += (Fund("award", what_if.award, start, pays_for=pays_for, name="New award"),)
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
    return replace(
        case, funds=_kept_back(funds, what_if.reserve), changes=(*case.changes, *changes)
    )


def _kept_back(funds: tuple[Fund, ...], reserve: Decimal) -> tuple[Fund, ...]:
    """The funds less a reserve, taken from the money that lasts longest."""
    left, rest = {}, reserve
    for fund in sorted(funds, key=lambda f: f.order, reverse=True):
        take = min(rest, fund.available)
        left[fund.fund_id], rest = fund.balance - take, rest - take
    return tuple(replace(fund, balance=left[fund.fund_id]) for fund in funds)
