"""Balances, claims, rates and invoices: what the team wrote down from paper, one CSV each.

balances.csv  fund,on_day,amount,confirmed,source   append-only; no amount: known to be unknown;
              confirmed is yes (a statement) or no (from memory)
claims.csv    fund,on_day,through,amount,source     a claim sent on a day for the costs to another,
              of a fund that pays them back; source: its number or file
rates.csv     from,to,on_day,value,source           1 `from` is worth `value` `to`; official rates
              are of the whole month of their day, and of awards alone
invoices.csv  account,period,amount,currency        period: 2026-03; several of one month are added;
              currency may be left out. An invoice's number may stand in a column of its own: it is
              the team's and is not read, so it can leave with nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from config import House
from pipelines import tables, unit
from pipelines.billing.rollup import cells
from pipelines.tables import Habits, Line
from warehouse.records import (
    AwardClaim,
    FundBalance,
    Invoice,
    OfficialRate,
    Rate,
    Reject,
    SourceRun,
)

YES, NO = {"yes", "true", "confirmed"}, {"no", "false", "stated"}
UNKNOWN = {"", "unknown"}


@dataclass(frozen=True)
class Kind:
    """One of the files: its columns, how a line becomes a record, how it is made.

    days       its columns of days     is_once    two lines that say the same are one too many
    """

    columns: tuple[str, ...]
    optional: str
    amount: str
    days: tuple[str, ...]
    record: Callable[[House, Line, Habits], Any]
    make: str | None = None
    is_once: bool = False

    @property
    def first_line(self) -> str:
        """The header to begin with."""
        return ",".join(self.columns)


def invoices(house: House) -> Iterator[Any]:
    """Records and rejects of the invoices, and one SourceRun."""
    yield from _file(house, house.config.funding.invoices, INVOICES)


def statements(house: House) -> Iterator[Any]:
    """Records and rejects of balances, claims and rates, and one SourceRun for each file."""
    yield from _file(house, house.config.funding.balances, BALANCES)
    yield from _file(house, house.config.funding.claims, CLAIMS)
    yield from _file(house, house.config.funding.rates, RATES)
    yield from _file(house, house.config.funding.official_rates, OFFICIAL_RATES)


def _file(house: House, name: str | None, kind: Kind) -> Iterator[Any]:
    """One record per line; a line that cannot be read is a Reject with its place."""
    if name is None:
        return
    path = house.config.resolve(name)

    def reader(file: Path) -> list[Any]:
        return list(_records(house, file, path, kind))

    is_there = path.is_file() or path.is_symlink()
    known = {} if is_there else unit.last_known("funds", lambda held: held == name)
    if not is_there and not known:
        make = kind.make or f"make it, with {kind.first_line} as its first line"
        yield _failed(name, "no such file", make)
        return
    try:
        found = (
            unit.file("funds", name, path, reader, (tables.Unreadable,))
            if is_there
            else unit.content("funds", name, known[name], reader)
        )
    except tables.Unreadable as trouble:
        begin = f"begin it with the line {kind.first_line}"
        yield _failed(name, str(trouble), trouble.remedy or begin)
        return
    if found is None:
        return
    rejects = [each for each in found if isinstance(each, Reject)]
    rows = [each for each in found if not isinstance(each, Reject)]
    newest = max((row.on_day for row in rows if not isinstance(row, Invoice)), default=None)
    as_of = newest and datetime.combine(newest, time())
    yield from rows
    yield from rejects
    yield SourceRun(
        "funds", name, "ok" if is_there else "stale", as_of, len(rows), len(rejects),
        None if is_there else f"{name} is gone: what was known counts",
        None if is_there else "put it back, or take it out of [funding] of dashboard.toml",
    )  # fmt: skip


def _records(house: House, file: Path, path: Path, kind: Kind) -> Iterator[Any]:
    """A record or a Reject for each line of a file. Raises tables.Unreadable.

    path  where the file is; `file` may be a copy of it
    """
    funding = house.config.funding
    lines = tables.rows(file, {c: c for c in kind.columns}, optional={kind.optional: kind.optional})
    known = [line for _, line in lines if line[kind.amount].lower() not in UNKNOWN]
    habits = tables.habits(
        known, amounts=[kind.amount], days=kind.days, decimal=funding.decimal,
        day_first=funding.day_first,
    )  # fmt: skip
    before: dict[Any, int] = {}
    for at, line in lines:
        try:
            record = kind.record(house, line, habits)
            if kind.is_once and record in before:
                raise ValueError(f"line {before[record]} says the same; take one of the two out")
            before[record] = at
            yield record
        except ValueError as mistake:
            text = ",".join(line[column] for column in kind.columns)
            yield Reject("funds", house.config.place(path), at, text, str(mistake))


def _failed(name: str, what: str, remedy: str) -> SourceRun:
    return SourceRun(
        "funds", name, "failed", message=f"{name}: {what}", remedy=remedy, passing=False
    )


def _balance(house: House, line: Line, habits: Habits) -> FundBalance:
    funds = {fund.id: fund.currency or house.config.project.currency for fund in house.config.funds}
    if line["fund"] not in funds:
        raise ValueError(f"{line['fund']!r} is no fund of dashboard.toml")
    said = line["confirmed"].lower()
    if said not in YES | NO:
        raise ValueError(f"confirmed is {said!r}, wanted yes or no")
    amount = None
    if line["amount"].lower() not in UNKNOWN:
        amount = _amount(line["amount"], funds[line["fund"]], habits)
    day = tables.day(line["on_day"], habits)
    return FundBalance(line["fund"], day, amount, said in YES, line.get("source") or None)


def _amount(cell: str, own: str, habits: Habits) -> Decimal:
    """An amount of a fund, in cents. Raises ValueError for one in another currency."""
    stated = cells.currency(cell, own) or own
    if stated != own:
        raise ValueError(f"{cell!r} is in {stated}, the fund in {own}")
    return tables.amount(cell, habits, most_decimals=2)


def _claim(house: House, line: Line, habits: Habits) -> AwardClaim:
    funds = {fund.id: fund for fund in house.config.funds}
    if line["fund"] not in funds:
        raise ValueError(f"{line['fund']!r} is no fund of dashboard.toml")
    fund = funds[line["fund"]]
    if not fund.is_reimbursed:
        raise ValueError(
            f'{fund.id!r} does not pay costs back; say paid = "reimbursed" in its [[funds]]'
        )
    amount = _amount(line["amount"], fund.currency or house.config.project.currency, habits)
    on, through = (tables.day(line[name], habits) for name in ("on_day", "through"))
    if through > on:
        raise ValueError(f"it was sent on {on}, before the last day of its costs, {through}")
    return AwardClaim(fund.id, on, through, amount, line.get("source") or None)


def _rate(house: House, line: Line, habits: Habits) -> Rate:
    own = house.config.project.currency
    one, other = (tables.currency(line[end], own) for end in ("from", "to"))
    stated = tables.amount(line["value"], habits)
    value = round(stated, 12) if abs(stated) < 10**12 else Decimal(0)
    if not value > 0:
        raise ValueError(f"{line['value']!r} is no rate")
    return Rate(one, other, tables.day(line["on_day"], habits), value, line.get("source") or None)


def _official_rate(house: House, line: Line, habits: Habits) -> OfficialRate:
    rate = _rate(house, line, habits)
    month = rate.on_day.replace(day=1)
    return OfficialRate(rate.from_, rate.to, month, rate.value, rate.source)


def _invoice(house: House, line: Line, habits: Habits) -> Invoice:
    bills = {bill.account: bill.currency for bill in house.config.billing}
    if line["account"] not in bills:
        raise ValueError(f"{line['account']!r} is no account of [[billing]]")
    period = tables.month(line["period"])
    own = bills[line["account"]] or house.config.project.currency
    stated = line.get("currency", "")
    written = cells.currency(line["amount"], own)
    code = tables.currency(stated, own) if stated else written or own
    if written not in (None, code):
        raise ValueError(f"{line['amount']!r} is in {written}, its currency says {code}")
    amount = tables.amount(line["amount"], habits, most_decimals=2)
    return Invoice(line["account"], period, code, amount)


BALANCES = Kind(
    ("fund", "on_day", "amount", "confirmed"), "source", "amount", ("on_day",), _balance,
    "make it with python -m pipelines balance FUND AMOUNT --on DATE",
)  # fmt: skip
CLAIMS = Kind(
    ("fund", "on_day", "through", "amount"), "source", "amount", ("on_day", "through"), _claim,
    is_once=True,
)  # fmt: skip
RATES = Kind(("from", "to", "on_day", "value"), "source", "value", ("on_day",), _rate)
OFFICIAL_RATES = Kind(
    ("from", "to", "on_day", "value"), "source", "value", ("on_day",), _official_rate
)
INVOICES = Kind(("account", "period", "amount"), "currency", "amount", ("period",), _invoice)
