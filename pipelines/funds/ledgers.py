"""Ledgers: money moved outside the cloud bills, from an export or a CSV of any shape.

A ledger is read as a bill is: recognised by its header or mapped by dashboard.toml, then rolled up
(pipelines/billing/rollup). Spending becomes cost_daily rows of the ledger's own category, so it is
burn like any bill; income becomes income_daily. People are summed by day: no name and no
description is kept.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

import config
from config import House
from pipelines.billing.rollup import NoTable, NotRecognised, Rules, Summary, Task, roll_up
from warehouse.records import CostDaily, IncomeDaily, Reject, SourceRun

COLUMNS = 'columns = {date = "…", amount = "…"}'


def read(house: House) -> Iterator[Any]:
    """Records of every [[funding.ledgers]], with one SourceRun each."""
    known = {None, *(fund.id for fund in house.config.funds)}
    for ledger in house.config.funding.ledgers:
        path = house.config.resolve(ledger.path)
        if ledger.fund not in known:
            yield _failed(
                ledger, f"{ledger.fund!r} is no fund of dashboard.toml",
                "correct [[funding.ledgers]] fund",
            )  # fmt: skip
        elif not path.is_file():
            yield _failed(ledger, "no such file", "correct [[funding.ledgers]] path")
        else:
            try:
                rolled = roll_up(Task("", str(path), rules(house, ledger)))
            except NotRecognised as trouble:
                yield _failed(ledger, str(trouble), f"name its columns: {COLUMNS}")
            except NoTable as trouble:
                yield _failed(ledger, str(trouble), "export it again, as CSV")
            else:
                rows = pq.read_table(io.BytesIO(rolled.rows)).to_pylist()
                stated = sorted({row["currency"] for row in rows})
                if stated and ledger.currency and ledger.currency not in stated:
                    yield _failed(
                        ledger, f"its amounts are in {', '.join(stated)}, not in {ledger.currency}",
                        "correct [[funding.ledgers]] currency, or map the other column",
                    )  # fmt: skip
                else:
                    yield from _records(house, ledger, rows, rolled.summary)


def rules(house: House, ledger: config.Ledger) -> Rules:
    """The settings of a ledger that shape its roll-up."""
    return Rules(
        currency=ledger.currency or house.config.project.currency,
        columns=tuple(("date" if r == "day" else r, name) for r, name in ledger.columns.items()),
        where=tuple((column, tuple(some)) for column, some in ledger.where.items()),
        format=None if ledger.columns else ledger.format,
        decimal=ledger.decimal,
        day_first=ledger.day_first,
        negate=ledger.negate,
        sheets=tuple(ledger.sheets),
        ledger=True,
    )


def _records(
    house: House, ledger: config.Ledger, rows: list[dict[str, Any]], summary: Summary
) -> Iterator[Any]:
    place = house.config.place(house.config.resolve(ledger.path))
    income: dict[tuple[date, str], tuple[Decimal, int]] = {}
    for row in rows:
        if row["charge_category"] == "Income":
            total, lines = income.get((row["day"], row["currency"]), (Decimal(0), 0))
            received = total - row["billed"], lines + row["lines"]
            income[row["day"], row["currency"]] = received
        elif row["charge_category"] != "Not counted":
            yield CostDaily(
                day=row["day"], account=ledger.name, category=ledger.category,
                provider=row["provider"], sub_account=row["sub_account"], service=row["service"],
                region=None, charge_category="Purchase", currency=row["currency"],
                billed=row["billed"], effective=None, list=None, lines=row["lines"],
                source_file=place,
            )  # fmt: skip
    for (day, currency), (amount, lines) in income.items():
        yield IncomeDaily(day, ledger.name, currency, amount, lines, place, ledger.fund)
    for line, _, reason in summary.rejects:
        yield Reject("funds", place, line, None, reason)
    kept, rejected = summary.lines_kept, summary.lines_rejected
    if rejected and not kept:
        yield _failed(ledger, f"none of its {rejected} lines could be read", summary.rejects[0][2])
    else:
        yield SourceRun(
            "funds",
            ledger.path,
            rows=kept,
            rejected=rejected,
            message="; ".join(filter(None, (_not_counted(rows), *summary.notes))) or None,
        )


def _not_counted(rows: list[dict[str, Any]]) -> str | None:
    """What the ledger holds that is neither spent nor received, in words."""
    aside = [row for row in rows if row["charge_category"] == "Not counted"]
    if not aside:
        return None
    sums: dict[str, Decimal] = {}
    for row in aside:
        sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + row["billed"]
    amounts = ", ".join(f"{amount:,.2f} {currency}" for currency, amount in sorted(sums.items()))
    lines = sum(row["lines"] for row in aside)
    return (
        f"{lines} line{'s' * (lines != 1)} of {amounts} count{'s' * (lines == 1)} nothing: failed, "
        "called off, still on the way, or moved between accounts of the team"
    )


def _failed(ledger: config.Ledger, what: str, remedy: str) -> SourceRun:
    return SourceRun(
        "funds", ledger.path, "failed", message=f"{ledger.path}: {what}", remedy=remedy,
        passing=False,
    )  # fmt: skip
