"""python -m pipelines rows TABLE: rows as a person copied or typed them, read as tables are.

JSON in, JSON out: the Setup page runs it as a process of its own. Nothing is saved.

in   {"text": rows copied from a spreadsheet} or {"rows": [{column: cell}]}, and where a question
     was answered "decimal": "." or ",", "day_first": true or false
out  {"rows": [{column: cell}], "mistakes": [[row from 1, column, why]]}, a cell that was not read
     as it came; or {"question": "decimal" or "day_first", "why": both readings}; or {"error": why}
"""

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from config import Config, House
from editing import grids
from editing.grids import Column, Row
from pipelines import tables
from pipelines.billing.rollup import cells
from pipelines.ingest import FINE, PERSON
from pipelines.tables import Habits, Unreadable
from wording import grids as wording

MOST = 2000  # rows
LONGEST = 1_000_000  # characters
YES, NO = {"yes", "true", "1", "x", "✓", "confirmed"}, {"no", "false", "0", "stated"}


class _Asked(Exception):
    """A column that can be read in two ways."""

    def __init__(self, question: str, why: str) -> None:
        super().__init__(why)
        self.question, self.why = question, why


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """Print one JSON object; 78 with an error or a question."""
    asked = json.loads(sys.stdin.read())
    said = read(house.config, args.table, asked)
    print(json.dumps(said))
    return FINE if "rows" in said else PERSON


