"""Open Collective: what a collective holds and has approved, and its transactions as a ledger.

GraphQL v2 (https://api.opencollective.com/graphql/v2): `account(slug) { stats { balance } }`,
`expenses(account, status) { totalCount totalAmount { amountsByCurrency } }` and
`transactions(account, dateFrom, limit, offset, orderBy)`, as server/graphql/v2 of
github.com/opencollective/opencollective-api has them. 10 questions a minute without a token, 100
with a personal one. Amounts are whole cents. No name, account or description is asked for.

An expense goes from pending to approved, perhaps to scheduled_for_payment or processing, and to
paid or error (server/constants/expense-status.ts). What is approved and not paid is encumbered; it
is still in the balance, which is asked for in the same question, so that nothing is paid between.

    data/raw/funds/open_collective/<slug>/answers.jsonl        the balances (answers.py)
    data/raw/funds/open_collective/<slug>/transactions.jsonl   one a line, oldest first
"""

import csv
import io
import os
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from config import Fund, House, Ledger, OpenCollective
from pipelines import SourceError, raw, unit
from pipelines.funds import answers
from pipelines.funds.answers import NAME
from pipelines.http import Client, Clock, HttpError, bare, due, due_moment, optional, sifted
from pipelines.messages import count
from warehouse.records import FundBalance, SourceRun

PATH = "graphql/v2"
PAGE = 500
LARGEST = 2**53  # cents, as JSON holds them exactly
COLUMNS = ("dateTime", "shortId", "type", "kind", "netAmount", "currency", "isRefund")
BALANCE = """query ($slug: String!, $account: AccountReferenceInput!) {
  account(slug: $slug) { slug stats { balance { valueInCents currency } } }
  unpaid: expenses(account: $account, limit: 1,
                   status: [APPROVED, SCHEDULED_FOR_PAYMENT, PROCESSING, ERROR]) {
    totalCount totalAmount { amountsByCurrency { valueInCents currency } }
  }
  held: expenses(account: $account, limit: 1, status: [ON_HOLD]) { totalCount }
}"""
TRANSACTIONS = """query ($account: [AccountReferenceInput!], $from: DateTime, $limit: Int!,
                         $offset: Int!) {
  transactions(account: $account, dateFrom: $from, limit: $limit, offset: $offset,
               orderBy: {field: CREATED_AT, direction: ASC}) {
    totalCount
    nodes { id type kind createdAt isRefund netAmount { valueInCents currency } }
  }
}"""


def fetch(
    house: House, *, now: datetime, clock: Clock | None = None
) -> Iterator[SourceError | str]:
    """Ask about every collective; yields its unit, or what went wrong: what is held stays."""
    clients: dict[tuple[str, str], Client] = {}
    for _, set_up in _collectives(house):
        token = os.environ.get(set_up.token_env, "")
        try:
            client = clients.setdefault(
                (set_up.api, token),
                Client(set_up.api, token=token, scheme="", header="Personal-Token",
                       per_minute=100 if token else 10, clock=clock),
            )  # fmt: skip
        except HttpError as error:
            yield _failure(error, set_up, _unit(set_up))
            continue
        place = _folder(house, set_up)
        works = {_unit(set_up): partial(_balance, client, set_up, place, now)}
        if set_up.ledger:
            works[_ledger_unit(set_up)] = partial(_transactions, client, set_up, place)
        for name, work in works.items():
            try:
                found = unit.fetched(NAME, name, work, (HttpError,))
            except HttpError as error:
                yield _failure(error, set_up, name)
            else:
                yield found if isinstance(found, SourceError) else name


def read(house: House) -> Iterator[Any]:
    """The balances of every collective, and one SourceRun each."""
    for fund, set_up in _collectives(house):
        yield from unit.rows(
            NAME, _unit(set_up), partial(_read, house, fund, set_up), raw.as_before
        )


def ledgers(house: House) -> Iterator[tuple[Ledger, bytes]]:
    """The transactions of each collective whose ledger counts, as Open Collective exports them."""
    for fund, set_up in _collectives(house):
        file = _folder(house, set_up) / "transactions.jsonl"
        if set_up.ledger and (held := list(raw.lines(file))):
            yield (
                Ledger(
                    path=_ledger_unit(set_up), name=set_up.slug, category=set_up.category,
                    fund=fund.id, currency=answers.currency(house, fund),
                    format="open_collective",
                ),
                _table(held),
            )  # fmt: skip


def _collectives(house: House) -> Iterator[tuple[Fund, OpenCollective]]:
    for fund in house.config.funds:
        if fund.open_collective:
            yield fund, fund.open_collective


def _unit(set_up: OpenCollective) -> str:
    return f"open_collective/{set_up.slug}"


def _ledger_unit(set_up: OpenCollective) -> str:
    return f"open_collective/{set_up.slug}/transactions"


def _folder(house: House, set_up: OpenCollective) -> Path:
    return house.raw / NAME / "open_collective" / set_up.slug


def _failure(error: HttpError, set_up: OpenCollective, name: str) -> SourceError:
    """The one line about a collective that gave no answer."""
    variable = set_up.token_env
    token = os.environ.get(variable, "")
    what, remedy, passing = error.what, error.remedy, error.passing
    if token and error.status in (401, 403) and not error.passing:
        what = "Open Collective refuses the token"
        remedy = f"set a valid one in {variable}, or none: a public collective needs no token"
    elif error.status == 429 and not token:
        remedy += f"; a personal token in {variable} makes it 100 questions a minute, not 10"
    elif error.status in (200, 404) and not error.passing:
        remedy = "correct slug in [funds.open_collective]"
    return SourceError(NAME, what, remedy=remedy, unit=name, passing=passing)


