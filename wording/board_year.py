"""The words of a fiscal year of all sources, for a board.

Names come in marked by share/slots and are only passed on.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from metrics.awards.board_year import COUNTED_ONCE, Group, Pending, Source, Year
from metrics.awards.position import LinePosition
from wording import award, award_claims, numbers

NAME = "board-year"
TITLE = "Report to the board"
HEADINGS = ("What was done", "What got worse", "Next steps")
MEANS = {"cash": "Money", "credits": "Credits", "in_kind": "Help in kind"}
NOT_KNOWN = "not known"
FOR_EDITORS = "for editors"
ALL, NONE = "All sources", "In no source"
WITH, WITHOUT = "With a budget", "Without a budget"
LINES = (
    "Source", "Line", "Budget", "Before the year", "In the year", "To date", "Remaining", "Spent",
)  # fmt: skip
RECEIPTS = (
    "Source", "Claimed in the year", "Claimed to date", "To claim", "Interest in the year",
    "To return, at least",
)  # fmt: skip
SHEETS = ("Sources", "Budget by line", "Claims and interest", "Pending")
PENDING = ("Award", "Amount", "Currency", "Chance", "Earliest start", "Last day")
NOT_COMMITTED = (
    "Nobody has committed these awards; they are in no figure above. The chances are the team's "
    "own."
)
_FEW = {
    False: "A source that pays fewer than three people is one row with another.",
    True: (
        "A source here pays fewer than three people, and no other source hides it: the amounts "
        "are for editors."
    ),
}
Named = Callable[[str], str]


def not_a_year(first: int) -> str:
    """Why a period is refused."""
    return (
        f"board-year is of a whole fiscal year, which begins in {numbers.MONTHS[first - 1]} "
        "([project] fiscal_year_starts)"
    )


def answer(year: Year) -> str:
    """What was charged in the year so far, currencies and means apart."""
    day = numbers.long_day(year.until)
    said = []
    for group in year.groups:
        spent = sum((each.charged for each in group.sources), group.charged_to_none)
        if spent and not group.is_withheld:
            of = "" if group.means == "cash" else f" of {MEANS[group.means].lower()}"
            said.append(f"{numbers.cents(spent, group.currency)}{of}")
    if not said and any(group.is_withheld for group in year.groups):
        return f"What was spent in the year to {day} is for editors."
    if not said:
        return f"No cost of the year to {day} is known."
    return f"{numbers.listing(said)} spent in the year to {day}."


def rest(year: Year) -> str:
    """What is known of the rest of the year; empty where it is over."""
    if year.is_over:
        return ""
    return (
        f"The year ends on {numbers.long_day(year.last)}. What follows "
        f"{numbers.long_day(year.until)} is projected or not known: it is in columns of its own "
        "and in no other figure. Projected is what Runway's plan draws from each source; a cost of "
        "before that is not in the books yet is in neither."
    )


def warnings(year: Year, silent: str, named: Named) -> list[str]:
    """Why figures are provisional; empty where they are not."""
    every = [e for group in year.groups if group.means != "in_kind" for e in group.sources]
    without = [named(e.award.name) for e in every if e.found.not_explained is None]
    against = [named(e.award.name) for e in every if e.found.is_provisional]
    said = []
    if without:
        said.append(f"Provisional: no statement confirms what {numbers.listing(without)} paid.")
    if against:
        said.append(f"Provisional: the newest statement of {numbers.listing(against)} disagrees.")
    if silent:
        said.append(f"Provisional: {silent[0].lower()}{silent[1:]}")
    return said


def title(group: Group) -> str:
    """The heading of one currency and one means."""
    return f"{MEANS[group.means]}, {group.currency}"


def source_heads(group: Group, year: Year) -> list[str]:
    """The columns of a table of sources: the rest of the year and the year before where known."""
    day = numbers.day(year.until)
    heads = ["Source", f"Received to {day}", f"Spent to {day}"]
    if not year.is_over:
        end = numbers.day(year.last)
        heads += [f"To come by {end}, expected", f"To spend by {end}, projected"]
    if has_before(group):
        heads += ["Received, year before", "Spent, year before"]
    return [*heads, "Not explained"]


def has_before(group: Group) -> bool:
    """Whether anything of the year before is known."""
    return any(
        value is not None
        for each in group.sources
        for value in (each.received_before, each.charged_before)
    )


def source_rows(group: Group, year: Year, named: Named) -> list[list[str | Decimal | None]]:
    """One row a source, then all of them, then what is in none; null: not known, "": nothing."""
    width = len(source_heads(group, year))
    rows: list[list[str | Decimal | None]] = []
    for some in group.rows:
        every = [_figures(each, group, year) for each in some]
        rows.append([_names(some, named), *(_sum(column) for column in zip(*every, strict=True))])
    if rows:
        totals = [_sum([row[at] for row in rows]) for at in range(1, width)]
        rows.append([ALL, *totals])
    if group.is_withheld:
        rows = [[row[0], *[FOR_EDITORS] * (width - 1)] for row in rows]
    if group.unnamed is not None or group.charged_to_none:
        unnamed = "" if group.unnamed is None else group.unnamed
        rows.append([NONE, unnamed, group.charged_to_none, *[""] * (width - 3)])
    return rows


def _names(some: Sequence[Source], named: Named) -> str:
    return numbers.listing([named(each.award.name) for each in some])


def _figures(each: Source, group: Group, year: Year) -> list[str | Decimal | None]:
    found: list[str | Decimal | None] = [each.received, each.charged]
    if not year.is_over:
        found += [each.to_come, each.projected]
    if has_before(group):
        found += [each.received_before, each.charged_before]
    return [*found, each.found.not_explained]


def _sum(values: Sequence[str | Decimal | None]) -> Decimal | None:
    """The total of a column; not known where one of its values is not."""
    known = [value for value in values if isinstance(value, Decimal)]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def line_rows(group: Group, named: Named, text: Named) -> list[list[str | Decimal | None]]:
    """The lines of all sources, and their total; a budget that not every line has has no total."""
    budgeted: list[list[str | Decimal | None]] = []
    others: list[list[str | Decimal | None]] = []
    for some in group.rows:
        for line in some[0].lines or [_together(some)]:
            name = text(line.name) if line.name else _unnamed(line)
            rows = others if line.approved is None else budgeted
            rows.append([_names(some, named), name, *_amounts(line)])
    if group.is_withheld:
        return [[*row[:2], *[FOR_EDITORS] * 5] for row in [*budgeted, *others]]
    if budgeted and others:
        return [
            *budgeted, _total(WITH, budgeted), *others, _total(WITHOUT, others),
            _total(ALL, [*budgeted, *others]),
        ]  # fmt: skip
    every = [*budgeted, *others]
    return [*every, _total(ALL, every)] if every else []


def receipt_rows(group: Group, year: Year, named: Named) -> list[list[str | Decimal | None]]:
    """Sources that pay costs back, and those whose interest is known; null: not known.

    No total: what may be told of one source would give back another.
    """
    return [
        [named(each.award.name), *_claimed(each, group, year), *_interest(each)]
        for each in group.sources
        if each.claiming or each.interest
    ]


def _claimed(each: Source, group: Group, year: Year) -> list[str | Decimal | None]:
    found = each.claiming
    if found is None:
        return ["", "", ""]
    if not group.shows(each):
        return [FOR_EDITORS] * 3
    if found.doubt in award_claims.INCOMPLETE:
        return [None, None, None]
    sent = [claim for claim in found.claims if claim.on_day <= year.until]
    of_year = sum((claim.amount for claim in sent if claim.on_day >= year.first), Decimal(0))
    return [of_year, sum((claim.amount for claim in sent), Decimal(0)), found.to_claim]


def _interest(each: Source) -> list[str | Decimal | None]:
    return ["", ""] if each.interest is None else [each.earned, each.interest.to_return]


def receipt_notes(group: Group, year: Year, named: Named) -> list[str]:
    """To which day, what is not known and why; empty without such a source."""
    shown = [each for each in group.sources if each.claiming or each.interest]
    if not shown:
        return []
    said = []
    claims = [(each, each.claiming) for each in shown if each.claiming]
    if claims:
        said.append(
            f"To claim: charged by {numbers.long_day(year.until)} and not claimed. What was paid "
            "is what was received."
        )
    for each, found in claims:
        if (why := award_claims.asks(found)) and group.shows(each):
            said.append(f"{named(each.award.name)}: {why}.")
    others = [each for each in group.sources if not each.claiming and not each.interest]
    if group.means == "cash" and others:
        names = numbers.listing([named(each.award.name) for each in others])
        said.append(f"Interest of {names}: not known.")
    return said


def _together(some: Sequence[Source]) -> LinePosition:
    """All of some sources as one line; without a budget where one of them has none."""
    totals = [each.found.total for each in some]
    budgets = [each.approved for each in totals if each.approved is not None]
    before, now = (sum((getattr(each, name) for each in totals), Decimal(0))
                   for name in ("before", "this_period"))  # fmt: skip
    whole = sum(budgets, Decimal(0)) if len(budgets) == len(totals) else None
    return LinePosition("", "whole", whole, before, now)


def _unnamed(line: LinePosition) -> str:
    kinds = {"people": "People, and another line", "fee": "Fiscal sponsor's fee", "whole": "All"}
    return kinds.get(line.kind, "In no line of the budget")


def _amounts(line: LinePosition) -> list[str | Decimal | None]:
    approved = "" if line.approved is None else line.approved
    left = "" if line.remaining is None else line.remaining
    return [approved, line.before, line.this_period, line.cumulative, left]


def _total(name: str, rows: Sequence[Sequence[str | Decimal | None]]) -> list[str | Decimal | None]:
    sums: list[str | Decimal | None] = []
    for at in range(2, 7):
        found = _sum([row[at] for row in rows])
        sums.append("" if found is None else found)
    return [name, "", *sums]


def shares(row: Sequence[str | Decimal | None]) -> str:
    """To date of the budget; empty without one."""
    budget, to_date = row[2], row[5]
    if not isinstance(budget, Decimal) or not isinstance(to_date, Decimal) or not budget:
        return ""
    return numbers.percent(to_date / budget)


def cell(value: str | Decimal | None) -> str:
    """One cell of a table, to the cent."""
    if value is None:
        return NOT_KNOWN
    return value if isinstance(value, str) else numbers.number(value, 2)


def outside(group: Group) -> list[str]:
    """What is in no source and why, with amounts, and why sources are one row or withheld."""
    few = [each for each in group.sources if each.lines is None]
    said = [_FEW[group.is_withheld]] if few else []
    said += [
        f"{award.REASONS[why][0]}: {numbers.cents(amount, group.currency)}."
        for why, amount in group.unassigned.items()
        if why != COUNTED_ONCE
    ]
    if double := group.unassigned.get(COUNTED_ONCE):
        said.append(
            f"{numbers.cents(double, group.currency)} of bills and ledgers are in the books, too, "
            "and are counted there."
        )
    if group.unnamed is not None:
        said.append(
            "Income in no source names no fund in its ledger. It may be an instalment of a source "
            "above, so it is in no total."
        )
    return said


def pending(every: Sequence[Pending], text: Named) -> list[list[str]]:
    """The awards that are hoped for."""
    return [
        [
            text(each.name), numbers.number(each.amount, 2), each.currency,
            numbers.chances(each.chance), numbers.day(each.starts_on),
            numbers.day(each.ends_on) if each.ends_on else NOT_KNOWN,
        ]
        for each in every
    ]  # fmt: skip
