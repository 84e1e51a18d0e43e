"""What every test may ask for: a real build from records, and the real newest file of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import BuildInfo

BUILT_AT = datetime(2018, 9, 20, 6, 10)
INFO = BuildInfo(BUILT_AT, date(2018, 9, 20), "Test", "USD", "UTC", "dashboard.toml", False, "0")


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[[list[Any]], duckdb.DuckDBPyConnection]]:
    """Records → a real, published, read-only warehouse."""
    opened = []

    def make(records: list[Any]) -> duckdb.DuckDBPyConnection:
        info = [] if any(isinstance(r, BuildInfo) for r in records) else [INFO]
        file = warehouse_build.publish([*records, *info], tmp_path / "data", built_at=BUILT_AT)
        opened.append(connect(file))
        return opened[-1]

    yield make
    for db in opened:
        db.close()
