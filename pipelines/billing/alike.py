"""Lines of a bill that are alike in all but their amounts, added up before anything else is done.

A format's select is readable and costly; a bill of ten million lines repeats itself. Where the
format says which columns its select only adds up (`adds`), DuckDB first groups by the raw text of
the others, days cut out of moments, and the select sees one line for each group. A group holds
amounts of one sign only (or none at all), so a select may ask for that too.
"""

from dataclasses import replace
from typing import Any

import duckdb

from pipelines.billing.console import plain
from pipelines.billing.lines import CSV, Table, line
from pipelines.billing.recognise import Format

AMOUNT = "decimal(38, 20)"
ALIKE = """
    create or replace temp table alike as
    select {columns}
    from ({line})
    group by all
"""


def gather(
    db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Any
) -> tuple[str, dict[str, Any]] | None:
    """The `line` subselect over lines added up; None where they must be read one by one."""
    asked = {plain(name) for name, _ in rules.where}
    comma = table.values.get("delimiter") == ","
    if table.source is not CSV or not comma or rules.tags or not wanted.adds or asked & wanted.adds:
        return None
    text, values = line(_typed(table, wanted), wanted, rules, numbered=False, amounts=wanted.adds)
    columns = _columns(table, wanted)
    db.execute(ALIKE.format(columns=", ".join(columns.values()), line=text), values)
    if _odd_amounts(db):
        return None
    missing = [f'null::varchar as "{name}"' for name in sorted(wanted.columns - columns.keys())]
    return f"select {', '.join(['*', 'null::bigint as record', *missing])} from alike", {}


def _typed(table: Table, wanted: Format) -> Table:
    """The same table with its amounts read as exact decimals by the CSV reader itself."""
    slots = {table.cells[name]: AMOUNT for name in wanted.adds & table.columns}
    return replace(table, values=table.values | {"columns": table.values["columns"] | slots})


def _columns(table: Table, wanted: Format) -> dict[str, str]:
    shown = {"lines": "count(*) as lines"}
    for name in sorted(wanted.columns & table.columns):
        if name in wanted.adds:
            shown[name] = f'sum("{name}")::varchar as "{name}", "{name}" > 0 as "sign of {name}"'
        elif name in wanted.dates:
            shown[name] = f'short_day("{name}") as "{name}"'
        elif name == wanted.end:
            shown[name] = f'short_end("{wanted.dates[0]}", "{name}") as "{name}"'
        elif name not in ("tags", "resourcetags"):
            shown[name] = f'"{name}"'
    return shown


def _odd_amounts(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether an amount is no plain decimal: then it is read as text, with more patience."""
    statement = "select count(*) from reject_errors where error_type = 'CAST'"
    return bool(db.execute(statement).fetchall()[0][0])
