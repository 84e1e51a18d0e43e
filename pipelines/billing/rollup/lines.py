"""A bill's table as the `line` a format's select reads: plain column names, every cell as text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from .cells import currency_of_column, quoted
from .console import inner, plain
from .recognise import Format, NotRecognised, column_of

CSV = """
    from read_csv(
        $file, header = true, auto_detect = false, columns = $columns,
        delim = $delimiter, quote = '"', escape = '"', skip = $skip, store_rejects = true,
        rejects_limit = 0, nullstr = ['', 'NULL']
    )
"""
JSON = "from read_json_objects($file, format = 'auto', ignore_errors = true)"
PARQUET = "from read_parquet($file, file_row_number = true)"
SPAN = f"{PARQUET} where file_row_number between $first_row and $last_row"
ROWS = "from console_rows"
# Columns that state whose bill it is, even where a mapping does not name them.
ACCOUNTS = (
    "billingaccountid", "payeraccountid", "organization", "organisation", "organizationid",
    "organizationname", "organisationname", "billingaccount", "billingaccountname", "accountid",
    "enrollmentnumber", "customerid", "customernumber", "tenantid", "teamid",
    "kundennummer", "kundennr", "workspace",
)  # fmt: skip
CURRENCY = ("currency", "currencycode", "ccy", "whrung", "waehrung", "devise", "moneda")
STATUS = (
    "status", "paymentstatus", "transactionstatus", "zahlungsstatus", "statut", "estado", "state",
    "zustand",
)  # fmt: skip
DOCUMENT = (
    "type", "transactiontype", "documenttype", "doctype", "typ", "art", "belegart", "dokumentart",
    "typededocument", "tipo", "tipodedocumento", "source",
)  # fmt: skip
# Columns that say of which kind a line is, and what it is about in the words of a bank.
KINDS = (
    *DOCUMENT, "transactiondetailstype", "transactiontypedescription", "reportingcategory", "kind",
    "operation", "buchungstext", "buchungsart", "umsatzart", "transaktionsart", "libelloperation",
    "typedoperation", "natureoperation", "tipodeoperacion", "tipodemovimiento", "categorie",
    "category",
)  # fmt: skip
ABOUT = (
    "description", "details", "transactiondescription", "memo", "narrative", "reference", "payee",
    "name", "verwendungszweck", "beschreibung", "text", "libell", "libelle", "concepto",
    "descripcin", "descripcion", "omschrijving", "omschrijving1", "naamomschrijving",
    "bankdescription",
    "mededelingen", "paymentreference",
)  # fmt: skip
# Columns that say which way an amount without a sign goes: Af or Bij, S or H, DBIT or CRDT.
DIRECTION = (
    "afbij", "sollhaben", "sh", "sollhabenkennzeichen", "debitcredit", "creditdebit", "dc", "crdr",
    "drcr", "debitcreditindicator", "creditdebitindicator", "cdtdbtind", "signodh", "debehaber",
    "direction", "richtung", "sens", "signo", "vorzeichen",
)  # fmt: skip
IMPACT = ("balanceimpact", "auswirkungaufguthaben", "impactsurlesolde", "impactoenelsaldo")
# Where exports put a tag that has a column of its own.
FLAT_TAG = ("{}", "tags{}", "labels{}", "resourcetagsuser{}", "resourcetagsaws{}", "costcategory{}")


@dataclass(frozen=True)
class Span:
    """The first and last record of a Parquet file that count, from 0.

    before  records of the whole bill that stand in other files before this one
    """

    first: int
    last: int
    before: int = 0


@dataclass(frozen=True)
class Table:
    """A table DuckDB can read: plain column name → the expression of its cell, and the rest.

    named  the same by the names as they are written, for dashboard.toml to name them
    """

    cells: dict[str, str]
    source: str
    values: dict[str, Any]
    named: dict[str, str]
    before: int = 0

    @property
    def columns(self) -> set[str]:
        """Plain names of the columns that are really there."""
        return set(self.cells)

    def cell(self, name: str) -> str | None:
        """The cell of a column that dashboard.toml names. Raises NotRecognised."""
        at = column_of(name, tuple(self.named))
        return None if at is None else [*self.named.values()][at]


def csv_table(file: Path, header: tuple[str, ...], delimiter: str, skip: int) -> Table:
    """A delimited file; of two columns of one name the first counts."""
    slots = [f"c{i}" for i in range(len(header))]
    named = [*zip(header, slots, strict=True)]
    cells = dict(reversed([(plain(name), s) for h, s in named if (name := inner(h))]))
    cells |= dict(reversed([(plain(h), slot) for h, slot in named]))
    values = {
        "file": str(file), "delimiter": delimiter, "skip": skip,
        "columns": dict.fromkeys(slots, "VARCHAR"),
    }  # fmt: skip
    return Table(cells, CSV, values, dict(reversed(named)))


def json_table(db: duckdb.DuckDBPyConnection, file: Path, start: tuple[str, ...]) -> Table:
    """JSON lines or an array of objects; nested names are joined as exports join them.

    A line may leave out what it does not have, so names are looked for in all of them.
    """
    seen = list(islice(_objects(start), 200))
    paths: dict[str, str] = {}
    for value in seen:
        paths |= dict(_paths(value, ()))
    paths = _late_paths(db, file, seen) | paths
    cells = {
        name: f"nullif(nullif(json ->> '{path}', ''), 'NULL')"
        for name, path in paths.items()
        if "'" not in path
    }
    return Table(cells, JSON, {"file": str(file)}, cells)


def parquet_table(db: duckdb.DuckDBPyConnection, file: Path, span: Span | None) -> Table:
    """A Parquet file, or some of its records; nested columns become JSON text."""
    found = db.execute("describe select * from read_parquet(?)", [str(file)]).fetchall()
    named = {row[0]: _text(row[0], row[1]) for row in found}
    cells = {plain(name): cell for name, cell in reversed(named.items())}
    if span is None:
        return Table(cells, PARQUET, {"file": str(file)}, named)
    values = {"file": str(file), "first_row": span.first, "last_row": span.last}
    return Table(cells, SPAN, values, named, before=span.before)


def console_table(names: list[str]) -> Table:
    """Rows that console.py made, in the table console_rows, with their line in `record`."""
    cells = {name: f'"{name}"' for name in names}
    return Table(cells, ROWS, {}, cells)


def line(
    table: Table,
    wanted: Format,
    rules: Any,
    *,
    numbered: bool,
    amounts: frozenset[str] = frozenset(),
) -> tuple[str, dict[str, Any]]:
    """The `line` subselect for a format's select, and its parameters.

    amounts  columns that are read as exact decimals; every other one is text
    """
    cells = {
        **table.cells,
        **mapped(table, rules),
        "flat_tags": _flat(table, rules.tags),
        "header_currency": _header_currency(table, wanted, rules.columns),
        "stated_account": next((table.cells[n] for n in ACCOUNTS if n in table.cells), "null"),
    }
    shown = [
        f"{_cell(cells, name, rules)}::{'decimal(38, 20)' if name in amounts else 'varchar'}"
        f' as "{name}"'
        for name in sorted(wanted.columns)
    ]
    shown += ["1 as lines", f"{_record(table, numbered)} as record"]
    asked = [(table.cell(name), value) for name, value in rules.where]
    kept = [(cell, value) for cell, value in asked if cell]
    if len(kept) < len(asked):
        name = next(name for name, _ in rules.where if not table.cell(name))
        raise NotRecognised(
            f'its {rules.section} says where = {{"{name}" = …}}, a column it lacks. Correct it'
        )
    shown += [f"{cell} as kept_{i}" for i, (cell, _) in enumerate(kept)]
    values = table.values | {f"kept_{i}": list(wanted) for i, (_, wanted) in enumerate(kept)}
    tests = " and ".join(f"trim(kept_{i}) in $kept_{i}" for i in range(len(kept))) or "true"
    inner = f"select {', '.join(shown)} {table.source}"
    return f"select * from ({inner}) where {tests}", values


def _cell(cells: dict[str, str], name: str, rules: Any) -> str:
    """The cell, or null; tags are long, so they are read only if dashboard.toml asks for one."""
    tags = name in ("tags", "resourcetags", "projectlabels", "labels")
    return "null" if tags and not rules.tags else cells.get(name, "null")


def _record(table: Table, numbered: bool) -> str:
    if table.source is ROWS:
        return "record"
    if numbered and table.source in (PARQUET, SPAN):
        return f"file_row_number + {table.before + 1}"
    return "row_number() over ()" if numbered else "null::bigint"


def mapped(table: Table, rules: Any) -> dict[str, str]:
    """Cells of the mapping by hand, by the names generic.sql and ledger.sql give them.

    Currencies, states and kinds of documents are also looked for under their usual names: a
    currency not where the column of amounts names its own; the others not where `where` says which
    of their cells count. A charge category may name documents, too.
    """
    headed = currency_of_column(dict(rules.columns).get("amount", ""))
    usual: dict[str, tuple[str, ...]] = {
        "status": STATUS, "document": DOCUMENT, "impact": IMPACT,
        "direction": (*DIRECTION, *DOCUMENT),
    }  # fmt: skip
    usual |= {} if headed and not rules.ledger else {"currency": CURRENCY}
    decided = {plain(column) for column, _ in rules.where}
    found = [
        (role, table.cells.get(name))
        for role, names in usual.items()
        for name in reversed(names)
        if name not in decided
    ]
    found += [(role, table.cell(name)) for role, name in rules.columns]
    typed = dict(rules.columns).get("charge_category")
    if typed:
        found.append(("document", None if plain(typed) in decided else table.cell(typed)))
    found += [("refund", table.cells[name]) for name in reversed(DOCUMENT) if name in table.cells]
    for role, names in (("kinds", KINDS), ("about", ABOUT)):
        own = [table.cells[n] for n in names if n in table.cells and n not in decided]
        found.append((role, f"concat_ws('|', {', '.join(own)})" if own else None))
    return {f"mapped_{role}": cell for role, cell in found if cell}


def kind_column(table: Table, rules: Any) -> str | None:
    """The name of the column that says of which kind a line is; None where `where` decides it."""
    cell = mapped(table, rules).get("mapped_document") if rules.columns else None
    return next((name for name, each in table.named.items() if each == cell), None)


def _header_currency(table: Table, wanted: Format, columns: tuple[tuple[str, str], ...]) -> str:
    """The currency in the name of the column of amounts, as a string of SQL or null."""
    names = tuple(table.named)
    mapped = column_of(dict(columns).get("amount", ""), names)
    own = [names[mapped]] if mapped is not None else []
    own += [name for name in names if plain(name) in wanted.amounts]
    stated = next(filter(None, map(currency_of_column, own)), None)
    return quoted(stated) if stated else "null"


def _flat(table: Table, tags: tuple[str, ...]) -> str:
    pairs = []
    for tag in tags:
        spellings = (shape.format(plain(tag)) for shape in FLAT_TAG)
        cell = next((table.cells[name] for name in spellings if name in table.cells), None)
        if cell:
            pairs.append(f"""'"{tag.replace("'", "''")}": "' || {cell} || '"'""")
    return f"concat_ws(', ', {', '.join(pairs)})" if pairs else "null"


