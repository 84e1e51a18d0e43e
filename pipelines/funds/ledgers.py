"""Ledgers: money moved outside the cloud bills, from a CSV of Open Collective or of any shape.

Spending becomes cost_daily rows of the ledger's own category, so it is burn like any bill; income
becomes income_daily. People are summed by day: no name and no description is kept.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import config
from config import House
from pipelines.funds import amounts
from pipelines.funds.small_csv import delimiter
from warehouse.records import CostDaily, IncomeDaily, Reject, SourceRun

# Open Collective's transactions export; a refund is a credit of type EXPENSE and reduces spending.
OPEN_COLLECTIVE = {"day": "datetime", "amount": "netAmount", "currency": "currency"}
Sums = dict[tuple[date, str], tuple[Decimal, int]]


def read(house: House) -> Iterator[Any]:
    """Records of every [[funding.ledgers]], with one SourceRun each."""
    known = {None, *(fund.id for fund in house.config.funds)}
    for ledger in house.config.funding.ledgers:
        path = house.config.resolve(ledger.path)
        if ledger.fund not in known:
            yield SourceRun(
                "funds", ledger.path, "failed",
                message=f"{ledger.path}: {ledger.fund!r} is no fund of dashboard.toml",
                remedy="correct [[funding.ledgers]] fund", passing=False,
            )  # fmt: skip
        elif path.is_file():
            yield from _ledger(house, ledger, path)
        else:
            yield SourceRun(
                "funds", ledger.path, "failed", message=f"{ledger.path}: no such file",
                remedy="correct [[funding.ledgers]] path", passing=False,
            )  # fmt: skip


def _ledger(house: House, ledger: config.Ledger, path: Path) -> Iterator[Any]:
    place = house.config.place(path)
    columns = OPEN_COLLECTIVE | ledger.columns
    spent: Sums = defaultdict(lambda: (Decimal(0), 0))
    income: Sums = defaultdict(lambda: (Decimal(0), 0))
    rejected = 0
    with path.open(encoding="utf-8-sig", newline="") as text:
        sign = delimiter(text.readline())
        text.seek(0)
        lines = csv.DictReader(text, restval="", delimiter=sign)
        for line in lines:
            try:
                day, amount, currency = _entry(house, ledger, columns, line)
            except (KeyError, ValueError, InvalidOperation) as mistake:
                rejected += 1
                yield Reject("funds", place, lines.line_num, None, reason(mistake))
                continue
            sums = income if amount > 0 and not _is_refund(line) else spent
            total, entries = sums[day, currency]
            sums[day, currency] = total + amount, entries + 1
    yield from _spending(ledger, spent, place)
    for (day, currency), (amount, entries) in income.items():
        yield IncomeDaily(day, ledger.name, currency, amount, entries, place, ledger.fund)
    rows = sum(entries for sums in (spent, income) for _, entries in sums.values())
    yield SourceRun("funds", ledger.path, rows=rows, rejected=rejected)


def _entry(
    house: House, ledger: config.Ledger, columns: dict[str, str], line: dict[str, str]
) -> tuple[date, Decimal, str]:
    """Day, signed amount (spending is negative) and currency of one line."""
    day = date.fromisoformat(line[columns["day"]][:10])
    amount = amounts.read(line[columns["amount"]])
    stated = line.get(columns["currency"]) or ledger.currency
    return day, amount, stated or house.config.project.currency


def _is_refund(line: dict[str, str]) -> bool:
    """A refund takes spending back; it is not income."""
    return (line.get("type") or line.get("kind") or "").upper().startswith("EXPENSE")


def _spending(ledger: config.Ledger, spent: Sums, place: str) -> Iterator[CostDaily]:
    for (day, currency), (amount, entries) in spent.items():
        yield CostDaily(
            day=day, account=ledger.name, category=ledger.category, provider=None,
            sub_account=None, service=None, region=None, charge_category="Purchase",
            currency=currency, billed=-amount, effective=None, list=None, lines=entries,
            source_file=place,
        )  # fmt: skip


def reason(mistake: Exception) -> str:
    """Why a line of a CSV could not be read, as a sentence."""
    if isinstance(mistake, KeyError):
        return f"there is no column {mistake}"
    if isinstance(mistake, InvalidOperation):
        return "the amount is not a number"
    return str(mistake)
