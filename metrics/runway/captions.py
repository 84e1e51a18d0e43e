"""The short words of the Runway page: tiles, states, the sentences above its charts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics import words
from metrics.runway.comparison import Effect
from metrics.runway.currency_risk import Band
from metrics.runway.engine.constant_rate import lapse, runway
from metrics.runway.engine.dates import DAYS_PER_MONTH, ONE_DAY
from metrics.runway.extension import BUYS_NOTHING, Extension
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook
from metrics.runway.telling import (
    difference,
    extension_name,
    headline,
    horizon_months,
    reason,
    span,
)
from metrics.runway.whatif import WhatIf

WORK = "Write down the work that remains ([funds.extension] work): an extension is argued from it."
NO_RANGE = (
    "<b>No range yet.</b> Three complete months of bills turn this arithmetic into a range: "
    "20 equally likely months and the chance, month by month, that something is not paid."
)
STATES = {"act": "Overdue", "watch": "Decide", "fine": "On track"}


def range_value(found: Outlook) -> str:
    """The range in at most 14 characters: "Mar – May 2027"."""
    if found.method == "not_depleting":
        return "not burning"
    if found.low is None or (found.method == "arithmetic" and found.likely is None):
        return f"{horizon_months(found)} months on"
    first = words.MONTHS[found.low.month - 1][:3]
    if found.high is None:
        return f"{first} {found.low.year} on"
    last = f"{words.MONTHS[found.high.month - 1][:3]} {found.high.year}"
    if f"{first} {found.low.year}" == last:
        return last
    year = "" if found.low.year == found.high.year else f" {found.low.year % 100:02d}"
    return f"{first}{year} – {last}"


def amount(value: Decimal | float, found: Outlook) -> str:
    """An amount for a tile."""
    return words.about(Decimal(str(value)), found.currency)


def lapsing(found: Outlook) -> Decimal:
    """All that is likely to lapse."""
    return sum((fund.lapse for fund in found.funds), Decimal(0))


def start_value(found: Outlook) -> str:
    """The start-looking date for a tile."""
    return words.day(found.start_looking) if found.start_looking else "not yet"


def extension_title(each: Extension) -> str:
    """ "No-cost extension: Estuary Fund grant"."""
    return f"{extension_name(each)}: {each.rule.name}"


def extension_state(each: Extension) -> tuple[str, str]:
    """Only an extension that would buy something is there to be decided."""
    return ("watch", STATES["watch"]) if each.buys else ("quiet", BUYS_NOTHING)


def effect(what_if: WhatIf, base: Outlook, other: Outlook) -> str:
    """How a scenario moves the date; what rests on a guess says so."""
    guess = ", assumed" if what_if.with_pending or what_if.award else ""
    return difference(base, other) + guess


def next_steps(given: Inputs) -> list[str]:
    """What to set up next, so that the answer gets better."""
    steps = []
    if not given.case.streams:
        steps.append(
            "Set up your bills ([[billing]]): three months of them turn this into a range."
        )
    if any(held.statement and not held.statement.confirmed for held in given.held.values()):
        steps.append("Confirm the balance: python -m pipelines balance FUND AMOUNT --on DATE.")
    if given.case.funds and not any(rule.work for rule in given.rules.values()):
        steps.append(WORK)
    return steps


def cautions(found: Outlook) -> list[str]:
    """What the range alone does not show: doubts, a bridge, the bank account, unknown money."""
    told = list(found.doubts)
    if found.likely_at_most != found.likely:
        most = (
            words.when(found.likely_at_most, found.as_of) if found.likely_at_most else "the horizon"
        )
        told.append(f"With all of the money that is not known it would likely last until {most}.")
    if gap := found.plan.gap:
        bridge = words.about(gap.amount, found.currency)
        days = words.days(gap.days)
        told.append(f"Until the next money starts a bridge of {bridge} is needed for {days}.")
    if found.cash_out:
        when = words.when(found.cash_out, found.as_of)
        told.append(f"Grants paid back in arrears empty the bank account by {when}.")
        if found.first_reimbursement and found.cash_out < found.first_reimbursement:
            told.append("That is before the first reimbursement can arrive.")
    if found.band:
        told.append(_rates(found.band, found))
    return told


def apart(found: Outlook) -> str:
    """The answer of a currency that stands apart."""
    if not found.funds:
        spent = words.about(Decimal(str(found.per_month)), found.currency)
        return f"No fund is in {found.currency}: nobody is set down to pay {spent} a month."
    ends = headline(found) if found.method == "unknown" else f"{headline(found)} {reason(found)}"
    return f"{ends} No exchange rate turns {found.currency} into the team's currency."


def _rates(band: Band, found: Outlook) -> str:
    """What a move of the exchange rates would do: the foreign part of the future bears a band."""
    codes, share = words.listing(band.currencies), words.percent(band.share)
    text = f"Amounts in {codes} stand at today's rate; {share} either way"
    ends = sorted(day or found.horizon for day in (band.cheaper, band.dearer))
    if ends[0] == ends[1]:
        return f"{text} does not move the likely end."
    last = f"beyond {words.month(found.horizon)}"
    if band.cheaper and band.dearer:
        last = words.when(ends[1], found.as_of)
    return f"{text} moves the likely end between {words.when(ends[0], found.as_of)} and {last}."


def fan_sentence(found: Outlook) -> str:
    """The legend of the balance chart in words."""
    today = f"{words.about(found.balance, found.currency)} today"
    if found.likely is None:
        return f"{today}; the middle path lasts beyond {words.month(found.horizon)}."
    fate = "is first short" if found.reason == "category" else "reaches zero"
    if not found.balance:
        return f"{today}: there is nothing to draw."
    middle = f"the middle path {fate} {_in(found.likely)}"
    if found.method != "range":
        last = words.long_day(found.likely - ONE_DAY)
        return f"{today}; at this rate the last day that is paid is {last}."
    high = _beyond(found.high, found)
    low = words.third(found.low) if found.low else "the horizon"
    spread = "as do 8 paths in 10" if low == high else f"8 paths in 10 between {low} and {high}"
    bands = "Light band: 8 chances in 10; dark band: 5 in 10."
    return f"{today}; {middle}, {spread}. {bands}"


def payers_sentence(found: Outlook) -> str:
    """Who pays first, and what happens if no payment may be moved between funds."""
    first: dict[str, date] = {}
    for paid in found.plan.payments:
        first.setdefault(paid.fund_id, paid.period[0])
    names = {fund.fund_id: fund.name for fund in found.funds}
    order = [names.get(fund, "the new award") for fund in sorted(first, key=lambda f: first[f])]
    text = f"Drawn in this order: {words.listing(order, 'then')}." if order else "Nothing is paid."
    out = found.plan.money_out_date
    if found.greedy_out and out and found.greedy_out < out:
        lost = span((out - found.greedy_out).days)
        text += f" Without moving payments between funds the money ends {lost} earlier."
    return text


def dots_sentence(found: Outlook) -> str:
    """How to read the dots."""
    days = [day for day in found.dots[:2] if day]
    if not days:
        return "None of the 20 lies before the horizon."
    first = "The first 2 of the 20, drawn hollow, fall in or before"
    return f"{first} {words.month(days[-1])}: that is the month to plan for."


def unfunded_sentence(found: Outlook) -> str:
    """When it becomes likely that something is not paid."""
    likely_by = next(
        (p[1] for p, s in zip(found.periods, found.unfunded_share, strict=True) if s >= 0.5), None
    )
    alive = "Committed money alone lasts to the horizon in"
    chance = f"{alive} {round(found.lasting * 10)} of 10 cases."
    if likely_by is None:
        return f"It never reaches one in two. {chance}"
    return f"One in two by {words.third(likely_by)}. {chance}"


def mover_rows(effects: Sequence[Effect]) -> list[tuple[str, str]]:
    """Rows of "what moves it most"."""
    rows = []
    for each in effects[:8]:
        if each.days is None:
            rows.append((each.name, "beyond the horizon"))
        else:
            rows.append(
                (each.name, f"{span(abs(each.days))} {'later' if each.days > 0 else 'earlier'}")
            )
    return rows


def scenarios_sentence(found: Outlook) -> str:
    """How to read a row of scenarios: a simulated range, or one day of arithmetic."""
    if found.method == "range":
        return "Bar: 8 chances in 10. Tick: most likely. The same simulated months in every row."
    return "Tick: the day the money ends at this rate. Arithmetic, not a forecast."


def said_sentence(rows: pd.DataFrame) -> str:
    """What the history of headlines shows."""
    if rows.empty:
        return "Each ingest keeps what it said; the first one is still to come."
    first = rows["as_of"].iloc[0]
    said = f"{words.count(len(rows), 'headline')} since {words.long_day(first)}."
    return said if len(rows) == 1 else f"Bar: what was said on that day, 8 chances in 10. {said}"


def three_numbers(
    balance: Decimal, monthly: Decimal, ends_on: date, *, as_of: date, currency: str
) -> str:
    """When three numbers say the money ends, and what would lapse; arithmetic, no forecast."""
    per_day = monthly / DAYS_PER_MONTH
    if ends_on <= as_of:
        return f"{words.long_day(ends_on)} is past: all of it has lapsed."
    left = lapse(balance, per_day, as_of=as_of, ends_on=ends_on)
    note = "This is arithmetic, not a forecast."
    if left.binding == "balance":
        used_up = runway(balance, per_day, as_of=as_of).last_funded_day or ends_on
        return f"The money is used up after {words.long_day(used_up)}; nothing lapses. {note}"
    return (
        f"The end date comes first, {words.long_day(ends_on)}: "
        f"about {words.about(left.left_at_end, currency)} would lapse. {note}"
    )


def _in(day: date) -> str:
    return f"in {words.third(day)}"


def _beyond(day: date | None, found: Outlook) -> str:
    return words.third(day) if day else f"beyond {words.month(found.horizon)}"
