"""Any count of use a team keeps as a CSV: date, count and perhaps a label, one line a day.

The file of a [[usage]] is read in place; `columns` names its columns where they are called
otherwise. Nothing is fetched.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from config import House, Usage
from pipelines import SourceError
from warehouse.records import Reject, SourceRun, UsageBasis, UsageDaily, UsageGap

NAME = "usage"
WANTED = "wanted a date like 2026-09-17 and a number"


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Nothing: the files are the team's own."""
    yield from ()


def read(house: House) -> Iterator[Any]:
    """UsageDaily, UsageBasis and UsageGap records, and one SourceRun for each [[usage]]."""
    if not house.config.usage:
        yield SourceRun(NAME, "", "not_set_up")
    for usage in house.config.usage:
        yield from _read(house, usage)


def _read(house: House, usage: Usage) -> Iterator[Any]:
    paid = ", ".join(usage.accounts) or "all bills"
    basis = usage.basis or f"{usage.name}, paid by {paid}"
    yield UsageBasis(usage.name, usage.unit, usage.accounts, [], "bills", usage.timezone, basis)
    yield from (UsageGap(usage.name, g.starts_on, g.ends_on, g.note) for g in usage.gaps)
    try:
        rows = list(_rows(house, usage))
    except (OSError, UnicodeDecodeError, KeyError) as error:
        yield SourceRun(
            NAME, usage.name, "failed", message=f"{usage.path}: {_what(error)}",
            remedy="correct path or columns of this [[usage]]", passing=False,
        )  # fmt: skip
        return
    yield from rows
    days = [row.day for row in rows if isinstance(row, UsageDaily)]
    as_of = datetime.combine(max(days), time.min) if days else None
    yield SourceRun(NAME, usage.name, "ok", as_of, len(days), len(rows) - len(days))


def _what(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"no column {error}"
    return error.strerror or "not readable" if isinstance(error, OSError) else "not UTF-8"


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(f"{text} is no number")
    return number


def _rows(house: House, usage: Usage) -> Iterator[UsageDaily | Reject]:
    """Every line of the file. Raises OSError, UnicodeDecodeError, or KeyError for a column."""
    path = house.config.resolve(usage.path)
    place = house.config.place(path)
    day, count = usage.columns.get("date", "date"), usage.columns.get("count", "count")
    label = usage.columns.get("label", "label")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.DictReader(stream)
        for name in (day, count, *usage.columns.values()):
            if name not in (lines.fieldnames or []):
                raise KeyError(name)
        for line in lines:
            at = lines.line_num
            try:
                amount = _finite(line[count])
                yield UsageDaily(
                    usage.name, date.fromisoformat(line[day]), line.get(label) or None, amount,
                    place, at,
                )  # fmt: skip
            except (ValueError, TypeError, InvalidOperation):
                text = ",".join(str(value) for value in line.values())
                yield Reject(NAME, place, at, text[:500], WANTED)
