"""The words of a report to the funder of one award: only what is of this award.

Names and the team's own words come in marked by share/slots and are only passed on.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from metrics.awards.position import Position
from metrics.awards.register import Rate
from metrics.awards.reported import Row
from metrics.meetings.at_places import Counted
from metrics.runway.own_funds import OwnFund
from wording import award_head, numbers
from wording.award_head import Item

HEADINGS = (
    "What was done", "What got worse", "Remaining work", "Next steps", "Variances",
    "Changes that need your approval", "Unspent amount", "What lasts after the award", "Interest",
)  # fmt: skip
NAMES = {"other": "In no line of the budget", "fee": "Fiscal sponsor's fee", "total": "Total"}
MAKE, MAKE_IT, DOWNLOAD = "Write the report", "Make it", "Download the report"
PERIOD, TEMPLATE = "Period", "Template"
NO_PERIOD = (
    "No report of a period that is over is in the register. Add [[reports]] with starts_on and "
    "ends_on, or use python -m share report --period FIRST..LAST."
)
NOT_EXPLAINED = "Not explained"
DRAFT = '**Draft.** Fill in each place marked "not known" before this is sent.'
COLUMNS = (
    "Line", "Budget", "Before", "Adjusted", "This period", "To date", "Remaining", "Spent, share",
)  # fmt: skip
SHEETS = ("Lines", "Award")
TITLES = {
    "plain": "Report", "foundation-interim": "Interim report", "foundation-final": "Final report",
    "credits-impact": "Report on credits", "federal-worksheet": "Worksheet",
}  # fmt: skip
STATES = {"awarded": "Awarded", "to_come": "To come", "claimed": "Claimed", "received": "Received"}
HOW = {"booked": "from the books", "entered": "by an entered split", "by_rule": "by a stated rule"}


def is_doubtful(found: Position) -> bool:
    """Whether no statement confirms the charges, or the newest contradicts them."""
    return found.not_explained is None or found.is_provisional


def answer(found: Position, total: Row) -> str:
    """How much of the award is spent; never a share that the statement contradicts."""
    day, currency = numbers.long_day(found.last), found.award.currency
    spent = numbers.cents(total.cumulative, currency)
    what = _what(found)
    share = _share(found, total)
    if is_doubtful(found) or share is None:
        return f"{spent} charged to the {what} by {day}."
    verb = "were used" if what == "credits" else "was spent"
    return f"{numbers.percent(share)} of the {what} {verb} by {day}."


def _share(found: Position, total: Row) -> Decimal | None:
    """Charged of the award, to which its lines need not add up; of these where it is not known."""
    awarded = found.award.awarded
    return total.cumulative / awarded if awarded else total.share


def _what(found: Position) -> str:
    return "credits" if found.award.kind == "credits" else "award"


def line(row: Row, *, has_budget: bool) -> str:
    """What a line without a name is called; empty for one with a name."""
    if row.line.name or row.key not in NAMES:
        return ""
    return NAMES[row.key] if has_budget or row.key != "other" else "Charged"


def unspent(found: Position, total: Row) -> str:
    """What remains of the award, in one sentence."""
    awarded = found.award.awarded
    if awarded is None:
        return "How much remains is not known: neither is the amount of the award."
    left = numbers.cents(awarded - total.cumulative, found.award.currency)
    return f"{left} of the {_what(found)} are not spent."


def warnings(found: Position, silent: str) -> list[str]:
    """Why the report is provisional, for its first page; empty where it is not."""
    currency, said = found.award.currency, []
    if found.not_explained is None:
        said.append(
            "Provisional: no statement of the funder confirms what was spent by "
            f"{numbers.long_day(found.last)}."
        )
    elif found.is_provisional and found.statement:
        gap = numbers.cents(abs(found.not_explained), currency)
        side = "more" if found.not_explained > 0 else "less"
        day = numbers.long_day(found.statement.on_day)
        said.append(
            f"Provisional: by the statement of {day}, {gap} {side} was spent than is charged here."
        )
    if silent:
        said.append(f"Provisional: {silent[0].lower()}{silent[1:]}")
    return said


def ahead(own: OwnFund | None) -> str:
    """What this award will have left, as a forecast of the day of the data; empty: not known."""
    if own is None or own.left is None or own.rule.ends_on is None:
        return ""
    day, on = numbers.long_day(own.rule.ends_on), numbers.long_day(own.as_of)
    if not own.lapses:
        return f"It is likely spent in full by its last day, {day} (forecast of {on})."
    likely = numbers.about(own.left[1], own.currency)
    return f"About {likely} of it will likely be unspent on its last day, {day} (forecast of {on})."


def figures(found: Position, total: Row, head: Sequence[Item]) -> tuple[list[str], ...]:
    """The figures of the head and a word on each; no share that the statement contradicts."""
    share = None if is_doubtful(found) else _share(found, total)
    spent = "" if share is None else f", {numbers.percent(share)} of the {_what(found)}"
    return award_head.figures(head, found.award.currency, spent, decimals([total]))


def receipts(found: Position, interest: str) -> str:
    """What was received and what interest it earned; interest is in words, the team's marked."""
    got = "not known"
    if found.received is not None:
        got = numbers.cents(found.received, found.award.currency)
    come = found.award.to_come
    still = f", {numbers.cents(come, found.award.currency)} to come" if come else ""
    if _what(found) == "credits":
        return f"Received: {got}{still}."
    return f"Received: {got}{still}. Interest earned: {interest or 'not known'}."


