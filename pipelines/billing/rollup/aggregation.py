"""One table of a bill, added up by DuckDB into rows of day, account, service and category.

The roll-up is a pure function of the file and of the rules. One file per statement, so that
memory does not grow with the number of files; Python touches single lines only for rejects.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from . import cells, documents, duckdb_errors, own_money, pre_aggregation, spans
from .daily import CHARGES, KEPT, column
from .lines import CSV, ROWS, Table, line
from .recognise import Format, NotRecognised
from .task import Rules

MACROS = Path(__file__).with_name("macros.sql")
MEMORY = "300MB"
MOST_REJECTS = 1_000
MOST = 10**14  # of a file's amounts without signs: a thousand such files fit into any sum of ours
TOO_LARGE = (
    f"its amounts add up to more than {MOST:,}, which no bill does. Correct the amount, or name "
    "another column of amounts"
)

# What a format's select may give; what it leaves out is null.
CHARGE = """
    create table template (
        day date, until date, assumed boolean, assumed_until date, billing_period date,
        provider varchar, billing_account varchar, sub_account varchar, service varchar,
        region varchar, category varchar, charge_category varchar, credit_kind varchar,
        currency varchar, billed decimal(38, 20), effective decimal(38, 20), list decimal(38, 20),
        lines integer, invoice varchar, basis varchar, tags varchar, record bigint
    )
"""
AGGREGATED = """
    create table aggregated as
    with line as ({line}),
    charge as ({select}),
    every as (
        select * replace (
            in_time(day) as day,
            {billed} as billed,
            {charge_category} as charge_category
        )
        from (select * from template union all by name select * from charge)
    )
    select
        day,
        covered_until(day, until, charge_category) as until,
        case when assumed then covered_until(day, until, charge_category) end as assumed_until,
        billing_period, provider, billing_account, sub_account, service, region, category,
        charge_category, credit_kind,
        code_of(currency, $currency) as currency,
        odd_currency(currency, $currency) as odd_currency,
        billed is null as unreadable,
        invoice is not null as invoiced,
        day is null and billed < 0 as undated_credit,
        sum(billed) as billed,
        case when count(effective) = count(*) then sum(effective) end as effective,
        case when count(list) = count(*) then sum(list) end as list,
        sum(lines)::bigint as lines,
        coalesce(sum(lines * sign(billed)), 0)::bigint as tilt,
        max(basis) as basis
        {tags}
    from every
    group by all
"""
# What comes in, and what moved nothing, costs nothing; a ledger keeps both, the latter by size.
AS_WRITTEN = {"billed": "billed", "charge_category": "charge_category"}
OF_A_BILL = {
    "billed": "case when charge_category in ('Income', 'Not counted') then billed * 0 "
    "else billed end",
    "charge_category": "case when charge_category in ('Income', 'Not counted') then 'Usage' "
    "else charge_category end",
}
OF_A_LEDGER = {
    "billed": "case when charge_category = 'Not counted' then abs(billed) else billed end",
    "charge_category": "charge_category",
}
UNREADABLE = """
    with line as ({line}),
    charge as ({select})
    select record, day is null as no_day, billed is null as no_amount,
           odd_currency(currency, $own) as odd_currency
    from (
        select * replace (in_time(day) as day)
        from (select * from template union all by name select * from charge)
    )
    where (day is null or billed is null or odd_currency(currency, $own) is not null) and {charges}
    order by record
    limit {most}
"""


class Rewrite(Exception):
    """The text must be written anew first: it is in `encoding`, or its line ends are mixed."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self.encoding = encoding


