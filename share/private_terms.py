"""What must not leave the house: the people, accounts, files and other funders of a build.

Who opted out is in no build, so people.toml is read too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from duckdb import DuckDBPyConnection

from config.names import WITHHELD, words
from config.people import Person
from metrics import rows

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Each word of cost_daily is in one of these; reading all its rows again would take long.
BILLED = ("cost_daily", "spend", "spend_project", "spend_file")
# Columns of cost_daily whose words may be shown; all others but numbers and days are private.
SHOWN = ("category", "provider", "service", "region", "charge_category", "currency")


@dataclass(frozen=True)
class Term:
    """Something private; as a single word it is none where a value of `unless` says it.

    shown  reported instead of the text itself
    """

    kind: str
    text: str
    unless: tuple[str, ...] = ()
    shown: str | None = None


def terms(
    db: DuckDBPyConnection, funds_shown: Iterable[str], listed: Iterable[Person] = ()
) -> list[Term]:
    """Everything private that the build and people.toml know, once each.

    funds_shown  fund ids that may be named; the others are other funders' business
    listed       the persons of people.toml
    """
    named = set(funds_shown)
    shown = tuple(_column(db, "spend", ("category", "service", "provider")))
    found = [
        *_listed(db, listed),
        *_people(db),
        *_emails(db),
        *_accounts(db, shown),
        *_files(db),
        *_other_funds(db, named, shown),
        *_other_awards(db, named),
    ]
    return list({(term.kind, term.text): term for term in found if term.text.strip()}.values())


def first_names(db: DuckDBPyConnection, listed: Iterable[Person]) -> set[str]:
    """The first names of all who signed and of all in people.toml, as written.

    Many are English words, too (Will, Grace), so a file may hold them; but it is reported.
    """
    names = [*_column(db, "attendance", ("name",)), *(person.name for person in listed)]
    firsts = {first for name in names for first in words(name)[:1]}
    return {first for first in firsts if len(first) > 1 and first[0].isupper()}


def _listed(db: DuckDBPyConnection, listed: Iterable[Person]) -> Iterator[Term]:
    """Who opted out is not named in a complaint either; a first name others share is theirs."""
    listed = list(listed)
    staying = [person.name for person in listed if not person.opt_out]
    staying += _column(db, "attendance", ("name",))
    borne = tuple(first for name in staying for first in words(name)[:1])
    for person in listed:
        shown = WITHHELD if person.opt_out else None
        for name in (person.name, *person.aliases):
            yield Term("a name", name, shown=shown)
        for handle in person.handles:
            yield Term("a handle", handle.lstrip("@"), shown=shown)
        if person.opt_out:
            yield from (Term("a name", first, borne, shown) for first in words(person.name)[:1])


def _people(db: DuckDBPyConnection) -> Iterator[Term]:
    names = _column(db, "attendance", ("name",))
    handles = [*_column(db, "attendance", ("handle",)), *_column(db, "issue", ("author",))]
    owners = rows.column(
        db,
        """
        select distinct unnest(owners)
        from (select owners from action_item union all select owners from agenda_item)
        """,
    )
    yield from (Term("a name", name) for name in names)
    yield from (Term("a handle", handle) for handle in handles)
    yield from (Term("a name", owner) for owner in owners if len(owner.split()) > 1)


def _emails(db: DuckDBPyConnection) -> Iterator[Term]:
    """Addresses anywhere in the words of a build, whatever column they slipped into."""
    for table, columns in groupby(_text_columns(db), key=itemgetter(0)):
        quoted = ['"{}"'.format(column.replace('"', '""')) for _, column in columns]
        each = (f"select {name} from {table} where {name} like '%@%'" for name in quoted)
        for text in rows.column(db, f"{' union '.join(each)} order by all"):
            yield from (Term("an e-mail", address) for address in EMAIL.findall(text))


def _accounts(db: DuckDBPyConnection, shown: tuple[str, ...]) -> Iterator[Term]:
    """Accounts, projects, invoices, labels; an account without a digit is the team's own word."""
    tables = ("spend", "billing_file", "invoice")
    named = [name for table in tables for name in _column(db, table, ("account",))]
    yield from (Term("an account id", name) for name in named if re.search(r"\d", name))
    columns = [each for each in _text_columns(db) if each[0] in BILLED]
    for table, column in columns:
        if column in {*SHOWN, "account", "source_file"}:
            continue
        kind = "an invoice number" if "invoice" in column.lower() else "an account, project or tag"
        yield from (Term(kind, text, shown) for text in _column(db, table, (column,)))
    labels = _column(db, "usage_daily", ("label",))
    yield from (Term("a label", label, shown) for label in labels)


def _files(db: DuckDBPyConnection) -> Iterator[Term]:
    tables = [table for table, column in _text_columns(db) if column == "source_file"]
    paths = {path for table in tables for path in _column(db, table, ("source_file",))}
    for path in sorted(paths):
        yield Term("a file path", path)
        yield Term("a file path", path.rpartition("/")[2])


def _other_funds(
    db: DuckDBPyConnection, funds_shown: set[str], shown: tuple[str, ...]
) -> Iterator[Term]:
    funds = rows.rows(db, _Fund, "select fund_id, name, funder from fund")
    hidden = [(fund.name, fund.funder) for fund in funds if fund.fund_id not in funds_shown]
    given = {fund.funder for fund in funds if fund.fund_id in funds_shown}
    pending = _column(db, "pending_award", ("name",))
    for text in (*pending, *(part for pair in hidden for part in pair if part)):
        if text not in given:
            yield Term("another funder", text, shown)


def _other_awards(db: DuckDBPyConnection, funds_shown: set[str]) -> Iterator[Term]:
    """Who deals with the awards of others, and their numbers; a role after a comma is none."""
    awards = rows.rows(
        db, _Award, "select fund_id, number, contact, signer, bank_account from award"
    )
    for each in awards:
        if each.fund_id in funds_shown:
            continue
        for person in (each.contact, each.signer):
            if person:
                yield Term("a name", person.partition(",")[0])
        for number in (each.number, each.bank_account):
            if number:
                yield Term("an account id", number)


@dataclass(frozen=True)
class _Award:
    fund_id: str
    number: str | None
    contact: str | None
    signer: str | None
    bank_account: str | None


@dataclass(frozen=True)
class _Fund:
    fund_id: str
    name: str
    funder: str | None


@dataclass(frozen=True)
class _TextColumn:
    table_name: str
    column_name: str


def _text_columns(db: DuckDBPyConnection) -> list[tuple[str, str]]:
    """Tables that have rows and their columns of words; of cost_daily those no roll-up has."""
    found = rows.rows(
        db,
        _TextColumn,
        """
        with text as (
            select table_name, column_name
            from duckdb_columns()
            join duckdb_tables() using (database_name, schema_name, table_name)
            where data_type = 'VARCHAR' and estimated_size > 0
        ),
        rolled_up as (
            select column_name
            from text
            where list_contains(?, table_name)
        )
        select table_name, column_name
        from text
        where table_name <> 'cost_daily' or column_name not in (from rolled_up)
        order by all
        """,
        [BILLED[1:]],
    )
    return [(each.table_name, each.column_name) for each in found]


def _column(db: DuckDBPyConnection, table: str, columns: tuple[str, ...]) -> list[str]:
    """The different values of columns; the names come from the schema, never from outside."""
    found = []
    for column in columns:
        quoted = column.replace('"', '""')
        found += rows.column(
            db, f'select distinct "{quoted}" from {table} where "{quoted}" is not null order by all'
        )
    return found
