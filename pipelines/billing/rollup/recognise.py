"""Which export a file is, known by its header set: never by its name, order of columns or a guess.

Every export is one file of formats/: a comment head with its signature, then the select that maps
its lines onto FOCUS columns. Column names are compared without case, spaces and punctuation, so
`lineItem/UnblendedCost`, `line_item_unblended_cost` and `Line Item Unblended Cost` are one.
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import cells
from .console import inner, plain, shape_of
from .cross_tab import is_cross_tab
from .journal import is_journal

FOLDER = Path(__file__).with_name("formats")
DELIMITERS = (",", ";", "\t", "|")
PREAMBLE_LINES = 30
IN_CENTS = re.compile(r"(?<!\bper )\b(cents?|c[ée]ntimos?|centimes?|pence|minor units?|micros)\b")

# Files that belong to a bill but hold no charges, told politely instead of "unknown".
NO_CHARGES = (
    ({"contractcommitmentid"}, "a FOCUS contract commitment list: it holds no charges"),
    ({"invoicedetailid"}, "a FOCUS invoice detail list: it holds no daily charges"),
    ({"billingperiodstatus"}, "a FOCUS billing period list: it holds no charges"),
    ({"chargeperiodstart", "chargecategory"}, "FOCUS lines with quantities but no BilledCost"),
    ({"orderid", "balance", "duedate"}, "a list of invoices, not of their lines"),
)


class NotRecognised(Exception):
    """No export fits, or two do; the sentence says which columns the file has."""


@dataclass(frozen=True)
class Format:
    """One export: how it is recognised and how its lines become FOCUS columns.

    needs     sets of alternative column names, one of each set must be there
    uses      further columns the select names; null where a file lacks them
    amounts, dates   columns whose unreadable cells reject a line
    adds      columns the select only adds up, so that lines may be added up before it
    fallbacks column → the one that must be empty for the select to read it
    end       column of the moment a charge ends, which only last_day_before reads
    invoice   column that is filled once the month is invoiced; None: the export does not say
    restates  what a newer file replaces: period | days | file
    decimal   the export's own decimal sign; None ("column"): the column must decide, as must days
    rank      which of two exports with the same money counts: the lower
    reader    "lines" for DuckDB, else the function of console.py that makes rows of it
    """

    name: str
    title: str
    source: str
    needs: tuple[frozenset[str], ...]
    uses: tuple[str, ...]
    amounts: tuple[str, ...]
    dates: tuple[str, ...]
    adds: frozenset[str]
    fallbacks: dict[str, str]
    end: str | None
    invoice: str | None
    restates: str
    decimal: str | None
    rank: int
    reader: str
    select: str

    @property
    def columns(self) -> set[str]:
        """Every column the select names."""
        return {name for names in self.needs for name in names} | set(self.uses)

    def fits(self, header: set[str]) -> bool:
        """Whether all needed columns are there."""
        return all(names & header for names in self.needs)


@dataclass(frozen=True)
class Layout:
    """A format together with how this file is written."""

    format: Format
    delimiter: str
    skip: int
    header: tuple[str, ...]


@cache
def formats() -> dict[str, Format]:
    """Every export of formats/, by name."""
    return {file.stem: _parsed(file) for file in sorted(FOLDER.glob("*.sql"))}


def layout_of(lines: Sequence[str], wanted: str | None = None) -> Layout:
    """The export of a text file by its first lines. Raises NotRecognised.

    wanted  the only format to consider, from dashboard.toml
    """
    known = considered(wanted)
    for skip, line in enumerate(lines[:PREAMBLE_LINES]):
        delimiter, header = _cells(line)
        fitting = fitting_formats(header, known)
        if fitting:
            return Layout(fitting, delimiter, skip, header)
    shape = shape_of(lines)
    if shape and wanted in (None, shape):
        return Layout(formats()[shape], ",", 0, ())
    if wanted in (None, "journal") and is_journal(lines):
        return Layout(formats()["journal"], ",", 0, ())
    if wanted in (None, "cross_tab") and is_cross_tab(lines):
        return Layout(formats()["cross_tab"], ",", 0, ())
    raise NotRecognised(_what_it_is(lines))


def considered(wanted: str | None) -> list[Format]:
    """The format that dashboard.toml names, else all of them. Raises NotRecognised."""
    if wanted is None:
        return list(formats().values())
    if wanted not in formats():
        near = difflib.get_close_matches(wanted, formats(), n=1, cutoff=0.7)
        fix = f'Write format = "{near[0]}"' if near else "Leave it out, or see docs/bills.md"
        raise NotRecognised(f'format = "{wanted}" is none that is known. {fix}')
    return [formats()[wanted]]


def fitting_formats(header: Iterable[str], known: list[Format]) -> Format | None:
    """The format whose whole signature is there; the longest one. Raises NotRecognised on a tie."""
    names = {plain(name) for each in header for name in (each, inner(each)) if name}
    fits = [f for f in known if f.needs and f.fits(names)]
    if not fits:
        return None
    most = max(len(f.needs) for f in fits)
    best = [f for f in fits if len(f.needs) == most]
    if len(best) > 1:
        both = " and ".join(f.name for f in best)
        raise NotRecognised(f'{both} both fit. Say which with format = "{best[0].name}"')
    return best[0]


def no_charges(header: Iterable[str]) -> str | None:
    """What a file without charges is, if it is one of those we know."""
    names = {plain(name) for name in header}
    return next((words for needs, words in NO_CHARGES if needs <= names), None)


def column_of(name: str, header: Sequence[str]) -> int | None:
    """Where the column stands that dashboard.toml names; None where no column is called so.

    A name in full, with its brackets, is that column. A name without brackets may leave out what
    the column has in brackets. Raises NotRecognised where several columns would fit.
    """
    full = [_full(each) for each in header]
    if _full(name) in full:
        return full.index(_full(name))
    if re.search(r"[(\[]", name):
        return None
    fits = [i for i, each in enumerate(header) if plain(each) and plain(each) == plain(name)]
    if len({full[i] for i in fits}) > 1:
        both = ", ".join(f'"{header[i]}"' for i in fits)
        raise NotRecognised(f'"{name}" fits several columns: {both}. Name one of them in full')
    return fits[0] if fits else None


def whole_units(columns: Sequence[tuple[str, str]]) -> None:
    """Raises NotRecognised where a mapped column of amounts is in cents by its name."""
    for role, name in columns:
        words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).casefold()
        if role in ("amount", "debit", "credit") and IN_CENTS.search(words):
            raise NotRecognised(
                f'its amounts in "{name}" are hundredths or less, by the column\'s name. Add a '
                "column with them in whole units of the currency, and name it as amount in columns"
            )


def _full(name: str) -> str:
    """A column's name without case, spaces and punctuation, but with all that is in brackets."""
    return "".join(c for c in name.casefold() if c.isalnum() or unicodedata.category(c) == "Sc")


