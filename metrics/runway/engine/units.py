"""Amounts as whole millionths of a unit, so that nothing is lost to rounding."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from numpy.typing import NDArray

from metrics.runway.engine.model import Demand, Period

UNIT = Decimal(10) ** -6
Units = NDArray[np.int64]


def to_units(amount: Decimal, rounding: str = ROUND_HALF_EVEN) -> int:
    """An amount in whole millionths."""
    return int((amount / UNIT).to_integral_value(rounding))


def units(demand: Demand) -> Units:
    """Demands in paying order in whole millionths; their running sums are what is rounded."""
    columns = []
    for column in zip(*demand.amounts, strict=True):
        total, sums = Decimal(0), [0]
        for amount in column:
            total += amount
            sums.append(to_units(total))
        columns.append(np.diff(np.maximum.accumulate(np.array(sums, dtype=np.int64))))
    return np.array(columns, dtype=np.int64).T.ravel()


def steps(demand: Demand) -> list[tuple[Period, str]]:
    """Periods and categories in paying order."""
    return [(period, name) for period in demand.periods for name in demand.categories]
