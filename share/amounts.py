"""Amounts as a preset lets them be told: exact, rounded to what is known, or as an index."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import pandas as pd

from config import Preset
from metrics import words

AMOUNTS = ("gross", "credits", "payable", "awarded", "spent", "remaining", "each")


def told(frame: pd.DataFrame, preset: Preset) -> pd.DataFrame:
    """The frame with its amounts as they may be told; indexed ones are 100 in the first period.

    An index hides the height of an amount, so awards, which have no first period, go altogether.
    """
    shown = frame.copy()
    for column in shown.columns.intersection(list(AMOUNTS)):
        if preset.amounts == "rounded":
            shown[column] = _each(shown[column], rounded)
        elif preset.amounts == "indexed" and column in ("awarded", "spent", "remaining"):
            shown = shown.drop(columns=column)
        elif preset.amounts == "indexed":
            shown[column] = _each(shown[column], partial(_percent, base=_base(frame)))
    return shown


def _each(column: pd.Series, told: Callable[[Decimal], Decimal]) -> pd.Series:
    values = [None if _unknown(value) else told(value) for value in column]
    return pd.Series(values, index=column.index, dtype=object)


def rounded(value: Decimal | float) -> Decimal:
    """Two figures under 10,000, three from there on, as the pages' sentences have it."""
    exact = Decimal(str(value))
    if abs(exact) < 100:
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = words.about(exact, "").strip().replace(",", "").replace(words.MINUS, "-")
    return Decimal(text)


def _base(frame: pd.DataFrame) -> Decimal:
    """What counts as 100: all of the first period, or the first cost of one unit."""
    if "each" in frame:
        return Decimal(str(next((v for v in frame["each"] if not _unknown(v)), 1)))
    if "month" not in frame:
        return Decimal(str(sum(frame["gross"]) or 1))
    first = frame["month"] == frame["month"].min()
    return Decimal(str(sum(frame.loc[first, "gross"]) or 1))


def _percent(value: Decimal | float, base: Decimal) -> Decimal:
    return (100 * Decimal(str(value)) / base).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _unknown(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]
