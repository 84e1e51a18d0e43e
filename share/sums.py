"""Whether a pack's figures add up, as shown: parts to their total, each × count to its total."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from share.content import Content, Part
from share.slots import plain
from wording import numbers

# Columns whose sum or difference is a third column of the same row.
ROWS = (("gross", "credits", "payable"), ("spent", "remaining", "awarded"))
FIX = 'Fix: set amounts = "exact" for this preset; if it stays, report it with this line'


@dataclass(frozen=True)
class Difference:
    """Two figures of a pack that do not agree; it is not written."""

    place: str
    said: Decimal
    summed: Decimal

    def __str__(self) -> str:
        """The line for whoever asked for the file."""
        said, summed = (numbers.number(v, numbers.decimals(v)) for v in (self.said, self.summed))
        return f"{self.place}: {said} is said, but the figures make {summed}. {FIX}"


def differences(content: Content) -> list[Difference]:
    """Every disagreement between a pack's sentences and tables; empty when it may be written."""
    return [line for part in content.parts for line in _of_part(part)]


def _of_part(part: Part) -> Iterator[Difference]:
    table = pd.DataFrame() if part.table is None else part.table
    for one, other, whole in ROWS:
        if {one, other, whole} <= set(table.columns):
            for number, row in enumerate(table.to_dict("records"), 1):
                values = [row[one], row[other], row[whole]]
                if None not in values and values[0] + values[1] != values[2]:
                    place = f"{part.key}, table row {number}, {whole}"
                    yield Difference(place, values[2], values[0] + values[1])
    for claim in part.claims:
        place = f"{plain(part.title)}, {claim.column}"
        sums = [claim.each * claim.count]
        if claim.column in table:
            sums.append(_sum(table, claim.column))
        for summed in sums:
            if numbers.to_known(summed) != numbers.to_known(claim.total):
                yield Difference(place, claim.total, summed)
        if claim.counted and _sum(table, claim.counted) != claim.count:
            yield Difference(f"{place}, count", claim.count, _sum(table, claim.counted))


def _sum(table: pd.DataFrame, column: str) -> Decimal:
    known = (value for value in table[column] if value is not None and not pd.isna(value))
    return sum((Decimal(str(value)) for value in known), Decimal(0))
