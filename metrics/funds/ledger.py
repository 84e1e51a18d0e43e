"""What a fund's balance is made of, and the funds behind the money that is left."""

from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.funds.holdings import Holding, holdings
from metrics.ledger import MOST, Ledger, page_of
from metrics.runway.balance_range import is_open
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Held
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import outlooks

Means = Literal["cash", "credits"]
Show = Literal["balance", "ends"]
Part = Literal["available", "spent"]
HOLDINGS = ["fund", "day", "stated", "income", "spent", "encumbered", "available", "ends"]
MOVES = ["move", "day", "amount", "confirmed", "source"]
PARTS = ["move", "fund", "day", "amount"]


def left(
    db: DuckDBPyConnection,
    *,
    means: Means = "cash",
    currency: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The funds whose cash or credits are left today: what each holds, less what is encumbered.

    Columns: fund · day and stated: its newest statement · income and spent since · encumbered ·
    available · ends. Source: the runway's inputs.
    """
    known = outlooks(db)
    pairs = [*zip(known.inputs, known.answers, strict=True)]
    given, answer = next((each for each in pairs if each[0].currency == currency), pairs[0])
    figure = answer.credits if means == "credits" else answer.cash
    # While a question about bills is open, the answer is of one of the readings.
    readings = [(each, _of(each, means)) for each in (given, *given.readings)]
    given, funds = next(
        (each for each in readings if _sum(each[1]) == figure), (given, readings[0][1])
    )
    every = pd.DataFrame(
        [_holding(fund, given.held[fund.fund_id]) for fund in funds], columns=HOLDINGS, dtype=object
    )
    unknown = sum(given.held[fund.fund_id].balance is None for fund in funds)
    return Ledger(
        "funds.left", "sum", figure if funds else None, given.currency,
        page_of(every, start, most), len(every), "available", _sum(funds),
        facts={"means": means, "unknown": unknown},
    )  # fmt: skip


def _of(given: Inputs, means: Means) -> list[Fund]:
    return [
        fund
        for fund in given.case.funds
        if is_open(fund.starts_on, fund.ends_on, given.case.as_of)
        and fund.kind != "in_kind"
        and (fund.kind == "credits") is (means == "credits")
    ]


def _sum(funds: list[Fund]) -> Decimal:
    return sum((fund.money for fund in funds), Decimal(0))


def _holding(fund: Fund, held: Held) -> tuple[object, ...]:
    stated = held.statement
    return (
        fund.name or fund.fund_id, stated and stated.on_day, stated and stated.amount, held.income,
        held.spent, fund.encumbered, None if held.balance is None else fund.money, fund.ends_on,
    )  # fmt: skip


def balance(
    db: DuckDBPyConnection,
    *,
    fund: str,
    show: Show = "balance",
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """What one fund holds today, or its last day: its newest statement, and what moved since.

    Columns: move (stated | derived | income | billed_since | planned_since | estimated) · day ·
    amount · confirmed · source.
    `estimated` is the cost of days that no bill covers yet. Source: as metric funds.register.
    """
    known = outlooks(db)
    given = next((each for each in known.inputs if fund in each.held), None)
    if given is None:
        return Ledger("funds.register", "sum", None, "", pd.DataFrame(columns=MOVES), 0)
    held, rule = given.held[fund], given.rules[fund]
    every = _moves(given, held)
    total = sum(every["amount"], Decimal(0)) if held.balance is not None else None
    is_sum = show == "balance"
    return Ledger(
        "funds.register", "sum" if is_sum else "date", held.balance if is_sum else rule.ends_on,
        given.currency, page_of(every, start, most), len(every), "amount", total,
        facts={"fund": rule.name, "show": "balance" if is_sum else "last day"},
    )  # fmt: skip


def _moves(given: Inputs, held: Held) -> pd.DataFrame:
    stated, as_of = held.statement, given.case.as_of
    if stated is None or stated.amount is None:
        return pd.DataFrame(columns=MOVES)
    moves: list[tuple[str, date | None, Decimal, bool | None, str | None]] = [
        (
            "derived" if stated.derived else "stated",
            stated.on_day,
            stated.amount,
            stated.confirmed,
            stated.source,
        ),
        ("income", as_of, held.income, None, None),
        ("billed_since", given.spent.to, -held.billed, None, None),
        ("planned_since", as_of, -held.planned, None, None),
        ("estimated", as_of, -held.estimated, None, None),
    ]
    kept = [move for move in moves if move[2] or move[0] in ("stated", "derived")]
    return pd.DataFrame(kept, columns=MOVES, dtype=object)


def holding(
    db: DuckDBPyConnection,
    *,
    fund: str,
    show: Part = "available",
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """What a fund has available, or what was spent of it, by its newest statement.

    Columns: move (awarded | stated | encumbered) · fund · day of the statement · amount. Source:
    metric funds.holdings.
    """
    found = next((each for each in holdings(db) if each.fund_id == fund), None)
    figure = (found.spent if show == "spent" else found.available) if found else None
    if found is None or figure is None:
        return Ledger("funds.holdings", "sum", None, "", pd.DataFrame(columns=PARTS), 0)
    every = _parts([found]) if show == "available" else _spent(found)
    total = sum(every["amount"], Decimal(0))
    return Ledger(
        "funds.holdings", "sum", figure, found.currency, page_of(every, start, most), len(every),
        "amount", total, facts={"fund": found.name, "show": show},
    )  # fmt: skip


def available(
    db: DuckDBPyConnection,
    *,
    means: Literal["cash", "credits", "in_kind"],
    currency: str,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """What all funds of one kind in one currency have available, by their newest statements.

    Columns: as `holding`. Funds without a stated balance are left out. Source: as `holding`.
    """
    funds = [
        each
        for each in holdings(db)
        if (each.means, each.currency) == (means, currency) and each.available is not None
    ]
    figure = sum((each.available or Decimal(0) for each in funds), Decimal(0)) if funds else None
    every = _parts(funds)
    return Ledger(
        "funds.holdings", "sum", figure, currency, page_of(every, start, most), len(every),
        "amount", sum(every["amount"], Decimal(0)), facts={"means": means, "show": "available"},
    )  # fmt: skip


def _parts(funds: list[Holding]) -> pd.DataFrame:
    """What is stated and, with a minus, what is encumbered."""
    rows = [
        (move, each.name, each.stated_on, amount)
        for each in funds
        for move, amount in (("stated", each.stated), ("encumbered", -each.encumbered))
        if amount or move == "stated"
    ]
    return pd.DataFrame(rows, columns=PARTS, dtype=object)


def _spent(found: Holding) -> pd.DataFrame:
    rows = [
        ("awarded", found.name, None, found.awarded),
        ("stated", found.name, found.stated_on, -(found.stated or Decimal(0))),
    ]
    return pd.DataFrame(rows, columns=PARTS, dtype=object)
