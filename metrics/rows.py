"""Answers of the warehouse as typed rows: a column belongs to the field of its name."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.once import once

Row = TypeVar("Row")


def rows(
    db: DuckDBPyConnection,
    kind: type[Row],
    sql: str,
    parameters: Sequence[object] | Mapping[str, object] = (),
) -> list[Row]:
    """The rows of a query, each as a frozen dataclass of `kind`, in the query's order.

    Raises TypeError where the columns are not exactly the fields of `kind`.
    """
    columns, lines = _answered(db, sql, parameters)
    wanted = [field.name for field in fields(kind) if field.init]  # type: ignore[arg-type] # a dataclass
    if sorted(columns) != sorted(wanted):
        raise TypeError(f"{kind.__name__} has the fields {wanted}, the query the columns {columns}")
    order = [columns.index(name) for name in wanted]
    return [kind(*(line[at] for at in order)) for line in lines]


def row(
    db: DuckDBPyConnection,
    kind: type[Row],
    sql: str,
    parameters: Sequence[object] | Mapping[str, object] = (),
) -> Row | None:
    """The first row of a query as `kind`; None without one. Raises TypeError as `rows` does."""
    return next(iter(rows(db, kind, sql, parameters)), None)


def column(
    db: DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> list[Any]:
    """The values of a query with a single column. Raises TypeError where there are more."""
    columns, lines = _answered(db, sql, parameters)
    if len(columns) != 1:
        raise TypeError(f"one column is wanted, not {columns}")
    return [value for (value,) in lines]


def value(
    db: DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> Any:
    """The one value of a query with a single column; None without a row. Raises as `column`."""
    return next(iter(column(db, sql, parameters)), None)


def frame(
    db: DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> pd.DataFrame:
    """The answer of a query as a frame of its own values: Decimal and date as they are."""
    columns, lines = _answered(db, sql, parameters)
    return pd.DataFrame(lines, columns=columns, dtype=object)


@once
def _answered(
    db: DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and the lines of a query."""
    answer = db.execute(sql, parameters or None)
    return [str(column[0]) for column in answer.description or ()], answer.fetchall()
