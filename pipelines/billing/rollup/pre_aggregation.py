"""Lines of a bill that differ only in their amounts, added up before anything else is done.

A format's select is readable and costly; a bill of ten million lines repeats itself. Where the
format says which columns its select only adds up (`adds`), DuckDB first groups by the raw text of
the others, days cut out of moments, and the select sees one line for each group. The amounts that
are billed have one sign in a group (or none at all), so a select may ask for that too. Many columns
say the same on every line (the account, the currency, the month): they are compared with that usual
value instead of being grouped by, and only the lines that say otherwise carry theirs along.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from .lines import CSV, Table, line
from .recognise import Format
from .staging import size

AMOUNT = "decimal(38, 20)"
SMALL = 1 << 20  # bytes of a file below which it is quicker to read every line
EQUAL = """
    create or replace temp table equal_lines as
    select {columns}
    from ({line})
    group by all
"""


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
    usual = _usual(db, text, values, _texts(table, wanted))
    said = {f"usual_{i}": value for i, value in enumerate(usual.values())}
    columns = _columns(table, wanted, list(usual))
    db.execute(EQUAL.format(columns=", ".join(columns.values()), line=text), values | said)
    if _odd_amounts(db):
        return None
    missing = [
        f'null::varchar as "{n}"' for n in sorted(wanted.columns - columns.keys() - {*usual})
    ]
    again = [f'{_USUAL.format(i=i)} as "{name}"' for i, name in enumerate(usual)]
    shown = ", ".join(["*", "null::bigint as record", *missing, *again])
    return f"select {shown} from equal_lines", said


_USUAL = "case when others is null then $usual_{i} else json_extract_string(others, '$[{i}]') end"


def _texts(table: Table, wanted: Format) -> list[str]:
    """Columns that are grouped by as they are written."""
    cut = {*wanted.adds, wanted.dates[0], wanted.end, "tags", "resourcetags"}
    return sorted((wanted.columns & table.columns) - cut)


def _usual(
    db: duckdb.DuckDBPyConnection, text: str, values: dict[str, Any], names: list[str]
) -> dict[str, str]:
    """Columns that say one thing on all of the first lines, and what that is."""
    alone = 'case when count(distinct "{0}") = 1 and count("{0}") = count(*) then min("{0}") end'
    shown = ", ".join(alone.format(name) for name in names) or "null"
    row = db.execute(f"select {shown} from ({text} limit 2000)", values).fetchall()[0]
    return {name: value for name, value in zip(names, row, strict=False) if value is not None}


def _typed(table: Table, wanted: Format) -> Table:
    """The same table with its amounts read as exact decimals by the CSV reader itself."""
    slots = {table.cells[name]: AMOUNT for name in wanted.adds & table.columns}
    return replace(table, values=table.values | {"columns": table.values["columns"] | slots})


def _columns(table: Table, wanted: Format, usual: list[str]) -> dict[str, str]:
    start, end = wanted.dates[0], wanted.end
    shown = {"lines": "count(*) as lines"}
    for name in sorted(wanted.adds & table.columns):
        shown[name] = f'sum("{name}")::varchar as "{name}"'
    for name in sorted({*wanted.amounts} & wanted.adds & table.columns):
        shown[f"sign of {name}"] = f'"{name}" > 0 as "sign of {name}"'
    for name in _texts(table, wanted):
        if name not in usual:
            shown[name] = f'"{name}"'
    if start in table.columns:
        shown[start] = f'short_day("{start}") as "{start}"'
    if end in table.columns:
        shown[str(end)] = f'short_end("{start}", "{end}") as "{end}"'
    if usual:
        same = " and ".join(f'"{name}" = $usual_{i}' for i, name in enumerate(usual))
        carried = ", ".join(f'"{name}"' for name in usual)
        shown["others"] = (
            f"case when {same} then null else to_json([{carried}])::varchar end as others"
        )
    return shown


def _odd_amounts(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether an amount is no plain decimal: then it is read as text, with more patience."""
    statement = "select count(*) from reject_errors where error_type = 'CAST'"
    return bool(db.execute(statement).fetchall()[0][0])
