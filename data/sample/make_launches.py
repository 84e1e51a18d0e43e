"""Launches of the hub: launches.parquet for the past, an events file for each of the last days."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from team import AS_OF, SEED

HOSTS = ["hub.fernhollow.example", "rack.fernhollow.example", "museum.fernhollow.example"]
MUSEUM_JOINS = datetime(2026, 6, 1)
SPECS = [
    "reed-example/plankton-counts/main",
    "reed-example/tide-tables/main",
    "duneside-example/field-course/main",
    "marram-example/gauges/main",
    "northfen-example/sky-and-sea/main",
    "fernhollow-sample/fieldkit/stable",
    "reedbank-example/bird-cards/main",
    "coppice-example/reef-sounds/main",
]
LOST = (datetime(2025, 11, 10), datetime(2025, 11, 12))  # the recorder was moved; days with no events
FILES = 3  # newest days that have an events file of their own
# Launches on a weekday, by month of the year: classes in spring and autumn, quiet in summer.
SEASON = [75, 95, 115, 190, 150, 95, 55, 50, 85, 115, 110, 60]
HOURS = [3, 2, 1, 1, 1, 2, 4, 9, 14, 18, 18, 15, 13, 16, 18, 17, 14, 10, 8, 8, 7, 6, 5, 4]  # UTC


def make(folder: Path) -> None:
    """Write raw/launches/launches.parquet, events-*.jsonl and index.jsonl."""
    place = folder / "raw" / "launches"
    place.mkdir(parents=True, exist_ok=True)
    days = list(_days(random.Random(SEED + 5)))
    _parquet(place / "launches.parquet", [event for _, events in days[:-FILES] for event in events])
    index = [_events_file(place, day, events) for day, events in days[-FILES:]]
    _write(place / "index.jsonl", index)


def _days(chance: random.Random) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    day = datetime(2024, 10, 1)
    while day.date() < AS_OF:
        count = 0 if LOST[0] <= day <= LOST[1] else _count(day, chance)
        minutes = sorted(_minute(chance) for _ in range(count))
        yield day, [_event(day + timedelta(minutes=m), chance) for m in minutes]
        day += timedelta(days=1)


def _count(day: datetime, chance: random.Random) -> int:
    level = SEASON[day.month - 1] * (0.45 if day.weekday() >= 5 else 1.0)
    growth = 1 + 0.15 * (day - datetime(2024, 10, 1)).days / 365
    museum = 1.18 if day >= MUSEUM_JOINS else 1.0
    return round(level * growth * museum * chance.uniform(0.85, 1.15))


def _minute(chance: random.Random) -> int:
    """A quarter of an hour of the day, in minutes."""
    return chance.choices(range(24), HOURS)[0] * 60 + chance.randrange(0, 60, 15)


def _event(at: datetime, chance: random.Random) -> dict[str, Any]:
    weights = (70, 18, 12 if at >= MUSEUM_JOINS else 0)
    return {"timestamp": at, "origin": chance.choices(HOSTS, weights)[0], "spec": chance.choice(SPECS)}


def _parquet(file: Path, events: list[dict[str, Any]]) -> None:
    table = pa.table({
        "timestamp": pa.array([e["timestamp"] for e in events], pa.timestamp("s")),
        "origin": [e["origin"] for e in events],
        "provider": ["GitHub"] * len(events),
        "spec": [e["spec"] for e in events],
    })
    pq.write_table(table, file, compression="zstd")


def _events_file(place: Path, day: datetime, events: list[dict[str, Any]]) -> dict[str, str]:
    name = f"events-{day:%Y-%m-%d}.jsonl"
    _write(place / name, [_line(event) for event in events])
    return {"name": name, "date": f"{day:%Y-%m-%d}", "count": str(len(events))}


def _line(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "timestamp": f"{event['timestamp']:%Y-%m-%dT%H:%M:%S}+00:00",
        "schema": "binderhub.jupyter.org/launch",
        "version": 5,
        "provider": "GitHub",
        "spec": event["spec"],
        "origin": event["origin"],
        "status": "success",
    }


def _write(file: Path, values: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(value) + "\n" for value in values)
    file.write_text(text, encoding="utf-8", newline="\n")
