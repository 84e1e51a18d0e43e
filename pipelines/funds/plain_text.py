"""Plain-text books: what hledger, ledger and bean-query say of them, a row for each posting.

Costs and income are kept by day, account and code; where the money lies (assets, liabilities,
equity) is no cost, and no payee and no description is kept.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import config
from pipelines.billing.rollup import NoTable, Rolled, Rules, Task, cells, roll_up
from pipelines.billing.rollup.journal import EXPENSE, INCOME
from pipelines.funds import programs
from pipelines.funds.programs import Program

PLACES = re.compile(r"(assets?|liabilit(y|ies)|equity|vermögen|aktiva|passiva|schulden)(:|$)", re.I)
LEDGER_FORMAT = (
    '%(quoted_rfc(format_date(date,"%Y-%m-%d"))),%(quoted_rfc(account)),'
    "%(quoted_rfc(quantity(amount))),%(quoted_rfc(commodity(amount))),%(quoted_rfc(quantity(cost))),"
    "%(quoted_rfc(commodity(cost))),%(quoted_rfc(note)),%(quoted_rfc(xact.note)),%(beg_line)\\n"
)
HEADER = (
    "posting day", "posting account", "posting code", "posting direction", "posting amount",
    "posting currency", "converted", "converted currency",
)  # fmt: skip
CONVERTED = HEADER[-2:]
Role = str  # costs | income | assets
Refusal = tuple[int | None, str, str]


@dataclass(frozen=True)
class Posting:
    """One posting as a program writes it; `converted` is what it cost where it has a price.

    own, shared  tags of the posting and of its transaction: name → value, "" for a bare tag
    place        its line in the book, or another word for where it is
    """

    day: str
    account: str
    amount: str
    currency: str
    converted: str
    converted_currency: str
    place: str
    own: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)


def rolled(
    settings: config.Config, ledger: config.Ledger, program: Program, rules: Rules, book: Path
) -> Rolled:
    """A book rolled up as its program reads it. Raises NoTable.

    Of several tags the one that `code` names is the code, else the one that a fund has
    among its codes; that of a posting goes before that of its transaction.
    """
    if ledger.columns:
        raise NoTable("a plain-text book has no columns. Leave columns out; code names its tag")
    programs.check(program, book)
    postings = list(_postings(program, book, ledger.code))
    if program is not programs.PROGRAMS["beancount"]:
        _doubt(program, book, postings)
    _ask(ledger, {each.account for each in postings})
    funds = {code.casefold(): fund.id for fund in settings.funds for code in fund.codes}
    kept = [each for each in postings if _role(ledger, each.account) != "assets"]
    asked = replace(rules, format="postings", columns=(), tags=CONVERTED, decimal=".")
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "postings.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(_row(ledger, each, funds) for each in kept)
        found = roll_up(Task("", str(table), asked))
    found.summary.rejects = [_of_book(kept, reject) for reject in found.summary.rejects]
    return found


def _of_book(kept: Sequence[Posting], reject: Refusal) -> Refusal:
    """A refused row with its line in the book, or with the transaction that it is of."""
    line, text, reason = reject
    place = kept[line - 2].place if line and 2 <= line < len(kept) + 2 else ""
    if place.isdigit():
        return int(place), text, reason
    return line, text, f"{place}: {reason}" if place else reason


def _row(ledger: config.Ledger, each: Posting, funds: Mapping[str, str]) -> tuple[str, ...]:
    currency = cells.currency(each.currency, ledger.currency) or each.currency
    other = cells.currency(each.converted_currency, ledger.currency) or each.converted_currency
    is_converted = other and other != currency
    direction = "income" if _role(ledger, each.account) == "income" else "cost"
    code = _code(each, ledger.code, funds)
    # Without a currency a row would be in the ledger's: hours and shares are no money.
    amount = each.amount if currency or ledger.currency else ""
    return (
        each.day, each.account.partition(":")[2] or each.account, code, direction, amount,
        currency, each.converted if is_converted else "", other if is_converted else "",
    )  # fmt: skip


def _code(each: Posting, name: str | None, funds: Mapping[str, str]) -> str:
    """The code of a posting; two of different funds are both its code, which no fund has."""
    if name:
        return each.own.get(name.casefold()) or each.shared.get(name.casefold()) or ""
    for tags in (each.own, each.shared):
        words = [word for pair in tags.items() for word in pair if word.casefold() in funds]
        if words:
            is_one = len({funds[word.casefold()] for word in words}) == 1
            return words[0] if is_one else " and ".join(sorted(set(words)))
    return ""


def _role(ledger: config.Ledger, account: str) -> Role | None:
    """What an account holds: as dashboard.toml says of it or of what it is under, else by name."""
    parts = account.casefold().split(":")
    said = {name.casefold(): role for name, role in ledger.accounts.items()}
    for size in range(len(parts), 0, -1):
        if role := said.get(":".join(parts[:size])):
            return role
    known = ((EXPENSE, "costs"), (INCOME, "income"), (PLACES, "assets"))
    return next((role for pattern, role in known if pattern.match(account)), None)


def _doubt(program: Program, book: Path, postings: Sequence[Posting]) -> None:
    """Raises NoTable where 8,778 was taken for 8.778, and nothing in the book says that it is.

    The languages differ: ledger takes a comma for thousands and hledger for a decimal sign.
    """
    if not any(re.search(r"\.\d{3,}$", each.amount) for each in postings):
        return
    lines = book.read_text(encoding="utf-8", errors="replace").splitlines()
    if any(line.startswith("decimal-mark") for line in lines):
        return
    for number, line in enumerate(lines, start=1):
        amount = re.search(r"^\s[^;]*?(?<![\d.,])([1-9]\d{0,2}[.,]\d{3})(?![\d.,])", line)
        if amount:
            raise NoTable(
                f"line {number}: {amount[1]} may be thousands, and {program.name} takes it, or an "
                "amount like it, for a fraction. Write its cents, as 8,778.00"
            )


def _ask(ledger: config.Ledger, accounts: set[str]) -> None:
    """Raises NoTable where nobody said what an account holds."""
    unknown = sorted(
        {each.partition(":")[0] for each in accounts if _role(ledger, each) is None}
    )  # fmt: skip
    if unknown:
        example = ", ".join(f'"{each}" = "costs"' for each in unknown[:3])
        raise NoTable(
            f"nobody said whether {', '.join(unknown[:8])} are costs, income or assets. "
            f"Say it in its [[funding.ledgers]]: accounts = {{{example}}}"
        )


def _postings(program: Program, book: Path, name: str | None) -> Iterator[Posting]:
    if program.name == "hledger":
        yield from _of_hledger(program, book)
    elif program.name == "ledger":
        yield from _of_ledger(program, book)
    else:
        yield from _of_beancount(program, book, name)


def _of_hledger(program: Program, book: Path) -> Iterator[Posting]:
    """Virtual postings, in brackets, are left out; an amount in CSV has no sign of thousands."""
    asked = ["-f", "BOOK", "print", "--explicit", "-O", "csv"]
    rows, at_cost = (
        list(csv.DictReader(io.StringIO(programs.run(program, [*asked, *more], book))))
        for more in ([], ["--cost"])
    )
    for row, cost in zip(rows, at_cost, strict=True):
        if row["account"].startswith(("(", "[")):
            continue
        yield Posting(
            row["date"], row["account"], _point(row["amount"]), row["commodity"],
            _point(cost["amount"]), cost["commodity"], f"transaction {row['txnidx']}",
            _tags(row["posting-comment"], ",\n"), _tags(row["comment"], ",\n"),
        )  # fmt: skip


def _of_ledger(program: Program, book: Path) -> Iterator[Posting]:
    """A posting's note ends with its transaction's, which is the only way to tell them apart."""
    asked = ["--args-only", "-f", "BOOK", "--real", "csv", "--csv-format", LEDGER_FORMAT]
    for day, account, amount, currency, cost, of_cost, note, shared, line in csv.reader(
        io.StringIO(programs.run(program, asked, book))
    ):
        own = note.removesuffix(shared)
        yield Posting(
            day, account, amount, currency, cost, of_cost, line, _tags(own, "\n"),
            _tags(shared, "\n"),
        )  # fmt: skip


def _of_beancount(program: Program, book: Path, name: str | None) -> Iterator[Posting]:
    """The metadata of one name alone can be asked for."""
    if name and not re.fullmatch(r"[a-z][\w-]*", name):
        raise NoTable(f"{name!r} is no metadata of beancount. Correct code")
    code = f"any_meta('{name}')" if name else "''"
    asked = (
        "select date, account, number, currency, number(weight), currency(weight), lineno, "
        f"joinstr(tags), {code}"
    )
    rows = csv.reader(io.StringIO(programs.run(program, ["-f", "csv", "BOOK", asked], book)))
    next(rows, None)
    for day, account, amount, currency, cost, of_cost, line, tags, code in rows:
        shared = {tag.strip().casefold(): "" for tag in tags.split(",") if tag.strip()}
        yield Posting(
            day, account, amount.strip(), currency, cost.strip(), of_cost, line,
            {name.casefold(): code.strip()} if name else {}, shared,
        )  # fmt: skip


def _point(amount: str) -> str:
    return amount.replace(",", ".")


def _tags(note: str, ends: str) -> dict[str, str]:
    """The tags of a note: `name: value` up to one of `ends`, and `:one:two:`."""
    found: dict[str, str] = {}
    for bare in re.findall(r"(?:^|\s):((?:[^\s:]+:)+)(?=\s|$)", note):
        found |= {tag.casefold(): "" for tag in bare.split(":") if tag}
    for name, value in re.findall(rf"(?:^|[\s,])([^\s,:]+):(?!//)[ \t]*([^{ends}]*)", note):
        found.setdefault(name.casefold(), value.strip())
    return found
