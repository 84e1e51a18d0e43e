"""The burn in words: a month's cost on a basis, its trend, its days and its rule."""

from decimal import Decimal

import pandas as pd

from metrics.data_quality.standing import FRESH, Standing
from metrics.spending.breakdown import partial_month
from metrics.spending.burn import Basis, Burn
from metrics.spending.cost_filter import CostFilter
from wording import numbers
from wording.definitions import DEFINITIONS
from wording.net_burn import SPANS

VERDICTS = {"steady": "steady", "up": "rising", "down": "falling"}
ONE, SEVERAL = ("is", "was", "costs", "cost"), ("are", "were", "come to", "came to")
NAMES = {"gross": "Bills", "credits": "Credits used", "payable": "After credits"}


def part(cost_filter: CostFilter) -> str:
    """A part of the bills: "category cloud within project hub"; empty: everything."""
    return " within ".join(f"{name} {value}" for name, value in cost_filter.chosen.items())


def answer(
    now: Burn,
    before: Burn,
    cost_filter: CostFilter,
    basis: Basis = "gross",
    found: Standing = FRESH,
) -> str:
    """The cost of a month and its trend, on the page's basis; over silent bills, until when."""
    name = part(cost_filter)
    if now.gross is None:
        if not now.days:
            return f"No bill in {now.currency} has been read yet."
        whose = f" of {name}" if name else ""
        covered = f"bills cover {now.covered_days} of {numbers.days(now.days)}"
        return f"We can't calculate the burn rate{whose}: {covered}."
    subject, verbs = _subject(name, basis)
    is_past = bool(found.silent and now.last_on)
    if found.silent and now.last_on:
        until = f"Until {numbers.long_day(now.last_on)}"
        if found.silent.since and now.last_on < found.silent.since:
            until += ", the last day billed in full"  # the newest days may be unfinished
        subject = f"{until}, {subject[:1].lower()}{subject[1:]}"
    trend = now.trend(before, basis)
    verb = f"{verbs[is_past]} {VERDICTS[trend]}:" if trend else verbs[2 + is_past]
    about = "" if now.covered_days == now.days else "about "
    than = _than(now, before, basis)
    return f"{subject} {verb} {about}{a_month(now, basis)} a month{than}."


def _subject(name: str, basis: Basis) -> tuple[str, tuple[str, ...]]:
    """What the answer is about, and its verbs: of a verdict and of an amount, now and then."""
    if basis == "credits":
        return (f"Credits for {name}" if name else "Credits used"), SEVERAL
    subject, verbs = (f"{name[:1].upper()}{name[1:]}", ONE) if name else ("Bills", SEVERAL)
    return (f"{subject} after credits" if basis == "payable" else subject), verbs


def _than(now: Burn, before: Burn, basis: Basis) -> str:
    """By how much it moved, as the tile of the month rounds it; empty where that is not known."""
    figure, old = shown(now, basis), shown(before, basis)
    if now.trend(before, basis) is None or figure is None or old is None:
        return ""
    by, span = numbers.number(abs(figure - old)), f"in the previous {SPANS[now.months]}"
    if by == "0":
        return f", as {span}"
    return f", {by} {'more' if figure > old else 'less'} than {span}"


def basis(now: Burn, months: pd.DataFrame, cost_filter: CostFilter, chosen: Basis = "gross") -> str:
    """The days that the answer rests on, the share of credits, the month that is left out."""
    if now.first_on is None or now.last_on is None:
        return ""
    same = now.first_on.year == now.last_on.year
    first, last = numbers.long_day(now.first_on, year=not same), numbers.long_day(now.last_on)
    if now.gross is None:
        unknown = "The cost of a day without a bill is unknown, so nothing is scaled up."
        return f"The window is {first} to {last}. {unknown}"
    some = f"the {now.covered_days} of {numbers.days(now.days)} that have a bill"
    days = "" if now.covered_days == now.days else f" over {some}"
    before = {"gross": ", before credits", "credits": "", "payable": ", after credits"}[chosen]
    said = [f"Average of {first} to {last}{days}{before}."]
    if now.credits and chosen != "gross":
        gross = numbers.money(now.per_month() or 0, now.currency)
        share = numbers.percent(now.credit_share or 0)
        said.append(f"Before credits, the bills come to {gross} a month; credits paid {share}.")
    elif not now.credits:  # else two tiles say what credits paid, and what is left to pay
        said.append(
            "No credit is assigned to this part."
            if cost_filter.chosen
            else "Credits paid none of it."
        )
    if running := partial_month(months):
        month = numbers.month_name(running.month)
        said.append(f"{month} has bills for {running.days} of {running.of_days} days.")
    return " ".join(said)


def formula(found: Burn) -> str:
    """The rule of the burn with its figures put in."""
    if not found.days:
        return f"No bill in {found.currency} has been read"
    if found.gross is None or found.gross_total is None:
        return f"{found.covered_days} of {found.days} days have a bill; nine tenths are needed"
    return DEFINITIONS["spending.burn"].filled(
        gross_total=numbers.cents(found.gross_total, found.currency),
        covered_days=numbers.number(found.covered_days),
        monthly=numbers.cents(found.monthly, found.currency),
        gross_per_month=numbers.cents(found.gross_per_month or Decimal(0), found.currency),
    )


def parts_of(found: Burn) -> str:
    """A month's burn less the part that credits paid."""
    gross, payable = found.per_month(), found.per_month("payable")
    if gross is None or payable is None:
        return formula(found)
    gross, payable = numbers.to_cents(gross), numbers.to_cents(payable)
    amounts = (numbers.cents(each, found.currency) for each in (gross, gross - payable, payable))
    return "{} gross − {} paid by credits = {} payable".format(*amounts)


def a_month(found: Burn, basis: Basis = "gross") -> str:
    """A month of it on a basis, as its tile writes it."""
    return numbers.money(shown(found, basis) or Decimal(0), found.currency)


def about_a_month(found: Burn, basis: Basis = "gross") -> str:
    """A month of it on a basis, as a sentence rounds it."""
    return numbers.about(shown(found, basis) or Decimal(0), found.currency)


def shown(found: Burn, basis: Basis) -> Decimal | None:
    """A month's burn on a basis; credits without their sign."""
    figure = found.per_month(basis)
    return -figure if figure is not None and basis == "credits" else figure


def a_day(found: Burn, basis: Basis) -> Decimal | None:
    """A day of it on a basis; credits without their sign."""
    figure: Decimal | None = getattr(found, basis)
    return -figure if figure is not None and basis == "credits" else figure
