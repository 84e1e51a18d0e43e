"""What an ingest said about the end of the money, kept: data/raw/headlines.jsonl.

One line per day and sentence, never changed, so that the Runway page can show later what was said
and what happened. These lines cannot be fetched again: they belong to the backup.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config import House
from pipelines.funds import headlines
from warehouse.read import connect

if TYPE_CHECKING:
    from metrics.runway.outlook import Outlook


def remember(house: House, published: Path, *, now: datetime) -> None:
    """Append what a published build says, unless its last line already says so.

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
    said = line(found, now)
    if _last(file) != {**said, "published_at": None}:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(said) + "\n")


def line(found: "Outlook", now: datetime) -> dict[str, str | None]:
    """One headline as it is kept."""
    from wording.runway import headline  # noqa: PLC0415 - see above

    days = {"low": found.low, "likely": found.likely, "high": found.high}
    return {
        "published_at": now.replace(tzinfo=None).isoformat(timespec="seconds"),
        "as_of": found.as_of.isoformat(),
        "method": found.method,
        "sentence": str(headline(found).claim),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _last(file: Path) -> dict[str, str | None] | None:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    if not lines:
        return None
    said: dict[str, str | None] = json.loads(lines[-1])
    return {**said, "published_at": None}
