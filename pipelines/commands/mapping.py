"""A first mapping of a table nobody described: which column is what, guessed from names and cells.

Only `preview` uses it, to fill in a [[billing]] or a ledger that a person then reads; nothing is
counted by it.
"""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, permutations
from pathlib import Path

from pipelines.billing.rollup import cells, spans
from pipelines.billing.rollup.console import plain
from pipelines.billing.rollup.lines import CURRENCY, DIRECTION, KINDS
from pipelines.billing.rollup.staging import opened, parts
from pipelines.billing.rollup.totals import TOTAL
from pipelines.tables import MARKS

ROWS = 5000  # of a table: enough to know its columns
HEAD_LINES = 30
MOST = 0.6  # of a column's cells must be what the column is taken for

# Words of names, the better ones first.
DATE = (
    "usagedate usagestart chargeperiodstart startdate start from von desde debut date day "
    "datum fecha data jour invoicedate billingdate issued periodstart period month monat mois mes "
    "time timestamp created"
)
UNTIL = "until enddate end to bis hasta fin periodend usageend thru through"
AMOUNT = (
    "netamount net imponible totalcost totalamount total amountdue cost amount charge charges "
    "betrag bedrag kwota importo valor belopp summe netto nettobetrag gesamt montantht montant "
    "importe coste kosten cout couts preis total price prix precio sum paid value spend fee brutto "
    "ttc gross 金額 金额 料金 費用 费用"
)
PER_UNIT = (
    "unit units unitaire unitario unitaria unitprice unitcost einzelpreis stuckpreis einheitspreis "
    "rate per pro tarif effektiverpreis effectiveprice listprice listenpreis payg 単価 单价"
)
NO_AMOUNT = (
    "quantity qty menge cantidad quantite hours units unitprice rate pricepercent percent "
    "num volgnr lp 数量 balance saldo solde vat tax tva mwst ust iva id number no nr nummer "
    "account discount year month day minutes count usage"
)
SERVICE = (
    "service servicename dienst dienstname product productname produkt item sku vendor supplier "
    "description designation bezeichnung beschreibung concepto descripcion category kategorie type "
    "resource verwendungszweck libelle memo payee name"
)
PROJECT = (
    "project projectname projekt projet proyecto namespace repository team workspace "
    "subaccount subscriptionname abonnementname abonnement ressourcengruppe costcenter costcentre "
    "department kostenstelle grouping"
)
BALANCE = "balance saldo solde kontostand runningbalance"
OUT = (
    "paidout moneyout withdrawal withdrawals debit debits soll belastung ausgang ausgaben "
    "auszahlung sortie sorties depense depenses cargo cargos gasto gastos out spent"
)
IN = (
    "paidin moneyin deposit deposits credit credits haben gutschrift eingang einnahmen einzahlung "
    "entree entrees recette recettes abono abonos ingreso ingresos in received"
)
# Names that statements of a bank have, and bills do not.
BANK = (
    "iban bic valuta valutadatum wertstellung buchungstag buchungsdatum buchung buchungstext "
    "auftraggeber empfanger zahlungspflichtiger begunstigter kontonummer verwendungszweck payee "
    "beneficiary counterparty counterpart sortcode dateoperation datevaleur libelle fechavalor "
    "concepto bankdescription checknumber sourceaccount"
)
ORIGINAL = "orig original originalbetrag ursprungs ursprungsbetrag origine foreign"
DOCUMENTS = re.compile(
    r"(?i)bill|(purchase|supplier|vendor) invoice|(eingangs|lieferanten)rechnung"
)
FEE = "fee fees gebuhr gebuhren frais commission comision comisiones"
STATUS = "status state zustand etat estado"
GONE = {
    "void", "voided", "failed", "cancelled", "canceled", "declined", "draft", "rejected",
    "refused", "reverted", "storniert", "annulé", "anulado",
}  # fmt: skip