def _cells(line: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter that makes most columns of a line, and those columns."""
    rows = [(d, next(csv.reader([line], delimiter=d), [])) for d in DELIMITERS]
    delimiter, cells = max(rows, key=lambda row: len(row[1]))
    return delimiter, tuple(cell.strip().lstrip("\ufeff") for cell in cells)


def _what_it_is(lines: Sequence[str]) -> str:
    filled = [line for line in lines[:PREAMBLE_LINES] if line.strip()]
    if not filled:
        return "the file is empty"
    _, header = max((_cells(line) for line in filled), key=lambda pair: len(pair[1]))
    known = no_charges(header)
    if known:
        return known
    if len(header) > 1 and all(_is_line(_cells(line)[1]) for line in filled):
        return (
            "its first line holds values, no names of columns. Write a first line with a name for "
            "each column, as Date,Item,Amount"
        )
    shown = ", ".join(header[:12]) + (f" and {len(header) - 12:,} more" if len(header) > 12 else "")
    return f"no export has these columns: {shown[:300]}"


def _is_line(row: tuple[str, ...]) -> bool:
    """Whether a row has a day, and an amount next to it."""
    days = [i for i, cell in enumerate(row) if cells.days(cell)]
    amounts = [
        i for i, cell in enumerate(row) if cells.amount(cell, ".") or cells.amount(cell, ",")
    ]
    return bool(days) and any(i not in days for i in amounts)


def _parsed(file: Path) -> Format:
    text = file.read_text(encoding="utf-8")
    comment = [line[3:].strip() for line in text.splitlines() if line.startswith("-- ")]
    head: dict[str, str] = {}
    key = ""
    for line in comment:
        match = re.match(r"([a-z]+):\s*(.*)", line)
        if match:
            key = match[1]
            head[key] = match[2]
        elif key in ("uses", "adds"):
            head[key] += " " + line
    needs = [names.split("|") for names in re.split(r",\s*", head["needs"]) if names]
    return Format(
        name=file.stem,
        title=head["title"],
        source=head["source"],
        needs=tuple(frozenset(names) for names in needs),
        uses=tuple(head.get("uses", "").split()),
        amounts=tuple(head["amount"].split()),
        dates=tuple(head["date"].split()),
        adds=frozenset(head.get("adds", "").split()),
        fallbacks=dict(pair.split("<") for pair in head.get("fallbacks", "").split()),
        end=head.get("end"),
        invoice=head.get("invoice"),
        restates=head["restates"],
        decimal=None if (sign := head.get("decimal", ".")) == "column" else sign,
        rank=int(head["rank"]),
        reader=head.get("reader", "lines"),
        select=text,
    )
