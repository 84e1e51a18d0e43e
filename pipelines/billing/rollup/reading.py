"""How one part of a bill is read: which export it is and the table DuckDB reads it through."""

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from . import console, lines
from .clean import cleaned
from .console import inner, plain
from .cross_tab import cross_tab
from .journal import journal
from .months import stated_ends
from .recognise import (
    Format,
    Layout,
    NotRecognised,
    column_of,
    considered,
    fitting_formats,
    formats,
    layout_of,
    no_charges,
    whole_units,
)
from .staging import Part, opened, size
from .task import Rules
from .totals import SMALL, Totals, totals, without

READERS = console.READERS | {"cross_tab": cross_tab, "journal": journal}


@dataclass(frozen=True)
class Reading:
    """A part with its export, its table, and what only some kinds have."""

    part: Part
    format: Format
    table: lines.Table
    layout: Layout | None = None
    sheet: console.Sheet | None = None
    totals: Totals | None = None

    @property
    def ends(self) -> list[date]:
        """The days to which the part reaches by its name, or by the lines above its header.

        None where no line of such an export stands for a month.
        """
        if "assumed" not in self.format.select:
            return []
        above = self.part.lines[: self.layout.skip] if self.layout else ()
        return stated_ends(self.part.file.name, above)


def reading_of(
    db: duckdb.DuckDBPyConnection,
    part: Part,
    rules: Rules,
    scratch: Path,
    span: lines.Span | None = None,
    *,
    has_totals: bool = False,
) -> Reading:
    """How a part is read. Raises NotRecognised, NoTable.

    has_totals  whether to look for rows of totals in a mapped table however large it is
    """
    whole_units(rules.columns)
    if part.kind == "csv":
        layout = _mapped(part, rules) if rules.columns else layout_of(part.lines, rules.format)
        if layout.format.reader != "lines":
            return _console(db, part, layout, rules)
        last = _last_needed(layout, rules)
        written = layout.delimiter, layout.skip, len(layout.header)
        part, found = cleaned(part, written, last, scratch), None
        if rules.columns and (has_totals or size(part.file) < SMALL):
            found = totals(part, layout, rules)
            part = without(part, found, scratch)
        table = lines.csv_table(part.file, layout.header, layout.delimiter, layout.skip)
        table = replace(table, cells=table.cells | lines.mapped(table, rules))
        return Reading(part, layout.format, table, layout, totals=found)
    if part.kind == "json":
        table = lines.json_table(db, part.file, part.lines)
    else:
        table = lines.parquet_table(db, part.file, span)
    return Reading(part, _of_names(table, rules), table)


def _last_needed(layout: Layout, rules: Rules) -> int:
    """The last column that holds a day or an amount."""
    named = [name for role, name in rules.columns if role in ("date", "amount")]
    found = [column_of(name, layout.header) for name in named]
    wanted = {*layout.format.amounts, *layout.format.dates}
    for at, name in enumerate(layout.header):
        if not wanted.isdisjoint((plain(name), plain(inner(name) or ""))):
            found.append(at)
    return max((at for at in found if at is not None), default=0)


def _mapped(part: Part, rules: Rules) -> Layout:
    """The mapping by hand: the first line that holds every column dashboard.toml names."""
    wanted_format = formats()["ledger" if rules.ledger else "generic"]
    wanted = [*(name for _, name in rules.columns), *(name for name, _ in rules.where)]
    fewest = wanted
    for skip, text in enumerate(part.lines[:30]):
        for delimiter in ",;\t|":
            header = tuple(next(csv.reader([text], delimiter=delimiter), []))
            missing = [name for name in wanted if column_of(name, header) is None]
            if not missing:
                return Layout(wanted_format, delimiter, skip, header)
            fewest = min(fewest, missing, key=len)
    if not any(map(str.strip, part.lines)):
        raise NotRecognised("the file is empty")
    names = ", ".join(fewest)
    raise NotRecognised(f"no line holds all the columns named in dashboard.toml; missing: {names}")


def _of_names(table: lines.Table, rules: Rules) -> Format:
    if rules.columns:
        return formats()["ledger" if rules.ledger else "generic"]
    known = considered(rules.format)
    found = fitting_formats(table.columns, [f for f in known if f.reader == "lines"])
    if found:
        return found
    shown = ", ".join([*table.named][:12])[:300]
    raise NotRecognised(no_charges(table.named) or f"no export has these columns: {shown}")


def _console(db: duckdb.DuckDBPyConnection, part: Part, layout: Layout, rules: Rules) -> Reading:
    """A small odd CSV, made into plain rows by Python."""
    with opened(part.file) as stream:
        text = stream.read().decode("utf-8-sig", errors="replace")
    whole = console.Text(text, part.file.name, layout.delimiter, layout.skip, rules)
    sheet = READERS[layout.format.reader](whole)
    names = sorted(layout.format.columns)
    cells = [[row.get(name) for _, row in sheet.rows] for name in names]
    columns = [f'unnest(${n}::varchar[]) as "{name}"' for n, name in enumerate(names, start=2)]
    db.execute(
        f"create table console_rows as select unnest($1::bigint[]) as record, {', '.join(columns)}",
        [[number for number, _ in sheet.rows], *cells],
    )
    return Reading(part, layout.format, lines.console_table(names), layout, sheet)
