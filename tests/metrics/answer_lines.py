"""An answer as lines of text, for files that hold answers whole."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from tests.figures.values import plain

WIDEST, LONGEST = 400, 30  # characters of a line, rows of an answer that are kept as they are
AGAIN = {"own", "known"}  # properties that hold the same facts once more


def lines(found: Any) -> Iterator[str]:
    """A part of the answer a line: the fields of one, the rows of many."""
    if isinstance(found, pd.DataFrame):
        yield _line([*found.columns])
        rows = [[*row] for row in found.astype(object).itertuples(index=False)]
    elif is_dataclass(found):
        parts = [(n, _part(found, n)) for n in _names(found)]
        for name, value in parts:
            if isinstance(value, pd.DataFrame | tuple | list) and len(value) > 1:
                yield f"{name}:"
                yield from (f"  {line}" for line in lines(value))
            else:
                yield f"{name}: {_line(value)}"
        return
    elif isinstance(found, Mapping):
        rows = [[key, value] for key, value in found.items()]
    else:
        rows = [*found] if isinstance(found, list | tuple) else [found]
    yield from map(_line, rows[:LONGEST])
    if len(rows) > LONGEST:
        yield f"{len(rows)} rows, {_digest(_line_of(rows))}"


def _line(value: Any) -> str:
    said = _line_of(value)
    return said if len(said) <= WIDEST else f"{said[:WIDEST]} … {_digest(said)}"


def _line_of(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """A value as JSON: of a class its fields and properties, by name."""
    match value:
        case pd.DataFrame():
            return [[*value.columns], *map(_plain, value.astype(object).values.tolist())]
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case set() | frozenset():
            return sorted(map(_plain, value))
        case list() | tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {name: _plain(_part(value, name)) for name in _names(value)}
    return plain(value)


def _names(value: Any) -> list[str]:
    kind = type(value)
    made = [n for n in dir(kind) if isinstance(getattr(kind, n, None), property | cached_property)]
    return [*(f.name for f in fields(value)), *(n for n in made if n not in AGAIN)]


def _part(value: Any, name: str) -> Any:
    return getattr(value, name)
