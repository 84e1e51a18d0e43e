"""Values, facts and frames as plain JSON under neutral names: page.block.field."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pandas as pd

Pairs = Iterator[tuple[str, Any]]
MOST_ROWS = 60  # of a longer frame the file keeps a sum, the first and the last row


def plain(value: Any) -> Any:
    """One value: amounts exact, simulated numbers to nine figures, days as days, null as null."""
    match value:
        case None | bool():
            return value
        case np.bool_():
            return bool(value)
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case str():
            return value
        case list() | tuple() | np.ndarray():
            return [plain(each) for each in value]
        case set() | frozenset():
            return sorted(plain(each) for each in value)
    if pd.isna(value):
        return None
    match value:
        case Decimal():
            return f"{value.normalize():f}" if value else "0"
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            short = float(f"{value:.9g}")
            return int(short) if short.is_integer() else short
    raise TypeError(f"{value!r} has no plain form")


def hashed(value: Any) -> Any:
    """Words of data (names of people, sentences of notes): the same or not the same, unread."""
    return None if value is None else digest(plain(value))[:12]


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def facts(block: str, found: Any, fields: str) -> Pairs:
    """Fields of an object, `name`, `name=attribute` or `~name` (hashed); none of None."""
    for field in fields.split():
        name, attribute, form = _field(field)
        yield f"{block}.{name}", None if found is None else form(_get(found, attribute))


def records(block: str, found: Iterable[Any], fields: str) -> Pairs:
    """Objects of one kind as rows."""
    named = [_field(field) for field in fields.split()]
    rows = [[form(_get(each, attribute)) for _, attribute, form in named] for each in found]
    yield from _rows(block, [name for name, *_ in named], rows)


def frame(block: str, found: pd.DataFrame, fields: str) -> Pairs:
    """Columns of a frame as rows; a column of words of data is hashed by `~`."""
    named = [_field(field) for field in fields.split()]
    names = [name for name, *_ in named]
    if found.empty:
        yield from _rows(block, names, [])
        return
    columns = [[form(value) for value in found[column]] for _, column, form in named]
    yield from _rows(block, names, [list(row) for row in zip(*columns, strict=True)])


def shown(block: str, found: pd.DataFrame) -> Pairs:
    """A table as it can be downloaded, without its headings and its columns of words."""
    numbers = [column for column in found if not any(isinstance(v, str) for v in found[column])]
    frame = found[numbers].astype(object)
    rows = [[plain(value) for value in row] for row in frame.itertuples(index=False)]
    yield from _rows(block, [str(place) for place in range(len(numbers))], rows)


def _rows(block: str, names: list[str], rows: list[list[Any]]) -> Pairs:
    yield f"{block}.rows", len(rows)
    yield f"{block}.columns", " ".join(names)
    if len(rows) > MOST_ROWS:
        yield f"{block}.sha256", digest(rows)
        rows = [rows[0], rows[-1]]
        yield from zip((f"{block}.first", f"{block}.last"), rows, strict=True)
        return
    for number, row in enumerate(rows):
        yield f"{block}.{number}", row


def _field(field: str) -> tuple[str, str, Any]:
    name, _, attribute = field.lstrip("~").partition("=")
    form = hashed if field.startswith("~") else place if name == "file" else plain
    return name, attribute or name, form


def _get(found: Any, path: str) -> Any:
    for name in path.split("."):
        if found is None:
            return None
        found = found[name] if isinstance(found, Mapping) else getattr(found, name)
    return found() if callable(found) else found


def place(value: Any) -> Any:
    """A file without its folder, which is another one in every run."""
    return None if value is None else PurePosixPath(str(value)).name
