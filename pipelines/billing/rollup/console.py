"""Small odd CSVs of consoles → plain rows: preambles, footers, transposed tables, no header.

Each reader takes the file's text and name and where its header stands, and returns a Sheet; the
format's select does the rest. Row numbers are lines of the file.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from dateutil.relativedelta import relativedelta

from . import cells
from .staging import NoTable
from .task import Rules

Rows = list[tuple[int, list[str]]]
SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "R$": "BRL", "A$": "AUD",
    "CA$": "CAD",
}  # fmt: skip
UNIT = re.compile(r"\(([^()]*)\)\s*$")
PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)\D+(\d{4}-\d\d-\d\d)")


@dataclass
class Sheet:
    """Rows of a console's CSV with their line numbers, and what its total rows say."""

    rows: list[tuple[int, dict[str, str | None]]] = field(default_factory=list)
    total_lines: int = 0
    own_total: str | None = None
    final: bool | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """A console file: text, name, delimiter, lines above its header, and its settings."""

    text: str
    name: str
    delimiter: str
    skip: int
    rules: Rules

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every line that is not blank, the header included."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row

    def split(self) -> tuple[dict[str, str], list[str], Rows]:
        """What stands above the header (label → value), the header, and the rows below."""
        rows = list(self.rows())
        above = [row for number, row in rows if number <= self.skip]
        below = [(number, row) for number, row in rows if number > self.skip]
        if not below:
            raise NoTable("its header is damaged or cut. Export it again")
        labels = {row[0].strip().casefold(): row[1].strip() for row in above if len(row) > 1}
        return labels, below[0][1], below[1:]


def cost_explorer(file: Text) -> Sheet:
    """AWS Cost Explorer: a column per group, a row per date, a total row and a total column."""
    rows = list(file.rows())
    start = next((i for i, (_, row) in enumerate(rows) if _are_priced(row)), None)
    if start is None:
        raise NoTable("its header is damaged. Export it again")
    names, rows = rows[start][1], rows[start + 1 :]  # a row of account ids may stand above
    sheet = Sheet()
    days = [(n, row) for n, row in rows if _day(row[0])]
    if short := next((n for n, row in days if len(row) < len(names)), None):
        raise NoTable(f"line {short} lacks cells: the file is cut short. Export it again")
    totals = [row for _, row in rows if not _day(row[0]) and _number(row[-1]) is not None]
    sheet.total_lines = len(totals)
    groups = range(1, len(names) - (1 if _has_total_column(names, days) else 0))
    whole_months = file.rules.period == "month" or (
        file.rules.period is None
        and len(days) > 1
        and all(row[0].endswith("-01") for _, row in days)
    )
    if file.rules.period is None and len(days) == 1 and days[0][1][0].endswith("-01"):
        sheet.notes.append(
            "its one row counts on the first of a month: if it stands for that month, "
            'say period = "month" in its [[billing]]'
        )
    for number, row in days:
        for i in groups:
            shown: dict[str, str | None] = {"date": row[0]}
            shown |= {"until": _until(row[0], whole_months), "amount": row[i]}
            shown |= {_dimension(names[0]): UNIT.sub("", names[i]).strip() or None}
            shown |= {"currency": currency_of(names[i]), "first": "1" if i == 1 else "0"}
            sheet.rows.append((number, shown))
    stated = [row[-1] for row in totals if len(row) == len(names)]
    sheet.own_total = str(_number(stated[-1])) if stated else None
    return sheet


def cost_table(file: Text) -> Sheet:
    """Google Cloud's Cost table report: an invoice's preamble, its lines, and a footer."""
    labels, header, rows = file.split()
    names = [plain(name) for name in header]
    pairs = list(zip(names, header, strict=True))
    paid = next((h for p in ("unroundedcost", "cost") for n, h in pairs if n == p), None)
    if paid is None:
        raise NoTable("its header is damaged: no column is called Cost. Export it again")
    sheet, rounding, total = Sheet(final=True), Decimal(0), None
    for number, row in rows:
        words = {cell.strip().casefold() for cell in row}
        if {"total", "rounding error"} & words and len(row) <= len(header):
            last = next((n for n in map(_number, reversed(row)) if n is not None), None)
            sheet.total_lines += 1
            if "total" in words:
                total = last
            else:
                rounding += last or 0
            continue
        shown: dict[str, str | None] = dict(zip(names, row, strict=False))
        shown["currency"] = labels.get("currency") or currency_of(paid)
        shown["invoicemonth"] = _month(labels.get("invoice date")) or _period(file.name)[0]
        sheet.rows.append((number, shown))
    due = _number(labels.get("total amount due", ""))
    stated = total - rounding if total is not None else due
    sheet.own_total = str(stated) if stated is not None else None
    has_credits = any(row.get("credittype") for _, row in sheet.rows)
    if not has_credits:
        sheet.notes.append("it holds no credit lines: if savings were left out, costs are gross")
    if total is not None and due is not None and total != due:
        more, hint = total > due, ", which may be the credits that are not in the file"
        sheet.notes.append(
            f"its lines come to {total:f}, its Total amount due is {due:f}: "
            f"{abs(total - due):f} {'more' if more else 'less'}"
            f"{hint if more and not has_credits else ''}"
        )
    return sheet


