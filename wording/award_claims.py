"""Claims of an award that pays costs back, and interest of one that pays in advance."""

from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.awards.claims import Claiming, Doubt
from metrics.awards.interest import Interest
from metrics.awards.register import Award
from wording import numbers
from wording.markup import capital
from wording.page import Figure, Note, NoteKind, Row, Section

NOT_KNOWN = "not known"
WHY: dict[Doubt, tuple[str, str]] = {
    "not_kept": (
        "no file of claims is kept",
        'add claims = "claims.csv" to [funding], with a line for each claim that was sent',
    ),
    "unread": ("a line of the file of claims cannot be read", "correct it: Sources names the line"),
    "missing": (
        "more was paid, or is entered as claimed, than the claims come to",
        "add the claim that is missing to the file of claims",
    ),
    "later": ("a claim goes beyond that day", "take a later day"),
}
INCOMPLETE: tuple[Doubt, ...] = ("not_kept", "unread", "missing")  # what was claimed is not known
COLUMNS = ("Day", "Budget line", "What", "How we know", "Amount", "Currency")
FIX = "correct a claim, or add the cost that is missing"
HOW = {
    "booked": "booked", "entered": "entered", "by_rule": "by rule",
    "came_since": "charged since, for days already claimed",
}  # fmt: skip


def section(found: Claiming) -> Section:
    """What is to be claimed now, and each claim that was sent, the newest first."""
    code, day = found.award.currency, numbers.day(found.to)
    said = f"spent {numbers.cents(found.spent, code)}, {_claimed_and_paid(found)}"
    rows = [Row((_to_claim(found),), said, when=f"to {day}")]
    rows += [
        Row(
            (f"Claim of {numbers.cents(each.amount, code)}",),
            ", ".join(filter(None, (f"costs to {numbers.day(each.through)}", each.source))),
            when=numbers.day(each.on_day),
        )
        for each in reversed(found.claims)
    ]
    return Section("Claims", tuple(rows))


def _to_claim(found: Claiming) -> str | Figure:
    if found.to_claim is None:
        return "To claim now: not known"
    said = f"To claim now: {numbers.cents(found.to_claim, found.award.currency)}"
    opens = {"of": "awards.claim", "fund": found.award.fund_id}
    return said if found.few_people else Figure(said, opens)


def _claimed_and_paid(found: Claiming) -> str:
    code = found.award.currency
    claimed = NOT_KNOWN if found.doubt == "not_kept" else numbers.cents(found.claimed, code)
    paid = NOT_KNOWN if found.paid is None else numbers.cents(found.paid, code)
    return f"claimed {claimed}, paid {paid}"


def note(found: Claiming) -> Note | None:
    """What is asked before anything is claimed; None: nothing."""
    asked = asks(found)
    if not asked:
        return None
    kind: NoteKind = "not_set_up" if found.doubt == "not_kept" else "partial"
    remedy = WHY[found.doubt][1] if found.doubt else FIX if is_too_much(found) else ""
    said = " ".join(f"{capital(each)}." for each in (asked, remedy) if each)
    return Note(kind, said, "awards.claiming")


def asks(found: Claiming) -> str:
    """What a person must look at before the amount is claimed; empty: nothing."""
    if found.doubt:
        return WHY[found.doubt][0]
    if is_too_much(found):
        return "more is claimed than is charged"
    if found.over_award:
        over = numbers.cents(found.over_award, found.award.currency)
        return f"{over} of what is to be claimed is more than was awarded"
    return ""


def is_too_much(found: Claiming) -> bool:
    """Whether more is claimed than is charged."""
    return found.to_claim is not None and found.to_claim < 0


def nothing(found: Claiming) -> str:
    """Why there is no claim to write, with what to do."""
    name, day = found.award.fund_id, numbers.long_day(found.to)
    amount = numbers.cents(abs(found.to_claim or Decimal(0)), found.award.currency)
    if found.to_claim:
        return f"{name}: {amount} more is claimed than is charged by {day}. Fix: {FIX}"
    return f"{name}: nothing is to be claimed for costs to {day}. Fix: a later --to"


def table(found: Claiming, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a claim as they leave, in cents that add up to it: no file of the team's."""
    whole, code = found.to_claim or Decimal(0), found.award.currency
    kept = rows[rows["how"] != "rounding"]
    exact = [Decimal(each) for each in kept["amount"]]
    cents = numbers.apportioned(exact, Decimal("0.01"), whole)
    written = [
        (row.day, row.line or "", row.service or "", HOW[str(row.how)], amount, code)
        for row, amount in zip(kept.itertuples(index=False), cents, strict=True)
    ]  # fmt: skip
    if rest := whole - sum(cents, Decimal(0)):
        written.append((found.to, "", "", "rounding", rest, code))
    return pd.DataFrame(written, columns=list(COLUMNS), dtype=object)


def sent(found: Claiming, rows: int, file: str) -> str:
    """What the command says of the file that it wrote."""
    amount = numbers.cents(found.to_claim or Decimal(0), found.award.currency)
    return (
        f"{file}: {amount} in {numbers.count(rows, 'row')}, costs to {numbers.long_day(found.to)}"
    )


def entry(found: Claiming, file: str, on: date) -> str:
    """The line that the file of claims gets once this is sent; its number is the team's."""
    line = f"{found.award.fund_id},{on},{found.to},{found.to_claim:.2f},NUMBER"
    return f"once it is sent, add to {file}: {line}"


def receipts(found: Claiming) -> str:
    """The line of a report: spent, claimed, paid, to claim, for costs to its last day.

    Of an earlier time, claims that were sent since say nothing, so there is no amount to claim.
    """
    code, day = found.award.currency, numbers.long_day(found.to)
    said = f"Spent {numbers.cents(found.spent, code)}, {_claimed_and_paid(found)}."
    if found.doubt == "later":
        return said
    if found.to_claim is None:
        return f"{said} To claim for costs to {day}: {NOT_KNOWN}, since {asks(found)}."
    more = f" ({asks(found)})" if asks(found) else ""
    return f"{said} To claim for costs to {day}: {numbers.cents(found.to_claim, code)}{more}."


def interest(found: Interest, own: Award) -> str:
    """What was earned, and what of it goes back by the award's rule."""
    said = numbers.cents(found.amount, own.currency)
    if found.to_return is None or found.kept is None:
        return f"{said}; how much of it may be kept is {NOT_KNOWN}"
    write = numbers.money if found.kept == found.kept.to_integral_value() else numbers.cents
    kept = write(found.kept, own.currency)
    if not found.to_return:
        return f"{said}, which may be kept (up to {kept} a year)"
    back = numbers.cents(found.to_return, own.currency)
    return f"{said}, of which at least {back} is to be returned (more than {kept} a year)"


def interest_row(found: Interest, own: Award) -> Row:
    """The same for the page, with the source of the rule."""
    read = numbers.day(found.source_on) if found.source_on else ""
    return Row((f"Earned {interest(found, own)}",), ", ".join(filter(None, (found.source, read))))
