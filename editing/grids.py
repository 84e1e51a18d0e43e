"""Tables that are edited as a whole: balances, planned costs, budget lines, payments, claims.

A row is column → text, as it is written; what changed is saved at once, as one proven change.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from config import Config, Fund
from editing import GRIDS, balances, changes, proof, sections
from editing.journal import content_of, digest
from editing.proof import Change
from editing.save import ChangedMeanwhile, NotSaved
from editing.toml_text import Path as Keys

NAMES = GRIDS
FILES = {  # the tables that are files of [funding], with their columns; a source may be missing
    "balances": balances.COLUMNS,
    "claims": ("fund", "on_day", "through", "amount", "source"),
}
YES_NO = ("yes", "no")
SEVERAL = "; "  # between the values of one cell
Kind = Literal["text", "number", "day", "choice", "several"]
Row = dict[str, str]


@dataclass(frozen=True)
class Column:
    """A column of a table: its key, what a cell of it is, the values that it may have.

    choices  empty: any value
    """

    key: str
    kind: Kind
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Opened:
    """A table as its file has it: its rows, and the hash of the file; None: there is no file."""

    rows: tuple[Row, ...]
    digest: str | None


class CellRefused(NotSaved):
    """A cell that cannot be saved: its row from 1, the key of its column, and why."""

    def __init__(self, row: int, key: str, why: str) -> None:
        super().__init__(f"row {row}: {key} {why}")
        self.row, self.key, self.why = row, key, why


@dataclass(frozen=True)
class Kept:
    """A row as it is to be: `at`, its place in the file's table from 0; None: a new row."""

    at: int | None
    row: Row


def columns(config: Config, name: str) -> tuple[Column, ...]:
    """The columns of a table, in the order in which they are shown."""
    funds = tuple(fund.id for fund in _funds(config, name))
    if name in FILES:
        kinds: dict[str, Kind] = {
            "fund": "choice", "on_day": "day", "through": "day", "amount": "number",
            "confirmed": "choice", "source": "text",
        }  # fmt: skip
        choices = {"fund": funds, "confirmed": YES_NO}
        return tuple(
            Column(key, kinds[key], choices.get(key, ()), is_required=key != "source")
            for key in FILES[name]
        )
    found = []
    for each in sections.settings((name,)):
        kind: Kind = "choice" if each.choices or each.kind == "yes" else "text"
        if each.kind in ("number", "day"):
            kind = "number" if each.kind == "number" else "day"
        kind = "several" if each.kind == "texts" else kind
        choices_of = YES_NO if each.kind == "yes" else each.choices
        if each.key == "fund":
            kind, choices_of = "choice", funds
        found.append(Column(each.key, kind, choices_of, each.is_required))
    return tuple(found)


def currency(config: Config, name: str) -> str | None:
    """The currency of all funds that a row may name; None: they have several."""
    found = {fund.currency or config.project.currency for fund in _funds(config, name)}
    return found.pop() if len(found) == 1 else None


def _funds(config: Config, name: str) -> list[Fund]:
    return [each for each in config.funds if name != "claims" or each.is_reimbursed]


def opened(config: Config, name: str) -> Opened:
    """The table now. Raises NotSaved where there is none that can be edited."""
    if name in FILES:
        table = _table(config, name)
        return Opened(table.rows, digest(table.content))
    content = changes.file_of(config, name).read_bytes()
    kinds = {column.key: column.kind for column in columns(config, name)}
    held = sections.held(config).get(name, [])
    rows_ = tuple({key: _shown(row.get(key)) for key in kinds} for row in held)
    return Opened(rows_, digest(content))


def change(
    config: Config, name: str, before: Opened, wanted: Sequence[Kept], *, today: date
) -> Change | None:
    """What turns the table into the rows wanted, proven; None: nothing.

    A cell that is as it was keeps its spelling in the file. New cells are as `read` gives them:
    12500.40, 2026-08-31. Raises NotSaved, CannotEdit, ConfigError.
    """
    if opened(config, name).digest != before.digest:
        raise ChangedMeanwhile("the file has changed since this table was opened. Fix: reload it")
    _refuse_empty(columns(config, name), before, wanted)
    if name in FILES:
        return _file(config, name, wanted, today)
    steps = _steps(config, name, before, wanted)
    if not steps:
        return None
    file = changes.file_of(config, name)
    return proof.of_rows(file, file.read_bytes(), name, steps)