@contextmanager
def database(
    scratch: Path, rules: Rules, threads: int | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that knows the macros and the bill's time zone."""
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(scratch)}
    if threads:
        settings["threads"] = threads
    with duckdb.connect(config=settings) as db:
        db.execute("set variable zone = ?", [rules.timezone])
        db.execute(f"set variable plain_utc = {rules.timezone == 'UTC'}")
        db.execute("set enable_progress_bar = false")
        db.execute(f"set variable is_ledger = {rules.ledger}")
        db.execute(f"set variable sign = {-1 if rules.negate else 1}")
        db.execute("set variable day_first = false")
        db.execute("set variable ends_exclusive = false")
        spans.unknown(db, rules)
        documents.unknown(db)
        db.execute("set variable decimal_comma = false")
        db.execute(cells.macros(MACROS.read_text(encoding="utf-8")))
        db.execute(CHARGE)
        yield db


def aggregate(db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Rules) -> None:
    """Add a table up into `aggregated`. Raises Rewrite, NotRecognised, duckdb.Error."""
    try:
        _aggregate(db, table, wanted, rules)
        largest = db.execute(_LARGEST).fetchall()[0][0]
    except (duckdb.InvalidInputException, duckdb.OutOfRangeException) as error:
        match duckdb_errors.fault(error):
            case "mixed_line_ends":
                raise Rewrite("utf-8-sig") from None
            case "overflow":
                raise NotRecognised(TOO_LARGE) from None
        raise
    if largest > MOST:
        raise NotRecognised(TOO_LARGE)
    if table.source is CSV and _one(db, f"{_REJECTED} and error_type = 'INVALID ENCODING'"):
        raise Rewrite("cp1252")


# Doubles are exact enough to find what is a million times too large, and never overflow.
_LARGEST = """
    select coalesce(greatest(
        sum(abs(billed::double)), sum(abs(effective::double)), sum(abs(list::double))
    ), 0)
    from aggregated
"""


def _aggregate(db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Rules) -> None:
    db.execute("drop table if exists aggregated")
    text, values = _settled(db, table, wanted, rules)
    tags = "".join(f", tag_of(tags, ${i}) as {column(tag)}" for i, tag in _tags(rules))
    kind = OF_A_LEDGER if rules.ledger else OF_A_BILL
    columns = kind if "'Income'" in wanted.select else AS_WRITTEN
    statement = AGGREGATED.format(line=text, select=wanted.select, tags=tags, **columns)
    db.execute(statement, values | {"currency": rules.currency} | dict(_tags(rules)))


def _forget_rejects(db: duckdb.DuckDBPyConnection) -> None:
    for name in ("reject_errors", "reject_scans"):
        db.execute(f"drop table if exists {name}")


def broken_lines(db: duckdb.DuckDBPyConnection) -> tuple[int, list[tuple[int, str, str]]]:
    """How many lines are no whole rows, and the first of them: (byte, text, reason)."""
    rows = db.execute(
        f"""
        select min(line_byte_position), any_value(left(csv_line, 500)), any_value(error_message)
        {_REJECTED.removeprefix("select count(distinct line)")}
        group by line
        order by line
        limit {MOST_REJECTS}
        """
    ).fetchall()
    return _one(db, _REJECTED), [(int(r[0]), str(r[1]), _structure(str(r[2]))) for r in rows]


def no_charges(db: duckdb.DuckDBPyConnection) -> tuple[int, str | None, int]:
    """How many lines are totals, the amount of the statement's total, how many are forecasts."""
    totals, stated, forecasts = db.execute(
        """
        select coalesce(sum(lines) filter (charge_category = 'Total'), 0)::bigint,
               sum(billed) filter (charge_category = 'Total' and billed <> 0),
               coalesce(sum(lines) filter (charge_category = 'Forecast'), 0)::bigint
        from aggregated
        """
    ).fetchall()[0]
    return totals, None if stated is None else str(stated), forecasts


def refused(db: duckdb.DuckDBPyConnection) -> list[tuple[str | None, str, int, str | None, str]]:
    """(currency, reason, lines, amount, amount without signs) of what cannot be kept.

    The amount is None where it cannot be read.
    """
    return db.execute(
        f"""
        select coalesce(currency, odd_currency),
               case
                   when unreadable then 'no amount'
                   when odd_currency is not null then 'no currency'
                   when undated_credit and charge_category is distinct from 'Income'
                       then 'undated credit'
                   else 'no day'
               end as reason,
               sum(lines)::bigint, sum(billed)::varchar, coalesce(sum(abs(billed)), 0)::varchar
        from aggregated
        where {CHARGES} and not ({KEPT})
        group by all
        order by all
        """
    ).fetchall()


