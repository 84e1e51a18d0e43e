"""A cursor becomes dataclasses by column name; what does not fit fails loudly."""

from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pytest

from metrics import rows
from metrics.ledger import _close


@dataclass(frozen=True)
class Pair:
    name: str
    n: int


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_columns_go_to_the_fields_of_their_names_in_any_order(
    db: duckdb.DuckDBPyConnection,
) -> None:
    assert rows.rows(db, Pair, "select 1 as n, 'a' as name") == [Pair("a", 1)]
    assert rows.row(db, Pair, "select 1 as n, 'a' as name where false") is None


@pytest.mark.parametrize("sql", ["select 1 as n", "select 1 as n, 'a' as name, 2 as more"])
def test_a_missing_or_extra_column_fails(db: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(TypeError, match="Pair has the fields"):
        rows.rows(db, Pair, sql)


def test_a_value_is_of_one_column(db: duckdb.DuckDBPyConnection) -> None:
    assert rows.value(db, "select ?", [7]) == 7
    assert rows.value(db, "select 7 where $no > 1", {"no": 1}) is None
    with pytest.raises(TypeError, match="one column"):
        rows.value(db, "select 1, 2")


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("1000000", "1000000.9", True),  # a quotient of many digits
        ("1000000", "1000001.1", False),
        ("0.5", "0.500001", True),
        ("0.5", "0.5000011", False),
    ],
)
def test_rows_lead_to_their_figure_within_a_millionth_of_it(one, other, close):
    assert _close(Decimal(one), Decimal(other)) is close
