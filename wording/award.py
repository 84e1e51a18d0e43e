"""The page of one award: what is left at its end, the register, the budget line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pandas as pd

from metrics.awards.charges import Unassigned
from metrics.awards.claims import Claiming
from metrics.awards.disagreement import Disagreement
from metrics.awards.interest import Interest
from metrics.awards.position import LinePosition, Position, merged
from metrics.awards.register import Award, Report
from metrics.runway.extensions import Extension
from metrics.runway.rule_effects import LeftTo
from wording import award_claims, numbers, runway
from wording.markup import Markup, Text, html, joined
from wording.page import (
    Address,
    Amount,
    Block,
    Cell,
    Note,
    Page,
    Row,
    Section,
    Sentence,
    Sheet,
    State,
    Table,
)

TITLE, QUESTION = "Award", "What did this award pay for, and what is left of it?"
BACK = "‹ Runway"
METRIC = "awards.position"
NOT_KNOWN = "not known"
NO_BREAK = "\u00a0"
MONTHS = 3  # named one by one
SHOWN_ROWS = 3  # of claims, payments and reports: the page stays short with years of them
WORTH = Decimal(1)  # less than one unit of the currency is nothing
HOW = {"booked": "booked", "entered": "entered", "by_rule": "by rule"}
REASONS = {
    "no_rule": ("No code, split or rule", "add a [[charge_rules]] or a [[cost_splits]]"),
    "unknown_code": ("A code of the books that no fund has", "add it to the codes of its fund"),
    "outside_days": ("Outside the award's days", "correct starts_on, ends_on or the rule's days"),
    "currency": ("In another currency than its award", "say by which rate its fund pays: rate"),
    "no_rate": ("Without the rate that its award wants", "enter the rate, or convert in the books"),
    "in_books": ("In the books of its category, too", "nothing: the books count"),
    "credits_apart": (
        "By project or service, but the bill's credits name none",
        "charge by category or account",
    ),
    "rest_of_split": ("The rest of a split", "raise a share of its [[cost_splits]]"),
}
COLUMNS = (
    ("Remaining", "n"), ("How we know", "qd-hide"), ("Share charged", "qd-hide"),
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """All that the page draws.

    lapse       likely left on its last day, by the runway; null: not known
    left_to     what rules leave to other funds, so that more of it is left
    unassigned  the costs of no award, of this and of all
    is_editor   lines of fewer than three people are for editors alone, and so is all of an award
                that has nothing else
    """

    position: Position
    lapse: Decimal | None = None
    extension: Extension | None = None
    unassigned: tuple[Unassigned, ...] = ()
    is_editor: bool = False
    has_ended: bool = False
    disagreement: Disagreement | None = None
    claiming: Claiming | None = None
    interest: Interest | None = None
    today: date | None = None
    left_to: Sequence[LeftTo] = ()

    @property
    def lines(self) -> tuple[LinePosition, ...] | None:
        """The lines that the reader may see; null: none."""
        return self.position.lines if self.is_editor else merged(self.position.lines)


def page(facts: Facts) -> Page:
    """The whole page, top to bottom."""
    found = facts.position
    blocks: list[Block] = [Note("plain", _register(found))]
    if facts.lines is not None:
        blocks.append(_lines(facts, facts.lines))
    if facts.disagreement and facts.lines is not None:
        text, remedy = disagrees(facts.disagreement)
        blocks.insert(0, Note("partial", f"{text}. {remedy}", "awards.disagreements"))
    if facts.claiming and (asked := award_claims.note(facts.claiming)):
        blocks.insert(0, asked)
    if sections := _sections(facts):
        blocks.append(Sheet("award", sections))
    if facts.unassigned and facts.lines is not None:
        blocks.append(_unassigned(facts.unassigned, found.award.fund_id))
    if facts.lines is None:
        answer = Sentence(_hidden(found), metric=METRIC)
    else:
        answer = Sentence(
            _claim(facts), basis=_basis(found), warning=_warning(found), metric=METRIC,
            figures=_figures(facts),
        )  # fmt: skip
    return Page(TITLE, found.award.name, answer, tuple(blocks))


def none(fund: str, known: Sequence[str] = ()) -> Page:
    """The page where no fund has the id, with the ids that there are; or where there is no fund."""
    said = f"No fund has the id {fund}." if fund else "No fund is set up."
    step: Text = "Runway lists the funds; [[funds]] of dashboard.toml defines them."
    if known:
        links: list[Text] = [
            html('<a href="award?of={}">{}</a>', quote(each), each) for each in known
        ]
        step = html("Choose one: {}. {}", joined(links, ", "), step)
    return Page(TITLE, QUESTION, Sentence(said, basis=step))


def disagrees(found: Disagreement) -> tuple[str, str]:
    """That a report no longer agrees, by how much, and what to do."""
    sent = numbers.long_day(found.sent_on)
    text = f"The report of {runway.the(found.name)} sent on {sent} no longer agrees"
    months = sorted({each.month for each in found.changes})
    names = [numbers.month(each) for each in months[:MONTHS]]
    if (more := len(months) - MONTHS) > 0:
        names.append(numbers.count(more, "more month"))
    return (
        f"{text}: {moved(found)}",
        f"The next report has it as an adjustment of {numbers.listing(names)}.",
    )


def moved(found: Disagreement) -> str:
    """By how much what is charged differs from what was reported."""
    if not found.difference:
        return "the same total, on other lines or months"
    way = "more" if found.difference > 0 else "less"
    return f"{numbers.cents(abs(found.difference), found.currency)} {way} is charged now"


def _claim(facts: Facts) -> str:
    """What will be left when it ends; never that nothing is, where it is not known."""
    own, charged = facts.position.award, facts.position.total.cumulative
    money = numbers.money(charged, own.currency)
    if not facts.position.total.how and (own.ends_on is None or facts.has_ended):
        return f"No cost is charged to {own.name}: no book, split or rule names it."
    if own.ends_on is None:
        return f"{own.name} paid {money} by {numbers.long_day(facts.position.last)}."
    day = numbers.long_day(own.ends_on)
    if facts.has_ended:
        return f"{own.name} ended on {day} and paid {money}."
    if facts.lapse is None:
        return f"The award ends on {day}; how much will be left is not known."
    if facts.lapse < WORTH:
        return f"Nothing is likely to be left when the award ends on {day}."
    left = numbers.about(facts.lapse, own.currency)
    first = runway.goes_first(facts.left_to)
    why = f": {first}" if first else ""
    return f"About {left} will be left when the award ends on {day}{why}."


def _figures(facts: Facts) -> list[Amount]:
    """What it paid, where no line hides a person's, and what its statement says is spent."""
    found, own = facts.position, facts.position.award
    figures = []
    if found.total.cumulative and not any(line.few_people for line in found.lines):
        paid = numbers.money(found.total.cumulative, own.currency)
        figures.append(Amount(f"paid {paid}", _charged(found)))
    if found.spent_stated is not None and own.awarded:
        spent = numbers.money(found.spent_stated, own.currency)
        opens = {"of": "funds.holding", "fund": own.fund_id, "show": "spent"}
        figures.append(Amount(spent, opens))
    return figures


