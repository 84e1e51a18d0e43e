"""The Runway page: when the money ends, what would move that, and the tables behind its charts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from metrics.funds.left import Left
from metrics.runway.comparison import Comparison, Effect
from metrics.runway.income import WithIncome
from metrics.runway.inputs.gather import Inputs
from metrics.runway.other_readings import OtherReading
from metrics.runway.outlook import Outlook
from metrics.runway.whatif import WhatIf
from wording import bill_doubts, left, numbers, runway_tables, standing
from wording import runway as words
from wording import runway_charts as charts
from wording.markup import bare, capital, html
from wording.page import (
    Block,
    Chart,
    Code,
    Columns,
    Control,
    Item,
    Items,
    Mark,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tile,
)

QUESTION = "When does the money run out, which source first, and what does an extension buy?"
AS_PLANNED, OWN = "As planned", "Your own"
MOST_MOVERS = 8
COMMAND = "python -m pipelines start --balance {} --monthly {} --ends {}"
CHOICES = {
    "scenario": "Scenario", "change": "Change your scenario", "category": "Spending",
    "everything": "everything", "cut": "Cut, %", "price": "More expensive, %",
    "share": "A sponsor's share of the bill, %", "from": "From", "extend": "Extend a fund",
    "none": "none", "months": "by months", "left": "Money left", "monthly": "Cost of a month",
    "ends": "Last day it may be spent",
    "pending": "Count the pending awards by their assumed chances",
}  # fmt: skip
Missing = Literal["bills", "confirmation", "work"]
NEXT_STEPS: dict[Missing, str] = {
    "bills": "Set up your bills ([[billing]]): three months of them turn this into a range.",
    "confirmation": "Confirm the balance: python -m pipelines balance FUND AMOUNT --on DATE.",
    "work": "Write down the work that remains ([funds.extension] work): "
    "it is the reason for an extension.",
}
NO_RANGE = html(
    "<b>No range yet.</b> Three complete months of bills turn this arithmetic into a range. "
    "It shows 20 equally likely months and, month by month, the chance that a cost is not paid."
)


@dataclass(frozen=True)
class Facts:
    """All that the page draws: the comparison of the build, and the scenario that was chosen."""

    compared: Comparison
    scenario: WhatIf | None = None
    found: Outlook | None = None  # under the scenario
    readings: tuple[OtherReading, ...] = ()
    left: tuple[Left, ...] = ()
    income: WithIncome | None = None

    @property
    def answer(self) -> Outlook:
        """The answer that the page gives."""
        return self.found or self.compared.outlooks.own


def page(facts: Facts) -> Page:
    """The whole page; the notes on the source are drawn at the control `sources`."""
    found = facts.answer
    others = facts.compared.outlooks.answers[1:]
    said = words.headline(found)
    name = facts.scenario.name if facts.scenario else AS_PLANNED
    answer = replace(said, basis=f"Scenario: {name}. {said.basis}")
    blocks: list[Block] = [Control("sources"), *_readings(facts.readings)]
    if found.method == "unknown":
        return Page("Runway", QUESTION, answer, (*blocks, *charts.other_currencies(others)))
    blocks += [*_tiles(facts), Items("decisions", tuple(_decisions(found, others)))]
    old = [f"{capital(standing.step(found.silent.cause))}."] if found.silent else []
    if steps := [*old, *(NEXT_STEPS[n] for n in missing(facts.compared.outlooks.inputs[0]))]:
        blocks.append(Note("not_set_up", html("<b>Next:</b> {}", " ".join(steps))))
    blocks += _notes(facts)
    blocks += [left.table(facts.left)] if facts.left else []
    is_range = found.method == "range"
    dots = charts.dots(found) if is_range else Note("not_set_up", NO_RANGE)
    blocks += [
        charts.balance(found, "remaining", f"Cash and credits, {found.currency}"),
        Columns(((charts.payers(found),), (dots,))),
        Columns((_changes(facts), tuple(charts.extension(e, found) for e in found.extensions))),
        Columns(((charts.held(found),), (charts.unpaid(found),) if is_range else ())),
        *charts.other_currencies(others),
        charts.published(facts.compared.published),
    ]
    if facts.scenario is None:
        blocks = [_opening(each) for each in blocks]
    return Page("Runway", QUESTION, answer, tuple(blocks))


def _changes(facts: Facts) -> tuple[Chart, Table]:
    """The changes that would move the date, drawn, and those that move it most."""
    planned = facts.compared.outlooks.own
    changes = _scenarios(facts)
    read = "Tick: the day the money ends at this rate. This is arithmetic, not a forecast."
    if planned.method == "range":
        read = "Bar: 80 % likely. Tick: most likely. Every row uses the same simulated months."
    movers = [
        (change(each), "beyond the forecast" if each.days is None else words.moved(each.days))
        for each in facts.compared.movers[:MOST_MOVERS]
    ]
    strips = Chart(
        "scenarios", "Changes that would move the date", "runway.scenario_strip", {"rows": changes},
        read, runway_tables.scenarios(changes), "runway.compared",
        marks=[
            Mark(AS_PLANNED, {"of": "runway.outlook"}),
            *(Mark(each.name, {"of": "runway.scenario", "name": each.name}, each.name)
              for each, _ in facts.compared.scenarios),
        ],
    )  # fmt: skip
    moves = Table(
        "movers", "Changes that move it most", ["Change, alone", ("Likely end", "n")],
        movers, "runway.movers",
        "" if facts.compared.movers else "No single change moves the likely end.",
    )  # fmt: skip
    return strips, moves


def _opening(block: Block) -> Block:
    """A block whose charts of the forecast open its inputs."""
    match block:
        case Columns():
            columns = tuple(tuple(map(_opening, inside)) for inside in block.columns)
            return replace(block, columns=columns)
        case Chart() if block.metric == words.METRIC and not block.marks:
            marks = [Mark("this forecast", {"of": "runway.outlook"})]
            return replace(block, marks=marks)
    return block


def _notes(facts: Facts) -> list[Block]:
    """The end with recurring income, and on how many past forecasts the range rests."""
    income = "" if facts.scenario else words.with_income(facts.income)
    said = {"runway.with_income": income, "runway.outlook": words.rests_on(facts.answer)}
    return [Note("plain", text, metric) for metric, text in said.items() if text]


def _readings(readings: Sequence[OtherReading]) -> list[Block]:
    """A note for each open question about bills: the end by its other reading."""
    return [
        Note(
            "partial",
            html(
                "{}. {} By the other reading, the money lasts until {}{}. "
                "See <a href='sources'>Sources</a>.",
                bill_doubts.doubt(each.question), bill_doubts.difference(each.question),
                words.range_value(each.outlook),
                f", {words.moved(each.days)}" if each.days else "",
            ),
            "runway.other_readings",
        )
        for each in readings
    ]  # fmt: skip


def missing(given: Inputs) -> list[Missing]:
    """The next settings that would make the answer better."""
    stated = [held.statement for held in given.held.values() if held.statement]
    wanted: dict[Missing, bool] = {
        "bills": not given.case.streams,
        "confirmation": any(not each.confirmed for each in stated),
        "work": bool(given.case.funds) and not any(rule.work for rule in given.rules.values()),
    }
    return [name for name, is_missing in wanted.items() if is_missing]


def _tiles(facts: Facts) -> list[Tile]:
    found = facts.answer
    start, metric = found.search_by, words.METRIC
    per_month, planned = Decimal(str(found.per_month)), found.costs.planned
    return [
        Tile(
            "Money lasts until", words.tile_value(found), metric, *_delta(facts),
            help=words.basis(found), opens=_opens(facts, "likely"),
        ),
        *_left_tiles(facts),
        Tile(
            "Costs a month", numbers.about(per_month, found.currency), metric,
            f"{numbers.about(planned, '').strip()} of it planned" if planned >= 1 else "",
            arrow="off", help=words.costs(found), opens=_opens(facts, "per_month"),
        ),
        Tile(
            "Start looking by", _search_value(found, start), metric,
            help=words.search(found)[1], opens=_opens(facts, "search"),
        ),
    ]  # fmt: skip


def _opens(facts: Facts, show: str) -> dict[str, str]:
    """The address of a figure's rows; none for a what-if, which is kept nowhere."""
    return {} if facts.scenario else {"of": "runway.outlook", "show": show}