def separated(shown: Sequence[Column], rows: Sequence[Row], mark: str) -> str:
    """The table as CSV, or with tabs as a spreadsheet takes it.

    A cell that a spreadsheet would compute begins with an apostrophe, which `read` takes off.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    writer.writerow([column.key for column in shown])
    for row in rows:
        writer.writerow([_harmless(row.get(c.key, ""), c.kind) for c in shown])
    return out.getvalue()


def _harmless(cell: str, kind: Kind) -> str:
    is_formula = cell.lstrip()[:1] in {*"=+-@"} if cell.strip() else False
    return f"'{cell}" if is_formula and kind != "number" else cell


def _refuse_empty(shown: Sequence[Column], before: Opened, wanted: Sequence[Kept]) -> None:
    for number, each in enumerate(wanted, 1):
        old = {} if each.at is None else before.rows[each.at]
        for column in shown:
            cell = each.row.get(column.key, "")
            if each.at is not None and cell == old[column.key]:
                continue  # as it is written
            if column.is_required and not cell:
                raise CellRefused(number, column.key, "is missing. Fix: fill it in")
            if column.kind == "choice" and cell not in {"", *column.choices}:
                use = " or ".join(column.choices)
                raise CellRefused(number, column.key, f"{cell!r} is not known. Fix: {use}")


def _steps(
    config: Config, name: str, before: Opened, wanted: Sequence[Kept]
) -> list[tuple[Keys, Any]]:
    """Cells first, then rows that go, the last first, then rows that come."""
    shown = columns(config, name)
    kept = {each.at: each.row for each in wanted if each.at is not None}
    found: list[tuple[Keys, Any]] = []
    for at, old in enumerate(before.rows):
        for column in shown if at in kept else ():
            cell = kept[at].get(column.key, "")
            if cell != old[column.key]:
                found.append(((name, at, column.key), _value(column, cell)))
    gone = [at for at in range(len(before.rows)) if at not in kept]
    found += [((name, at), None) for at in reversed(gone)]
    new = [each.row for each in wanted if each.at is None]
    for number, row in enumerate(new, len(kept)):
        values = {c.key: _value(c, row.get(c.key, "")) for c in shown}
        found.append(((name, number), {k: v for k, v in values.items() if v is not None}))
    return found


def _value(column: Column, cell: str) -> Any:
    """A cell as read, as a value of the file; None: it is left out."""
    if not cell:
        return None
    found: Any = cell
    match column.kind:
        case "number":
            found = Decimal(cell)
            found = int(found) if found == found.to_integral_value() else found
        case "day":
            found = date.fromisoformat(cell)
        case "several":
            found = [each.strip() for each in cell.split(SEVERAL.strip()) if each.strip()]
        case "choice" if column.choices == YES_NO:
            found = cell == "yes"
    return found


def _shown(value: Any) -> str:
    """A value of the file as a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return SEVERAL.join(map(str, value))
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


@dataclass(frozen=True)
class _Table:
    """A file: its bytes, its lines, between which lines each row is, how it separates cells."""

    file: Path
    content: bytes | None
    lines: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    mark: str


def _table(config: Config, name: str) -> _Table:
    """A table that is a file of [funding]. Raises NotSaved."""
    place = getattr(config.funding, name)
    if place is None:
        raise NotSaved(f'no file for {name}. Fix: add [funding] {name} = "{name}.csv"')
    file = config.resolve(place)
    changes.line(file, FILES[name], {}, needed=4)  # raises: no UTF-8, a column is missing
    return _parsed(file, FILES[name], content_of(file))


def _parsed(file: Path, columns: Sequence[str], content: bytes | None) -> _Table:
    text = (content or b"").decode("utf-8")
    lines = tuple(io.StringIO(text, newline=""))
    head = lines[0].strip("\ufeff\r\n") if lines else ",".join(columns)
    mark = max(changes.MARKS, key=head.count)
    names = [each.strip().casefold() for each in next(csv.reader([head], delimiter=mark))]
    reader = csv.reader(lines[1:], delimiter=mark)
    places, rows, start = [], [], 1
    for cells in reader:
        if any(map(str.strip, cells)):
            row = dict(zip(names, map(str.strip, cells), strict=False))
            places.append((start, reader.line_num + 1))
            rows.append({key: row.get(key, "") for key in columns})
        start = reader.line_num + 1
    return _Table(file, content, lines, tuple(places), tuple(rows), tuple(names), mark)


