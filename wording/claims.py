"""Numbers that the notes claim, and the answers of the records to them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from metrics.issues.claim import (
    Awarded,
    BilledAmount,
    Cause,
    Claim,
    Finding,
    IssueCount,
    MonthsLeft,
    StatedBalance,
    Unknown,
)
from metrics.issues.claims import Checked
from wording import numbers
from wording.markup import Markup, capital, html
from wording.page import Block, Cell, Data, Heading, Note, State, Table
from wording.runway import the

VERDICTS = {
    "agrees": State("fine", "Agrees"),
    "differs": State("quiet", "Differs"),
    "unknown": State("quiet", "Not checked"),
    "no claim": State("quiet", "Settled"),
}
NEWEST = 6  # claims of the list in sight; those that differ stand above the figures, too
NAMED = 2  # claims that differ, above the figures
LIST = "claims"  # the place of their list on the page


def noun(n: int, pulls: bool) -> str:
    """Issues or pull requests, in the singular for one."""
    return numbers.agree(n, *(("pull request", "pull requests") if pulls else ("issue", "issues")))


def count(n: int, pulls: bool) -> str:
    """The same with their number: "1 issue", "1,204 pull requests"."""
    return f"{numbers.number(n)} {noun(n, pulls)}"


def blocks(checked: Sequence[Checked], claimed: int) -> list[Block]:
    """The newest claims next to the records, as a table and as data to download."""
    title = "Numbers in the notes, checked against the records"
    if not checked:
        empty = html(
            "<b>The notes contain no number to check.</b> Numbers about issues, pull requests, "
            "money or months will be listed here, next to the records."
        )
        return [Heading(title), Note("empty", empty, "issues.claims")]
    rows: list[tuple[Cell, ...]] = []
    for each in checked:
        claim, found = each.claim, each.finding
        # On a phone the records' answer is below the claim.
        quote = html(
            '“{}”<small>{}<span class="qd-hide">, {}</span></small>'
            '<small class="qd-phone">{}</small>',
            claim.quote, meeting(claim), claim.place, finding(each),
        )  # fmt: skip
        link = html('<a href="{}">{}</a>', found.url, found.query) if found.url else ""
        record = html("{}<small>{} {}</small>", finding(each), each.note, link)
        rows.append((quote, VERDICTS[found.verdict], record))
    return [
        Table(
            "claims-newest", title, ["The notes say", "State", ("The records say", "qd-hide")],
            rows, "issues.claims", most=NEWEST,
            finding=html('<span id="{}">{}</span>', LIST, claims_finding(checked, claimed)),
        ),
        Data("claims", "Show as a table, and explain it", claims_table(checked), "issues.claims"),
    ]  # fmt: skip


def claims_finding(checked: Sequence[Checked], claimed: int) -> str:
    """How many claims the records confirm, how many differ, how many cannot be checked.

    claimed  claims in the notes; `checked` are the newest of them
    """
    verdicts = [each.finding.verdict for each in checked]
    agree, differ = verdicts.count("agrees"), verdicts.count("differs")
    rest = len(verdicts) - agree - differ
    parts = [
        agree and f"{agree} {numbers.agree(agree, 'agrees', 'agree')} with the records",
        differ and f"{differ} {numbers.agree(differ, 'differs', 'differ')}",
        rest and f"{rest} cannot be checked",
    ]
    found = numbers.listing([part for part in parts if part])
    which = numbers.count(claimed, "number")
    if claimed > len(checked):
        which = f"The newest {len(checked)} of {which}"
    return f"{which} in the notes: {found}."


def verdict(checked: Sequence[Checked], claimed: int) -> str:
    """How many claims differ from the records, a sentence; empty where none could be checked."""
    verdicts = [each.finding.verdict for each in checked]
    differ, agree = verdicts.count("differs"), verdicts.count("agrees")
    newest = claimed > len(checked)
    every = f"the newest {numbers.count(len(checked), 'number')} in the notes"
    if not differ:
        which = f"None of {every}" if newest else "No number in the notes"
        return f"{which} differs from the records." if agree else ""
    many, verb = numbers.spelled(differ), numbers.agree(differ, "differs", "differ")
    if newest:
        return f"Of {every}, {many} {verb} from the records."
    noun = numbers.agree(differ, "number", "numbers")
    return f"{many.capitalize()} {noun} in the notes {verb} from the records."


def differing(checked: Sequence[Checked]) -> list[Block]:
    """The newest claims that differ, a line each with both numbers; the others are in the list."""
    every = [capital(_apart(each)) for each in checked if each.finding.verdict == "differs"]
    if not every:
        return []
    lines = [html("{}.", each) for each in every[:NAMED]]
    if len(every) > NAMED:
        lines.append(html('<a href="#{}">{} more</a>', LIST, len(every) - NAMED))
    lead = numbers.agree(len(every), "Differs.", "Differ.")
    return [
        Note("partial", html("<b>{}</b> {}", lead, Markup("<br>").join(lines)), "issues.claims")
    ]


def _apart(each: Checked) -> str:
    """A claim and the records next to each other: "notes 50 closed, GitHub 47, 19 Jul – 20 Sep"."""
    claimed = claimed_number(each.claim)
    match each.finding.answer:
        case IssueCount() as counted:
            event = counted.event
            when = numbers.period(counted.first, counted.last)
            if event == "open":
                when = numbers.day(counted.last)
            return f"notes {claimed} {event}, GitHub {numbers.number(counted.count)}, {when}"
        case BilledAmount() as billed:
            amount = numbers.money(billed.amount, billed.currency)
            when = numbers.month(billed.month) if billed.month else "a month, mean of three"
            bills = f"{billed.category} bills" if billed.category else "bills"
            return f"notes {claimed} {billed.currency}, {bills} {amount}, {when}"
        case MonthsLeft(months=months):
            return f"notes {claimed} months, balance and bills {numbers.tenths(months)}"
    return finding(each).rstrip(".")


def claims_table(checked: Sequence[Checked]) -> pd.DataFrame:
    """The claims as one can download them."""
    return pd.DataFrame(
        [
            {
                "meeting": each.claim.meeting_id,
                "quote": each.claim.quote,
                "claimed": claimed_number(each.claim),
                "counted": each.finding.counted,
                "verdict": each.finding.verdict,
                "answer": finding(each),
                "query": each.finding.query,
                "note": each.note,
                "place": each.claim.place,
            }
            for each in checked
        ]
    )


def claimed_number(claim: Claim) -> str:
    """The claimed number: "50", "6 to 8"."""
    ends = [end for end in (claim.value, claim.low, claim.high) if end is not None]
    return " to ".join(numbers.number(n, 0 if float(n).is_integer() else 1) for n in ends)


def meeting(claim: Claim) -> str:
    """The meeting of a claim: "20 Sep 2018, team"."""
    return (
        f"{numbers.day(claim.held_on)}, {claim.series}" if claim.held_on else "outside any meeting"
    )


def finding(each: Checked) -> str:
    """The records' answer to a claim, a sentence."""
    found = each.finding
    match found.answer:
        case None:
            said = "Settled in claims.toml: not a number to check."
        case Unknown() as unknown:
            said = f"Cannot be checked: {_cause(unknown)}"
        case Awarded(fund, amount, currency):
            said = f"The award of {the(fund)} is {numbers.money(amount, currency)}."
        case StatedBalance(fund, amount, currency, on_day):
            stated, name = numbers.money(amount, currency), the(fund)
            said = f"A balance of {stated} was stated for {name} on {numbers.day(on_day)}."
        case IssueCount() as counted:
            said = f"GitHub counts {_issues(counted)}{_verdict(found, each.claim)}"
        case BilledAmount() as billed:
            said = f"The bills {_billed(billed)}{_verdict(found, each.claim, billed.currency)}"
        case MonthsLeft(balance, per_month, currency, months):
            said = (
                f"{numbers.about(balance, currency)}, stated then, lasts {numbers.tenths(months)} "
                f"at {numbers.money(per_month, currency)} a month"
                f"{_verdict(found, each.claim, 'months')}"
            )
    return said


