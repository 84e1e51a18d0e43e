"""The rows behind one figure, and the rule by which it follows from them.

Each room has its figures' rows in a file of its own, next to the metrics; metrics/figures.py lists
them by the names that addresses have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Literal

import pandas as pd

Kind = Literal["sum", "mean", "count", "share", "middle", "date"]
Value = Decimal | int | float | date | None
Amount = Decimal | int | float
MOST = 500  # rows of an answer, unless more are asked for
CLOSE = Decimal("0.000001")  # digits lost on the way: sums are exact, quotients are not


@dataclass(frozen=True)
class Term:
    """A figure of a rule: its code, and the sign between it and the result so far."""

    code: str
    value: Amount
    sign: Literal["+", "−", "×", "÷"] = "+"


@dataclass(frozen=True)
class Ledger:
    """The rows behind one figure.

    metric   the public metric that the figure is of
    kind     sum | mean: the rows' total is the figure, or the first figure of the rule
             count: each row is one of the things counted
             share: the rows of both sides, `mark` true for those on top
             middle: values in order, `mark` true for the one or two in the middle
             date: the inputs, with their days
    figure   as the page computes it; None: it is not known
    unit     ISO code of a currency, else the code of a unit
    rows     the rows asked for, columns by codes     count  of all of them
    measure  the column that is added up or in order
    total    of the measure over all rows; None where it has none
    marked   of all rows, those with the mark; of amounts, their sum
    terms    the rule, from left to right
    facts    what the figure is about, by code: its days, draws, seed
    groups   the same rows added up: by service, by day
    """

    metric: str
    kind: Kind
    figure: Value
    unit: str
    rows: pd.DataFrame
    count: int
    measure: str = ""
    total: Amount | None = None
    mark: str = ""
    marked: Amount = 0
    terms: tuple[Term, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    groups: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether the rows lead to the figure, by its kind; true of one that is not known."""
        values = self.rows[self.measure].tolist() if self.kind == "middle" else []
        match self.kind:
            case "sum":
                follows = _close(self.total, self.figure)
            case "mean":
                follows = not self.terms or _close(self.total, self.terms[0].value)
            case "count":
                follows = self.figure == self.count
            case "share":
                follows = bool(self.terms) or self.figure == self.marked
            case "middle":
                follows = not 0 < len(values) == self.count or _close(median(values), self.figure)
            case "date":
                follows = True
        is_rule = not self.terms or _close(computed(self.terms), self.figure)
        return self.figure is None or (follows and is_rule)


def computed(terms: tuple[Term, ...]) -> Decimal:
    """The result of a rule, from left to right."""
    result = Decimal(0)
    for term in terms:
        value = Decimal(str(term.value))
        match term.sign:
            case "+":
                result += value
            case "−":
                result -= value
            case "×":
                result *= value
            case "÷":
                result /= value
    return result


def page_of(frame: pd.DataFrame, start: int, most: int) -> pd.DataFrame:
    """The rows asked for of a frame that has all of them."""
    return frame.iloc[start : start + most].reset_index(drop=True)


def _close(one: Value, other: Value) -> bool:
    if one is None or other is None or isinstance(one, date) or isinstance(other, date):
        return one == other
    a, b = Decimal(str(one)), Decimal(str(other))
    return abs(a - b) <= CLOSE * max(Decimal(1), abs(a))
