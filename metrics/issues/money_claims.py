"""Claims about money and months against the bills, funds and burn of their own date."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.issues.claim import (
    Awarded,
    BilledAmount,
    Cause,
    Claim,
    Finding,
    MonthsLeft,
    StatedBalance,
    agrees,
    rounding,
    unknown,
)
from metrics.runway.inputs.balances import statements
from metrics.spending.burn import burn, daily_spend

_MONTH = re.compile(rf"\b({'|'.join((*month_name[1:], *month_abbr[1:]))})\b")
_COST = re.compile(r"\b(bills?|billed|costs?|spen[dt]|spending|invoices?|burn\w*|charges?)\b", re.I)
_PER_MONTH = re.compile(r"(\b(?:a|per|each|every) month\b|/ ?month\b|\bmonthly\b)", re.I)
_SAVED = re.compile(r"\b(sav(?:e[sd]?|ing)|less|cheaper|cut)\b", re.I)
_PLANNED = re.compile(
    r"\b(will|would|could|might|expect\w*|plan(?:s|ned)?|hope\w*|propos\w+|what if|apply)\b", re.I
)
_SHARE = re.compile(r"\b(half|thirds?|quarters?|part|most|rest)\b|%", re.I)
BASES: tuple[Literal["gross", "payable"], ...] = ("gross", "payable")
STATED_DAYS = 62  # a balance stated longer ago than this says nothing of the claim's date


def check(db: DuckDBPyConnection, claim: Claim) -> Finding:
    """The answer of bills, funds and balances to a claim of money or months at its own date.

    A bill is compared with the month the sentence names, a monthly cost with the mean of three
    months before; both to the places the notes give, or to a tenth where they say "about".
    """
    if claim.held_on is None:
        return unknown("no_dated_meeting")
    if claim.kind == "runway_months":
        return _months(db, claim, claim.held_on)
    if cause := _beyond_records(claim):
        return unknown(cause, unit=claim.unit or "")
    named = _MONTH.search(claim.quote)
    if _COST.search(claim.quote) and named and not _PER_MONTH.search(claim.quote):
        number = next(n for n in range(1, 13) if month_name[n].startswith(named[1][:3]))
        year = claim.held_on.year if number <= claim.held_on.month else claim.held_on.year - 1
        return _month_cost(db, claim, date(year, number, 1))
    if _COST.search(claim.quote) and _PER_MONTH.search(claim.quote):
        return _usual_cost(db, claim, claim.held_on)
    return _fund(db, claim, claim.held_on)


def _beyond_records(claim: Claim) -> Cause | None:
    """Why no record could hold the same; None where one could."""
    if claim.value is None:
        return "amount_range"
    if claim.unit and not re.fullmatch(r"[A-Z]{3}", claim.unit):
        return "not_a_currency"
    if _SAVED.search(claim.quote):
        return "saving"
    return "plan" if _PLANNED.search(claim.quote) else None


def _month_cost(db: DuckDBPyConnection, claim: Claim, month: date) -> Finding:
    """Gross and payable of one month, each of which a person may mean by "the bill"."""
    spend = daily_spend(db)
    if not spend.empty:
        spend = spend[[(day.year, day.month) == (month.year, month.month) for day in spend["day"]]]
    own = spend[spend["currency"] == claim.unit] if claim.unit and not spend.empty else spend
    if own.empty:
        return unknown("no_bill", day=month)
    code = str(own["currency"].iloc[0])
    parts = [(None, own), *((str(name), part) for name, part in own.groupby("category"))]
    return _nearest(
        claim,
        [
            BilledAmount(Decimal(sum(part[basis])), code, basis, category, month)
            for category, part in parts
            for basis in BASES
        ],
    )


def _usual_cost(db: DuckDBPyConnection, claim: Claim, held_on: date) -> Finding:
    usual = burn(db, as_of=held_on, months=3, currency=claim.unit)
    if not usual.is_covered:
        return unknown("bills_incomplete", day=held_on)
    amounts = [(basis, usual.per_month(basis) or Decimal(0)) for basis in BASES]
    return _nearest(claim, [BilledAmount(each, usual.currency, basis) for basis, each in amounts])


def _nearest(claim: Claim, amounts: Iterable[BilledAmount]) -> Finding:
    """The first amount that agrees, else the nearest."""
    value = claim.value or 0
    slack = max(rounding(value), 0.005 * value)
    amounts = list(amounts)
    for each in amounts:
        if agrees(claim, float(each.amount), slack=slack):
            return Finding("agrees", each, float(each.amount))
    nearest = min(amounts, key=lambda each: abs(float(each.amount) - value))
    return Finding("differs", nearest, float(nearest.amount))


@dataclass(frozen=True)
class _Fund:
    name: str
    currency: str


def _fund(db: DuckDBPyConnection, claim: Claim, held_on: date) -> Finding:
    """An award or a stated balance of the same amount; anything else is not known to be wrong."""
    if _SHARE.search(claim.quote):
        return unknown("part")
    value = claim.value or 0
    awards = """
        select name as fund, awarded as amount, currency
        from fund
        where awarded is not null
        order by fund_id
    """
    for award in rows.rows(db, Awarded, awards):
        if float(award.amount) == value:
            return Finding("agrees", award, float(award.amount))
    for stated in statements(db, as_of=held_on + timedelta(days=STATED_DAYS)):
        close = stated.amount and abs((stated.on_day - held_on).days) <= STATED_DAYS
        if close and agrees(claim, float(stated.amount or 0), slack=rounding(value)):
            amount = stated.amount or Decimal(0)
            funds = "select name, currency from fund where fund_id = ?"
            fund = rows.row(db, _Fund, funds, [stated.fund_id])
            name = fund.name if fund else stated.fund_id
            code = fund.currency if fund else ""
            found = StatedBalance(name, amount, code, stated.on_day)
            return Finding("agrees", found, float(amount))
    return unknown("no_record")


def _months(db: DuckDBPyConnection, claim: Claim, held_on: date) -> Finding:
    """Months the stated balances would last at the burn of three months before the meeting."""
    since = held_on - relativedelta(days=STATED_DAYS)
    held = {s.fund_id: s for s in statements(db, as_of=held_on) if s.on_day >= since and s.amount}
    if not held:
        return unknown("no_balance", day=held_on)
    usual = burn(db, as_of=held_on, months=3)
    monthly = usual.per_month("gross")
    if monthly is None:
        return unknown("bills_incomplete", day=held_on)
    if monthly <= 0:
        return unknown("no_net_spending")
    total = sum((s.amount for s in held.values() if s.amount), Decimal(0))
    left = MonthsLeft(total, monthly, usual.currency, total / monthly)
    verdict: Literal["agrees", "differs"] = (
        "agrees" if agrees(claim, float(left.months), slack=0.5) else "differs"
    )
    return Finding(verdict, left, float(left.months))
