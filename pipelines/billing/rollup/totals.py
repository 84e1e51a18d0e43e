"""Rows of totals in a table whose columns dashboard.toml names: they are no charges.

A row with a word for a total is one where its amount is a sum of lines: of those above it, since
the top or since an earlier total, or in the first row of those below. One that equals no sum is
refused, unless `where` names it. A table in which every line has such a word is one of totals, and
they count.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from . import cells
from .periods import MONTH
from .recognise import Layout, column_of
from .staging import Part, opened
from .task import Rules, Summary

SMALL = 1 << 20  # bytes of a file in which every cell is looked at
REASON = "a total of other lines?"
WORD = (
    r"(?:grand[- ]?)?(?:sub[- ]?|sous[- ]?)?(?:totals?|totaux|totales?|totaal)"
    r"|(?:zwischen|gesamt|end|teil)?summen?|gesamt(?:betrag|kosten)?|sumas?|somma|soma|sum"
)
QUALIFIER = (
    r"(?:net(?:to|tto|as?)?|brutto|gross|g[ée]n[ée]ral|generale|h\.?t\.?|t\.?t\.?c\.?|amounts?"
    r"|costs?|due|for|of|in|per|for|für|im|der|des|du|del?|mois|mes|month|monat|montant|importe"
    r"|ex(?:cl?)?\.?|incl?\.?|inkl\.?|zzgl\.?|vat|tax|mwst\.?|ust\.?|tva|iva|gesamt|total"
    rf"|{MONTH}|{cells.CODES.replace(' ', '|')}|[€$£]|\d[\d./%-]*)"
)
TOTAL = re.compile(
    rf"(?:{QUALIFIER}[\s:.,-]+)*(?:{WORD})(?:[\s:.,()–-]+{QUALIFIER})*[\s:.()]*", re.I
)
NAMED_TOTAL = re.compile(rf"(?:{WORD})\b.*|.*\b(?:{WORD})[\s:.]*", re.I)
ROUNDING = Decimal("0.005")  # of each line, in a total of rounded amounts
Amounts = tuple[Decimal, ...]


@dataclass(frozen=True)
class Row:
    """A data line: its place, its cells, its amounts, and its cell with a word for a total.

    has_day  whether its column of days has a cell that is not the label
    """

    first: int
    last: int
    cells: list[str]
    amounts: Amounts
    currency: str | None
    label: str | None
    has_day: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether the label says nothing but a total."""
        return bool(self.label and TOTAL.fullmatch(self.label))


@dataclass
class Totals:
    """The rows of totals of a table: those left out, those refused, the total of it all.

    headings  first and last line of rows that hold the name of a section and nothing else
    """

    left_out: list[Row] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    own: Row | None = None
    sign: int = 1
    delimiter: str = ","

    def account(self, summary: Summary) -> None:
        """Count the rows in a summary."""
        summary.total_lines += len(self.left_out)
        summary.lines_read += len(self.refused)
        summary.lines_rejected += len(self.refused)
        if self.own:
            summary.own_total = str(self.sign * _net(self.own))
        if self.left_out:
            shown = [f'"{row.label}" {_net(row):,} (line {row.first})' for row in self.left_out[:4]]
            more = f" and {len(self.left_out) - 4:,} more" * (len(self.left_out) > 4)
            rows = "rows of totals do" if len(self.left_out) > 1 else "row of totals does"
            summary.notes.append(
                f"{len(self.left_out):,} {rows} not count: {', '.join(shown)}{more}"
            )
        for row in self.refused:
            amount = self.sign * _net(row)
            reason = f'"{row.label}" says {_net(row):,}, which is no sum of the lines around it'
            summary.rejects.append((row.first, self.delimiter.join(row.cells)[:500], reason))
            summary.refused.append([row.currency, REASON, 1, str(amount), str(abs(amount))])


def totals(part: Part, layout: Layout, rules: Rules) -> Totals:
    """The rows of totals of a part."""
    found = Totals(delimiter=layout.delimiter)
    found.sign = (-1 if rules.negate else 1) * (-1 if rules.ledger else 1)
    shown = _lines(part.file, layout)
    rows = list(_rows(shown, layout, rules))
    where = [(column_of(name, layout.header), some) for name, some in rules.where]
    rows = [r for r in rows if all(r.cells[i or 0].strip() in some for i, some in where)]
    answered = {i for i, _ in where}
    named = {row.first for row in rows if any(row.cells[i or 0] == row.label for i in answered)}
    charges = [row for row in rows if not row.is_plain or row.first in named]
    if len(charges) < len(rows) or any(row.label for row in charges):
        _compare(rows, named, found)
    sections = {row.label.casefold() for row in found.left_out if row.label}
    for first, last, row in shown:
        filled = [cell.strip().casefold() for cell in row if cell.strip()]
        if len(filled) == 1 and any(f" {filled[0]}" in label for label in sections):
            found.headings.append((first, last))
    return found if charges else Totals()


