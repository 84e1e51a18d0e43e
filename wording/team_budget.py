"""The team's own budget next to its bills, as the Burn page shows it."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from metrics.spending.team_budget import BudgetLine
from wording import numbers
from wording.page import Block, Table

MONTHS_SHOWN = 3  # the newest


def tables(every: Sequence[BudgetLine], currency: str) -> list[Block]:
    """The newest months next to their bills; none where there is no budget."""
    if not every:
        return []
    months = sorted({each.month for each in every})[-MONTHS_SHOWN:]
    named = {each.line for each in every if each.billed is not None}
    lines = [each for each in every if each.month in months and each.line in named]
    others = sorted({each.line or "a line without a name" for each in every} - named)
    data = pd.DataFrame(
        [(each.month, each.line, each.budget, each.billed, each.left) for each in every],
        columns=["month", "line", "budget", "billed", "left"],
    )
    return [
        Table(
            "team-budget", f"The team's budget and its bills, {currency}",
            ["Month", "Line", ("Budget", "n"), ("Billed", "n"), ("Left", "n")],
            [
                (numbers.month(each.month), each.line or "", *map(_cents, (each.budget, each.billed,
                 each.left)))
                for each in lines
            ],
            "spending.team_budget", over_budget(lines, others), data,
        )
    ]  # fmt: skip


def over_budget(lines: Sequence[BudgetLine], others: Sequence[str]) -> str:
    """Which lines the bills of the newest month exceed, and which no bill is named like."""
    known = [each for each in lines if each.left is not None]
    said = []
    if known:
        month = max(each.month for each in known)
        over = [str(each.line) for each in known if each.month == month and (each.left or 0) < 0]
        name = numbers.month_name(month)
        said.append(
            f"Bills of {name} exceed the budget of {numbers.listing(over)}."
            if over
            else f"Bills of {name} stay within the budget."
        )
    if others:
        more = len(others) - 3
        some = numbers.listing([*others[:3], *([f"{more} more"] if more > 0 else [])])
        said.append(f"No bill is named like {some}.")
    return " ".join(said)


def _cents(amount: Decimal | None) -> str:
    return "not known" if amount is None else numbers.number(amount, 2)
