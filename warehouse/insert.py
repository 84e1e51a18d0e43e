"""Rows of Python values into a table of DuckDB.

As parameters, not as Arrow arrays: making one imports pandas, which takes longer than reading what
did not change.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection


def insert(db: DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Add one row for each place of these lists, all equally long, into the columns so named.

    A Decimal goes as text, digit by digit: a list of Decimals of different scales would become
    floating point.
    """
    lists = [_exact(values) for values in columns.values()]
    if lists and lists[0]:
        chosen = ", ".join(f'unnest(${n}) as "{name}"' for n, name in enumerate(columns, start=1))
        db.execute(f"insert into {table} by name select {chosen}", lists)


def _exact(values: Sequence[Any]) -> Sequence[Any]:
    if Decimal not in set(map(type, values)):  # of a million records few have one
        return list(values)
    return [f"{value:f}" if isinstance(value, Decimal) else value for value in values]
