"""A first mapping of a table nobody described: which column is what, guessed from names and cells.

Only `preview` uses it, to fill in a [[billing]] that a person then reads; nothing is counted by it.
"""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.billing.rollup import cells
from pipelines.billing.rollup.console import plain
from pipelines.billing.rollup.lines import CURRENCY
from pipelines.billing.rollup.staging import opened, parts
from pipelines.tables import MARKS

ROWS = 5000  # of a table: enough to know its columns
HEAD_LINES = 30
MOST = 0.6  # of a column's cells must be what the column is taken for

# Words of names, the better ones first.
DATE = (
    "usagedate usagestart chargeperiodstart startdate start from von date day datum fecha "
    "data jour invoicedate billingdate issued periodstart period month monat mois mes time "
    "timestamp created"
)
UNTIL = "until enddate end to bis hasta fin periodend usageend thru through"
AMOUNT = (
    "netamount net totalcost totalamount total amountdue cost amount charge charges betrag "
    "summe netto nettobetrag gesamt montantht montant importe coste kosten preis total price "
    "sum paid value spend fee brutto ttc gross"
)
NO_AMOUNT = (
    "quantity qty menge cantidad quantite hours units unitprice rate pricepercent percent "
    "balance saldo solde vat tax tva mwst ust iva id number no nr nummer account discount "
    "year month day minutes count usage"
)
SERVICE = (
    "service servicename product productname produkt item sku vendor supplier description "
    "designation bezeichnung beschreibung concepto descripcion category kategorie type "
    "resource verwendungszweck libelle memo payee name"
)
PROJECT = (
    "project projectname projekt projet proyecto namespace repository team workspace "
    "subaccount costcenter costcentre department kostenstelle grouping"
)
STATUS = "status state zustand etat estado"
GONE = {
    "void", "voided", "failed", "cancelled", "canceled", "declined", "draft", "rejected",
    "refused", "storniert", "annulé", "anulado",
}  # fmt: skip