def _charged(found: Position) -> Address:
    return {"of": "awards.charged", "fund": found.award.fund_id, "part": "all"}


def _hidden(found: Position) -> str:
    """Why a reader sees no amount of the award."""
    return (
        f"What {found.award.name} paid rests on fewer than three people, or nobody entered on how "
        "many: it is for editors."
    )


def _basis(found: Position) -> str:
    """How much is spent at the statement, and how much of the time is gone."""
    if found.statement is None or found.spent_stated is None:
        return "No statement says how much of it is spent."
    day = numbers.long_day(found.statement.on_day)
    share = found.spent_stated / found.award.awarded if found.award.awarded else None
    said = f"At the statement of {day}, {numbers.money(found.spent_stated, found.award.currency)}"
    said += f" was spent, {numbers.percent(share)} of the award" if share is not None else " was"
    if found.time_share is None:
        return f"{said}."
    return f"{said}, and {numbers.percent(found.time_share)} of its time had passed."


def _warning(found: Position) -> str:
    if found.not_explained is None or not found.is_provisional:
        return ""
    amount = numbers.cents(abs(found.not_explained), found.award.currency)
    what = "that no book, split or rule explains" if found.not_explained > 0 else "more is charged"
    if found.not_explained > 0:
        return f"The figures are provisional: the statement has {amount} spent {what}."
    return f"The figures are provisional: {amount} {what} than the statement says is spent."


