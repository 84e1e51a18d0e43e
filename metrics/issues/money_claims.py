"""Claims about money and months beside the bills, funds and burn of their own date."""

import re
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import words
from metrics.issues.claim import Claim, Finding, agrees, rounding, unknown
from metrics.runway.inputs.balances import statements
from metrics.spending.burn import Burn, burn, daily_spend

_MONTH = re.compile(rf"\b({'|'.join(words.MONTHS)}|{'|'.join(m[:3] for m in words.MONTHS)})\b")
_COST = re.compile(r"\b(bills?|billed|costs?|spen[dt]|spending|invoices?|burn\w*|charges?)\b", re.I)
_PER_MONTH = re.compile(r"(\b(?:a|per|each|every) month\b|/ ?month\b|\bmonthly\b)", re.I)
_SAVED = re.compile(r"\b(sav(?:e[sd]?|ing)|less|cheaper|cut)\b", re.I)
_PLANNED = re.compile(
    r"\b(will|would|could|might|expect\w*|plan(?:s|ned)?|hope\w*|propos\w+|what if|apply)\b", re.I
)
_SHARE = re.compile(r"\b(half|thirds?|quarters?|part|most|rest)\b|%", re.I)
STATED_DAYS = 62  # a balance stated longer ago than this says nothing of the claim's date


def check(db: DuckDBPyConnection, claim: Claim) -> Finding:
    """What the bills, funds and balances say to a claim of money or months at its own date.

    A bill is compared with the month the sentence names, a monthly cost with the mean of three
    months before; both to the places the notes tell, or to a tenth where they say "about".
    """
    if claim.held_on is None:
        return unknown("it stands in no dated meeting")
    if claim.kind == "runway_months":
        return _months(db, claim, claim.held_on)
    if why := _beyond_records(claim):
        return unknown(why)
    named = _MONTH.search(claim.quote)
    if _COST.search(claim.quote) and named and not _PER_MONTH.search(claim.quote):
        return _month_cost(db, claim, _month_before(named[1], claim.held_on))
    if _COST.search(claim.quote) and _PER_MONTH.search(claim.quote):
        return _usual_cost(db, claim, claim.held_on)
    return _fund(db, claim, claim.held_on)


def _beyond_records(claim: Claim) -> str:
    """Why no record could say the same thing, or nothing."""
    if claim.value is None:
        return "it is a range of amounts"
    if claim.unit and not re.fullmatch(r"[A-Z]{3}", claim.unit):
        return f"it is told in {claim.unit}"
    if _SAVED.search(claim.quote):
        return "it is a saving, and no bill says what was not spent"
    return "it speaks of what was still to come" if _PLANNED.search(claim.quote) else ""


def _month_before(name: str, held_on: date) -> date:
    """The newest month of that name that had begun by the meeting."""
    number = next(n for n, m in enumerate(words.MONTHS, 1) if m.startswith(name[:3]))
    year = held_on.year if number <= held_on.month else held_on.year - 1
    return date(year, number, 1)


def _month_cost(db: DuckDBPyConnection, claim: Claim, month: date) -> Finding:
    """Gross and payable of one month, each of which a person may mean by "the bill"."""
    spend = daily_spend(db)
    if not spend.empty:
        spend = spend[[(day.year, day.month) == (month.year, month.month) for day in spend["day"]]]
    own = spend[spend["currency"] == claim.unit] if claim.unit and not spend.empty else spend
    if own.empty:
        return unknown(f"no bill tells of {words.month(month)}")
    code = str(own["currency"].iloc[0])
    sums = {name: Decimal(sum(own[name])) for name in ("gross", "payable")}
    for category, part in own.groupby("category"):
        sums[f"{category}, before credits"] = Decimal(sum(part["gross"]))
        sums[f"{category}, after credits"] = Decimal(sum(part["payable"]))
    return _nearest(claim, sums, f"for {words.month(month)}", code)


def _nearest(claim: Claim, amounts: dict[str, Decimal], when: str, code: str) -> Finding:
    value = claim.value or 0
    slack = max(rounding(value), 0.005 * value)
    for name, amount in amounts.items():
        if agrees(claim, float(amount), slack=slack):
            told = words.money(amount, code)
            return Finding(
                "agrees", f"The bills say {told} {when} ({_called(name)})", float(amount)
            )
    name, amount = min(amounts.items(), key=lambda item: abs(float(item[1]) - value))
    told = f"The bills say {words.money(amount, code)} {when} ({_called(name)})"
    return Finding("differs", f"{told}; the notes say {claim.said} {code}", float(amount))


def _called(name: str) -> str:
    return {"gross": "all, before credits", "payable": "all, after credits"}.get(name, name)


def _usual_cost(db: DuckDBPyConnection, claim: Claim, held_on: date) -> Finding:
    usual = burn(db, as_of=held_on, months=3, currency=claim.unit)
    if not usual.is_covered:
        return unknown(f"the bills do not cover the three months before {words.day(held_on)}")
    amounts = {"gross": _monthly(usual, "gross"), "payable": _monthly(usual, "payable")}
    return _nearest(claim, amounts, "a month, the mean of three", usual.currency)


def _monthly(usual: Burn, basis: str) -> Decimal:
    return usual.per_month("gross" if basis == "gross" else "payable") or Decimal(0)


def _fund(db: DuckDBPyConnection, claim: Claim, held_on: date) -> Finding:
    """An award or a stated balance of the same amount; anything else is not known to be wrong."""
    if _SHARE.search(claim.quote):
        return unknown("it speaks of a part of that amount")
    value = claim.value or 0
    for name, awarded, code in db.execute(
        "select name, awarded, currency from fund where awarded is not null order by fund_id"
    ).fetchall():
        if float(awarded) == value:
            told = f"The award of {name} is {words.money(awarded, code)}"
            return Finding("agrees", told, float(awarded))
    near = [s for s in statements(db, as_of=held_on + timedelta(days=STATED_DAYS)) if s.amount]
    for said in near:
        close = abs((said.on_day - held_on).days) <= STATED_DAYS
        if close and agrees(claim, float(said.amount or 0), slack=rounding(value)):
            told = f"{words.number(said.amount or 0)} was stated for {said.fund_id}"
            return Finding("agrees", f"{told} on {words.day(said.on_day)}", float(said.amount or 0))
    return unknown("no bill, award or stated balance says the same thing")


def _months(db: DuckDBPyConnection, claim: Claim, held_on: date) -> Finding:
    """Months the stated balances would last at the burn of three months before the meeting."""
    since = held_on - relativedelta(days=STATED_DAYS)
    held = {s.fund_id: s for s in statements(db, as_of=held_on) if s.on_day >= since and s.amount}
    if not held:
        return unknown(f"no balance was stated in the two months before {words.day(held_on)}")
    usual = burn(db, as_of=held_on, months=3)
    monthly = usual.per_month("gross")
    if monthly is None:
        return unknown(f"the bills do not cover the three months before {words.day(held_on)}")
    if monthly <= 0:
        return unknown("spending did not reduce the balance")
    total = sum((s.amount for s in held.values() if s.amount), Decimal(0))
    months = total / monthly
    told = (
        f"{words.about(total, usual.currency)} stated then, at "
        f"{words.about(monthly, usual.currency)} a month, lasts {words.tenths(months)}"
    )
    if agrees(claim, float(months), slack=0.5):
        return Finding("agrees", told, float(months))
    return Finding("differs", f"{told}; the notes say {claim.said}", float(months))