@dataclass
class Guess:
    """The settings of a [[billing]] for a table, and what a person should look at."""

    columns: dict[str, str]
    currency: str | None = None
    negate: bool = False
    where: dict[str, list[str]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    name: str
    cells: list[str]

    @property
    def words(self) -> list[str]:
        """The words of its name, and all of them as one."""
        plain = unicodedata.normalize("NFKD", re.sub(r"[(\[].*", "", self.name))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
        words = re.findall(r"[a-z]+", split.casefold())
        return [*words, "".join(words)]

    def rank(self, hints: str) -> int | None:
        """How well its name fits, the smaller the better; None: not at all."""
        known = hints.split()
        return min((known.index(word) for word in self.words if word in known), default=None)

    def order(self, hints: str) -> int:
        """The same for sorting: what does not fit comes last."""
        rank = self.rank(hints)
        return len(hints) if rank is None else rank

    def share(self, fits: Callable[[str], bool]) -> float:
        """Which share of its cells fit."""
        return sum(map(fits, self.cells)) / len(self.cells) if self.cells else 0.0


def guess(file: Path) -> Guess | None:
    """A mapping of a text table; None where no column can be a date, or none an amount."""
    columns = next(filter(None, map(list, _tables(file))), [])
    dates = sorted(_dates(columns), key=lambda c: c.order(DATE))
    taken = {column.name for column in dates}
    amounts = sorted(
        (c for c in columns if c.name not in taken and c.share(_is_amount) >= MOST and not _no(c)),
        key=lambda c: (c.order(AMOUNT), -c.share(_has_currency)),
    )
    if not dates or not amounts:
        return None
    found = Guess({"date": dates[0].name, "amount": amounts[0].name})
    texts = [c for c in columns if c.name not in taken and c not in amounts and _is_text(c)]
    for role, hints in (("service", SERVICE), ("project", PROJECT)):
        free = [c for c in texts if c.name not in found.columns.values()]
        named = min(free, key=lambda c: c.order(hints), default=None)
        if named and named.rank(hints) is not None:
            found.columns[role] = named.name
    if "service" not in found.columns and texts:
        found.columns["service"] = texts[0].name
        found.doubts.append(f'service is "{texts[0].name}", the first column of words')
    minus = sum(cell.strip().startswith(("-", "−", "(")) for cell in amounts[0].cells)
    if minus * 2 > len(amounts[0].cells):
        found.negate = True
        found.doubts.append("most amounts have a minus: negate = true counts them as cost")
    ends = [c for c in dates[1:] if c.rank(UNTIL) is not None]
    if ends:
        found.columns["until"] = min(ends, key=lambda c: c.order(UNTIL)).name
    _currency(found, columns, amounts[0])
    _statuses(found, columns)
    if len(amounts) > 1:
        others = ", ".join(f'"{c.name}"' for c in amounts[1:4])
        found.doubts.append(f'amount is "{amounts[0].name}"; {others} would be amounts as well')
    more = [c.name for c in dates[1:] if c.name != found.columns.get("until")]
    if more:
        named_too = ", ".join(f'"{name}"' for name in more[:3])
        found.doubts.append(f'date is "{dates[0].name}"; {named_too} would be dates as well')
    return found


def _tables(file: Path) -> Iterator[Iterator[_Column]]:
    with tempfile.TemporaryDirectory() as scratch:
        for part in parts(file, Path(scratch)):
            if part.kind == "csv":
                with opened(part.file) as stream:
                    text = stream.read(4 << 20).decode("utf-8-sig", errors="replace")
                yield _columns(text)


def _columns(text: str) -> Iterator[_Column]:
    """The columns below the first line that names at least a date's and an amount's."""
    tried = (list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for mark in MARKS)
    rows = max(tried, key=lambda rows: sum(len(row) > 1 for row in rows[:200]) * _width(rows))
    for at, header in enumerate(rows[:HEAD_LINES]):
        names = [cell.strip() for cell in header]
        if sum(map(bool, names)) < 2 or any(map(_is_amount, names)) or any(map(_is_day, names)):
            continue
        below = [row for row in rows[at + 1 : at + ROWS] if any(map(str.strip, row))]
        full = [row for row in below if len(row) >= len(names) - 1]
        if len(full) * 2 < len(below) or not below:
            continue
        for i, name in enumerate(names):
            shown = [row[i].strip() for row in below if i < len(row) and row[i].strip()]
            if name and shown:
                yield _Column(name, shown)
        return


def _width(rows: list[list[str]]) -> int:
    widths = sorted(len(row) for row in rows[:200] if any(row))
    return widths[len(widths) // 2] if widths else 0


def _dates(columns: Sequence[_Column]) -> Iterator[_Column]:
    for column in columns:
        bare = column.share(lambda cell: bool(re.fullmatch(r"\d{5,6}", cell)))
        named = column.rank(DATE) is not None or column.rank(UNTIL) is not None
        if column.share(_is_day) >= MOST and (named or bare < MOST):
            yield column


def _is_day(cell: str) -> bool:
    return any(cells.days(cell, first=first) for first in (True, False))


def _is_amount(cell: str) -> bool:
    return any(cells.amount(cell, sign) is not None for sign in (".", ","))


def _has_currency(cell: str) -> bool:
    return cells.currency(cell) is not None


def _is_currency(cell: str) -> bool:
    return cells.code(cell, "USD") is not None


def _no(column: _Column) -> bool:
    """Whether its name says that its numbers are no amounts of money."""
    better = column.rank(AMOUNT) is not None or cells.currency_of_column(column.name)
    return column.rank(NO_AMOUNT) is not None and not better


def _is_text(column: _Column) -> bool:
    return column.share(_is_amount) < MOST and column.share(_is_day) < MOST


def _currency(found: Guess, columns: Sequence[_Column], amount: _Column) -> None:
    column = next((c for c in columns if c.share(_is_currency) >= MOST), None)
    column = column or next((c for c in columns if plain(c.name) in CURRENCY), None)
    if column and column != amount:
        found.columns["currency"] = column.name
        return
    stated = cells.currency_of_column(amount.name)
    beside = next(filter(None, map(cells.currency, amount.cells)), None)
    found.currency = stated or beside
    if not found.currency:
        found.doubts.append("nothing says its currency")


def _statuses(found: Guess, columns: Sequence[_Column]) -> None:
    column = next((c for c in columns if c.rank(STATUS) is not None), None)
    if column is None:
        return
    known = sorted(set(column.cells))
    good = [word for word in known if word.casefold() not in GONE]
    if 1 < len(known) <= 8:
        if good != known and good:
            found.where[column.name] = good
        shown = ", ".join(known)
        found.doubts.append(f'"{column.name}" has {shown}: `where` says which of them count')