def _balance(client: Client, set_up: OpenCollective, folder: Path, now: datetime) -> None:
    variables = {"slug": set_up.slug, "account": {"slug": set_up.slug}}
    body = client.query(PATH, {"query": BALANCE, "variables": variables}).body
    account = optional(body, "account", dict)
    if account is None:
        raise HttpError(f"Open Collective knows no {set_up.slug!r}", status=404, passing=False)
    balance = _money(due(due(account, "stats", dict), "balance", dict))
    held = due(due(body, "held", dict), "totalCount", int)
    answers.add(
        folder, {**balance, "unpaid": _unpaid(due(body, "unpaid", dict)), "held": held}, now
    )


def _unpaid(expenses: dict[str, Any]) -> list[dict[str, Any]]:
    """What is approved and not paid, a sum a currency. Raises Lacking, HttpError."""
    sums = due(due(expenses, "totalAmount", dict), "amountsByCurrency", list)
    found = [_money(each) for each in sums]
    if due(expenses, "totalCount", int) and not found:
        raise HttpError("Open Collective counts unpaid expenses and gives no sum of them")
    return found


def _money(amount: Any) -> dict[str, Any]:
    """An amount of an answer. Raises Lacking."""
    return {
        "valueInCents": due(amount, "valueInCents", int, most=LARGEST),
        "currency": due(amount, "currency", str),
    }


def _transactions(client: Client, set_up: OpenCollective, folder: Path) -> None:
    """What is new since the newest known, a page at a time; each is kept before the next.

    Raises HttpError, also where a page is shorter than the answer says.
    """
    file = folder / "transactions.jsonl"
    known = {each["id"]: each for each in raw.lines(file)}
    since = max((each["createdAt"] for each in known.values()), key=_moment, default=None)
    offset, total = 0, 1
    while offset < total:
        variables = {"account": [{"slug": set_up.slug}], "from": since, "limit": PAGE,
                     "offset": offset}  # fmt: skip
        body = client.query(PATH, {"query": TRANSACTIONS, "variables": variables}).body
        listed = due(body, "transactions", dict)
        total, nodes = due(listed, "totalCount", int), due(listed, "nodes", list)
        good, odd = sifted(nodes, _check, "transaction")
        if odd:  # were it left out, a later run would not ask for it again
            raise odd[0]
        known |= {each["id"]: each for each in good}
        raw.save_lines(file, sorted(known.values(), key=lambda each: _moment(each["createdAt"])))
        offset += len(nodes)
        if not nodes and offset < total:
            raise HttpError(f"Open Collective sent {offset:,} of {total:,} new transactions")


def _check(transaction: Any) -> None:
    """Raise Lacking where a transaction is not what it is read as."""
    for name in ("id", "type", "kind"):
        due(transaction, name, str)
    due_moment(transaction, "createdAt")
    optional(transaction, "isRefund", bool)
    _money(due(transaction, "netAmount", dict))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _read(house: House, fund: Fund, set_up: OpenCollective) -> Iterator[Any]:
    held = answers.of(_folder(house, set_up))
    if not held:
        yield answers.not_asked(_unit(set_up))
        return
    newest, own = held[-1], answers.currency(house, fund)
    if newest["currency"] != own:
        yield answers.other_currency(_unit(set_up), fund, own, newest["currency"])
        return
    stated = [each for each in answers.last_of_months(held) if each["currency"] == own]
    address = f"{bare(set_up.api).rstrip('/')}/{PATH}"
    for each in stated:
        yield FundBalance(
            fund.id, answers.day(each), _cents(each), True,
            answers.reference(address, set_up.slug, each), _encumbered(each, own),
        )  # fmt: skip
    yield SourceRun(
        NAME, _unit(set_up), as_of=answers.moment(newest), rows=len(stated),
        message=_not_encumbered(newest, own),
    )  # fmt: skip


def _encumbered(answer: dict[str, Any], own: str) -> Decimal | None:
    """What the answer says is approved and not paid; None: nobody asked for it yet."""
    if "unpaid" not in answer:
        return None
    return sum((_cents(each) for each in answer["unpaid"] if each["currency"] == own), Decimal(0))


def _not_encumbered(answer: dict[str, Any], own: str) -> str | None:
    """What else may still be paid, and is not in what is available."""
    sums = [
        f"{_cents(each):,.2f} {each['currency']}"
        for each in answer.get("unpaid", ())
        if each["currency"] != own and each["valueInCents"]
    ]
    said = [f"approved expenses of {' and '.join(sums)} are not encumbered: the fund is in {own}"]
    held = answer.get("held", 0)
    on_hold = [f"{count(held, 'expense')} on hold {'is' if held == 1 else 'are'} not encumbered"]
    return "; ".join([*(said if sums else []), *(on_hold if held else [])]) or None


def _cents(amount: dict[str, Any]) -> Decimal:
    return Decimal(amount["valueInCents"]).scaleb(-2)


def _table(held: list[dict[str, Any]]) -> bytes:
    """Transactions as the columns of an export, for the reader of exports."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in held:
        money = each["netAmount"]
        rows.writerow([
            each["createdAt"], each["id"], each["type"], each["kind"], f"{_cents(money):.2f}",
            money["currency"], "true" if each.get("isRefund") else "",
        ])  # fmt: skip
    return out.getvalue().encode()
