"""Facts as JSON and back, by their declared types: Decimals and days are text, to the last digit.

A type is a dataclass, a frame of pandas, or made of plain values: str, int, float, bool, date,
datetime, Decimal, tuple, list, frozenset, mapping, and unions of these.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd

Turn = Callable[[Any], Any]
MANY = {tuple: tuple, list: list, frozenset: frozenset}


class Codec(NamedTuple):
    """How values of one type are written and read."""

    write: Turn
    read: Turn


def encode(kind: Any, value: Any) -> str:
    """The JSON of a value of the declared type. Raises TypeError for a value of another type."""
    return json.dumps(codec(kind).write(value), ensure_ascii=False, separators=(",", ":"))


def decode(kind: Any, text: str) -> Any:
    """The value of the declared type that `encode` wrote."""
    return codec(kind).read(json.loads(text))


@cache
def codec(kind: Any) -> Codec:  # noqa: PLR0911 - one return per kind of type
    """How a declared type is written. Raises TypeError for one that cannot be."""
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        return _of_dataclass(kind)
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return codec(type(inside[0]))  # type: ignore[arg-type] # a type
    if origin in (Union, UnionType):
        return _of_union(inside)
    if origin is tuple and inside[-1] is not Ellipsis:
        return _of_fixed(inside)
    if origin in MANY:
        return _of_many(MANY[origin], codec(inside[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _of_mapping(codec(inside[0]), codec(inside[1]))
    raise TypeError(f"{kind} cannot be written as JSON")


def _of_dataclass(kind: Any) -> Codec:
    """By the order of its fields; their types are looked at with the first value."""

    @cache
    def parts() -> list[tuple[str, Codec]]:
        types = get_type_hints(kind)
        return [(each.name, codec(types[each.name])) for each in fields(kind)]

    def write(value: Any) -> list[Any]:
        _only(kind, value)
        return [part.write(getattr(value, name)) for name, part in parts()]

    def read(written: list[Any]) -> Any:
        each = zip(parts(), written, strict=True)
        return kind(**{name: part.read(value) for (name, part), value in each})

    return Codec(write, read)


def _of_union(kinds: tuple[Any, ...]) -> Codec:
    """Null, or the place of the value's type among the others, and the value."""
    kinds = tuple(each for each in kinds if each is not NoneType)
    types = [get_origin(each) or each for each in kinds]
    types = [type(get_args(k)[0]) if t is Literal else t for k, t in zip(kinds, types, strict=True)]
    parts = [codec(each) for each in kinds]
    if len(kinds) == 1:
        only = parts[0]
        return Codec(
            lambda value: None if value is None else only.write(value),
            lambda written: None if written is None else only.read(written),
        )

    def write(value: Any) -> list[Any] | None:
        if value is None:
            return None
        if type(value) not in types:
            raise TypeError(f"a {type(value).__name__} is none of {kinds}")
        at = types.index(type(value))
        return [at, parts[at].write(value)]

    def read(written: list[Any] | None) -> Any:
        return None if written is None else parts[written[0]].read(written[1])

    return Codec(write, read)


def _of_fixed(kinds: tuple[Any, ...]) -> Codec:
    parts = [codec(each) for each in kinds]

    def write(value: Any) -> list[Any]:
        _only(tuple, value)
        return [part.write(each) for part, each in zip(parts, value, strict=True)]

    return Codec(
        write,
        lambda written: tuple(p.read(each) for p, each in zip(parts, written, strict=True)),
    )


def _of_many(kind: Any, part: Codec) -> Codec:
    def write(value: Any) -> list[Any]:
        _only(kind, value)
        found = [part.write(each) for each in value]
        return sorted(found, key=repr) if kind is frozenset else found

    return Codec(write, lambda written: kind(map(part.read, written)))


def _of_mapping(key: Codec, part: Codec) -> Codec:
    """As pairs, in their order: a key need not be a text."""
    return Codec(
        lambda value: [[key.write(k), part.write(v)] for k, v in value.items()],
        lambda written: {key.read(k): part.read(v) for k, v in written},
    )


def _only(kind: Any, value: Any) -> None:
    """Raise TypeError for a value of another type, which would be read as another value."""
    if type(value) is not kind:
        raise TypeError(f"a {type(value).__name__} where {kind.__name__} is declared")


