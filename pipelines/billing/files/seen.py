"""When each bill's file was last changed, as it stood when the file was first seen.

data/raw/billing/seen.jsonl keeps (hash, name, time) for good: a backup that is put back, a copy or
a checkout gives every file a new time, and then it would say nothing of which download is newer.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from config import House
from pipelines import raw

STAMP = "%Y-%m-%dT%H:%M:%SZ"
Times = dict[tuple[str, str], datetime]


def times(house: House, files: Iterable[tuple[str, str, int | None]], *, now: datetime) -> Times:
    """(SHA-256, place) → time of the file as first seen; new ones are added to the record.

    files  SHA-256, place and time of change (ns since 1970) of each bill
    now    aware UTC: a time after it is no evidence, and is kept as no time at all
    The sample is not written to.
    """
    record = house.raw / "billing" / "seen.jsonl"
    known = _read(record)
    new: dict[tuple[str, str], datetime | None] = {}
    for sha256, place, changed in files:
        if (sha256, place) not in known and changed is not None:
            moment = datetime.fromtimestamp(changed // 1_000_000_000, UTC)
            new[sha256, place] = moment if moment <= now else None
    if new and not house.config.is_sample:
        lines = [
            {"hash": sha256, "name": place, "time": at.strftime(STAMP) if at else None}
            for (sha256, place), at in new.items()
        ]
        raw.note(record, lines)
    return {key: time for key, time in (new | known).items() if time is not None}


def _read(record: Path) -> dict[tuple[str, str], datetime | None]:
    """What was kept; a line that is cut or damaged is left out."""
    known: dict[tuple[str, str], datetime | None] = {}
    for one in raw.noted(record):
        try:
            at = datetime.fromisoformat(one["time"]) if one["time"] else None
            known.setdefault((one["hash"], one["name"]), at)
        except (ValueError, KeyError, TypeError):
            continue
    return known
