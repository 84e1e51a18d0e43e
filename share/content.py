"""A pack before it is a file: parts made of values, and every slot that data filled."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from share.slots import PUBLIC, SERVICE, TEXT, Slot, slots
from wording.pack import COLUMNS, reach

# Columns of a pack's tables whose words are ours or a code; every other word of a table is data.
OURS = ("kind", "currency", "state", "year")
KINDS = {"service": SERVICE, "fund": PUBLIC}


@dataclass(frozen=True)
class Claim:
    """Figures of a sentence that must agree: each × count = total = the column's sum, as shown.

    counted  the column that adds up to the count, else empty
    """

    each: Decimal
    count: Decimal
    total: Decimal
    column: str
    counted: str = ""


@dataclass(frozen=True)
class Part:
    """One block of a pack; in its texts every value from data is marked (share/slots.py).

    sentences  above the chart; the first is its text alternative
    legend     (name, colour) of the chart's series
    table      allowed columns only
    markdown   the team's own words, as written
    data_to    the day that its data reach to; None: it has none
    ends_on    the last day of its months, where it counts calendar months; later data are left out
    months     how many whole months its figures are of, up to that day and without a gap; 0: not so
    metric     by which it stands, where that is not the one of its key (share/pack.py)
    headline   (value, label) for the top of the pack; claims: checked before it is written
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    figure: go.Figure | None = None
    table: pd.DataFrame | None = None
    note: str = ""
    markdown: str = ""
    data_to: date | None = None
    ends_on: date | None = None
    months: int = 0
    metric: str = ""
    headline: tuple[str, str] | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def reach(self) -> str:
        """How far its figures reach: "12 months to August 2026", else the day of its data."""
        return reach(self.data_to, self.ends_on, self.months)

    @property
    def alt(self) -> str:
        """The text alternative of the chart."""
        first = self.sentences[0] if self.sentences else self.title
        return " ".join(filter(None, (first, self.note)))

    @property
    def headings(self) -> dict[str, str]:
        """The table's columns in words."""
        return COLUMNS.get(self.key, {})


@dataclass(frozen=True)
class Content:
    """All that a pack will say.

    figures   up to three: (value, label), each with the day that its data reach to
    manifest  (name, value), the last block
    old       sentences about leading figures whose data have grown silent
    """

    team: str
    recipient: str
    period: str
    answer: str
    as_of: date
    figures: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    method: tuple[tuple[str, str], ...]
    manifest: tuple[tuple[str, str], ...]
    old: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A slot with its place in the pack."""

    place: str
    slot: Slot


def filled(content: Content) -> Iterator[Filled]:
    """Every slot that data filled, with its place."""
    yield Filled("team", Slot(PUBLIC, content.team))
    yield Filled("recipient", Slot(PUBLIC, content.recipient))
    yield from (Filled("answer", slot) for slot in slots(content.answer))
    for part in content.parts:
        yield from _of_part(part)


def own_lines(content: Content) -> Iterator[Filled]:
    """Of these the lines that the team wrote itself."""
    for part in content.parts:
        yield from _own_lines(part)


def _own_lines(part: Part) -> Iterator[Filled]:
    for number, line in enumerate(part.markdown.splitlines(), 1):
        yield Filled(f"{part.key}, line {number} of your words", Slot(TEXT, line))


def _of_part(part: Part) -> Iterator[Filled]:
    for number, sentence in enumerate(part.sentences, 1):
        yield from (Filled(f"{part.key}, sentence {number}", slot) for slot in slots(sentence))
    for name, _ in part.legend:
        yield from (Filled(f"{part.key}, legend", slot) for slot in slots(name))
    yield from _own_lines(part)
    if part.table is not None:
        for column in part.table.columns:
            for row, cell in enumerate(part.table[column], 1):
                if isinstance(cell, str) and column not in OURS:
                    place = f"{part.key}, table row {row}, {column}"
                    yield Filled(place, Slot(KINDS.get(str(column), TEXT), cell))
    if part.figure is not None:
        for text in _texts(json.loads(part.figure.to_json())):
            yield from (Filled(f"{part.key}, chart", slot) for slot in slots(text))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                if key not in ("bdata", "dtype"):  # numbers, packed
                    yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)
