"""Any count of use a team keeps as a CSV: date, count and perhaps a label, one line a day.

The file of a [[usage]] is read in place; `columns` names its columns where they are called
otherwise. Nothing is fetched.
"""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from config import House, Usage
from pipelines import SourceError, tables, unit
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
        rows = unit.file(
            NAME, usage.name, house.config.resolve(usage.path),
            lambda file: list(_rows(house, usage, file)), (FileNotFoundError, tables.Unreadable),
        )  # fmt: skip
    except (OSError, tables.Unreadable) as error:
        what = (error.strerror or "not readable") if isinstance(error, OSError) else str(error)
        known = error.remedy if isinstance(error, tables.Unreadable) else None
        yield SourceRun(
            NAME, usage.name, "failed", message=f"{usage.path}: {what}",
            remedy=known or "correct path or columns of this [[usage]]", passing=False,
        )  # fmt: skip
        return
    if rows is None:
        return
    yield from rows
    days = [row.day for row in rows if isinstance(row, UsageDaily)]
    as_of = datetime.combine(max(days), time.min) if days else None
    yield SourceRun(NAME, usage.name, "ok", as_of, len(days), len(rows) - len(days))


def _rows(house: House, usage: Usage, path: Path) -> Iterator[UsageDaily | Reject]:
    """Every line of the file or of a copy of it. Raises OSError, tables.Unreadable."""
    place = house.config.place(house.config.resolve(usage.path))
    own = {str(role): name for role, name in usage.columns.items()}
    named = {"date": "date", "count": "count", **own}
    optional = {} if "label" in named else {"label": "label"}
    lines = tables.rows(path, named, optional=optional, where=usage.where)
    habits = tables.habits(
        [line for _, line in lines], amounts=["count"], days=["date"], decimal=usage.decimal,
        day_first=usage.day_first, section="this [[usage]]",
    )  # fmt: skip
    for at, line in lines:
        try:
            day = tables.day(line["date"], habits)
            count = tables.amount(line["count"], habits)
            yield UsageDaily(usage.name, day, line.get("label") or None, count, place, at)
        except ValueError:
            yield Reject(NAME, place, at, ",".join(line.values())[:500], WANTED)
