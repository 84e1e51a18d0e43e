"""The texts of DuckDB's errors as facts: the only place that reads them.

DuckDB gives the same class of exception to many faults; a fact is then in its text alone. The
texts are those of DuckDB 2.0; tests/pipelines/test_duckdb_errors.py provokes each of them but
Ctrl-C's, so that another version with other texts is a red test.
"""

import re
from dataclasses import dataclass
from typing import Literal

Fault = Literal[
    "damaged_gzip", "damaged_parquet", "mixed_line_ends", "overflow", "interrupted", "disk",
    "memory", "other",
]  # fmt: skip
TEXTS: tuple[tuple[str, Fault], ...] = (
    ("GZIP", "damaged_gzip"),
    ("magic bytes", "damaged_parquet"),
    ("invalid state", "mixed_line_ends"),
    ("Overflow in ", "overflow"),  # of a sum of decimals
    ("Could not write file", "disk"),
    ("No space left on device", "disk"),
    ("Out of Memory Error", "memory"),
    ("Query interrupted", "interrupted"),  # a RuntimeError: Ctrl-C inside a query
)
MACHINE = {"disk", "memory", "interrupted"}  # faults that are no file's own
CELLS = re.compile(r"Expected Number of Columns:?\s*(\d+)\s+Found:?\s*(\d+)")


@dataclass(frozen=True)
class LineFault:
    """Why the CSV reader refused a line. `wanted` and `found` are numbers of cells, or None."""

    kind: Literal["cells", "too_long", "other"]
    text: str
    wanted: int | None = None
    found: int | None = None


def fault(error: BaseException) -> Fault:
    """Which fault an exception of DuckDB is."""
    text = first_line(error)
    return next((kind for part, kind in TEXTS if part in text), "other")


def first_line(error: BaseException) -> str:
    """What an exception says, without the query and the hints below."""
    return (str(error).splitlines() or [""])[0]


def line_fault(message: str) -> LineFault:
    """The fact in an error_message of DuckDB's table reject_errors."""
    if cells := CELLS.match(message):
        return LineFault("cells", message, int(cells[1]), int(cells[2]))
    text = message.split(".", maxsplit=1)[0].strip()[:200]
    return LineFault("too_long" if text.startswith("Maximum line size") else "other", text)
