"""Bills: exported cost files of each [[billing]] → rows of cost_daily, every line accounted for.

The source is in source.py. It is imported when it is asked for anything: a process that only rolls
up a file needs none of the house.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config import House
    from pipelines import SourceError

NAME = "billing"


def fetch(house: "House", *, now: datetime) -> Iterator["SourceError | str"]:
    """List buckets and roll up what is new or changed in them; a folder needs no fetching."""
    from pipelines.billing import source  # noqa: PLC0415 - see above

    yield from source.fetch(house, now=now)


def read(house: "House") -> Iterator[Any]:
    """Files, rejects, the rows that count, and one SourceRun per account and per trouble."""
    from pipelines.billing import source  # noqa: PLC0415 - see above

    yield from source.read(house)
