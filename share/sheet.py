"""A pack before it is a file: parts made of values, and the list of every value inserted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from share.leaks import Inserted


@dataclass(frozen=True)
class Part:
    """One block of a pack. `title`, `note` and `headings` are our own words, the rest is inserted.

    sentences  told above the chart; the first is its text alternative
    legend     (name, colour) of what the chart shows
    table      allowed columns only; `headings` names them for people
    markdown   the team's own words
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    figure: go.Figure | None = None
    table: pd.DataFrame | None = None
    headings: dict[str, str] = field(default_factory=dict)
    note: str = ""
    markdown: str = ""


@dataclass(frozen=True)
class Sheet:
    """All that a pack will say.

    figures   up to three: (value, what it is)
    manifest  (what, value), the last block
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


def inserted(sheet: Sheet) -> Iterator[Inserted]:
    """Every value a pack inserts into its template, with the place where it would stand."""
    head = {"team": sheet.team, "recipient": sheet.recipient, "period": sheet.period}
    for place, text in {**head, "answer": sheet.answer}.items():
        yield Inserted(place, text)
    for value, label in sheet.figures:
        yield Inserted(f"figure {label!r}", f"{value} {label}")
    for part in sheet.parts:
        yield from _of_part(part)
    for name, value in sheet.manifest:
        yield Inserted(f"manifest, {name}", value)


def own_words(sheet: Sheet) -> Iterator[Inserted]:
    """Of these the lines that the team wrote itself."""
    for part in sheet.parts:
        yield from _own_words(part)


def _own_words(part: Part) -> Iterator[Inserted]:
    for number, line in enumerate(part.markdown.splitlines(), 1):
        yield Inserted(f"{part.key}, line {number} of your words", line)


def _of_part(part: Part) -> Iterator[Inserted]:
    for number, sentence in enumerate(part.sentences, 1):
        yield Inserted(f"{part.key}, sentence {number}", sentence)
    for name, _ in part.legend:
        yield Inserted(f"{part.key}, legend", name)
    yield from _own_words(part)
    if part.table is not None:
        for column in part.table.columns:
            for row, cell in enumerate(part.table[column], 1):
                if isinstance(cell, str):
                    yield Inserted(f"{part.key}, table row {row}, {column}", cell)
    if part.figure is not None:
        drawn = json.loads(part.figure.to_json())
        drawn["layout"].pop("template", None)
        for text in _texts([drawn["data"], drawn["layout"]]):
            yield Inserted(f"{part.key}, chart", text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("bdata", "dtype"):  # numbers, packed
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
