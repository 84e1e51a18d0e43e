"""Amounts as a preset may show them: to the cent, rounded to what is known, or as an index.

Everything is exact until here and is rounded here once, by largest remainders: the cells of a
column add up to the column's total as shown, and each row's own parts add up as well.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pandas as pd

from config import Preset
from wording import numbers

AMOUNTS = ("gross", "credits", "payable", "awarded", "spent", "remaining", "cost", "each")
AWARDS = ("awarded", "spent", "remaining")
SHARES = ("spent_share", "time_share")
HIDDEN_BY_INDEX = (*AWARDS, "cost")
CENT, PERCENT, TENTH = Decimal("0.01"), Decimal("0.01"), Decimal("0.1")


def shown_amounts(frame: pd.DataFrame, preset: Preset) -> pd.DataFrame:
    """The frame with its amounts as they may be shown; indexed ones are 100 in the first period.

    An index hides the height of an amount, so awards, which have no first period, go altogether.
    A share is a whole percentage in every pack: two sponsors read one figure alike.
    """
    shown = frame.copy()
    for column in shown.columns.intersection(list(SHARES)):
        _put(shown, column, [_rounded(value, PERCENT) for value in _known(shown[column])])
    if preset.amounts == "indexed":
        shown = shown.drop(columns=list(shown.columns.intersection(list(HIDDEN_BY_INDEX))))
    columns = [column for column in AMOUNTS if column in shown]
    if not columns:
        return shown
    if "awarded" in columns:
        return _awards(shown, preset)
    if preset.amounts == "indexed":
        base = _base(frame)
        for column in columns:
            scaled = [None if v is None else 100 * v / base for v in _known(shown[column])]
            _put(shown, column, scaled)
    sums = [column for column in columns if column not in ("payable", "each")]
    step = _step([v for column in sums for v in _known(shown[column])], preset)
    if "each" in columns and preset.amounts == "rounded":
        step = max(Decimal(1), step / 10)  # so that cost ÷ count is the cost of one
    _sums(shown, sums, step)
    if "each" in columns:
        _each(shown, frame, preset)
    return shown


def parts(values: Sequence[Decimal]) -> list[Decimal]:
    """The parts of a whole as sentences name them, a digit finer than the smallest is known."""
    return numbers.apportioned(values, max(Decimal(1), _known_step(values) / 10))


def _sums(shown: pd.DataFrame, columns: Sequence[str], step: Decimal) -> None:
    """Gross and credits add up by column; payable is their sum in each row, and by column."""
    exact = {column: [v or Decimal(0) for v in _known(shown[column])] for column in columns}
    wholes = {column: sum(values, Decimal(0)) for column, values in exact.items()}
    choices = list(product(*(numbers.totals(wholes[column], step) for column in columns)))
    has_payable = "payable" in shown and {"gross", "credits"} <= exact.keys()
    payable = numbers.to_known(sum(wholes.values(), Decimal(0)))
    fitting = [each for each in choices if numbers.to_known(sum(each)) == payable]
    chosen = (fitting or choices)[0] if has_payable else choices[0]
    for column, total in zip(columns, chosen, strict=True):
        unknown = [v is None for v in _known(shown[column])]
        cells = numbers.apportioned(exact[column], step, Decimal(total))
        pairs = zip(cells, unknown, strict=True)
        _put(shown, column, [None if missing else cell for cell, missing in pairs])
    if has_payable:
        both = zip(shown["gross"], shown["credits"], strict=True)
        _put(shown, "payable", [gross + credits for gross, credits in both])


def _awards(shown: pd.DataFrame, preset: Preset) -> pd.DataFrame:
    """Spent and remaining add up to the award in each row."""
    awarded, spent, remaining = (_known(shown[column]) for column in AWARDS)
    rows = []
    for award, gone, left in zip(awarded, spent, remaining, strict=True):
        step = _step([award, gone, left], preset)
        if award is None or gone is None or left is None:
            rows.append([_rounded(award, step), _rounded(gone, step), _rounded(left, step)])
        else:
            pair = numbers.apportioned([gone, left], step)
            rows.append([sum(pair, Decimal(0)), *pair])
    for place, column in enumerate(AWARDS):
        _put(shown, column, [row[place] for row in rows])
    return shown


def _each(shown: pd.DataFrame, exact: pd.DataFrame, preset: Preset) -> None:
    """The cost of one with the decimals at which times the count it is the cost in its row."""
    values = _known(shown["each"])
    if "cost" not in shown:
        step = TENTH if preset.amounts == "indexed" else CENT
        _put(shown, "each", [_rounded(value, step) for value in values])
        return
    rows = zip(values, _known(exact["cost"]), _known(exact["amount"]), strict=True)
    _put(
        shown, "each",
        [numbers.enough(cost, n, CENT) if each and cost and n else each for each, cost, n in rows],
    )  # fmt: skip


def _step(values: Sequence[Decimal | None], preset: Preset) -> Decimal:
    if preset.amounts == "exact":
        return CENT
    return TENTH if preset.amounts == "indexed" else _known_step(values)


def _known_step(values: Sequence[Decimal | None]) -> Decimal:
    """The place to which the smallest amount is known, at least whole units."""
    known = [numbers.known_step(value) for value in values if value and abs(value) >= 1]
    return min(known, default=Decimal(1))


def _rounded(value: Decimal | None, step: Decimal) -> Decimal | None:
    return None if value is None else (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _put(frame: pd.DataFrame, column: str, values: Sequence[object]) -> None:
    frame[column] = pd.Series(list(values), index=frame.index, dtype=object)


def _known(column: pd.Series) -> list[Decimal | None]:
    return [None if _unknown(value) else Decimal(str(value)) for value in column]


def _base(frame: pd.DataFrame) -> Decimal:
    """The amount that is 100: all of the first whole month, or the first cost of one unit."""
    if "each" in frame:
        return next((v for v in _known(frame["each"]) if v), Decimal(1))
    if "month" not in frame:
        return Decimal(str(sum(frame["gross"]) or 1))
    whole = frame[frame["days"] == frame["of_days"]] if "days" in frame else frame
    first = (whole if len(whole) else frame)["month"].min()
    return Decimal(str(sum(frame.loc[frame["month"] == first, "gross"]) or 1))


def _unknown(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]
