"""The inputs behind a simulated date, and behind the cost of its first month."""

from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.calendar import DAYS_PER_MONTH
from metrics.ledger import MOST, Ledger, Term, page_of
from metrics.runway import comparison
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, answer, outlooks
from metrics.runway.whatif import WhatIf, scenarios

Show = Literal["likely", "low", "search", "per_month", "billed", "planned"]
INPUTS = ["input", "name", "day", "until", "amount"]


def outlook(
    db: DuckDBPyConnection,
    *,
    show: Show = "likely",
    currency: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """What the end of the money rests on.

    show      the likely end, the early one, the day by which to search, the cost of a month, its
              part by the bills, its part as planned
    Columns: input (stated | billed | planned) · name · day · until · amount: of a stated balance
    at the end of its day; of bills and planned costs a month. They are in different units and have
    no total. Source: as metric runway.outlook.
    """
    known = outlooks(db)
    pairs = [*zip(known.inputs, known.answers, strict=True)]
    given, found = next((each for each in pairs if each[0].currency == currency), pairs[0])
    inputs = {"stated": _stated(given), "billed": _billed(given), "planned": _planned(given)}
    chosen = [inputs[show]] if show in inputs else inputs.values()
    every = pd.DataFrame([row for rows in chosen for row in rows], columns=INPUTS, dtype=object)
    costs = found.costs
    figures = {
        "likely": found.likely, "low": found.low,
        "search": None if found.search_since else found.search_by,
        "per_month": Decimal(str(found.per_month)), "billed": costs.billed,
        "planned": costs.planned,
    }  # fmt: skip
    terms = (Term("billed_a_month", costs.billed), Term("planned_a_month", costs.planned))
    return Ledger(
        "runway.outlook", "date", figures[show], given.currency, page_of(every, start, most),
        len(every), terms=terms if show == "per_month" else (), facts=_facts(given, found, show),
    )  # fmt: skip


def _facts(given: Inputs, found: Outlook, show: Show) -> dict[str, object]:
    facts: dict[str, object] = {
        "show": show, "low": found.low, "high": found.high, "method": found.method,
        "draws": given.case.paths if found.method == "range" else None,
        "seed": given.case.seed if found.method == "range" else None,
    }  # fmt: skip
    return {**facts, "lead_months": found.lead_months} if show == "search" else facts


def _stated(given: Inputs) -> list[tuple[object, ...]]:
    """The newest statement of each fund."""
    return [
        ("stated", given.rules[name].name, held.statement and held.statement.on_day, None,
         held.statement and held.statement.amount)
        for name, held in given.held.items()
    ]  # fmt: skip


def _billed(given: Inputs) -> list[tuple[object, ...]]:
    """The last complete month of each category of the bills, as the simulation begins with it."""
    to: date | None = given.spent.to
    return [
        ("billed", stream.category, to, None,
         round(Decimal(str(stream.per_day[-1])) * DAYS_PER_MONTH, 2))
        for stream in given.case.streams
        if stream.per_day
    ]  # fmt: skip


def _planned(given: Inputs) -> list[tuple[object, ...]]:
    return [
        ("planned", plan.category, plan.starts_on, plan.ends_on,
         round(Decimal(str(plan.per_day)) * DAYS_PER_MONTH, 2))
        for plan in given.case.planned
    ]  # fmt: skip


def scenario(db: DuckDBPyConnection, *, name: str, start: int = 0, most: int = MOST) -> Ledger:
    """What the likely end rests on under a scenario of dashboard.toml: its changes come first.

    Columns: as `outlook`, and share: of a change, as a part of 1. Source: metric runway.compared.
    """
    given = outlooks(db).inputs[0]
    what_if = next((each for each in scenarios(db) if each.name == name), None)
    if what_if is None:
        empty = pd.DataFrame(columns=[*INPUTS, "share"])
        return Ledger("runway.compared", "date", None, given.currency, empty, 0)
    found = answer(given, what_if)
    plan = [*_stated(given), *_billed(given), *_planned(given)]
    every = pd.DataFrame(
        [*_assumed(what_if, given), *((*row, None) for row in plan)],
        columns=[*INPUTS, "share"], dtype=object,
    )  # fmt: skip
    return Ledger(
        "runway.compared", "date", found.likely, given.currency, page_of(every, start, most),
        len(every), facts={**_facts(given, found, "likely"), "part": name},
    )  # fmt: skip


def _assumed(what_if: WhatIf, given: Inputs) -> list[tuple[object, ...]]:
    """A row for each change of a scenario: input · name · from · until · amount · share."""
    subject, day = what_if.category, what_if.from_on
    shares = {"price_change": what_if.price_change, "cut": what_if.cut,
              "sponsor_share": what_if.sponsor_share}  # fmt: skip
    amounts = {"award": what_if.award, "reserve": what_if.reserve}
    longer = dict(what_if.extend)
    ends = {f.fund_id: f.extended(longer[f.fund_id]).ends_on
            for f in given.case.funds if f.fund_id in longer}  # fmt: skip
    return [
        *((code, subject, day, None, None, share) for code, share in shares.items() if share),
        *((code, None, day, None, amount, None) for code, amount in amounts.items() if amount),
        *(("extended", given.rules[name].name, None, last, None, None)
          for name, last in ends.items()),
        *([("pending_awards", None, None, None, None, None)] if what_if.with_pending else []),
    ]  # fmt: skip


def published(db: DuckDBPyConnection, *, start: int = 0, most: int = MOST) -> Ledger:
    """The forecasts that ingests published, one a day: day · early · likely · late · method.

    Source: metric runway.published.
    """
    history = comparison.published(db)
    every = history.rename(columns={"as_of": "day", "low": "early", "high": "late"})
    return Ledger(
        "runway.published", "count", len(history), "forecasts", page_of(every, start, most),
        len(every),
    )  # fmt: skip