def heads(found: Position, sent_on: date | None) -> tuple[str, str]:
    """The headings of the budget and of what was spent before the period."""
    revision = found.revision
    budget = "Budget"
    if revision and revision.number and revision.on_day:
        budget = f"Budget, revision {revision.number} of {numbers.day(revision.on_day)}"
    elif revision:
        budget = "Budget as awarded"
    return budget, f"Before, as sent {numbers.day(sent_on)}" if sent_on else "Before"


def decimals(rows: Sequence[Row]) -> int:
    """Cents in every cell of a table, or in none where no amount has any."""
    return places(
        value
        for row in rows
        for value in (row.line.approved, row.before, row.adjusted, row.this_period)
        if value is not None
    )


def places(amounts: Iterable[Decimal]) -> int:
    """Cents in every cell of a column, or in none where no amount has any."""
    return 0 if all(value == value.to_integral_value() for value in amounts) else 2


def cells(row: Row, name: str, places: int, *, adjusted: bool) -> list[str]:
    """The cells of one line; a line without a budget has none of the last two."""
    amounts = [row.before, *([row.adjusted] if adjusted else []), row.this_period, row.cumulative]
    return [
        name,
        "" if row.line.approved is None else numbers.number(row.line.approved, places),
        *(numbers.number(each, places) for each in amounts),
        "" if row.remaining is None else numbers.number(row.remaining, places),
        "" if row.share is None else numbers.percent(row.share),
    ]


def not_explained(found: Position, places: int, *, adjusted: bool) -> list[str]:
    """The last row: what the statement says beyond the charges."""
    gap = found.not_explained
    said = "not known" if gap is None else numbers.number(gap, max(places, 0 if gap == 0 else 2))
    return [NOT_EXPLAINED, "", "", *([""] if adjusted else []), "", said, "", ""]


def checked(found: Position, source: str) -> str:
    """How the charges compare with the newest statement, and how they were found."""
    ways = [HOW[how] for how in found.total.how]
    how = f" Charged {numbers.listing(ways)}." if ways else ""
    stated = found.statement
    if stated is None or found.spent_stated is None:
        return f"No statement of the funder is known to compare it with.{how}"
    currency, by = found.award.currency, f" ({source})" if source else ""
    day = numbers.long_day(stated.on_day)
    spent = numbers.cents(found.spent_stated, currency)
    charged = numbers.cents(found.charged_stated or Decimal(0), currency)
    doubt = "" if stated.confirmed else ", not confirmed"
    same = "equal" if not found.not_explained else f"charged here: {charged}"
    return f"Statement of {day}{by}{doubt}: {spent} spent; {same}.{how}"


def reason_for(row: Row) -> str:
    """What a blank asks for where a line is over its budget."""
    return f"why {row.key} is {numbers.percent((row.share or 0) - 1)} over its budget"


def changes_intro(on: date) -> str:
    """Over the table of what changed since the last report."""
    return f"Changed since the report sent on {numbers.long_day(on)}."


def rate(each: Rate) -> list[str]:
    """One rate with its base, period and source."""
    base = [
        f"{line}, first {numbers.number(first)}" if first is not None else line
        for line, first in each.base.items()
    ]
    from_, to = (numbers.day(day) if day else "" for day in (each.starts_on, each.ends_on))
    days = f"{from_} – {to}" if from_ and to else f"from {from_}" if from_ else f"to {to}"
    if not (from_ or to):
        days = "whole award"
    source = each.source or "not known"
    read = f", read {numbers.day(each.source_on)}" if each.source_on else ""
    share = each.rate * 100
    shown = numbers.number(share, max(0, numbers.decimals(share.normalize())))
    return [each.line, f"{shown} %", "; ".join(base), days, f"{source}{read}"]


def federal(found: Position, total: Row, encumbered: Decimal) -> list[list[str]]:
    """The items that an office copies; not known where nobody entered them.

    An encumbrance of nothing is one that nobody entered.
    """
    places = max(decimals([total]), 0 if encumbered == encumbered.to_integral_value() else 2)
    owed = numbers.number(encumbered, places) if encumbered else "none entered"
    awarded = found.award.awarded
    rest = None if awarded is None else awarded - total.cumulative - encumbered
    return [
        ["Federal funds authorized", _or_not_known(awarded, places)],
        ["Expenditures", numbers.number(total.cumulative, places)],
        ["Unliquidated obligations", owed],
        ["Unobligated balance", _or_not_known(rest, places)],
        ["Recipient share required", _or_not_known(found.award.cost_share, places)],
    ]


def counts(*, launches: int, opened: int, closed: int, held: Counted) -> list[str]:
    """The period in counts, without those that are nothing."""
    said = [
        f"{numbers.number(launches)} launches" if launches else "",
        f"{numbers.count(closed, 'issue')} closed, {numbers.number(opened)} opened"
        if opened or closed else "",
        f"{numbers.count(held.meetings, 'meeting')} held, "
        f"{numbers.count(held.decisions, 'decision')} noted" if held.meetings else "",
    ]  # fmt: skip
    return [each for each in said if each]


def origin(made_on: date, data_to: date | None, version: str) -> str:
    """The last line."""
    reach = f" Data to {numbers.long_day(data_to)}." if data_to else ""
    return f"Prepared {numbers.long_day(made_on)}.{reach} Made with Quarterdeck {version}."


def _or_not_known(value: Decimal | None, places: int) -> str:
    return "not known" if value is None else award_head.cents(value, places)


def days(first: date, last: date) -> str:
    """The days of a period."""
    return numbers.period(first, last)


def to_fill_in(blanks: Sequence[str]) -> str:
    """What is still missing in a draft."""
    return f"A draft. Not known: {'; '.join(blanks)}." if blanks else "Nothing is left blank."
