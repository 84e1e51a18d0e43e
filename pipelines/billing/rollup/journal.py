"""Plain-text accounting (ledger, hledger, beancount): transactions of postings to accounts.

What is posted to expenses was spent, what is posted to income came in; assets, liabilities and
equity are where the money is, not where it went. Every transaction must balance.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from . import cells
from .console import Sheet, Text
from .staging import NoTable

DATE = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
TRANSACTION = re.compile(rf"({DATE})(?:={DATE})?(?:\s+(.*))?$")
DIRECTIVE = re.compile(  # of beancount, which dates them
    r"(open|close|balance|pad|price|note|event|commodity|document|query|custom)\b"
)
POSTING = re.compile(
    r"\s+(?:[*!]\s+)?([^\s;].*?)(?:\s{2,}|\t\s*)(?!\s*;)([^;]*)(?:;.*)?$|\s+([^;]+?)\s*(?:;.*)?$"
)
NOT_READ = re.compile(r"(include|alias|apply|bucket|capture|define|eval|expr|value|!include)\b")
EXPENSE = re.compile(r"(expenses?|costs?|ausgaben|aufwand|dépenses|charges|gastos)(?::|$)", re.I)
INCOME = re.compile(
    r"(incomes?|revenues?|einnahmen|erträge|recettes|produits|ingresos)(?::|$)", re.I
)


@dataclass
class Transaction:
    """One transaction: its day and its postings (line, account, amount as written or None)."""

    number: int
    day: str
    postings: list[tuple[int, str, str | None]] = field(default_factory=list)


def is_journal(lines: Sequence[str]) -> bool:
    """Whether a text has a transaction: a line with a day, then an indented account."""
    for line, following in pairwise(lines):
        if _begins(line) and re.match(r"(?:  |\t)\s*\S", following):
            return True
    return False


def journal(file: Text) -> Sheet:
    """A row for each posting to expenses or income. Raises NoTable for what cannot be trusted."""
    entries = list(_transactions(file.text))
    written = [text for each in entries for _, _, text in each.postings if text]
    sign = file.rules.decimal or cells.decimal_sign(_amount(text) for text in written)
    if sign is None:
        read = cells.two_readings([_amount(text) for text in written])
        raise NoTable(f'{read}. Say which: decimal = "." or decimal = ","')
    sheet = Sheet()
    for each in entries:
        for number, account, amount, currency in _balanced(each, sign):
            is_income = bool(INCOME.match(account))
            if is_income or EXPENSE.match(account):
                sheet.rows.append((number, {
                    "day": each.day, "account": account.partition(":")[2] or account,
                    "direction": "income" if is_income else "expense",
                    "amount": f"{-amount if is_income else amount:f}", "currency": currency,
                }))  # fmt: skip
    if sign == "." and any(re.search(r"(?<![\d.,])\d{1,3},\d{3}(?![\d.,])", t) for t in written):
        sheet.notes.append(
            "amounts like 8,778 are thousands, as ledger reads them; hledger may not"
        )
    return sheet


def _begins(line: str) -> str | None:
    """The day of a line that begins a transaction."""
    found = TRANSACTION.match(line)
    return found[1] if found and not DIRECTIVE.match(found[2] or "") else None


def _transactions(text: str) -> Iterator[Transaction]:
    """Every transaction with its postings. Raises NoTable for a directive that changes accounts."""
    current: Transaction | None = None
    is_comment = False
    for number, line in enumerate(text.splitlines(), start=1):
        is_comment = is_comment or bool(re.match(r"comment\b|test\b", line))
        if is_comment:
            is_comment = not re.match(r"end (comment|test)\b", line)
        elif day := _begins(line):
            current = Transaction(number, day)
            yield current
        elif current and re.match(r"\s+[^\s;#]", line) and (posting := POSTING.match(line)):
            account = (posting[1] or posting[3]).strip("()[] ")
            is_data = not re.match(r"[a-z][\w-]*:(\s|$)", account)  # metadata of beancount
            if is_data:
                current.postings.append((number, account, (posting[2] or "").strip() or None))
        elif re.match(r"\S", line):
            current = None
            if NOT_READ.match(line):
                raise NoTable(
                    f'line {number}, "{line[:40]}", is not read. Write the whole journal out with '
                    "ledger print or hledger print"
                )


def _amount(text: str) -> str:
    """An amount without its price, its lot and the balance that it states."""
    return re.split(r"[@={]", text, maxsplit=1)[0].strip()


def _balanced(
    each: Transaction, sign: cells.Sign
) -> Iterator[tuple[int, str, Decimal, str | None]]:
    """(line, account, amount, currency) of every posting. Raises NoTable if they do not add up."""
    sums: dict[str | None, Decimal] = {}
    left: list[tuple[int, str]] = []
    for number, account, text in each.postings:
        if text is None or not _amount(text):
            left.append((number, account))
            continue
        amount, currency = cells.amount(_amount(text), sign), cells.currency(_amount(text))
        if amount is None:
            raise NoTable(f'line {number}: "{text}" is no amount of a currency')
        sums[currency] = sums.get(currency, Decimal(0)) + amount
        if priced := re.search(r"(@@?)\s*([^={]+)", text):
            price, other = cells.amount(priced[2].strip(), sign), cells.currency(priced[2])
            cost = (price or Decimal(0)) * (1 if priced[1] == "@@" else abs(amount))
            sums[currency] -= amount
            sums[other] = sums.get(other, Decimal(0)) + cost.copy_sign(amount)
        yield number, account, amount, currency
    off = {currency: amount for currency, amount in sums.items() if abs(amount) >= Decimal("0.005")}
    if (off and not left) or len(left) > 1:
        shown = ", ".join(
            f"{amount:,} {currency or ''}".strip() for currency, amount in off.items()
        )
        raise NoTable(
            f"line {each.number}: the transaction of {each.day} is off by {shown or 'nothing'}"
        )
    for number, account in left:
        yield from ((number, account, -amount, currency) for currency, amount in off.items())
