"""The last release of the open data, and what differs from it: nothing is cut off unasked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from config import ConfigError
from share.audience import OPEN_DATA
from wording import open_data as wording

# What tells the rows of a table apart. A state of docs is of its day alone, and may go.
KEYS = {
    "daily_cost": ("day", "category", "currency"), "launches_by_member": ("day", "member"),
    "launches_by_repository": ("day", "repository"), "backlog": ("day",),
    "docs_states": ("state",), "attendance": ("day", "series"),
}  # fmt: skip
Row = tuple[Any, ...]


class Shorter(Exception):
    """The history would be shorter than that of the last release; `said` says where."""

    def __init__(self, said: list[str]) -> None:
        super().__init__("; ".join(said))
        self.said = said


@dataclass(frozen=True)
class Release:
    """A release as it was published: its version, and the rows of each table."""

    version: str
    tables: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Changes:
    """What differs: table → rows that are new, gone and changed; `before` is a version."""

    before: str
    tables: dict[str, tuple[int, int, int]]

    @property
    def said(self) -> str:
        """In words."""
        return wording.changes(self.before, self.tables)

    @property
    def as_json(self) -> dict[str, Any]:
        """For machines."""
        counted = {
            table: dict(zip(("new", "gone", "changed"), counts, strict=True))
            for table, counts in self.tables.items()
        }
        return {"since": self.before or None, "rows": counted}


def read(folder: Path) -> Release | None:
    """The release in a folder; None where there is none.

    Raises ConfigError for one that cannot be read: nothing is published over it.
    """
    described = folder / "datapackage.json"
    if not described.is_file():
        return None
    try:
        version = str(json.loads(described.read_text(encoding="utf-8")).get("version", ""))
        tables = {
            table: pq.read_table(folder / f"{table}.parquet").to_pylist()
            for table in OPEN_DATA
            if (folder / f"{table}.parquet").is_file()
        }
    except (ValueError, AttributeError, OSError, pa.ArrowException) as error:
        raise ConfigError(
            [f"{folder}: the last release cannot be read ({type(error).__name__}). "
             "Fix: publish into another folder"]
        ) from None  # fmt: skip
    return Release(version, tables)


def compared(last: Release | None, made: Mapping[str, pd.DataFrame], *, shorter: bool) -> Changes:
    """What differs from the last release. Raises Shorter unless `shorter` allows it."""
    if last is None:
        return Changes("", {})
    counts, refused = {}, []
    for table in OPEN_DATA:
        before = _rows(table, last.tables.get(table, []))
        frame = made.get(table)
        now = _rows(table, [] if frame is None else frame.to_dict("records"))
        if before or now:
            changed = sum(before[key] != now[key] for key in before.keys() & now.keys())
            new, gone = now.keys() - before.keys(), before.keys() - now.keys()
            counts[table] = (len(new), len(gone), changed)
        refused += _lost(table, _days(table, before), _days(table, now))
    if refused and not shorter:
        raise Shorter(refused)
    return Changes(last.version, counts)


def _rows(table: str, found: list[Any]) -> dict[Row, list[Row]]:
    """Key → the values of its rows; a series may meet twice a day."""
    values = [name for name in OPEN_DATA[table] if name not in KEYS[table]]
    rows: dict[Row, list[Row]] = {}
    for row in found:
        key = tuple(row.get(name) for name in KEYS[table])
        rows.setdefault(key, []).append(tuple(_plain(row.get(name)) for name in values))
    return rows


def _plain(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def _days(table: str, rows: Mapping[Row, Any]) -> set[date]:
    return {key[0] for key in rows} if KEYS[table][0] == "day" else set()


def _lost(table: str, before: set[date], now: set[date]) -> list[str]:
    """Why the days of a table are fewer than before; empty where each is still there."""
    gone = before - now
    if not gone:
        return []
    was = (min(before), max(before), len(before))
    if not now or min(now) > was[0] or max(now) < was[1]:
        return [wording.shorter(table, was, (min(now), max(now), len(now)) if now else None)]
    return [wording.lost(table, min(gone), len(gone))]
