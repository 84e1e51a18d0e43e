"""What is left, by what it can be used for: never one sum."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.funds.left import Left
from metrics.runway.outlook import Outlook
from wording import numbers
from wording.markup import html
from wording.page import Table

NAMES = {
    "unrestricted": "Cash, unrestricted",
    "restricted": "Cash, restricted",
    "credits": "Credits",
    "in_kind": "In kind",
}
CASH, CREDITS = ("grant", "donation"), ("credits",)
WORTH = Decimal(1)  # a lapse under one unit of the currency is none
MOST_LOST = 2  # ends of funds in one sentence
OF = {"grant": "of a grant", "credits": "of credits", "donation": "of donations"}
COLUMNS = ("Left today", ("Amount", "n"), ("Would lapse", "n"), ("Statement", "n qd-hide"))


def table(found: Sequence[Left]) -> Table:
    """A row for each kind of means and currency; the finding says how much would lapse."""
    rows = [
        [
            NAMES[each.kind],
            html('{}<small class="qd-phone">{}</small>', _amount(each), _stated(each)),
            _lapse(each),
            numbers.day(each.stated_on) if each.stated_on else "never stated",
        ]
        for each in found
    ]  # fmt: skip
    return Table("left", "Left today, by kind", COLUMNS, rows, "funds.left", lapsing(found))


def lapsing(found: Sequence[Left]) -> str:
    """How much of it would lapse if nothing changes; in-kind value is named apart."""
    parts = [
        f"about {numbers.about(each.lapse, each.currency)} of {_noun(each.kind)}"
        for each in found
        if each.lapse >= WORTH
    ]
    if not parts:
        return "Nothing of it is likely to lapse."
    return f"Of this, {numbers.listing(parts)} would lapse if nothing changes."


def lost(found: Outlook) -> str:
    """What is lost at the ends of funds, by day: the two largest; empty where nothing is."""
    every = [
        (each.ends_on, each.lapse, OF[each.kind])
        for each in found.lapsing
        if each.ends_on and each.lapse >= WORTH and each.kind != "in_kind"
    ]
    shown = sorted(sorted(every, key=lambda each: -each[1])[:MOST_LOST])
    said = [
        f"about {numbers.about(amount, found.currency)} {of} on "
        f"{numbers.day(day, year=day.year != found.as_of.year)}"
        for day, amount, of in shown
    ]
    if more := len(every) - len(shown):
        said.append(f"less of {numbers.count(more, 'more fund')}")
    return f"Unspent and lost: {numbers.listing(said)}." if said else ""


def today(found: Outlook) -> str:
    """Cash and credits apart, without their statements: "about 72,300 USD of cash"."""
    cash, credits = (
        f"{'about ' if is_estimated(found, kinds) else ''}{numbers.about(amount, found.currency)}"
        for amount, kinds in ((found.cash, CASH), (found.credits, CREDITS))
    )
    parts = [f"{cash} of cash"] if found.cash or not found.credits else []
    return numbers.listing([*parts, f"{credits} of credits"] if found.credits else parts)


def is_estimated(found: Outlook, kinds: tuple[str, ...]) -> bool:
    """Whether a fund of these kinds holds money by an estimate, not by a confirmed statement."""
    return any(fund.is_estimated and fund.balance and fund.kind in kinds for fund in found.funds)


def _amount(each: Left) -> str:
    if each.amount is None:
        return "not known"
    text = numbers.cents(each.amount, each.currency)
    if each.is_estimated and each.amount:
        text = f"about {numbers.about(each.amount, each.currency)}"
    if each.unknown:
        text += f", and {numbers.count(each.unknown, 'fund')} not known"
    return text


def _stated(each: Left) -> str:
    if each.stated_on is None:
        return "never stated"
    return f"{'since' if each.amount is None else 'of'} {numbers.day(each.stated_on)}"


def _lapse(each: Left) -> str:
    return "–" if each.lapse < WORTH else numbers.about(each.lapse, each.currency)


def _noun(kind: str) -> str:
    return {"in_kind": "help in kind", "credits": "credits"}.get(kind, f"{kind} cash")
