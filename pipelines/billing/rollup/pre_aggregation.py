"""Lines of a bill that differ only in their amounts, added up before anything else is done.

A format's select is readable and costly; a bill of ten million lines repeats itself. Where the
format says which columns its select only adds up (`adds`), DuckDB first groups by the raw text of
the others, days cut out of moments, and the select sees one line for each group. The amounts that
are billed have one sign in a group (or none at all), so a select may ask for that too. Many columns
say the same on nearly every line (the account, the currency, the month): they are compared with
that usual value instead of being grouped by, and only the lines that say otherwise carry theirs
along.
"""

import csv
from collections import Counter
from dataclasses import replace
from gzip import GzipFile
from pathlib import Path
from typing import Any

import duckdb

from .lines import CSV, Table, line
from .recognise import Format
from .staging import opened, size

AMOUNT = "decimal(38, 20)"
SMALL = 1 << 20  # bytes of a file below which it is quicker to read every line
PLACES, PLACE = 8, 1 << 16  # how often, and how many bytes, a file is looked into before it is read
USUAL = 0.99  # of the lines looked at
EQUAL = """
    create or replace temp table equal_lines as
    select {columns}
    from ({line})
    group by all
"""
# The days of a line as they are written, cut out once.
CUT = 'select *, left("{start}", 10) as start_10, {end} as end_10 from ({line})'


def pre_aggregated(
    db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Any
) -> tuple[str, dict[str, Any]] | None:
    """The `line` subselect over lines added up; None where they must be read one by one."""
    adds = {table.cells.get(name) for name in wanted.adds}
    asked = {table.cell(name) for name, _ in rules.where}
    comma = table.values.get("delimiter") == ","
    if table.source is not CSV or not comma or rules.tags or not wanted.adds or asked & adds:
        return None
    if size(Path(table.values["file"])) < SMALL:
        return None
    text, values = line(_typed(table, wanted), wanted, rules, numbered=False, amounts=wanted.adds)
    text, keys = _cut(wanted, text), _keys(table, wanted)
    usual = _usual(db, table, wanted, rules, keys)
    said = {f"usual_{i}": value for i, value in enumerate(usual.values()) if value is not None}
    columns = _sums(table, wanted) | _grouped(keys, usual)
    db.execute(EQUAL.format(columns=", ".join(columns.values()), line=text), values | said)
    if _odd_amounts(db):
        return None
    missing = [
        f'null::varchar as "{n}"' for n in sorted(wanted.columns - columns.keys() - {*usual})
    ]
    again = []
    for i, (name, value) in enumerate(usual.items()):
        alike = "null" if value is None else f"$usual_{i}"
        carried = f"json_extract_string(others, '$[{i}]')"
        again.append(f'case when others is null then {alike} else {carried} end as "{name}"')
    shown = ", ".join(["*", "null::bigint as record", *missing, *again])
    return f"select {shown} from equal_lines", said


def _keys(table: Table, wanted: Format) -> dict[str, str]:
    """Column → what lines must have in common of it to be added up."""
    start, end = wanted.dates[0], wanted.end
    there = wanted.columns & table.columns
    keys = {n: f'"{n}"' for n in sorted(there - {*wanted.adds, "tags", "resourcetags"})}
    for name in keys.keys() & wanted.fallbacks.keys():
        if (first := wanted.fallbacks[name]) in there:
            keys[name] = f'case when "{first}" is null then "{name}" end'
    if start in keys:
        keys[start] = f'short_day("{start}", start_10)'
    if end in keys:
        keys[end] = f'short_end("{start}", "{end}", start_10, end_10)'
    return keys


def _cut(wanted: Format, text: str) -> str:
    end = f'left("{wanted.end}", 10)' if wanted.end else "null"
    return CUT.format(start=wanted.dates[0], end=end, line=text)


def _usual(
    db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Any, keys: dict[str, str]
) -> dict[str, str | None]:
    """Columns that say one thing on nearly all lines, and what that is."""
    slots = table.values["columns"]
    rows = _lines(Path(table.values["file"]), table.values["skip"] + 1, len(slots))
    shown = ", ".join(f"unnest(${slot}::varchar[]) as {slot}" for slot in slots)
    looked_at = replace(table, source=f"from (select {shown})", values={})
    text, values = line(looked_at, wanted, rules, numbered=False)
    text = _cut(wanted, text)
    cells = {slot: [row[i] for row in rows] for i, slot in enumerate(slots)}
    found = db.execute(f"select {', '.join(keys.values())} from ({text})", values | cells)
    usual = {}
    for name, said in zip(keys, zip(*found.fetchall(), strict=True), strict=False):
        value, lines = Counter(said).most_common(1)[0]
        if lines >= USUAL * len(said):
            usual[name] = value
    return usual


def _lines(file: Path, skip: int, width: int) -> list[list[str | None]]:
    """Lines with all their cells, from several places of the file; of a gzip file from its start.

    skip  lines that are left out at each place: the first is no whole one, or the header
    """
    with opened(file) as stream:
        rows = []
        for place in range(1 if isinstance(stream, GzipFile) else PLACES):
            stream.seek(place * size(file) // PLACES)
            text = stream.read(PLACE).decode(errors="replace").splitlines()[skip:-1]
            rows += [row for row in csv.reader(text) if len(row) == width]
    return [[None if cell in ("", "NULL") else cell for cell in row] for row in rows]


def _typed(table: Table, wanted: Format) -> Table:
    """The same table with its amounts read as exact decimals by the CSV reader itself."""
    slots = {table.cells[name]: AMOUNT for name in wanted.adds & table.columns}
    return replace(table, values=table.values | {"columns": table.values["columns"] | slots})


def _sums(table: Table, wanted: Format) -> dict[str, str]:
    shown = {"lines": "count(*) as lines"}
    for name in sorted(wanted.adds & table.columns):
        shown[name] = f'sum("{name}")::varchar as "{name}"'
    for name in sorted({*wanted.amounts} & wanted.adds & table.columns):
        shown[f"sign of {name}"] = f'"{name}" > 0 as "sign of {name}"'
    return shown


def _grouped(keys: dict[str, str], usual: dict[str, str | None]) -> dict[str, str]:
    shown = {name: f'{key} as "{name}"' for name, key in keys.items() if name not in usual}
    if usual:
        tests = (
            f"{keys[name]} is null" if value is None else f"{keys[name]} = $usual_{i}"
            for i, (name, value) in enumerate(usual.items())
        )
        carried = ", ".join(keys[name] for name in usual)
        shown["others"] = (
            f"case when {' and '.join(tests)} then null "
            f"else to_json([{carried}])::varchar end as others"
        )
    return shown


def _odd_amounts(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether an amount is no plain decimal: then it is read as text, with more patience."""
    statement = "select count(*) from reject_errors where error_type = 'CAST'"
    return bool(db.execute(statement).fetchall()[0][0])