def _register(found: Position) -> Markup:
    """The terms in two rows of four; what nobody entered is not known."""
    own = found.award
    pairs: list[tuple[str, Text]] = [
        ("Funder", own.funder or NOT_KNOWN),
        ("Award", own.number or NOT_KNOWN),
        ("Period", _period(own)),
        ("Contact", own.contact or NOT_KNOWN),
        ("Restriction", _restriction(own)),
        ("Received", _received(found)),
        ("To come", _to_come(own)),
        ("Register read", _read(own)),
    ]
    cells = Markup("").join(
        html("<div><dt>{}</dt><dd>{}</dd></div>", label, value) for label, value in pairs
    )
    return html('<dl class="qd-facts">{}</dl>', cells)


def _period(own: Award) -> str:
    if own.starts_on and own.ends_on:  # a phone breaks the line between its days, not in one
        said = numbers.period(own.starts_on, own.ends_on).replace(" ", NO_BREAK)
        return said.replace(f"–{NO_BREAK}", "– ")
    if own.ends_on:
        return f"to {numbers.day(own.ends_on)}"
    return f"from {numbers.day(own.starts_on)}" if own.starts_on else "no last day"


def _restriction(own: Award) -> Text:
    words = own.restriction or NOT_KNOWN
    if own.letter and own.letter.startswith(("https://", "http://")):
        return html('{} · <a href="{}">letter</a>', words, own.letter)
    return words


def _received(found: Position) -> str:
    if found.received is None:
        return NOT_KNOWN
    paid = [
        each
        for each in found.award.payments
        if each.state == "received" and (each.on_day is None or each.on_day <= found.last)
    ]
    ending = f" in {numbers.count(len(paid), 'payment')}" if paid else " by its ledgers"
    return f"{numbers.number(found.received)}{ending}"


def _to_come(own: Award) -> str:
    if own.to_come is None:
        return NOT_KNOWN
    return numbers.number(own.to_come) if own.to_come else "none"


def _read(own: Award) -> str:
    if own.source_on is None:
        return own.source or NOT_KNOWN
    return ", ".join(filter(None, (numbers.day(own.source_on), own.source)))


def _lines(facts: Facts, lines: Sequence[LinePosition]) -> Table:
    """The budget line by line, its total, and what the statement says and no charge explains."""
    found = facts.position
    is_whole = not any(line.few_people for line in found.lines)
    rows = [_line(line, found, opens=is_whole or bool(line.name)) for line in lines]
    total = _line(found.total, found, opens=is_whole)
    rows += [total, _not_explained(found)]
    revision = found.revision
    approved = "Award" if revision is None else "Budget as awarded"
    if revision and revision.on_day:
        approved = f"Approved {numbers.day(revision.on_day)}"
    head = (
        f"Budget line, {found.award.currency}", (approved, "n qd-hide"),
        (f"Charged to {numbers.day(found.last, year=False)}", "n"), *COLUMNS,
    )  # fmt: skip
    return Table("lines", "", head, rows, METRIC, data=_data(lines, found))


def _line(line: LinePosition, found: Position, *, opens: bool) -> list[Cell]:
    charged = numbers.number(line.cumulative)
    can_open = opens and line.cumulative and not line.few_people
    is_total = line.kind == "total"
    where: Address = {"of": "awards.charged", "fund": found.award.fund_id, "line": line.name}
    if is_total:
        where = _charged(found)
    alone = "All costs" if line.kind == "other" and not found.award.lines else ""
    name: Text = html('<b class="qd-sub">Total</b>') if is_total else alone or _name(line)
    return [
        name if is_total else _on_phone(name, _how(line)),
        "" if line.approved is None else numbers.number(line.approved),
        Amount(charged, where) if can_open else charged,
        _remaining(line),
        "" if is_total else _how(line),
        "" if is_total else _bar(line),
    ]


def _on_phone(name: Text, how: Text) -> Text:
    """The name of a row; on a phone the words of its last column are below it."""
    return html('{} <small class="qd-phone">{}</small>', name, how)


def _name(line: LinePosition) -> Text:
    if line.name:
        return line.name
    return {
        "people": "People, and another line", "fee": "Fee of the fiscal sponsor",
    }.get(line.kind, "In no line")  # fmt: skip


def _remaining(line: LinePosition) -> Cell:
    if line.remaining is None:
        return ""
    text = numbers.number(line.remaining)
    return State("act", text) if line.is_overrun else text


def _how(line: LinePosition) -> Text:
    said = numbers.listing([HOW[how] for how in line.how])
    if not said:
        return "nothing charged"
    sources = f"by {numbers.listing(line.sources)}" if "entered" in line.how else ""
    detail = sources or numbers.listing(line.sources)
    return html("{} <small>{}</small>", said, detail) if detail else said