def read(config: Config, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer, as above."""
    shown = grids.columns(config, name)
    over = wording.headings(name, [c.key for c in shown], currency=grids.currency(config, name))
    try:
        raw = asked["rows"] if "rows" in asked else _copied(str(asked["text"]), over)
        habits = {c.key: _amounts(c.key, over, raw, asked) for c in shown if c.kind == "number"}
        days = [column.key for column in shown if column.kind == "day"]
        habits |= dict.fromkeys(days, _days(days, over, raw, asked))
    except _Asked as both:
        return {"question": both.question, "why": both.why}
    except (Unreadable, csv.Error) as trouble:
        return {"error": str(trouble)}
    found: list[Row] = []
    mistakes: list[tuple[int, str, str]] = []
    for number, row in enumerate(raw, 1):
        found.append(dict(row))
        for column in shown:
            cell = row.get(column.key, "").strip()
            is_unknown = name == "balances" and cell.casefold() == "unknown"
            if not cell or (is_unknown and column.kind == "number"):
                continue
            try:
                found[-1][column.key] = _cell(config, column, row, habits.get(column.key))
            except ValueError as mistake:
                mistakes.append((number, column.key, str(mistake)))
        _take_currency(config, shown, found[-1], row)
    return {"rows": found, "mistakes": mistakes}


def _copied(text: str, over: Mapping[str, str]) -> list[Row]:
    """Rows of cells with tabs between, or of CSV below a line of names. Raises Unreadable.

    over  key of each column → its heading on the page; both are names of it
    """
    if len(text) > LONGEST or "\0" in text:
        raise Unreadable("these are no rows of a table, or too many")
    first = text.strip("\r\n").partition("\n")[0]
    mark = "\t" if "\t" in text else tables.delimiter(first)
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        if any(map(str.strip, row))
    ]
    if not rows:
        raise Unreadable("there is no row in it")
    if len(rows) > MOST:
        raise Unreadable(f"more than {MOST:,} rows. Fix: paste them in parts")
    known = {_plain(heading): key for key, heading in over.items()}
    known |= {_plain(key): key for key in over}
    names = [known.get(_plain(cell), "") for cell in rows[0]]
    if any(names):
        unknown = [cell for cell, name in zip(rows[0], names, strict=True) if cell and not name]
        if unknown or len({*filter(None, names)}) < len([*filter(None, names)]):
            said = f"{', '.join(unknown) or 'a name twice'}: no column"
            raise Unreadable(f"{said}. Fix: {'; '.join(over.values())}")
        rows = rows[1:]
    elif mark == "\t":
        names = [*over]
    else:
        raise Unreadable("there are no tabs in it. Fix: copy cells, or add a first line of names")
    return [_named(row, names, number) for number, row in enumerate(rows, 1)]


def _named(row: Sequence[str], names: Sequence[str], number: int) -> Row:
    row = [*row]
    while len(row) > len(names) and not row[-1]:
        row.pop()
    if len(row) > len(names):
        raise Unreadable(f"row {number} has {len(row)} cells, the table {len(names)} columns")
    return {name: cell for name, cell in zip(names, row, strict=False) if name}


def _amounts(
    key: str, over: Mapping[str, str], raw: Sequence[Row], asked: dict[str, Any]
) -> Habits:
    """How the whole column writes amounts. Raises _Asked where there are two ways."""
    unread = (None, "", "unknown")
    given = [{key: cell} for row in raw if (cell := row.get(key)) not in unread]
    try:
        return tables.habits(given, amounts=(key,), decimal=asked.get("decimal"))
    except Unreadable as both:
        raise _Asked("decimal", f"{over[key]}: {both}") from None


def _days(
    keys: Sequence[str], over: Mapping[str, str], raw: Sequence[Row], asked: dict[str, Any]
) -> Habits:
    """How all columns of days write them, as the ingest reads a file. Raises _Asked."""
    try:
        return tables.habits(raw, days=keys, day_first=asked.get("day_first"))
    except Unreadable as both:
        raise _Asked("day_first", f"{'; '.join(over[key] for key in keys)}: {both}") from None


def _cell(config: Config, column: Column, row: Row, habits: Habits | None) -> str:
    """A cell as the table keeps it. Raises ValueError."""
    cell = row[column.key].strip()
    match column.kind:
        case "number":
            return _number(config, cell, row, habits or Habits(".", None))
        case "day":
            return str(tables.day(cell, habits or Habits(".", None)))
        case "choice":
            return _choice(config, column, cell)
    if column.key == "currency":
        return tables.currency(cell)
    plain = " ".join(cell.split())
    if not plain.isprintable():
        raise ValueError("it has a sign that cannot be printed")
    return plain[1:] if re.match(r"'\s*[=+@-]", plain) else plain


def _number(config: Config, cell: str, row: Row, habits: Habits) -> str:
    found = tables.amount(cell, habits)
    said, own = cells.currency(cell, _own(config, row)), _own(config, row)
    if said and own and said != own:
        raise ValueError(f"it is in {said}, the row in {own}; currencies are never converted here")
    if found == found.to_integral_value():
        return f"{found:.0f}"
    places = max(2, -int(found.normalize().as_tuple().exponent))
    return f"{found:.{4 if places == 3 else places}f}"  # 1.234 alone would be read in two ways


def _own(config: Config, row: Row) -> str | None:
    """The currency of a row; None: it may still be any."""
    fund = next((each for each in config.funds if row.get("fund") in (each.id, each.name)), None)
    if "currency" in row and row["currency"].strip():
        return tables.currency(row["currency"])
    if "fund" in row:
        return (fund and fund.currency) or config.project.currency
    return None


def _take_currency(config: Config, shown: Sequence[Column], found: Row, row: Row) -> None:
    """A sign next to an amount is the currency of its row, where the table has such a column."""
    if any(column.key == "currency" for column in shown) and not found.get("currency"):
        said = cells.currency(row.get("amount", ""), config.project.currency)
        if said and said != config.project.currency:
            found["currency"] = said


def _choice(config: Config, column: Column, cell: str) -> str:
    if column.choices == grids.YES_NO:
        word = cell.casefold()
        if word not in YES | NO:
            raise ValueError(f"{cell!r} is neither yes nor no")
        return "yes" if word in YES else "no"
    names = {_plain(each): each for each in column.choices}
    if column.key == "fund":
        names |= {_plain(fund.name): fund.id for fund in config.funds if fund.id in column.choices}
    if _plain(cell) not in names:
        raise ValueError(f"{cell!r} is not known; use {' or '.join(column.choices)}")
    return names[_plain(cell)]


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip(" *").casefold()
