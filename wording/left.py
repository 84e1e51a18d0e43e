"""What is left, by what it can be used for: never one sum."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.funds.left import Left
from metrics.runway.outlook import FundOutlook, Outlook
from wording import numbers
from wording.markup import html
from wording.page import Table
from wording.short_names import short

NAMES = {
    "unrestricted": "Cash, unrestricted",
    "restricted": "Cash, restricted",
    "credits": "Credits",
    "in_kind": "In kind",
}
CASH, CREDITS = ("grant", "donation"), ("credits",)
WORTH = Decimal(1)  # a lapse under one unit of the currency is none
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
    """The first fund to end with money left, then the largest of the later ones; empty: none.

    What is unspent is lost unless the fund is extended; where no rule allows that, it is lost.
    """
    ends = sorted(
        (
            (fund.ends_on, fund)
            for fund in found.lapsing
            if fund.ends_on and fund.lapse >= WORTH and fund.kind != "in_kind"
        ),
        key=lambda each: (each[0], -each[1].lapse),
    )
    if not ends:
        return ""
    (day, first), *later = ends
    is_first = all(f.ends_on is None or f.ends_on >= day for f in found.funds if f.balance)
    lead = "First to end" if is_first else "First to end with money left"
    lead = "Ended" if day <= found.as_of else lead
    said = [f"{lead}: {_end(first, found)} unspent"]
    shown = [first]
    if later:
        most = max((fund for _, fund in later), key=lambda fund: fund.lapse)
        word = "then" if most is later[0][1] else "largest:"
        said.append(f"{word} {_end(most, found)}")
        shown.append(most)
    if len(later) > 1:
        said.append(f"less of {numbers.count(len(later) - 1, 'more fund')}")
    fixed = {each.rule.fund_id for each in found.extensions if each.rule.months == 0}
    all_ = "" if not later else "both " if len(later) == 1 else "all "
    unless = "" if all(fund.fund_id in fixed for fund in shown) else " unless extended"
    return f"{'; '.join(said)}{'; ' if later else ', '}{all_}lost{unless}."


def _end(fund: FundOutlook, found: Outlook) -> str:
    """A fund's name, its last day and what it leaves: "Tidal grant on 31 Dec, about 900 USD"."""
    day = fund.ends_on or found.horizon
    amount = numbers.about(fund.lapse, found.currency)
    on = numbers.day(day, year=day.year != found.as_of.year)
    return f"{short(fund.name)} on {on}, about {amount}"


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
