"""The inputs behind a simulated date, and behind the cost of its first month."""

from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.calendar import DAYS_PER_MONTH
from metrics.ledger import MOST, Ledger, Term, page_of
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, outlooks

Show = Literal["likely", "low", "search", "per_month"]
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

    show      the likely end, the early one, the day by which to search, the cost of a month
    Columns: input (stated | billed | planned) · name · day · until · amount: of a stated balance
    at the end of its day; of bills and planned costs a month. They are in different units and have
    no total. Source: as metric runway.outlook.
    """
    known = outlooks(db)
    pairs = [*zip(known.inputs, known.answers, strict=True)]
    given, found = next((each for each in pairs if each[0].currency == currency), pairs[0])
    every = pd.DataFrame(
        [*_stated(given), *_billed(given), *_planned(given)], columns=INPUTS, dtype=object
    )
    costs = found.costs
    figures = {
        "likely": found.likely, "low": found.low,
        "search": None if found.search_since else found.search_by,
        "per_month": Decimal(str(found.per_month)),
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