def _text(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    nested = kind.startswith(("STRUCT", "MAP")) or kind.endswith("]")
    return (
        f"nullif(to_json({quoted})::varchar, 'null')"
        if nested
        else f"nullif({quoted}::varchar, '')"
    )


def _objects(start: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Whole objects at the start of a file; what is cut off is left out."""
    text = "\n".join(start).lstrip(" \n\r\t[")
    decoder = json.JSONDecoder()
    while text.startswith("{"):
        try:
            value, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            return
        yield value
        text = text[end:].lstrip(" \n\r\t,")


def _late_paths(
    db: duckdb.DuckDBPyConnection, file: Path, seen: list[dict[str, Any]]
) -> dict[str, str]:
    """Names and paths of every object of a file, down to the second level."""
    top, inner = _keys(db, file, sorted({k for v in seen for k in v if _may_nest(v[k])}))
    if new := sorted(set(top) - {key for value in seen for key in value}):
        inner |= _keys(db, file, new)[1]
    places: list[tuple[str, ...]] = [(key,) for key in top if not inner.get(key)]
    places += [(key, part) for key, parts in inner.items() for part in parts]
    return {plain("".join(p)): "$" + "".join(f'."{part}"' for part in p) for p in places}


def _may_nest(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _keys(
    db: duckdb.DuckDBPyConnection, file: Path, objects: list[str]
) -> tuple[list[str], dict[str, list[str]]]:
    """The keys of a file's objects, and those of some objects inside them."""
    names = [name for name in objects if not {"'", '"'} & {*name}]
    paths = ["$", *(f'$."{name}"' for name in names)]
    found = (f"list_distinct(flatten(list(distinct json_keys(json, '{p}'))))" for p in paths)
    row = db.execute(f"select {', '.join(found)} {JSON}", {"file": str(file)}).fetchall()[0]
    top, *under = [sorted(key for key in keys or [] if '"' not in key) for keys in row]
    return top, dict(zip(names, under, strict=True))


def _paths(value: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key, nested in value.items():
        place = (*above, key)
        if isinstance(nested, dict):
            yield from _paths(nested, place)
        else:
            yield plain("".join(place)), "$" + "".join(f'."{part}"' for part in place)
