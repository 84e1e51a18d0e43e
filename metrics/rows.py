"""Answers of the warehouse as typed rows: a column belongs to the field of its name."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import pandas as pd
from duckdb import DuckDBPyConnection

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
    answer = db.execute(sql, parameters or None)
    columns = [str(column[0]) for column in answer.description or ()]
    wanted = [field.name for field in fields(kind) if field.init]  # type: ignore[arg-type] # a dataclass
    if sorted(columns) != sorted(wanted):
        raise TypeError(f"{kind.__name__} has the fields {wanted}, the query the columns {columns}")
    order = [columns.index(name) for name in wanted]
    return [kind(*(line[at] for at in order)) for line in answer.fetchall()]


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
    answer = db.execute(sql, parameters or None)
    if len(answer.description or ()) != 1:
        raise TypeError(f"one column is wanted, not {[c[0] for c in answer.description or ()]}")
    return [value for (value,) in answer.fetchall()]


def value(
    db: DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> Any:
    """The one value of a query with a single column; None without a row. Raises as `column`."""
    return next(iter(column(db, sql, parameters)), None)


def frame(
    db: DuckDBPyConnection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> pd.DataFrame:
    """The answer of a query as a frame of its own values: Decimal and date as they are."""
    answer = db.execute(sql, parameters or None)
    columns = [str(column[0]) for column in answer.description or ()]
    return pd.DataFrame(answer.fetchall(), columns=columns, dtype=object)
