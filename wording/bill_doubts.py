"""Sentences about bills that were replaced, asked about or refused, for every page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from metrics.data_quality.bill_doubts import Question, Refused, Replaced
from wording import numbers
from wording.markup import html
from wording.page import SHOWN, Block, Cell, Note, Table

MEANWHILE = {
    "both": "Both count.",
    "newer": "Only the newer counts.",
    "larger": "The one with the higher cost counts.",
    "exact": "The more exact export counts.",
    "left out": "It is left out.",
    "month before": "Each counts in the month before its date.",
    "month of its date": "Each counts in the month of its date.",
}
REASONS = {
    "no day": "No readable day",
    "undated credit": "Credit without a day",
    "no amount": "No readable amount",
    "no whole line": "Lines cut off, or with too many cells",
    "month not over": "Month not over, and the last day of its lines is not stated",
    "later than today": "Dated later than this build",
    "no currency": "A currency that cannot be recognised",
    "a total of other lines?": "Called a total, but not the sum of other lines",
}


def span(first: date | None, last: date | None) -> str:
    """Days as a table shows them: "1 Jun to 15 Jun 2026"."""
    if first is None or last is None:
        return "no day"
    if first == last:
        return numbers.day(first)
    return f"{numbers.day(first, year=first.year != last.year)} to {numbers.day(last)}"


def question(found: Question) -> str:
    """The question: "Do a.csv and b.csv bill the same money for 1 Jun to 15 Jun 2026?"."""
    more = len(found.files) - 2
    named = numbers.listing([*found.files[:2], *([f"{more} more"] if more > 0 else [])])
    days = span(found.first_day, found.last_day)
    match found.kind:
        case "undated":
            return f"To which day does the credit in {named} belong?"
        case "arrears":
            return (
                f"Do invoices of {found.account} pay for the month before their date? "
                f"That decides {days}."
            )
        case "newer":
            return f"Which bill for {days} is newer: {numbers.listing(found.files[:2], 'or')}?"
        case "two exports":
            return f"Which export for {days} is right: {numbers.listing(found.files[:2], 'or')}?"
        case "renamed":
            return f"Do {named} bill the same money for {days} under two names?"
        case _:
            return f"Do {named} bill the same money for {days}?"


def doubt(found: Question) -> str:
    """The same as a statement, for a list of things to decide."""
    named = numbers.listing(found.files[:2])
    more = len(found.files) - 2
    named = f"{named} (and {numbers.number(more)} more)" if more > 0 else named
    match found.kind:
        case "undated":
            return f"A credit in {named} has no day"
        case "arrears":
            return f"It is unclear for which month invoices of {found.account} pay"
        case "newer":
            return f"It is unclear which bill is newer: {numbers.listing(found.files[:2], 'or')}"
        case "two exports":
            return f"{named} are exports of the same days and differ"
        case "renamed":
            return f"{named} may be the same money under two names"
        case _:
            return f"{named} may be the same money"


def difference(found: Question) -> str:
    """Both readings and the difference between them."""
    code = found.currency or ""
    one, other = (_money(each, code) for each in (found.assumed_amount, found.other_amount))
    days = f", {numbers.days(found.days)} of spending" if found.days else ""
    return f"{one} or {other}: {_money(found.amount, code)} apart{days}."


def asked_note(questions: Sequence[Question]) -> Note | None:
    """One note for a page whose figures rest on bills that are asked about."""
    open_ones = [each for each in questions if each.is_open]
    if not open_ones:
        return None
    total: dict[str, Decimal] = {}
    for each in open_ones:
        total[each.currency or ""] = total.get(each.currency or "", Decimal(0)) + each.amount
    money = numbers.listing([_money(amount, code) for code, amount in sorted(total.items())])
    n = len(open_ones)
    text = f"{numbers.count(n, 'question')} about bills {numbers.agree(n, 'is', 'are')} open: "
    link = html("<a href='sources'>Sources</a>")
    return Note(
        "partial", html("{}{} of these figures depend on the answer. See {}.", text, money, link)
    )


def refused_note(found: Sequence[Refused]) -> Note | None:
    """One note for a page whose figures lack money that was refused."""
    weighty = [each for each in found if each.weighty]
    if not weighty:
        return None
    files = sorted({each.source_file for each in weighty})
    count = sum(each.lines for each in weighty)
    lines, are = numbers.count(count, "line"), "is" if count == 1 else "are"
    link = html("<a href='sources'>Sources</a>")
    text = f"{lines} of {numbers.listing(files[:3])} could not be read and {are} in no figure: "
    return Note("partial", html("{}{}. See {}.", text, refused_money(weighty), link))


def refused_money(found: Sequence[Refused]) -> str:
    """The refused amounts by currency: "100.50 EUR"."""
    total: dict[str, Decimal] = {}
    for each in found:
        if each.amount is not None:
            total[each.currency or ""] = total.get(each.currency or "", Decimal(0)) + each.amount
    known = numbers.listing([_money(amount, code) for code, amount in sorted(total.items())])
    return known or "not known"


def blocks(
    replaced: Sequence[Replaced], questions: Sequence[Question], refused: Sequence[Refused]
) -> list[Block]:
    """The tables of the Sources page that ask nobody; none where there is nothing to show."""
    found: list[Block] = []
    rows: list[tuple[Cell, ...]] = [
        (f"{'On hold' if each.resting else 'Too small to ask'}: {question(each)}",
         difference(each), MEANWHILE[each.assumed])
        for each in questions if not each.is_open
    ]  # fmt: skip
    if rows:
        found.append(
            Table("questions", "Questions about bills that nobody is asked",
                  ["Question", "Readings", "Until then"], rows, "data_quality.questions",
                  most=SHOWN)
        )  # fmt: skip
    if refused:
        found.append(_refused(refused))
    if replaced:
        found.append(
            Table(
                "replaced", "Bills replaced by another one",
                ["Bill", "Replaced by", ("Days", "qd-hide"), ("Its amount", "n"),
                 ("Counted", "n"), ("Reason", "qd-hide")],
                [
                    (each.losing_file, each.winning_file, span(each.first_day, each.last_day),
                     _money(each.amount, each.currency or ""),
                     _money(each.counted, each.currency or ""), each.reason)
                    for each in replaced
                ],
                "data_quality.replaced",
                most=SHOWN,
            )
        )  # fmt: skip
    return found


def _refused(lines: Sequence[Refused]) -> Table:
    rows = [
        (
            each.source_file,
            REASONS.get(each.reason, each.reason),
            numbers.number(each.lines),
            "not known" if each.amount is None else _money(each.amount, each.currency or ""),
        )
        for each in lines
    ]
    columns: list[str | tuple[str, str]] = ["Bill", "Reason", ("Lines", "n"), ("Amount", "n")]
    title = "Money on lines that could not be read"
    return Table("refused", title, columns, rows, "data_quality.refused", most=SHOWN)


def _money(amount: Decimal, code: str) -> str:
    return numbers.cents(amount, code).strip()
