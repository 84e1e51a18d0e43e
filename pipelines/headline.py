"""The end of the money as each ingest published it, kept: data/raw/headlines.jsonl.

One line per day and answer, never changed, so that the Runway page can later compare it with the
truth. These lines cannot be fetched again: they belong to the backup.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config import House
from pipelines import raw
from pipelines.funds import headlines
from warehouse.read import connect

if TYPE_CHECKING:
    from metrics.runway.outlook import Outlook


def remember(house: House, published: Path, *, now: datetime) -> None:
    """Append the headline of a published build, unless the last line is the same.

    The sample is not written to, and without a fund there is nothing to say.
    """
    if house.config.is_sample or not house.config.funds:
        return
    from metrics.runway.outlook import outlook  # noqa: PLC0415 - pandas: not in every ingest

    db = connect(published)
    try:
        found = outlook(db.cursor())
    finally:
        db.close()
    file = headlines(house)
    new = line(found, now)
    if not _repeats(file, new):
        raw.note(file, [new])


def line(found: "Outlook", now: datetime) -> dict[str, str | None]:
    """One headline as it is kept: its facts, without a sentence."""
    days = {"low": found.low, "likely": found.likely, "high": found.high}
    return {
        "published_at": now.replace(tzinfo=None).isoformat(timespec="seconds"),
        "as_of": found.as_of.isoformat(),
        "method": found.method,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _repeats(file: Path, new: dict[str, str | None]) -> bool:
    """Whether the newest line of the file says the same of the same day."""
    last: dict[str, str | None] = next(reversed(raw.noted(file)), {})
    return all(last.get(key) == value for key, value in new.items() if key != "published_at")