def _search_value(found: Outlook, start: date | None) -> str:
    if found.search_since:
        return "under way"
    if found.low and found.lead_months is None:
        return "not known"
    return numbers.day(start) if start else "not yet"


def _left_tiles(facts: Facts) -> list[Tile]:
    """Cash and credits apart, each with the part of it that lapses if nothing changes."""
    found = facts.answer
    means = [
        ("Cash left", "cash", found.cash, left.CASH),
        ("Credits left", "credits", found.credits, left.CREDITS),
    ]
    tiles = []
    for label, word, amount, kinds in means:
        lapse = sum((f.lapse for f in found.funds if f.kind in kinds), Decimal(0))
        if any(fund.kind in kinds for fund in found.funds):
            end = "left unspent" if lapse > amount else "would lapse"  # more than is left: it ended
            name = f"{label}, about" if left.is_estimated(found, kinds) else label
            said = f"{numbers.about(lapse, '').strip()} {end}" if lapse >= 1 else ""
            tiles.append(
                Tile(
                    name,
                    numbers.about(amount, found.currency),
                    "funds.left",
                    said,
                    arrow="off",
                    opens={} if facts.scenario else {"of": "funds.left", "means": word},
                )
            )
    return tiles


def _delta(facts: Facts) -> tuple[str, str]:
    """What a scenario moves; as planned, what the answer to a question about bills moves."""
    found, planned = facts.answer, facts.compared.outlooks.own
    if facts.scenario:
        return words.difference(planned, found), "than as planned"
    return (words.asked(found), "asked") if words.asked(found) else ("", "")