def _file(config: Config, name: str, wanted: Sequence[Kept], today: date) -> Change | None:
    """A file with its changed lines written anew; every other byte stays."""
    table, columns_ = _table(config, name), FILES[name]
    kept = {each.at: each.row for each in wanted if each.at is not None}
    lines = [*table.lines]
    old: list[str] = []
    new: list[str] = []
    for at, (start, end) in reversed([*enumerate(table.places)]):
        if kept.get(at) != table.rows[at]:
            old.insert(0, "".join(lines[start:end]))
            lines[start:end] = [_line(config, table, at, kept[at], today) if at in kept else ""]
            new.insert(0, lines[start])
    text = "".join(lines)
    ends = "\r\n" if "\r\n" in text else "\n"
    text = text or f"{','.join(columns_)}{ends}"
    for each in (each.row for each in wanted if each.at is None):
        cells = {**each, **_written(config, table, each, each, today)}
        added = changes.line(table.file, columns_, cells, needed=4).line
        text += f"{'' if text.endswith(chr(10)) else ends}{added}{ends}"
        new.append(f"{added}{ends}")
    if not old and not new:
        return None
    _refuse_other(table, _parsed(table.file, columns_, text.encode()), wanted, name)
    said = ["".join(each).strip() or None for each in (old, new)]
    shown = proof.diff("".join(table.lines), text)
    place, content = config.place(table.file), text.encode()
    return Change(table.file, (), place, said[0], said[1], table.content, content, shown)


def _refuse_other(before: _Table, after: _Table, wanted: Sequence[Kept], name: str) -> None:
    """Raise NotSaved unless the rows that were not touched are there as they were.

    A claim that is there twice is refused, as it is read once.
    """
    order = sorted(each.at for each in wanted if each.at is not None)
    same = {each.at for each in wanted if each.at is not None and each.row == before.rows[each.at]}
    pairs = zip(order, after.rows, strict=False)
    is_same = all(row == before.rows[at] for at, row in pairs if at in same)
    if len(after.rows) != len(wanted) or not is_same:
        raise NotSaved("other lines would change, too. Fix: edit the file by hand")
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(after.rows if name == "claims" else (), 1):
        first = seen.setdefault(tuple(row.values()), number)
        if first != number:
            raise NotSaved(f"row {number} says the same as row {first}. Fix: take one of them out")


def _line(config: Config, table: _Table, at: int, wanted: Row, today: date) -> str:
    """A line with its changed cells alone; those that are as they were keep their spelling."""
    row, (start, end) = table.rows[at], table.places[at]
    moved = {key: cell for key, cell in wanted.items() if cell != row[key]}
    moved = _written(config, table, wanted, moved, today)
    lines = table.lines[start:end]
    cells = next(csv.reader(lines, delimiter=table.mark))
    cells += [""] * (len(table.names) - len(cells))
    for place, name in enumerate(table.names):
        cells[place] = moved.get(name, cells[place])
    out = io.StringIO()
    ends = lines[-1][len(lines[-1].rstrip("\r\n")) :]
    csv.writer(out, delimiter=table.mark, lineterminator=ends).writerow(cells)
    return out.getvalue()


def _written(config: Config, table: _Table, row: Row, moved: Row, today: date) -> Row:
    """The cells that were typed as the file has them. Raises NotSaved for a row nobody could mean.

    Cells that are as they were are as the file writes them, so that only an ISO day is compared.
    """
    on, through = _day(row, moved, "on_day"), _day(row, moved, "through")
    if on and on > today:
        raise NotSaved(f"{on} has not come. Fix: correct the day")
    if on and through and through > on:
        raise NotSaved(
            f"it was sent on {on}, before the last day of its costs, {through}. Fix: correct a day"
        )
    if row.get("confirmed") == "yes" and not row.get("source", "").strip():
        raise NotSaved("a confirmed balance has a document. Fix: write which one")
    found = {**moved}
    if "amount" in moved:
        amount = None if moved["amount"] == "unknown" else Decimal(moved["amount"])
        if amount is not None and round(amount, 2) != amount:
            raise NotSaved(f"{moved['amount']} has more than cents. Fix: round it")
        found["amount"] = balances.written(config, table.content, amount)
    if "source" in moved:
        found["source"] = " ".join(moved["source"].split())
    return found


def _day(row: Row, moved: Row, key: str) -> date | None:
    """A day of a row; None where there is none, or the file spells it in another way."""
    try:
        return date.fromisoformat(row[key]) if key in row else None
    except ValueError:
        if key not in moved:
            return None
        raise NotSaved(f"{row[key]!r} is no day. Fix: write one like 2026-08-31") from None