def reports(file: Text) -> Sheet:
    """Google Cloud's Reports table: any grouping, list cost, savings and subtotal."""
    labels, header, rows = file.split()
    names = [plain(name) for name in header]
    first, last = _period(file.name)
    sums = (name for name, p in zip(header, names, strict=True) if p.endswith("subtotal"))
    money = next(sums, None)
    if money is None:
        raise NoTable("its header is damaged: no column is called Subtotal. Export it again")
    sheet = Sheet()
    for number, row in rows:
        if row[0].strip().casefold() in ("total", "subtotal", "filtered total"):
            sheet.total_lines += 1
            stated = dict(zip(names, row, strict=False))
            sheet.own_total = stated.get("unroundedsubtotal") or stated.get("subtotal")
            continue
        shown: dict[str, str | None] = dict(zip(names, row, strict=False))
        shown["currency"] = labels.get("currency") or currency_of(money)
        shown["first"], shown["last"] = first, last
        sheet.rows.append((number, shown))
    total = _number(sheet.own_total or "")
    sheet.own_total = None if total is None else str(total)
    return sheet


def hetzner(file: Text) -> Sheet:
    """Hetzner's invoice: no header; product, comment, from, to, quantity, price, net price."""
    sheet = Sheet(final=True)
    for number, row in file.rows():
        net, quantity, price = (_number(row[i]) if len(row) > i else None for i in (6, 4, 5))
        if net is None and quantity is not None and price is not None:
            net = quantity * price
        shown = {"product": row[0], "from": row[2] if len(row) > 3 else None}
        shown |= {"to": row[3] if len(row) > 3 else None}
        shown |= {
            "net": None if net is None else f"{net:f}",
            "stated": row[6] if len(row) > 6 else "",
        }
        sheet.rows.append((number, shown))
    return sheet


READERS: dict[str, Callable[[Text], Sheet]] = {
    "cost_explorer": cost_explorer,
    "cost_table": cost_table,
    "reports": reports,
    "hetzner": hetzner,
}


def shape_of(lines: Sequence[str]) -> str | None:
    """The export of a text that no header names, known by its shape."""
    rows = [row for row in csv.reader(lines[:12]) if any(cell.strip() for cell in row)]
    if not rows:
        return None
    first = rows[0]
    if any(map(_are_priced, rows[:3])) and any(_day(row[0]) for row in rows[1:]):
        return "aws_cost_explorer"
    if len(first) in (7, 8) and _day(first[2]) and _day(first[3]) and _number(first[4]) is not None:
        return "hetzner"
    return None


def currency_of(name: str) -> str | None:
    """The currency in a column's name: "Cost ($)" and "Tax(USD)" are USD."""
    match = UNIT.search(name)
    unit = match[1].strip() if match else ""
    return unit if re.fullmatch(r"[A-Z]{3}", unit) else SIGNS.get(unit)


def plain(name: str) -> str:
    """A column name without case, spaces, punctuation, and a unit in brackets."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\([^)]*\)", "", name.casefold()))


def inner(name: str) -> str | None:
    """The name in the brackets of another language's: "Datum (Date)" is Date, too."""
    match = UNIT.search(name)
    return match[1] if match and re.fullmatch(r"[A-Za-z]{4,}", match[1]) else None


def _are_priced(row: list[str]) -> bool:
    """Whether every cell but the first names a currency in brackets."""
    return len(row) > 1 and all(currency_of(cell) for cell in row[1:])


def _has_total_column(names: list[str], days: Rows) -> bool:
    """Its name changes with the language, so the sums decide: the last column is all the others."""
    if len(names) < 3:
        return False
    nil = Decimal(0)
    sums = [
        sum((_number(c) or nil for c in row[1:-1]), nil) - (_number(row[-1]) or nil)
        for _, row in days
    ]
    return all(abs(each) < Decimal("0.01") * len(names) for each in sums)


def _dimension(label: str) -> str:
    word = label.casefold()
    if any(part in word for part in ("account", "cuenta", "konto", "compte", "conta")):
        return "account"
    return "region" if "regi" in word else "service"


def _until(day: str, whole_month: bool) -> str:
    if not whole_month:
        return day
    try:
        return (date.fromisoformat(day.strip()) + relativedelta(months=1, days=-1)).isoformat()
    except (ValueError, OverflowError):  # no day of any calendar: its line is rejected
        return day


def _day(cell: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell.strip()))


def _month(cell: str | None) -> str | None:
    return cell[:7] if cell and re.match(r"\d{4}-\d\d", cell) else None


def _period(name: str) -> tuple[str | None, str | None]:
    """The first and last day in a file's name: `…, 2026-01-01 — 2026-01-31.csv`."""
    match = PERIOD.search(name)
    return (match[1], match[2]) if match else (None, None)


def _number(cell: str) -> Decimal | None:
    """An amount as consoles write it: $1,234.50, (3.10), empty is None."""
    bare = re.sub(r"[\s$€£¥₹'\"]|[A-Z]{3}", "", cell.replace("−", "-"))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    try:
        return cells.sized(Decimal(bare.replace(",", "")))
    except InvalidOperation:
        return None
