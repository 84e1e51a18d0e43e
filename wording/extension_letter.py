"""The words of a request to extend an award, and of what stops one.

Names and the team's own words come in marked by share/slots and are only passed on.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from metrics.runway.extension_request import NotAsked, Request
from metrics.runway.inputs.balances import Statement
from metrics.runway.inputs.declared import Rule
from wording import numbers

HEADINGS = (
    "Why the work is late", "Work done", "Work remaining", "How the rest is paid",
    "Earlier extensions", "Change of the budget", "What runs on it",
)  # fmt: skip
BY_LINE = "By line it goes on as it was charged so far."
WRITE, AWARD, TO = "Write the letter", "Award", "Proposed end"
AS_MARKDOWN, AS_WORD = "Markdown", "Word"
MONEY_LEFT = (
    "money that is left over is no reason for an extension by itself (2 CFR 200.308). "
    "Fix: say why the work is late and what remains to be done"
)


def not_asked(why: NotAsked, name: str, to: date | None) -> str:
    """Why no letter is written, with the remedy."""
    asked = f": an end on {numbers.long_day(to)}" if to else ""
    latest = f"{numbers.long_day(why.until)} at the latest" if why.until else ""
    match why.code:
        case "no_end":
            said = " has no last day. Fix: enter ends_on for this fund"
        case "ended":
            said = " has ended. Fix: ask its funder whether it can be reopened"
        case "not_allowed":
            said = ": its rule allows no extension (months = 0)"
        case "too_long":
            said = (
                f"{asked} is more than the {numbers.tenths(why.months or 0)} that its rule allows. "
                f"Fix: {latest}, or correct months in [funds.extension]"
            )
        case "more_than_needed":
            said = (
                f"{asked} is more than the {numbers.tenths(why.months or 0)} that the remaining "
                f"work needs. Fix: {latest}, or correct work_months in [funds.extension]"
            )
        case _ if to:
            said = f"{asked} is not after its last day. Fix: choose a later day"
        case _:
            said = (
                ": how many months the work needs and its rule allows is not known. Fix: choose "
                "the proposed end (--to), or enter work_months in [funds.extension]"
            )
    return f"{name}{said}"


def months(value: Decimal) -> str:
    """A number of months, whole where it is: "3 months", "2.5 months"."""
    if value == value.to_integral_value():
        return numbers.count(int(value), "month")
    return numbers.tenths(value)


def pays(found: Request) -> str:
    """Whether what is left pays for the whole new period; empty while it is not known."""
    what = "credits" if found.rule.kind == "credits" else "award"
    if found.lasts is None or found.still_left is None:
        return ""
    if not found.pays_all:
        lasts = numbers.number(found.lasts, 1)
        return f"What is left of the {what} pays for about {lasts} of the {months(found.asked)}."
    rest = ""
    if found.still_left >= 1:
        still = numbers.about(found.still_left, found.rule.currency)
        rest = f" About {still} of it would still be unspent on {numbers.long_day(found.to)}."
    return f"What is left of the {what} pays for the whole new period.{rest}"


def basis(stated: Statement | None, source: str, present: date, *, is_known: bool) -> str:
    """Where the figures of the table come from; the source is marked."""
    said = ""
    if stated:
        by = f" ({source})" if source else ""
        doubt = "" if stated.confirmed else ", which is not confirmed"
        said = (
            f"Spent and unspent by the statement of {numbers.long_day(stated.on_day)}{by}{doubt}."
        )
    if not is_known:
        return said
    return f"{said} The amount left on {numbers.long_day(present)} is a forecast.".strip()


def moves(short: Sequence[tuple[str, Decimal]], currency: str) -> str:
    """Which costs the new period would pay from other lines; empty: none. Names are marked."""
    parts = [f"about {numbers.about(amount, currency)} for {name}" for name, amount in short]
    return f"This moves money between lines: {numbers.listing(parts)}." if parts else ""


def heads(stated: Statement | None, present: date) -> tuple[str, ...]:
    """The headings of the table of spent and unspent."""
    on = f" on {numbers.day(stated.on_day)}" if stated else ""
    return ("Line", "Budget", f"Spent{on}", f"Unspent{on}", f"Unspent on {numbers.day(present)}")


def rule(each: Rule, source: str, blanks: tuple[str, str]) -> str:
    """What the funder's rule allows, its source and the day it was read.

    source  marked, else empty      blanks  what to write for an unknown length or source
    """
    length, place = blanks
    allows = length if each.months is None else numbers.count(each.months, "month")
    notice = ""
    if each.notice_days is not None:
        notice = f", asked for {numbers.days(each.notice_days)} before the end"
    read = f", read {numbers.long_day(each.source_on)}" if each.source_on else ""
    return f"The rule allows up to {allows}{notice} ({source or place}{read})."


def to_fill_in(blanks: Sequence[str], place: str) -> str:
    """What is still missing in a draft, and where to write it."""
    if not blanks:
        return "Nothing is left blank."
    return f"A draft. Not known: {'; '.join(blanks)}. Fix: dashboard.toml, {place}, or the letter."
