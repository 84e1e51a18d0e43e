"""Money: the funds of dashboard.toml, stated balances, hopes, plans, ledgers and exchange rates.

Everything is read from the team's own files beside dashboard.toml; nothing is fetched.

balances.csv  fund,on_day,amount,confirmed,source   append-only; no amount: known to be unknown;
              confirmed is yes (a statement) or no (from memory)
rates.csv     from,to,on_day,value,source           1 `from` is worth `value` `to`
invoices.csv  account,period,amount,currency        see invoices.py
"""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import config
from config import House
from pipelines import SourceError
from pipelines.funds import amounts, invoices
from pipelines.funds.small_csv import delimiter
from warehouse.records import (
    Fund,
    FundBalance,
    FundCap,
    FundingSetting,
    Headline,
    Invoice,
    PendingAward,
    PlannedCost,
    Rate,
    Reject,
    Scenario,
    SourceRun,
    SpendEvent,
)

NAME = "funds"
GRANT_LEAD, CREDITS_LEAD = 9, 3  # months; no number is universal, so it is printed and editable
LOW_LIKELY_HIGH = ("low", "likely", "high")
YES, NO = {"yes", "true", "confirmed"}, {"no", "false", "stated"}
BALANCES = ("fund", "on_day", "amount", "confirmed")
RATES = ("from", "to", "on_day", "value")
MAKE: dict[tuple[str, ...], str] = {
    BALANCES: "make it with python -m pipelines balance FUND AMOUNT --on DATE"
}
Line = dict[str, str]


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Nothing is fetched: balances are what people wrote down."""
    yield from ()


def read(house: House) -> Iterator[Any]:
    """Funds and all that belongs to them, then one SourceRun per file, and one for the funds."""
    settings = house.config
    yield _setting(house)
    yield from _headlines(house.raw / "headlines.jsonl")
    yield from (SpendEvent(e.name, e.on, e.category) for e in settings.events)
    yield from map(_scenario, settings.scenarios)
    yield from (_planned(house, cost) for cost in settings.planned_costs)
    if settings.funding.ledgers:
        from pipelines.funds import ledgers  # noqa: PLC0415 - brings DuckDB and pyarrow with it

        yield from ledgers.read(house)
    yield from _file(house, settings.funding.invoices, invoices.COLUMNS, invoices.record)
    if not settings.funds:
        yield SourceRun(NAME, "", "not_set_up")
        return
    for fund in settings.funds:
        yield _fund(house, fund)
        yield from (FundCap(fund.id, name, most) for name, most in fund.caps.items())
    yield from (_pending(house, award) for award in settings.pending)
    yield SourceRun(NAME, "dashboard.toml", rows=len(settings.funds))
    yield from _file(house, settings.funding.balances, BALANCES, _balance)
    yield from _file(house, settings.funding.rates, RATES, _rate)


def headlines(house: House) -> Path:
    """The file to which each ingest appends what it said."""
    return house.raw / "headlines.jsonl"


def _fund(house: House, fund: config.Fund) -> Fund:
    rule = fund.extension
    return Fund(
        fund_id=fund.id,
        name=fund.name,
        kind=fund.kind,
        currency=fund.currency or house.config.project.currency,
        awarded=fund.awarded,
        starts_on=fund.starts_on,
        ends_on=fund.ends_on,
        pays_for=fund.pays_for,
        overhead_rate=fund.overhead_rate,
        fee_rate=fund.fee_rate,
        extension_months=rule.months if rule else None,
        notice_days=rule.notice_days if rule else None,
        work_remaining=rule.work if rule else None,
        extension_source=rule.source if rule else None,
        tax_rate=fund.tax_rate,
        encumbered=fund.encumbered,
        reimbursed_after_days=fund.reimbursed_after_days,
        priority=fund.priority,
        funder=fund.funder,
        office_days=rule.office_days if rule else None,
        approved_by=rule.approved_by if rule else None,
        rule_timezone=rule.timezone if rule else None,
        work_months=rule.work_months if rule else None,
        rule_on=rule.source_on if rule else None,
    )


def _pending(house: House, award: config.Pending) -> PendingAward:
    return PendingAward(
        award_id=award.id,
        name=award.name,
        kind=award.kind,
        amount=award.amount,
        currency=award.currency or house.config.project.currency,
        probability=float(award.probability),
        starts_on=award.starts_on,
        latest_on=award.latest_on,
        ends_on=award.ends_on,
        pays_for=award.pays_for,
        fee_rate=award.fee_rate,
        call=award.group,
        call_rule=award.group_rule if award.group else None,
    )


def _planned(house: House, cost: config.Planned) -> PlannedCost:
    currency = cost.currency or house.config.project.currency
    return PlannedCost(
        cost.name, cost.category, cost.amount, cost.per, currency, cost.starts_on, cost.ends_on
    )


def _scenario(what_if: config.Scenario) -> Scenario:
    changes = what_if.model_dump(exclude={"extend"})
    return Scenario(
        **changes,
        extend_funds=list(what_if.extend),
        extend_months=list(what_if.extend.values()),
    )


def _setting(house: House) -> FundingSetting:
    funding = house.config.funding
    return FundingSetting(
        horizon_months=funding.horizon_months,
        grant_lead_months=funding.lead_months.get("grant", GRANT_LEAD),
        credits_lead_months=funding.lead_months.get("credits", CREDITS_LEAD),
        category_priority=funding.category_priority,
        rate_band=funding.rate_band,
    )


def _headlines(file: Path) -> Iterator[Headline]:
    """What earlier ingests said; our own lines, so a broken one is our own bug."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    for said in map(json.loads, lines):
        low, likely, high = (said[key] and date.fromisoformat(said[key]) for key in LOW_LIKELY_HIGH)
        yield Headline(
            published_at=datetime.fromisoformat(said["published_at"]),
            as_of=date.fromisoformat(said["as_of"]),
            method=said["method"],
            sentence=said["sentence"],
            low=low,
            likely=likely,
            high=high,
        )