def readable(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Currency (or nothing) → sum and sum without signs of the amounts that are kept."""
    rows = db.execute(
        f"""
        select coalesce(currency, ''), sum(billed)::varchar, sum(abs(billed))::varchar
        from aggregated
        where {CHARGES} and {KEPT}
        group by all
        """
    ).fetchall()
    return {currency: (total, size) for currency, total, size in rows}


def unreadable(
    db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Rules
) -> list[tuple[int, bool, bool, str | None]]:
    """(record, no day, no amount, the cell that is no currency) of lines that cannot be kept."""
    text, values = line(table, wanted, rules, numbered=True)
    statement = UNREADABLE.format(
        line=text, select=wanted.select, most=MOST_REJECTS, charges=CHARGES
    )
    return db.execute(statement, values | {"own": rules.currency}).fetchall()


_REJECTED = "select count(distinct line) from reject_errors where true"


def _tags(rules: Rules) -> list[tuple[str, str]]:
    return [(f"tag_{i}", tag) for i, tag in enumerate(rules.tags)]


def _one(
    db: duckdb.DuckDBPyConnection, statement: str, values: dict[str, Any] | None = None
) -> int:
    return int(db.execute(statement, values or {}).fetchall()[0][0])


def _structure(message: str) -> str:
    fault = duckdb_errors.line_fault(message)
    if fault.kind == "cells":
        return f"{fault.found} cells where the header has {fault.wanted}"
    return (
        "the line is longer than two million characters" if fault.kind == "too_long" else fault.text
    )


def _settled(
    db: duckdb.DuckDBPyConnection, table: Table, wanted: Format, rules: Rules
) -> tuple[str, dict[str, Any]]:
    """The lines for a format's select, equal ones added up where that can be done.

    The decimal sign and the order of day and month are decided by whole columns, or refused: a
    column with a cell that must have a point, all of which are plain numbers, has one.
    """
    each = line(table, wanted, rules, numbered=False)
    written = table.source in (CSV, ROWS)
    as_exported = wanted.decimal and table.values.get("delimiter", ",") == ","
    sign = rules.decimal or (wanted.decimal or "." if as_exported or not written else None)
    added = None
    if sign == "." or (sign is None and _shows_point(db, wanted, *each)):
        _forget_rejects(db)
        db.execute("set variable decimal_comma = false")
        added = pre_aggregation.pre_aggregated(db, table, wanted, rules)
    if added is None:
        sign = sign or _decimal(db, wanted, rules, *each)
        db.execute(f"set variable decimal_comma = {sign == ','}")
    found = added or each
    stretches = spans.found(db, rules, *found)
    order = cells.orders(chain(*stretches.values()))
    first = _day_first(db, wanted, rules, *found, more=order)
    db.execute(f"set variable day_first = {first}")
    spans.settle(db, stretches, first=first)
    if "until" in dict(rules.columns):
        whole = _one(db, _WHOLE_MONTHS.format(line=found[0]), found[1])
        db.execute(f"set variable ends_exclusive = {bool(whole)}")
    documents.settle(db, table, rules, *found)
    own_money.settle(db, table, rules, *found)
    if added is None:
        _forget_rejects(db)
    return found


def _shows_point(
    db: duckdb.DuckDBPyConnection, wanted: Format, text: str, values: dict[str, Any]
) -> bool:
    """Whether a cell near the start can only have a decimal point."""
    shown = f"select {_cells(wanted.amounts)} as cell from (select * from ({text}) limit 2000)"
    plain = "try_cast(cell as decimal(38, 20)) is not null and decides_point(cell)"
    return bool(_one(db, f"select count(*) from ({shown}) where {plain}", values))


def _cells(names: tuple[str, ...]) -> str:
    quoted = (f'"{name}"' for name in names)
    return f"unnest([{', '.join(quoted)}])"


def _decimal(
    db: duckdb.DuckDBPyConnection, wanted: Format, rules: Rules, text: str, values: dict[str, Any]
) -> str:
    """The decimal sign of a column of amounts. Raises NotRecognised where it allows both."""
    shown = _cells(wanted.amounts)
    point, comma, either = db.execute(_SIGNS.format(line=text, cells=shown), values).fetchall()[0]
    if bool(point) != bool(comma):
        return "." if point else ","
    if not (point or either):
        return "."
    as_point, as_comma = db.execute(_BOTH.format(line=text, cells=shown), values).fetchall()[0]
    raise NotRecognised(
        "its amounts can be read in two ways: with a decimal point they add up to "
        f"{as_point.normalize():,f}, with a decimal comma to {as_comma.normalize():,f}. "
        f"Say which in its {rules.section}: "
        'decimal = "." or decimal = ","'
    )


def _day_first(
    db: duckdb.DuckDBPyConnection,
    wanted: Format,
    rules: Rules,
    text: str,
    values: dict[str, Any],
    *,
    more: tuple[str | None, str | None, str | None],
) -> bool:
    """Whether 07/08/2026 has the day first, by the setting or else by the column.

    more  what the days of its spans say of it

    Raises NotRecognised where no cell decides it, or where all that do contradict the setting.
    """
    shown = _cells(wanted.dates)
    if wanted.decimal:  # an export writes all days in one way
        first = f"select {shown} as cell from ({text}) limit 100"
        statement = f"select count(*) from ({first}) where parts_of_day(cell).mark <> ''"
        if not _one(db, statement, values):
            return False
    order = db.execute(_ORDER.format(line=text, cells=shown), values).fetchall()[0]
    day, month, either = (str(a or b or "") for a, b in zip(order, more, strict=True))
    said = rules.day_first
    if said is not None and (bool(day) == bool(month) or bool(day) == said):
        return said
    if said is not None:
        raise NotRecognised(cells.other_order(day or month, rules.section, said=said))
    if bool(day) != bool(month):
        return bool(day)
    if wanted.decimal or not (day or either):
        return False
    cell = either or day
    readings = [cells.days(cell, first=first) for first in (True, False)]
    written = " or ".join(str(days[0]) for days in readings if days)
    raise NotRecognised(
        f'its days can be read in two ways: "{cell}" is {written} (YYYY-MM-DD). '
        f"Say which in its {rules.section}: day_first = true or day_first = false"
    )


_WHOLE_MONTHS = """
    select count(*) filter (is_of_whole_months(mapped_date, mapped_until)) from ({line})
"""
# Plain numbers need no pattern: only what follows their point, and what stands before it.
_SIGNS = """
    select
        count(*) filter (plain and decides_point(cell)) + count(*) filter (only_point(bare)),
        count(*) filter (only_comma(bare)),
        count(*) filter (plain and three_decimals(cell) and not decides_point(cell))
            + count(*) filter (either_sign(bare))
    from (
        select cell, plain, case when not plain then bare_amount(cell) end as bare
        from (
            select cell, try_cast(cell as decimal(38, 20)) is not null as plain
            from (select {cells} as cell from ({line}))
            where cell is not null
        )
    )
"""
_BOTH = """
    select coalesce(sum(point_amount(bare)), 0), coalesce(sum(comma_amount(bare)), 0)
    from (select bare_amount(cell) as bare from (select {cells} as cell from ({line})))
"""
_ORDER = """
    select
        min(cell) filter (one > 12 and two <= 12), min(cell) filter (two > 12 and one <= 12),
        min(cell) filter (one <= 12 and two <= 12 and one <> two)
    from (
        select cell, try_cast(parts.one as integer) as one, try_cast(parts.two as integer) as two
        from (
            select cell, parts_of_day(cell) as parts
            from (select trim({cells}) as cell from ({line}))
            where cell[5] <> '-'
        )
        where parts.mark <> '.'
    )
"""
