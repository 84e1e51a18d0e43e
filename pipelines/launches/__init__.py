"""The launches source."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from config import House
from pipelines import SourceError
from warehouse.records import SourceRun

NAME = "launches"


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Nothing yet."""
    yield from ()


def read(house: House) -> Iterator[Any]:
    """Nothing yet."""
    yield SourceRun(NAME, "", "not_set_up")
