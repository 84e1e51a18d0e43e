"""cloud-costs.jsonl: what a day cost, as the archive itself publishes it."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.records import Reject, UsageCost

NAME = "launches"
TIMEZONE = "America/Los_Angeles"  # whose days the archive bills, daylight saving observed
CURRENCY = "USD"


def read(folder: Path, place: Callable[[Path], str], timezone: str) -> Iterator[UsageCost | Reject]:
    """One UsageCost a line; a line that is no day of `timezone` is a Reject."""
    file = folder / "cloud-costs.jsonl"
    if not file.is_file():
        return
    with file.open(encoding="utf-8", errors="replace") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                day, cost = _line(line, ZoneInfo(timezone))
            except (KeyError, TypeError, ValueError, ArithmeticError) as error:
                reason = f"no cost of one day: {error}"
                yield Reject(NAME, place(file), number, line.strip()[:500], reason)
                continue
            yield UsageCost(NAME, day, cost, CURRENCY, place(file), number)


def _line(line: str, zone: ZoneInfo) -> tuple[date, Decimal]:
    entry = json.loads(line, parse_float=Decimal)
    starts = datetime.fromisoformat(entry["start_time"]).astimezone(zone)
    ends = datetime.fromisoformat(entry["end_time"]).astimezone(zone)
    midnight = starts.replace(hour=0, minute=0, second=0, microsecond=0)
    if starts != midnight or (ends + timedelta(seconds=1)).date() != starts.date() + timedelta(1):
        raise ValueError(f"{entry['start_time']} to {entry['end_time']} is no day of {zone.key}")
    return starts.date(), Decimal(entry["cost"])