def without(part: Part, found: Totals, scratch: Path) -> Part:
    """The same table with an empty line in the place of each row of totals."""
    rows = [(row.first, row.last) for row in (*found.left_out, *found.refused)]
    gone = {n for first, last in (*rows, *found.headings) for n in range(first, last + 1)}
    if not gone:
        return part
    name = part.file.name.removesuffix(".gz")
    copy = scratch / f"charges-{len(list(scratch.iterdir()))}-{name}"
    with (
        io.TextIOWrapper(opened(part.file), encoding="utf-8-sig", errors="replace") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        for number, line in enumerate(source, start=1):
            target.write("\n" if number in gone else line)
    return replace(part, file=copy)


def _lines(file: Path, layout: Layout) -> list[tuple[int, int, list[str]]]:
    """(first line, last line, cells) of every whole row below the header."""
    with io.TextIOWrapper(opened(file), encoding="utf-8-sig", errors="replace", newline="") as text:
        read = csv.reader(text, delimiter=layout.delimiter)
        shown, before = [], 0
        for row in read:
            if len(row) == len(layout.header) and before > layout.skip:
                shown.append((before + 1, read.line_num, row))
            before = read.line_num
    return shown


def _rows(shown: list[tuple[int, int, list[str]]], layout: Layout, rules: Rules) -> Iterator[Row]:
    """Every data line with its amounts."""
    roles = {role: column_of(name, layout.header) for role, name in rules.columns}
    at = {role: i for role, i in roles.items() if i is not None}
    money = [at[role] for role in ("amount", "credit", "debit") if role in at]
    amounts = [row[i] for _, _, row in shown for i in money if row[i]]
    sign = rules.decimal or cells.decimal_sign(amounts) or "."
    headed = next(filter(None, (cells.currency_of_column(layout.header[i]) for i in money)), None)
    for first, last, row in shown:
        read_ = [cells.amount(row[i], sign) for i in money]
        if any(each is not None for each in read_):
            stated = row[at["currency"]].strip() if "currency" in at else ""
            beside = next(filter(None, (cells.currency(row[i]) for i in money)), None)
            known_code = cells.code(stated, rules.currency) if stated else None
            currency = known_code or stated or beside or headed or rules.currency
            label = _label(cell for i, cell in enumerate(row) if i not in money)
            known = tuple(each or Decimal(0) for each in read_)
            day = row[at["date"]].strip() if "date" in at else ""
            yield Row(first, last, row, known, currency, label, day not in ("", label))


def _label(texts: Iterator[str]) -> str | None:
    """The cell with a word for a total, one that says nothing else before any other."""
    named = [cell.strip() for cell in texts if cell.strip() and NAMED_TOTAL.fullmatch(cell.strip())]
    return next(filter(TOTAL.fullmatch, named), named[0] if named else None)


def _compare(rows: list[Row], named: set[int], found: Totals) -> None:
    """Compare each row that may be a total with the sums of the lines around it."""
    sums = [_Sums()]  # of the lines since the top, and since each total
    charges = [row for row in rows if row.first not in named and not row.label]
    for place, row in enumerate(rows):
        if row.label is None or row.first in named:
            _add(sums, row)
            continue
        fewest = 1 if row.is_plain or not row.has_day else 2
        equal = [each for each in sums if each.equals(row, fewest)]
        if not equal and place == 0 and row.is_plain:
            below = _Sums()
            for each in charges:
                _add([below], each)
            equal = [below] if below.equals(row, fewest) else []
        if equal:
            found.left_out.append(row)
            found.own = row if sums[0] in equal or place == 0 else found.own
            sums.append(_Sums())
        elif row.is_plain:
            found.refused.append(row)
        else:
            _add(sums, row)


class _Sums:
    """Sums of lines by currency, and of all of them."""

    def __init__(self) -> None:
        self.lines: dict[str | None, tuple[int, Amounts]] = {}

    def equals(self, row: Row, fewest: int) -> bool:
        """Whether the row's amounts are these sums, as far as lines may be rounded."""
        for key in (row.currency, None):
            count, sums = self.lines.get(key, (0, ()))
            slack = ROUNDING * min(count, 20)
            pairs = zip(sums, row.amounts, strict=False)
            if count >= fewest and all(abs(a - b) <= slack for a, b in pairs):
                return True
        return False


def _add(sums: list[_Sums], row: Row) -> None:
    for each in sums:
        for key in {row.currency, None}:
            count, before = each.lines.get(key, (0, (Decimal(0),) * len(row.amounts)))
            added = tuple(a + b for a, b in zip(before, row.amounts, strict=True))
            each.lines[key] = count + 1, added


def _net(row: Row) -> Decimal:
    """A row's amount, or its credit less its debit."""
    first, *rest = row.amounts
    return abs(first) - abs(rest[0]) if rest else first
