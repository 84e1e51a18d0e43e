"""The units and lines behind the figures of the sources."""

from datetime import date
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.data_quality.rejects import rejects
from metrics.data_quality.sources import freshness, runs, summary
from metrics.ledger import MOST, Ledger, page_of

Show = Literal["up_to_date", "oldest"]
FRESH = ["source", "day", "state", "is_marked"]


def sources(
    db: DuckDBPyConnection,
    *,
    on: date,
    show: Show = "up_to_date",
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """Each source with its newest day; marked: those up to date, or the oldest.

    Columns: source · day · state · is_marked. Source: metric data_quality.freshness.
    """
    fresh, found = freshness(db, on=on), summary(db, on=on)
    oldest = found.oldest[0] if found.oldest else None
    every = pd.DataFrame(
        [
            (each.source, each.newest and (each.first or each.newest).date(),
             each.cause.kind if each.cause and each.cause.is_silent else each.status,
             each.source == oldest if show == "oldest" else not each.is_broken)
            for each in fresh
        ],
        columns=FRESH, dtype=object,
    )  # fmt: skip
    marked = int(every["is_marked"].astype(bool).sum())
    if show == "oldest":
        return Ledger(
            "data_quality.freshness", "date", found.oldest[1] if found.oldest else None, "days",
            page_of(every, start, most), len(every), mark="is_marked", marked=marked,
        )  # fmt: skip
    return Ledger(
        "data_quality.summary", "share", found.sources - len(found.broken), "sources",
        page_of(every, start, most), len(every), mark="is_marked", marked=marked,
    )  # fmt: skip


def read(db: DuckDBPyConnection, *, on: date, start: int = 0, most: int = MOST) -> Ledger:
    """The units of each source with the number of their rows: source · unit · rows.

    Source: metric data_quality.runs.
    """
    every = pd.DataFrame(
        [(run.source, run.unit, run.rows) for run in runs(db) if run.is_set_up],
        columns=["source", "unit", "rows"], dtype=object,
    )  # fmt: skip
    return Ledger(
        "data_quality.runs", "sum", summary(db, on=on).rows, "rows", page_of(every, start, most),
        len(every), "rows", int(sum(every["rows"])),
    )  # fmt: skip


def left_out(db: DuckDBPyConnection, *, on: date, start: int = 0, most: int = MOST) -> Ledger:
    """The lines that could not be read: source · place · reason · text.

    Where a unit counts lines that are kept nowhere, the units with their counts instead:
    source · unit · lines. Source: metrics data_quality.rejects and runs.
    """
    figure = summary(db, on=on).left_out
    lines = rejects(db, limit=10**9)
    if len(lines) == figure:
        return Ledger("data_quality.rejects", "count", figure, "lines",
                      page_of(lines, start, most), len(lines))  # fmt: skip
    units = [(run.source, run.unit, run.rejected) for run in runs(db) if run.rejected]
    counted = {source: sum(n for name, _, n in units if name == source) for source, _, _ in units}
    listed: dict[str, int] = lines["source"].value_counts().to_dict()  # type: ignore[assignment] # names
    # A line of a file that is no unit is in no unit's count.
    units += [
        (source, "", n - counted.get(source, 0))
        for source, n in listed.items()
        if n > counted.get(source, 0)
    ]
    every = pd.DataFrame(units, columns=["source", "unit", "lines"], dtype=object)
    return Ledger(
        "data_quality.rejects", "sum", figure, "lines", page_of(every, start, most), len(every),
        "lines", int(sum(every["lines"])),
    )  # fmt: skip