def _text_of(kind: Any, write: Turn, read: Turn) -> Codec:
    def checked(value: Any) -> Any:
        _only(kind, value)
        return write(value)

    return Codec(checked, read)


def _number(value: Any) -> Any:
    """JSON has no NaN and no infinity: these are text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a {type(value).__name__} where float is declared")
    return value if math.isfinite(value) else str(value)


def _any_number(written: Any) -> Any:
    return float(written) if isinstance(written, str) else written


_SAME: Turn = lambda value: value  # noqa: E731 - the turn that is none


def _write_cell(value: Any) -> Any:
    """A value of no declared type: JSON's own as they are, others as a list of code and value."""
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) is float and math.isfinite(value):
        return value
    for code, (kind, write, _) in CELLS.items():
        if type(value) is kind:
            return [code, write(value)]
    if isinstance(value, np.generic):
        return ["numpy", [value.dtype.str, _write_cell(value.item())]]
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


def _read_cell(written: Any) -> Any:
    if not isinstance(written, list):
        return written
    code, value = written
    if code == "numpy":
        return np.dtype(value[0]).type(_read_cell(value[1]))
    return CELLS[code][2](value)


def _cells(kind: Any) -> tuple[Any, Turn, Turn]:
    return (
        kind,
        lambda value: list(map(_write_cell, value)),
        lambda written: kind(map(_read_cell, written)),
    )


def _write_array(value: Any) -> list[Any]:
    return [value.dtype.str, list(map(_write_cell, value.tolist()))]


def _read_array(written: list[Any]) -> Any:
    dtype, values = written
    found = np.empty(len(values), dtype=dtype)
    found[:] = list(map(_read_cell, values))
    return found


CELLS: dict[str, tuple[Any, Turn, Turn]] = {
    "amount": (Decimal, str, Decimal),
    "day": (date, date.isoformat, date.fromisoformat),
    "time": (datetime, datetime.isoformat, datetime.fromisoformat),
    "number": (float, str, float),
    "stamp": (pd.Timestamp, pd.Timestamp.isoformat, pd.Timestamp),
    "no stamp": (type(pd.NaT), lambda _: None, lambda _: pd.NaT),
    "unknown": (type(pd.NA), lambda _: None, lambda _: pd.NA),
    "list": _cells(list),
    "tuple": _cells(tuple),
    "array": (np.ndarray, _write_array, _read_array),
    "dict": (
        dict,
        lambda value: [[_write_cell(k), _write_cell(v)] for k, v in value.items()],
        lambda written: {_read_cell(k): _read_cell(v) for k, v in written},
    ),
}


def _write_frame(frame: pd.DataFrame) -> list[Any]:
    """Column by column: name, dtype, values."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"a {type(frame).__name__} where a frame is declared")
    if not frame.index.equals(pd.RangeIndex(len(frame))):
        raise TypeError("a frame whose rows have names")
    columns = [[name, str(own.dtype), _write_column(own)] for name, own in frame.items()]
    return [len(frame), columns]


def _write_column(own: "pd.Series[Any]") -> list[Any]:
    if own.dtype.kind == "M":
        return list(np.datetime_as_string(own.to_numpy()).tolist())
    return [_write_cell(each) for each in own.tolist()]


def _read_frame(written: list[Any]) -> pd.DataFrame:
    length, columns = written
    found = {name: _read_column(dtype, values) for name, dtype, values in columns}
    return pd.DataFrame(found, index=pd.RangeIndex(length))


def _read_column(dtype: str, values: list[Any]) -> Any:
    if dtype.startswith("datetime64"):
        return np.array(values, dtype=dtype)
    if dtype == "object":
        return _read_array(["object", values])
    return pd.array(list(map(_read_cell, values)), dtype=dtype)  # type: ignore[call-overload] # by its name


PLAIN: dict[Any, Codec] = {
    str: _text_of(str, _SAME, _SAME),
    int: _text_of(int, _SAME, _SAME),
    bool: _text_of(bool, _SAME, _SAME),
    float: Codec(_number, _any_number),
    NoneType: Codec(_SAME, _SAME),
    Decimal: _text_of(Decimal, str, Decimal),
    date: _text_of(date, date.isoformat, date.fromisoformat),
    datetime: _text_of(datetime, datetime.isoformat, datetime.fromisoformat),
    pd.DataFrame: Codec(_write_frame, _read_frame),
    object: Codec(_write_cell, _read_cell),
    Any: Codec(_write_cell, _read_cell),
}
