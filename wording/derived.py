"""Balances of credits that nobody states: how bills come to them, and what a statement says."""

from collections.abc import Mapping, Sequence

from metrics.funds.derived import Check, Derived, Why
from wording import numbers
from wording.page import Block, Heading, Note

HEADING = "Credits by the bills"
WHY: Mapping[Why, str] = {
    "no award": "neither an award with its first day nor a balance is known. Set awarded and "
    "starts_on, or state a balance.",
    "no bill": "no bill of {account} was read. Add one.",
    "begins late": "bills of {account} begin on {day}, so credits used since {since} are not "
    "known. Add the bills before, or state the balance of the day before {day}.",
    "missing days": "bills of {account} leave out days from {day} on. Add them, or state a newer "
    "balance.",
    "other currency": "bills of {account} are not all in {currency}. State the balance.",
    "no credits": "bills of {account} show no credits, so what was used is not known. Export them "
    "with credits, or state the balance.",
    "too much": "bills of {account} show more credits since {since} than there were. Correct the "
    "award, or state a balance.",
}


def blocks(found: Sequence[Derived]) -> list[Block]:
    """The lines under a heading; none without such a fund."""
    return [Heading(HEADING), *notes(found)] if found else []


def notes(found: Sequence[Derived]) -> list[Block]:
    """A line for each fund; amber where a balance is not known or a statement differs."""
    return [
        Note("partial" if _is_doubtful(each) else "plain", f"{each.name}: {line(each)}")
        for each in found
    ]


def line(found: Derived) -> str:
    """The derived balance, or why there is none, and its comparison, with what to do."""
    parts = [_why(found) if found.why else _balance(found), check(found)]
    return " ".join(filter(None, parts))


def detail(found: Derived) -> str:
    """The same under the fund's balance, whose amount and day stand there already."""
    parts = [_why(found) if found.why else _sum(found), check(found)]
    return " ".join(filter(None, parts))


def check(found: Derived) -> str:
    """How the newest statement that bills reach differs from them; empty without one."""
    if found.check is None:
        return ""
    on, gap = numbers.day(found.check.on_day), found.check.difference
    stated, derived = (
        numbers.cents(amount, found.currency)
        for amount in (found.check.stated, found.check.derived)
    )
    said = f"On {on} {stated} was stated and {derived} derived"
    if not numbers.to_cents(gap):
        return f"{said}: no difference."
    side = "more" if gap > 0 else "less"
    apart = f"{numbers.cents(abs(gap), found.currency)} {side} than the bills let expect"
    return f"{said}: {apart}. {_remedy(found, found.check)}"


def _remedy(found: Derived, apart: Check) -> str:
    if apart.difference < 0:
        return f"Add the bills of {found.account} that are missing, or ask whether credits expired."
    return f"Check the statement, and whether bills of {found.account} show other credits, too."


def _is_doubtful(found: Derived) -> bool:
    return bool(found.why or (found.check and numbers.to_cents(found.check.difference)))


def _balance(found: Derived) -> str:
    if found.on_day is None or found.amount is None:
        return f"the newest statement is no older than the bills of {found.account}."
    left, day = numbers.cents(found.amount, found.currency), numbers.day(found.on_day)
    return f"{left} on {day}, derived: {_sum(found)}"


def _sum(found: Derived) -> str:
    """What the balance is made of."""
    if found.base is None or found.used is None or found.since is None:
        return ""
    base, used = (numbers.cents(each, found.currency) for each in (found.base, found.used))
    begin = "awarded" if found.by_award else f"stated on {numbers.day(found.since)}"
    return f"{base} {begin} less {used} of credits in bills of {found.account}."


def _why(found: Derived) -> str:
    """Why nothing is derived, with what to do."""
    day, since = (numbers.day(each) if each else "" for each in (found.day, found.since))
    said = WHY[found.why or "no bill"]
    said = said.format(account=found.account, currency=found.currency, day=day, since=since)
    return f"not derived: {said}"