def _verdict(found: Finding, claim: Claim, unit: str = "") -> str:
    if found.verdict == "agrees":
        return ", as in the notes."
    return f"; the notes say {claimed_number(claim)} {unit}".rstrip() + "."


def _issues(counted: IssueCount) -> str:
    where = f"in {counted.repo}" if counted.repo else "in all repositories read"
    number = count(counted.count, counted.event == "merged")
    if counted.pulls is not None:
        number = f"{number} and {count(counted.pulls, True)}"
    if counted.event == "open":
        return f"{number} open {where} on {numbers.day(counted.last)}"
    return f"{number} {counted.event} {where} ({numbers.period(counted.first, counted.last)})"


def _billed(billed: BilledAmount) -> str:
    credits = "before credits" if billed.basis == "gross" else "after credits"
    of = f"{billed.category or 'all spending'}, {credits}"
    amount = numbers.money(billed.amount, billed.currency)
    if billed.month is None:
        return f"come to {amount} a month, the mean of three months ({of})"
    return f"for {numbers.month(billed.month)} come to {amount} ({of})"


def _cause(unknown: Unknown) -> str:
    """Why a claim cannot be checked, and where a person can settle it."""
    together = ""
    if unknown.closed is not None:
        were = numbers.agree(unknown.closed, "was", "were")
        closed = f"{count(unknown.closed, False)} {were} closed."
        both = "both" if unknown.repositories == 2 else f"all {unknown.repositories}"
        together = f" In {both} repositories together, {closed}"
    return CAUSES[unknown.cause].format(
        names=numbers.listing(unknown.names, "or"),
        day=numbers.day(unknown.day) if unknown.day else "",
        month=numbers.month(unknown.day) if unknown.day else "",
        unit=unknown.unit,
        together=together,
    )


CAUSES: Mapping[Cause, str] = {
    "share": "it is a share, not a count.",
    "no_dated_meeting": "it is in no meeting with a date.",
    "no_earlier_meeting": "the series has no earlier meeting from which to count.",
    "no_repository_read": "no repository has been read.",
    "repository_not_named": "the notes name no repository. Name it in claims.toml.{together}",
    "repository_ambiguous": "the notes may mean {names}. Name the right one in claims.toml.",
    "repository_not_read": "{names} is not among the repositories read.",
    "reading_incomplete": "{names} has not been read completely yet.",
    "read_before_end": "{names} was last read on {day}, before these days ended.",
    "amount_range": "it is a range of amounts.",
    "not_a_currency": "the amount is in {unit}.",
    "saving": "it is a saving, and bills show only money that was spent.",
    "plan": "it is about the future.",
    "part": "it is about a part of that amount.",
    "no_bill": "no bill covers {month}.",
    "bills_incomplete": "the bills do not cover the three months before {day}.",
    "no_balance": "no balance was stated in the two months before {day}.",
    "no_net_spending": "spending did not reduce the balance.",
    "no_record": "no bill, award or stated balance has this amount.",
}