def _bar(line: LinePosition) -> Text:
    """The share of the budget that is charged, as a bar and in words."""
    if line.share is None:
        return ""
    width = min(100, max(0, round(line.share * 100)))
    css = " qd-over" if line.is_overrun else ""
    return html(
        '<span class="qd-bar{}" role="img" aria-label="{}"><i style="width:{}%"></i></span>',
        css, numbers.percent(line.share), width,
    )  # fmt: skip


def _not_explained(found: Position) -> list[Cell]:
    if found.not_explained is None:
        why = "no statement with an amount" if found.statement is None else "no amount was awarded"
        return [_on_phone("Not explained", why), "", NOT_KNOWN, "", why, ""]
    stated = found.statement.amount if found.statement else None
    said = f"stated: {numbers.number(stated or Decimal(0), 2)} unspent"
    amount: Cell = numbers.number(found.not_explained, 2)
    if found.is_provisional:
        amount = State("watch", numbers.number(found.not_explained, 2))
    return [_on_phone("Not explained", said), "", amount, "", said, ""]


def _data(lines: Sequence[LinePosition], found: Position) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = [
        (_name(line) if line.kind != "total" else "Total", line.approved, line.cumulative,
         line.remaining, numbers.listing([HOW[how] for how in line.how]))
        for line in (*lines, found.total)
    ]  # fmt: skip
    rows.append(("Not explained", None, found.not_explained, None, ""))
    head = ["Budget line", "Approved", "Charged", "Remaining", "How we know"]
    return pd.DataFrame(rows, columns=head, dtype=object)


def _sections(facts: Facts) -> tuple[Section, ...]:
    """The extension, claims, interest, payments to come, reports; those that there are."""
    own = facts.position.award
    found = []
    if (each := facts.extension) and each.buys:
        asked = f"ask by {numbers.day(each.ask_by)}" if each.ask_by else "by when is not known"
        said = f"An extension would pay for {numbers.tenths(each.bought[1])} more."
        found.append(Section("Extend", (Row((said,), asked, own.ask or ""),)))
    if facts.claiming:
        found.append(award_claims.section(facts.claiming))
    if facts.interest:
        row = award_claims.interest_row(facts.interest, own)
        found.append(Section("Interest", (row,)))
    payments = tuple(
        Row(
            (numbers.money(each.amount, own.currency),),
            ", ".join(filter(None, (each.state.replace("_", " "), each.condition))),
            when=numbers.day(each.on_day) if each.on_day else "",
        )
        for each in sorted(own.payments, key=lambda e: (e.on_day is None, e.on_day or date.max))
        if each.state != "received"
    )
    reports = tuple(
        Row(
            (each.name,),
            numbers.period(each.starts_on, each.ends_on) if each.starts_on and each.ends_on else "",
            each.who or "",
            numbers.day(each.due_on) if each.due_on else "",
        )
        for each in _soonest(own.reports, facts.today)
    )
    found += [
        Section(word, rows) for word, rows in (("Payments", payments), ("Reports", reports)) if rows
    ]
    return tuple(replace(each, most=SHOWN_ROWS) for each in found)


def _soonest(every: Sequence[Report], today: date | None) -> list[Report]:
    """Those that are to come, the next one first; then those before, the newest first."""
    day = today or date.min
    coming = [each for each in every if each.due_on is None or each.due_on >= day]
    past = [each for each in every if each not in coming]
    return [
        *sorted(coming, key=lambda each: each.due_on or date.max),
        *sorted(past, key=lambda each: each.due_on or date.max, reverse=True),
    ]


def _unassigned(every: Sequence[Unassigned], fund: str) -> Table:
    """Costs that no award was charged, by reason and currency, with what to do."""
    sums: dict[tuple[str, str, bool], Decimal] = {}
    for each in every:
        key = each.reason, each.cost.currency, each.fund_id == fund
        sums[key] = sums.get(key, Decimal(0)) + each.amount
    rows: list[list[Cell]] = []
    for (reason, currency, is_own), amount in sorted(sums.items()):
        why, step = REASONS[reason]
        opens = {"of": "awards.unassigned", "reason": reason, "currency": currency}
        opens |= {"fund": fund} if is_own else {}
        rows.append([_on_phone(why, step), Amount(numbers.cents(amount, currency), opens), step])
    head = ("Charged to no award", ("Amount", "n"), ("What to do", "qd-hide"))
    return Table("unassigned", "", head, rows, "awards.charges")