def _file(
    house: House,
    name: str | None,
    wanted: tuple[str, ...],
    record: Callable[[House, Line], Any],
) -> Iterator[Any]:
    """One record per line; a line that cannot be read is a Reject with its place."""
    if name is None:
        return
    path = house.config.resolve(name)
    if not path.is_file():
        yield SourceRun(
            NAME, name, "failed", message=f"{name}: no such file",
            remedy=MAKE.get(wanted, f"make it, with {','.join(wanted)} as its first line"),
            passing=False,
        )  # fmt: skip
        return
    try:
        lines = _lines(path, wanted)
    except ValueError as trouble:
        yield SourceRun(
            NAME, name, "failed", message=f"{name}: {trouble}",
            remedy=f"begin it with the line {','.join(wanted)}", passing=False,
        )  # fmt: skip
        return
    rows: list[Any] = []
    rejects: list[Reject] = []
    for at, line in lines:
        try:
            rows.append(record(house, line))
        except (ValueError, InvalidOperation) as mistake:
            told = ",".join(str(line[key]) for key in line if key != invoices.NUMBER)
            rejects.append(Reject(NAME, house.config.place(path), at, told, _reason(mistake)))
    newest = max((row.on_day for row in rows if not isinstance(row, Invoice)), default=None)
    as_of = newest and datetime.combine(newest, time())
    yield from rows
    yield from rejects
    yield SourceRun(NAME, name, as_of=as_of, rows=len(rows), rejected=len(rejects))


def _lines(path: Path, wanted: tuple[str, ...]) -> list[tuple[int, Line]]:
    """Every line with its number, empty ones left out. Raises ValueError: no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            sign = delimiter(text.readline())
            text.seek(0)
            table = csv.DictReader(text, restval="", delimiter=sign)
            lines = [(table.line_num, line) for line in table if any(line.values())]
            found = table.fieldnames or []
    except (UnicodeDecodeError, csv.Error):
        raise ValueError("not readable as a CSV in UTF-8") from None
    if missing := [name for name in wanted if name not in found]:
        raise ValueError(f"there is no column {', '.join(missing)}, parted by commas or semicolons")
    return lines


def _reason(mistake: Exception) -> str:
    """Why a line could not be read, as a sentence."""
    return "the amount is not a number" if isinstance(mistake, InvalidOperation) else str(mistake)


def _balance(house: House, line: Line) -> FundBalance:
    if line["fund"] not in {fund.id for fund in house.config.funds}:
        raise ValueError(f"{line['fund']!r} is no fund of dashboard.toml")
    said = line["confirmed"].strip().lower()
    if said not in YES | NO:
        raise ValueError(f"confirmed is {said!r}, wanted yes or no")
    known = line["amount"].strip() not in ("", "unknown")
    amount = amounts.read(line["amount"]) if known else None
    day = date.fromisoformat(line["on_day"])
    return FundBalance(line["fund"], day, amount, said in YES, line.get("source") or None)


def _rate(house: House, line: Line) -> Rate:
    day, value = date.fromisoformat(line["on_day"]), round(Decimal(line["value"]), 12)
    if not 0 < value < 10**12:
        raise ValueError(f"{line['value']!r} is no rate")
    return Rate(line["from"], line["to"], day, value, line.get("source") or None)