def _decisions(found: Outlook, others: Sequence[Outlook]) -> list[Item]:
    state, text = words.search(found)
    return [
        Item(state, "New funding", detail=text),
        *(
            Item(
                State("watch", "Decide") if each.buys else State("quiet", "Buys nothing"),
                charts.extension_title(each), detail=words.request(each, other.as_of),
            )
            for other in (found, *others)
            for each in other.extensions
        ),
    ]  # fmt: skip


def _scenarios(facts: Facts) -> list[tuple[str, str, Outlook]]:
    """A row for the plan, for each scenario, and for the one made on the page."""
    planned = facts.compared.outlooks.own
    named = list(facts.compared.scenarios)
    chosen, found = facts.scenario, facts.found
    if chosen and found and chosen.name not in {each.name for each, _ in named}:
        named.append((chosen, found))
    rows = [(AS_PLANNED, "", planned)]
    for each, other in named:
        guess = ", assumed" if each.with_pending or each.award else ""
        rows.append((each.name, words.difference(planned, other) + guess, other))
    return rows


def change(each: Effect) -> str:
    """One change alone."""
    match each.change:
        case "more" | "less":
            return f"10 % {each.change} spent on {each.subject}"
        case "longer":
            runs = "run" if bare(each.subject).endswith("s") else "runs"
            return f"{each.subject} {runs} {numbers.months(each.months)} longer"
        case "pending":
            return "The pending awards, by their assumed chances"


@dataclass(frozen=True)
class Boxes:
    """Three numbers typed on the page; null while the box is empty."""

    balance: int | None = None
    monthly: int | None = None
    ends_on: date | None = None


def begin(boxes: Boxes, *, as_of: date) -> Page:
    """The page without any fund: three numbers, their meaning, and the command that keeps them."""
    answer = Sentence("No fund is set up. Three numbers are enough to begin.")
    if not (boxes.balance and boxes.monthly and boxes.ends_on):
        note = Note("not_set_up", "Nothing typed here is saved. To keep it, run:")
        code = Code(COMMAND.format("AMOUNT", "AMOUNT", "YYYY-MM-DD"))
        return Page("Runway", QUESTION, answer, (note, code))
    found = words.three_numbers(
        Decimal(boxes.balance), Decimal(boxes.monthly), boxes.ends_on, as_of=as_of, currency="USD"
    )
    code = Code(COMMAND.format(boxes.balance, boxes.monthly, boxes.ends_on))
    run = Note(
        "not_set_up", html("Run this in the folder of your files, then <code>make run</code>.")
    )
    says = Note("not_set_up", html("<b>{} {}</b>", found.claim, found.basis))
    return Page("Runway", QUESTION, answer, (says, code, run))


def amount_label(name: str, currency: str) -> str:
    """The label of a box for an amount: award or reserve."""
    labels = {"award": "New award", "reserve": "Reserve kept back"}
    return f"{labels[name]}, {currency}"
