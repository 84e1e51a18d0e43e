"""Facts as JSON come back as they were, to the last digit and with their types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_type_hints

import numpy as np
import pandas as pd
import pytest

from metrics.encoding import codec, decode, encode
from metrics.metric import public


@dataclass(frozen=True)
class Grant:
    name: str
    ends_on: date | None


@dataclass(frozen=True)
class Credit:
    amount: Decimal
    share: float


@dataclass(frozen=True)
class Held:
    funds: tuple[Grant | Credit, ...]
    by_day: Mapping[date, Decimal]
    kind: Literal["cash", "credit"]
    value: Decimal | int | float | date | None
    facts: Mapping[str, object]


def same(one: object, other: object) -> bool:
    """Whether two values are equal, and each part of them of one type."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame):
        assert isinstance(other, pd.DataFrame)
        pd.testing.assert_frame_equal(one, other, check_exact=True, check_frame_type=True)
        return all(
            same(a, b) for c in one for a, b in zip(one[c].tolist(), other[c].tolist(), strict=True)
        )
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and same(one.tolist(), other.tolist())
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same([*one.items()], [*other.items()])
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, f), getattr(other, f)) for f in one.__dataclass_fields__)
    return bool(one == other or (one != one and other != other))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, "Blåvand \"\\ \n"),
        (Decimal, Decimal("0.10000000000000000001")),
        (Decimal, Decimal("-0")),
        (float, 0.1 + 0.2),
        (float, float("inf")),
        (float, 3),
        (bool | None, None),
        (Literal["only"], "only"),
        (Literal["a", "b"] | None, "b"),
        (date | None, date(2026, 9, 1)),
        (datetime, datetime(2026, 9, 1, 6, 30, 0, 1)),
        (tuple[int, str], (1, "a")),
        (tuple[Decimal, ...], (Decimal("1.20"), Decimal(2))),
        (frozenset[str], frozenset({"a", "b"})),
        (dict[str, date | None], {"b": None, "a": date(2026, 1, 1)}),
        (list[tuple[date, float]], [(date(2026, 1, 1), 1.0)]),
        (
            Held,
            Held(
                (Grant("a", None), Credit(Decimal("1.50"), 0.25), Grant("b", date(2027, 1, 1))),
                {date(2026, 1, 2): Decimal("3.0"), date(2026, 1, 1): Decimal(4)},
                "cash",
                Decimal("7.10"),
                {"n": 3, "day": date(2026, 1, 1), "parts": (1, "x"), "none": None},
            ),
        ),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was(kind: object, value: object) -> None:
    assert same(decode(kind, encode(kind, value)), value)


def test_a_frame_comes_back_with_its_types_and_its_gaps() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-09-01", None]).astype("datetime64[us]"),
            "amount": pd.Series([Decimal("1.10"), None], dtype=object),
            "share": [0.5, float("nan")],
            "count": [1, 2],
            "whole": pd.array([1, None], dtype="Int64"),
            "is_open": [True, False],
            "name": pd.Series(["Blåvand", None], dtype="str"),
            "own": pd.Series([date(2026, 1, 1), pd.Timestamp("2026-01-01")], dtype=object),
            "owners": pd.Series([np.array(["a", "b"], dtype=object), ["c"]], dtype=object),
        }
    )
    assert same(decode(pd.DataFrame, encode(pd.DataFrame, frame)), frame)


@pytest.mark.parametrize("columns", [[], ["a", "b"]])
def test_a_frame_without_rows_comes_back(columns: list[str]) -> None:
    frame = pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    assert same(decode(pd.DataFrame, encode(pd.DataFrame, frame)), frame)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int, True), (Decimal, 1.5), (date, datetime(2026, 1, 1)), (tuple[int, ...], [1]),
     (Grant | Credit, "a grant"), (Grant, Credit(Decimal(1), 1.0))],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(kind: object, value: object) -> None:
    with pytest.raises(TypeError):
        encode(kind, value)


@pytest.mark.parametrize("name", public())
def test_every_public_metric_declares_an_answer_that_can_be_written(name: str) -> None:
    assert codec(get_type_hints(public()[name])["return"])
