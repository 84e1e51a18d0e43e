"""The costs behind what an award was charged or claims, and those that no award was."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.awards.charges import Charge, Reason, charges
from metrics.awards.claims import Claiming, claiming, parts
from metrics.awards.position import Position, position
from metrics.data_quality.sources import info
from metrics.ledger import MOST, Ledger, page_of

CHARGED = ["day", "service", "place", "how", "amount"]
CONVERTED = ["original", "original_currency", "rate", "rate_on"]
_NOT = (None,) * len(CONVERTED)
UNASSIGNED = ["day", "service", "place", "amount"]
CLAIM = ["day", "line", "service", "place", "how", "amount"]


def charged(
    db: DuckDBPyConnection,
    *,
    fund: str,
    line: str = "",
    part: Literal["line", "all"] = "line",
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """What a line of an award, or all of it, was charged up to its newest statement.

    Columns: day · service · place · how (booked | entered | by_rule) · amount, and where a cost was
    converted original · original_currency · rate · rate_on as well. Not known of a line
    that pays fewer than three people, nor of all lines where there is such a line. A last row
    `rounding` holds what rounding each line to the cent adds. Source: metric awards.charges.
    """
    found = position(db, fund=fund)
    lines = found.lines if found else ()
    chosen = [
        each for each in lines if part == "all" or (each.name, each.kind) == (line, each.kind)
    ]
    if found is None or not chosen or any(each.few_people for each in chosen):
        return Ledger("awards.position", "sum", None, "", pd.DataFrame(columns=CHARGED), 0)
    figure = sum((each.cumulative for each in chosen), Decimal(0))
    own = [each for each in charges(db).charges if _is_of(each, found, line, part)]
    rows = [_row(each) for each in own]
    if rest := figure - sum((each.amount for each in own), Decimal(0)):
        rows.append((found.last, "", "", "rounding", rest, *_NOT))
    every = pd.DataFrame(rows, columns=[*CHARGED, *CONVERTED], dtype=object)
    if not any(each.original for each in own):
        every = every[CHARGED]
    return Ledger(
        "awards.position", "sum", figure, found.award.currency, page_of(every, start, most),
        len(every), "amount", sum(every["amount"], Decimal(0)),
        facts={"fund": found.award.name, "label": line, "day": found.last},
    )  # fmt: skip


def claim(
    db: DuckDBPyConnection,
    *,
    fund: str,
    day: date | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """What an award that pays costs back is to be claimed now, for costs to a day, cost by cost.

    Columns: day · line of the budget · service · place · how (booked | entered | by_rule |
    came_since: what came to the days that were claimed | rounding) · amount. Not known as
    `Claiming.to_claim`, nor where a line pays fewer than three people. Source: awards.claiming.
    """
    found = claiming(db, fund=fund, to=day)
    if found is None or found.to_claim is None or found.few_people:
        return Ledger("awards.claiming", "sum", None, "", pd.DataFrame(columns=CLAIM), 0)
    every = claim_rows(found, charges(db).charges)
    return Ledger(
        "awards.claiming", "sum", found.to_claim, found.award.currency,
        page_of(every, start, most), len(every), "amount", sum(every["amount"], Decimal(0)),
        facts={"fund": found.award.name, "day": found.to},
    )  # fmt: skip


def claim_rows(found: Claiming, every: Iterable[Charge]) -> pd.DataFrame:
    """The rows of a claim that is known, adding up to it, of all charges. Columns: as `claim`."""
    rows: list[tuple[object, ...]] = []
    known = parts(found, every)
    for each in known:
        if each.charge is None:
            rows.append((each.day, "", "", "", "came_since", each.amount))
        else:
            _, service, place, how, *_ = _row(each.charge)
            rows.append((each.day, each.charge.line, service, place, how, each.amount))
    whole = sum((each.amount for each in known), Decimal(0))
    if rest := (found.to_claim or Decimal(0)) - whole:
        rows.append((found.to, "", "", "", "rounding", rest))
    return pd.DataFrame(rows, columns=CLAIM, dtype=object)


def unassigned(
    db: DuckDBPyConnection,
    *,
    reason: Reason,
    currency: str,
    fund: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The costs in one currency that no award was charged for one reason.

    fund  those that belong to it; without one, those of no award and of every award
    Columns: day · service · place · amount. Source: metric awards.charges.
    """
    rows = [
        (each.cost.day, each.cost.service or each.cost.category, each.cost.source_file, each.amount)
        for each in charges(db).unassigned
        if (each.reason, each.cost.currency) == (reason, currency)
        and fund in (None, each.fund_id)
    ]  # fmt: skip
    every = pd.DataFrame(rows, columns=UNASSIGNED, dtype=object)
    total = sum(every["amount"], Decimal(0))
    return Ledger(
        "awards.charges", "sum", total, currency, page_of(every, start, most), len(every),
        "amount", total, facts={"state": reason, "day": info(db).as_of},
    )  # fmt: skip


def _is_of(each: Charge, found: Position, line: str, part: str) -> bool:
    is_line = part == "all" or each.line == line
    return each.fund_id == found.award.fund_id and is_line and each.day <= found.last


def _row(each: Charge) -> tuple[object, ...]:
    cost = each.cost
    what = (cost.service or cost.category or "") if cost else each.line
    place = cost.source_file if cost else each.source or ""
    by = each.original
    converted = (by.amount, by.currency, by.rate, by.on_day) if by else _NOT
    return each.day, what, place, each.how, each.amount, *converted
