"""Launches of a BinderHub, from its events archive, and what the archive says they cost.

[launches] archive is an address or a folder. A folder is read in place; what an address gives is
kept in data/raw/launches:

    events-YYYY-MM-DD.jsonl   one UTC day, one event a line, replaced whole
    index.jsonl               {"name", "date", "count"} a line; counts may be text
    cloud-costs.jsonl         {"version", "start_time", "end_time", "cost"} a line: USD per day of
                              the bill's time zone, ends inclusive; optional
    launches.parquet          a fast first load: timestamp, provider, spec, origin; optional
    fetched.json              {"<day>": {"etag", "last_modified", "events"}}: ours

Only events-….jsonl or launches.parquet is needed. The roll-up is kept in data/cache/launches.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import config
from config import House
from pipelines import SourceError, unit
from pipelines.launches import archive, costs, days
from pipelines.launches.archive import NAME
from warehouse.records import SourceRun, UsageBasis, UsageGap

__all__ = ["NAME", "fetch", "read"]


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Bring the raw files of an archive with an address up to date; yields each day asked for."""
    settings = house.config.launches
    if settings and settings.archive and "://" in settings.archive:
        yield from archive.fetch(settings, folder(house), now=now)


def folder(house: House) -> Path:
    """Where the archive's files are: its own folder, or where fetched ones are kept."""
    named = house.config.launches.archive if house.config.launches else None
    return house.config.resolve(named) if named and "://" not in named else house.raw / NAME


def read(house: House) -> Iterator[Any]:
    """launch_daily as Rows, what the archive says it cost, gaps, rejects and SourceRuns."""
    settings = house.config.launches
    if settings is None or not settings.archive:
        yield SourceRun(NAME, "", "not_set_up")
        return
    basis = _basis(house.config, settings)
    yield basis
    yield from (UsageGap(NAME, gap.starts_on, gap.ends_on, gap.note) for gap in settings.gaps)
    read_costs = partial(costs.read, folder(house), house.config.place, basis.timezone)
    yield from unit.rows(NAME, "cloud-costs.jsonl", read_costs)
    yield from days.read(house, folder(house), basis.timezone)


def _basis(settings: config.Config, launches: config.Launches) -> UsageBasis:
    """Both sides of the division, and the sentence that names them."""
    paid = ", ".join(launches.accounts) or "all bills"
    above = "the cost the archive publishes" if launches.cost == "archive" else paid
    below = ", ".join(launches.origins) or "the whole federation"
    return UsageBasis(
        NAME, "launch", launches.accounts, launches.origins, launches.cost,
        _timezone(settings, launches), launches.basis or f"launches of {below}, paid by {above}",
    )  # fmt: skip


def _timezone(settings: config.Config, launches: config.Launches) -> str:
    """Whose days the cost has: as set, else the archive's (Pacific), else that of the bills."""
    if launches.timezone:
        return launches.timezone
    if launches.cost == "archive":
        return costs.TIMEZONE
    paying = [
        b for b in settings.billing if not launches.accounts or b.account in launches.accounts
    ]
    zones = {bill.timezone for bill in paying}
    return zones.pop() if len(zones) == 1 else "UTC"
