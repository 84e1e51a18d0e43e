"""Dates of a mapped bill that do not tell the day from the month: for a person to look at."""

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb

from pipelines.billing.rollup import Rules, is_bucket
from pipelines.billing.rollup.console import plain
from pipelines.billing.rollup.reading import reading_of
from pipelines.billing.rollup.staging import Part, opened, parts

LOOKED_AT = 100_000  # lines of a file: enough to know its habits
Row = tuple[int, dict[str, str]]
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}")


def guesses(address: str, rules: Rules) -> Iterator[str]:
    """Whether the day or the month comes first, where no date of the file tells."""
    if not {"date", "amount"} <= dict(rules.columns).keys() or is_bucket(address):
        return
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as db:
        for part in parts(Path(address), Path(name)):
            rows = islice(_rows(db, part, rules), LOOKED_AT) if part.kind == "csv" else ()
            if told := _slashed(list(rows)):
                yield told


def _rows(db: duckdb.DuckDBPyConnection, part: Part, rules: Rules) -> Iterator[Row]:
    """(line, role → cell) of every line that the bill's `where` leaves in."""
    layout = reading_of(db, part, rules).layout
    if layout is None:
        return
    csv.field_size_limit(2_000_000_000)
    header = [plain(column) for column in layout.header]
    with io.TextIOWrapper(opened(part.file), "utf-8-sig", errors="replace", newline="") as text:
        for _ in range(layout.skip + 1):
            next(text)
        reader = csv.reader(text, delimiter=layout.delimiter)
        for row in reader:
            cells = dict(zip(header, row, strict=False))
            if all(cells.get(plain(column), some[0]) in some for column, some in rules.where):
                roles = {role: cells.get(plain(column), "") for role, column in rules.columns}
                yield reader.line_num + layout.skip + 1, {r: c.strip() for r, c in roles.items()}


def _slashed(rows: list[Row]) -> str:
    """Dates of which none has a part above 12 tell neither the day nor the month."""
    found = [match for _, cells in rows if (match := SLASHED.match(cells["date"]))]
    if not found or any(int(part) > 12 for match in found for part in match.groups()):
        return ""
    return (
        f"dates like {found[0][0]} are read with the month first, and none of them tells: "
        "write them as 2026-03-02 if the day comes first"
    )