@dataclass
class Guess:
    """The settings of a [[billing]] for a table, and what a person should look at.

    is_ledger  whether it lists what comes in and what goes out, so that it is no bill
    """

    columns: dict[str, str]
    is_ledger: bool = False
    currency: str | None = None
    negate: bool = False
    where: dict[str, list[str]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    name: str
    rows: list[str]

    @cached_property
    def cells(self) -> list[str]:
        """Its cells that are not blank."""
        return list(filter(None, self.rows))

    @cached_property
    def words(self) -> list[str]:
        """The words of its name, and all of them as one."""
        plain = unicodedata.normalize("NFKD", re.sub(r"[(\[].*", "", self.name))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
        words = re.findall(r"[^\W\d_]+", split.casefold())
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
    columns, dates, amounts = next(_tables(file), ([], [], []))
    if not dates or not amounts:
        return None
    found = Guess({"date": dates[0].name, "amount": amounts[0].name})
    taken = {column.name for column in (*dates, *amounts)}
    texts = [c for c in columns if c.name not in taken and _is_text(c)]
    for role, hints in (("service", SERVICE), ("project", PROJECT)):
        free = [c for c in texts if c.name not in found.columns.values()]
        named = min(free, key=lambda c: c.order(hints), default=None)
        if named and named.rank(hints) is not None:
            found.columns[role] = named.name
    if "service" not in found.columns and texts:
        found.columns["service"] = texts[0].name
        found.doubts.append(f'service is "{texts[0].name}", the first column of words')
    ends = [c for c in dates[1:] if c.rank(UNTIL) is not None]
    if ends and not _names_two(dates[0]):
        found.columns["until"] = min(ends, key=lambda c: c.order(UNTIL)).name
    amounts = _movements(found, columns, amounts)
    if found.is_ledger:
        _kind_alone(found, texts)
    _currency(found, columns, amounts[0])
    _statuses(found, columns)
    found.doubts += _of_amounts(found, amounts)
    more = [c.name for c in dates[1:] if c.name != found.columns.get("until")]
    if more:
        named_too = ", ".join(f'"{name}"' for name in more[:3])
        found.doubts.append(f'date is "{dates[0].name}"; {named_too} would be dates as well')
    return found


def _of_amounts(found: Guess, amounts: Sequence[_Column]) -> Iterator[str]:
    """Whether the column of amounts is of money, and the only one."""
    first = amounts[0]
    stated = cells.currency_of_column(first.name) or first.share(_has_currency)
    if first.rank(AMOUNT) is None and not stated and not found.is_ledger:
        yield f'nothing says that "{first.name}" is money: units or hours are no cost'
    if len(amounts) > 1:
        others = ", ".join(f'"{c.name}"' for c in amounts[1:4])
        yield f'amount is "{first.name}"; {others} would be amounts as well'


def _movements(found: Guess, columns: Sequence[_Column], amounts: list[_Column]) -> list[_Column]:
    """Whether the table is a ledger, or a bill with its sign; the columns that may be amounts."""
    out, into = (
        min((c for c in amounts if c.rank(hints) is not None), key=lambda c: c.order(hints),
            default=None)
        for hints in (OUT, IN)
    )  # fmt: skip
    rows = max(len(column.rows) for column in columns)
    if out and into and out is not into and len(out.cells) + len(into.cells) <= 1.1 * rows:
        found.is_ledger = True
        del found.columns["amount"]
        found.columns |= {"debit": out.name, "credit": into.name}
        return [out]
    signs = [cell.strip().startswith(("-", "−", "(")) for cell in amounts[0].cells]
    minus, has_both = signs.count(True), len(set(signs)) == 2
    balance = any(c.rank(BALANCE) is not None and c.share(_is_amount) >= MOST for c in columns)
    bank = any(column.rank(BANK) is not None for column in columns)
    directed = any(plain(column.name) in DIRECTION for column in columns)
    bills = any(DOCUMENTS.fullmatch(cell) for c in columns if c.rank(SERVICE) is not None
                for cell in c.cells)  # fmt: skip
    found.is_ledger = not bills and (
        directed
        or _has_fees(columns)
        or (bool(minus) and (balance or bank or (has_both and minus * 2 >= len(signs))))
    )
    if minus * 2 > len(signs) and not found.is_ledger and not bills:
        found.negate = True
        found.doubts.append("most amounts have a minus: negate = true counts them as cost")
    return amounts


def _has_fees(columns: Sequence[_Column]) -> bool:
    """Whether a column is another less a fee: payments that a processor took in."""
    numbers = {c.name: [_number(cell) for cell in c.rows[:200]] for c in columns if _is_money(c)}
    fees = [c.name for c in columns if c.name in numbers and c.rank(FEE) is not None]
    for fee in fees:
        for gross, net in permutations(numbers.keys() - {fee}, 2):
            rows = [*zip(numbers[gross], numbers[fee], numbers[net], strict=True)]
            full = [(g, abs(f), n) for g, f, n in rows if g and f and n]
            if full and all(g - f == n for g, f, n in full):
                return True
    return False


def _number(cell: str) -> Decimal | None:
    found = [cells.amount(cell, sign) for sign in (".", ",")]
    return next((each for each in found if each is not None), None)


def _kind_alone(found: Guess, texts: list[_Column]) -> None:
    """A ledger's service is a kind of line: of descriptions and names nothing is kept."""
    found.columns.pop("service", None)
    found.doubts = [doubt for doubt in found.doubts if not doubt.startswith("service is")]
    named = [column.name for column in texts if plain(column.name) in KINDS]
    if named:
        found.columns["service"] = named[0]


def _tables(file: Path) -> Iterator[tuple[list[_Column], list[_Column], list[_Column]]]:
    """Columns, those of days and those of amounts below each line that may be a header.

    Lines that have no column of both are passed over.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for part in parts(file, Path(scratch)):
            if part.kind != "csv":
                continue
            with opened(part.file) as stream:
                text = stream.read(4 << 20).decode("utf-8-sig", errors="replace")
            for columns in _columns(text):
                dates = sorted(_dates(columns), key=lambda c: (not _names_two(c), c.order(DATE)))
                amounts = sorted(
                    (c for c in columns if c not in dates and _is_money(c)),
                    key=lambda c: (_is_original(c), c.order(AMOUNT), -c.share(_has_currency)),
                )
                if dates and amounts:
                    yield columns, dates, amounts


def _columns(text: str) -> Iterator[list[_Column]]:
    """The columns below each line that may be a header; rows of totals are left out."""
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
        lines = [row for row in below if not any(TOTAL.fullmatch(c.strip()) for c in row if c)]
        shown = [
            _Column(name, [row[i].strip() if i < len(row) else "" for row in lines])
            for i, name in enumerate(names)
            if name
        ]
        yield [column for column in shown if column.cells]


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
    return any(cells.days(cell, first=first) for first in (True, False)) or _is_span(cell)


def _is_span(cell: str) -> bool:
    return any(spans.span(cell, first=first) for first in (True, False))


def _names_two(column: _Column) -> bool:
    """Whether its cells go from one day to another, so that they say whose money it is."""
    return column.share(_is_span) >= MOST


def _is_amount(cell: str) -> bool:
    return any(cells.amount(cell, sign) is not None for sign in (".", ","))


def _has_currency(cell: str) -> bool:
    return cells.currency(cell) is not None


def _is_currency(cell: str) -> bool:
    return cells.code(cell, "USD") is not None


def _is_money(column: _Column) -> bool:
    """Whether its cells are amounts, and its name does not say that they are of something else."""
    better = column.rank(AMOUNT) is not None or cells.currency_of_column(column.name)
    other = column.rank(NO_AMOUNT) is not None and not better
    amounts = column.share(_is_amount) >= MOST and not (_is_numbered(column) and not better)
    return amounts and not other and column.rank(PER_UNIT) is None


def _is_original(column: _Column) -> bool:
    """Whether it tells what was paid in the currency of the other side."""
    return column.rank(ORIGINAL) is not None


def _is_numbered(column: _Column) -> bool:
    """Whether its cells number the rows, or are numbers written with zeros before them."""
    if not all(map(str.isdecimal, column.cells)):
        return False
    numbers = [int(cell) for cell in column.cells]
    steps = {b - a for a, b in pairwise(numbers)}
    padded = any(re.match(r"0\d", cell) for cell in column.cells)
    return padded or (len(numbers) > 2 and steps in ({1}, {-1}))


def _is_text(column: _Column) -> bool:
    return column.share(_is_amount) < MOST and column.share(_is_day) < MOST


def _currency(found: Guess, columns: Sequence[_Column], amount: _Column) -> None:
    codes = [c for c in columns if c.share(_is_currency) >= MOST]
    column = min(codes, key=_is_original, default=None)
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
