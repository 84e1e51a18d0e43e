"""Amounts as a preset may show them: exact, rounded to what is known, or as an index."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from config import Preset
from wording import numbers

AMOUNTS = ("gross", "credits", "payable", "awarded", "spent", "remaining", "each")
AWARDS = ("awarded", "spent", "remaining")


def shown_amounts(frame: pd.DataFrame, preset: Preset) -> pd.DataFrame:
    """The frame with its amounts as they may be shown; indexed ones are 100 in the first period.

    An index hides the height of an amount, so awards, which have no first period, go altogether.
    """
    shown = frame.copy()
    for column in shown.columns.intersection(list(AMOUNTS)):
        if preset.amounts == "exact":
            continue
        if preset.amounts == "indexed" and column in AWARDS:
            shown = shown.drop(columns=column)
            continue
        known = [None if _unknown(value) else Decimal(str(value)) for value in shown[column]]
        if preset.amounts == "indexed":
            base = _base(frame)
            tenth = Decimal("0.1")
            values = [
                v if v is None else (100 * v / base).quantize(tenth, ROUND_HALF_UP) for v in known
            ]
        else:
            values = [v if v is None else rounded(v) for v in known]
        shown[column] = pd.Series(values, index=shown.index, dtype=object)
    return shown


def rounded(value: Decimal | float) -> Decimal:
    """Two figures under 10,000, three from there on, as in sentences; cents under 100."""
    exact = Decimal(str(value))
    if abs(exact) < 100:
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return numbers.to_known(exact).quantize(Decimal(1))


def _base(frame: pd.DataFrame) -> Decimal:
    """The amount that is 100: all of the first period, or the first cost of one unit."""
    if "each" in frame:
        return Decimal(str(next((v for v in frame["each"] if not _unknown(v)), 1)))
    if "month" not in frame:
        return Decimal(str(sum(frame["gross"]) or 1))
    first = frame["month"] == frame["month"].min()
    return Decimal(str(sum(frame.loc[first, "gross"]) or 1))


def _unknown(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]
