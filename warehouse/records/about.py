"""How reading went, and what a build was made from."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that could not be read, with its place and the reason."""

    source: str
    source_file: str
    source_line: int | None
    text: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SourceRun:
    """How reading one unit of a source went."""

    source: str
    unit: str
    status: str = "ok"
    as_of: datetime | None = None
    rows: int = 0
    rejected: int = 0
    message: str | None = None
    remedy: str | None = None
    passing: bool = True
    every_days: int | None = None


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What this build was made from."""

    built_at: datetime
    as_of: date
    project: str
    currency: str
    timezone: str
    config_file: str
    is_sample: bool
    version: str
    every_days: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are already in a Parquet file with the table's own column names."""

    table: str
    file: Path
