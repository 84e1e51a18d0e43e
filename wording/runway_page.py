"""The Runway page: when the money ends, what if, charts and losses; the rest behind "More"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

import pandas as pd

from metrics.funds.calls import Call
from metrics.funds.due_dates import Due
from metrics.funds.holdings import Holding
from metrics.funds.left import Left
from metrics.funds.register import Position
from metrics.runway.caveats import Unconfirmed
from metrics.runway.comparison import Comparison, Effect
from metrics.runway.engine.award_outcomes import Award
from metrics.runway.extensions import Extension
from metrics.runway.inputs.gather import Inputs
from metrics.runway.other_readings import OtherReading
from metrics.runway.outlook import Outlook, Outlooks
from metrics.runway.whatif import WhatIf
from wording import bill_doubts, calls, funds, holdings, left, numbers, runway_tables, standing
from wording import runway as words
from wording import runway_charts as charts
from wording.markup import Markup, Text, bare, capital, html, joined
from wording.page import (
    Amount,
    Arguments,
    Block,
    Chart,
    Code,
    Columns,
    Control,
    Data,
    Line,
    Mark,
    Note,
    Page,
    Sentence,
    State,
    Table,
)
from wording.short_names import short

QUESTION = "When does the money run out?"
AS_PLANNED, OWN = "As planned", "Your own"
MORE = "More: months equally likely, chance of a shortfall, who pays, what we said before"
MOST_MOVERS = 8
HALF_A_TENTH = Decimal("0.05")  # of a month: what a tenth is shown from
SHOWN_AWARDS = 6  # pending awards in sight, those that move the end most
COMMAND = "python -m pipelines start --balance {} --monthly {} --ends {}"
CHOICES = {
    "what_if": "What if …", "scenario": "Scenario", "burn": "Spending, ± %",
    "award": "A new award", "fund": "Another end of", "until": "Its last day", "none": "none",
    "reset": "Reset", "left": "Money left", "monthly": "Cost of a month",
    "ends": "Last day it may be spent",
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


BlockOrChart = TypeVar("BlockOrChart", bound=Block)


@dataclass(frozen=True)
class Facts:
    """All that the page draws at once; a what-if has a name and an answer of its own."""

    known: Outlooks
    holdings: tuple[Holding, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    what_if: WhatIf | None = None
    other: Outlook | None = None  # under the what-if
    calls: tuple[Call, ...] = ()

    @property
    def answer(self) -> Outlook:
        """The answer of the page, which no what-if moves."""
        return self.known.own


def page(facts: Facts) -> Page:
    """The page without what stands behind "More", for which it has a control: `more`.

    The notes on the source are drawn at the control `sources`.
    """
    found, others = facts.answer, facts.known.answers[1:]
    # A balance that nobody confirmed is marked in the table of funds.
    marked = tuple(each for each in found.caveats if not isinstance(each, Unconfirmed))
    shown = replace(found, caveats=marked) if facts.holdings else found
    answer = words.headline(shown)
    answer = replace(
        answer, advice=_extended(facts.known), basis=_basis(found), figures=_figures(found)
    )
    blocks: list[Block] = [Control("sources"), *_readings(facts.readings)]
    if found.method == "unknown":
        blocks += [*charts.other_currencies(others), *holdings.blocks(facts.holdings, facts.known)]
        return Page("Runway", QUESTION, answer, tuple(blocks))
    if found.silent:
        step = f"{capital(standing.step(found.silent.cause))}."
        blocks.append(Note("not_set_up", html("<b>Next:</b> {}", step)))
    title = f"Cash and credits that can be spent, {found.currency}"
    condition = name(facts.what_if, facts.known.inputs[0])[:-1]
    other = (condition, facts.other) if facts.other else None
    fan = _opening(replace(charts.balance(found, "remaining", title, other), is_bare=True))
    blocks += [
        fan,
        *charts.other_currencies(others),
        *([Note("plain", said, "funds.calls")] if (said := calls.ask_by(facts.calls)) else []),
        *([Note("plain", said, "runway.outlook")] if (said := words.by_rule(found)) else []),
        *holdings.blocks(facts.holdings, facts.known),
        Arguments(
            "extensions",
            [_extension(each, other) for other in facts.known.answers for each in other.extensions],
        ),
        Control("letter"),
        Data(fan.key, "The chart as a table, explained", fan.table, fan.metric, marks=fan.marks),
        Control("more"),
    ]
    return Page("Runway", QUESTION, answer, tuple(blocks))


def _figures(found: Outlook) -> list[Amount]:
    """The likely and the early end, as the answer writes them."""
    if found.method == "range" and found.low and found.likely:
        return [
            _of(words.likely(found), "likely"),
            _of(numbers.third(found.low, year=False), "low"),
        ]
    if found.method == "arithmetic" and found.likely:
        return [_of(numbers.when(found.likely, found.as_of), "likely")]
    return []


def _basis(found: Outlook) -> Markup:
    """Which fund ends first, and since when bills are paid in cash."""
    rate = numbers.about(Decimal(str(found.per_month)), found.currency)
    sure = f"This is arithmetic at {rate} a month, not a forecast."
    return joined([
        left.lost(found),
        sure if found.method == "arithmetic" else "",
        words.cash_bills(found.cash_bills),
    ])  # fmt: skip


def figures(known: Outlooks) -> Line | None:
    """The search, what is left, what a month costs, how long that lasts: each opens its rows.

    A phone leaves out what the headline or the chart says, too.
    """
    found = known.own
    if found.method == "unknown":
        return None
    today: list[Text | Amount | State] = []
    for means, amount, kinds in (
        ("cash", found.cash, left.CASH), ("credits", found.credits, left.CREDITS),
    ):  # fmt: skip
        if any(fund.kind in kinds for fund in found.funds):
            about = "about " if left.is_estimated(found, kinds) else ""
            said = f"{about}{numbers.about(amount, found.currency)}"
            today += [
                "and" if today else "Today:", Amount(said, {"of": "funds.left", "means": means}),
                f"of {means}",
            ]  # fmt: skip
    if today:
        today[-1] = f"{today[-1]}."
    parts = [*_search(found), *today, *_month(found), *_lasts(found)]
    return Line("figures", _without_gaps(parts))


def _month(found: Outlook) -> list[Text | Amount | State]:
    """What a month costs; a phone leaves its parts out."""
    total = words.cost_of_a_month(found) if found.method in ("range", "arithmetic") else ""
    if not total:
        cost = numbers.about(Decimal(str(found.per_month)), found.currency)
        return ["A month costs", _of(cost, "per_month"), "."]
    return ["Costs are", _of(total, "per_month"), words.parts_for_a_phone(found)]


def _lasts(found: Outlook) -> list[Text | Amount | State]:
    """How long the money lasts in months, and for how many to plan."""
    if found.method != "range" or found.low is None:  # without one the claim has this duration
        return []
    low = numbers.whole_months(found.months_until(found.low))
    is_one = found.high and low == round(found.months_until(found.high))
    plan = f": plan for {low}" if low and not is_one else ""
    said = f"80 % likely: {words.duration(found)}{plan}."
    return [html('<span class="qd-hide">{}</span>', said)]


def _search(found: Outlook) -> list[Text | Amount | State]:
    """From when to look for new funding, why from that day, and how that stands."""
    state, _ = words.search(found)
    day = found.search_by
    if day is None or found.search_since or found.lead_months is None:
        return ["Search for new funding:", state]
    income = " with the usual income" if found.income else ""
    why = f"({numbers.months(found.lead_months)} before the money may run out{income})."
    since = "since" if day <= found.as_of else "from"
    return ["Look for new funding", since, _of(numbers.day(day), "search"), state,
            html('<span class="qd-hide">{}</span>', why)]  # fmt: skip


def _extended(known: Outlooks) -> str:
    """How much longer the money lasts with the extension that buys most; empty without one."""
    found = known.extended
    if found is None:
        return ""
    what = f"Extending {words.the(short(found.rule.name))}"
    if found.months is None:
        return f"{what} moves that beyond {numbers.month(known.own.horizon)}."
    said = numbers.tenths(found.months)
    return f"{what} adds {said}." if found.months > HALF_A_TENTH else ""


def _of(text: str, show: str) -> Amount:
    return Amount(text, {"of": "runway.outlook", "show": show})


def _without_gaps(parts: Sequence[Text | Amount | State]) -> list[Text | Amount | State]:
    """A full stop stands right after its figure."""
    found: list[Text | Amount | State] = []
    for part in parts:
        if part == "." and found and isinstance(found[-1], Amount):
            found[-1] = replace(found[-1], text=f"{found[-1].text}.")
        elif part:
            found.append(part)
    return found


def name(what_if: WhatIf | None, given: Inputs) -> str:
    """A what-if as a condition: "If spending is 10 % higher", or the name of a scenario."""
    if what_if is None:
        return AS_PLANNED
    if what_if.name != OWN:
        return f"{what_if.name}:"
    parts = []
    if share := what_if.price_change or what_if.cut:
        way = "higher" if what_if.price_change else "lower"
        parts.append(f"spending is {numbers.percent(share)} {way}")
    if what_if.award:
        parts.append(f"{numbers.money(what_if.award, given.currency)} more is awarded")
    for fund, day in what_if.ends_on:
        parts.append(f"{words.the(given.rules[fund].name)} ends on {numbers.long_day(day)}")
    return f"If {numbers.listing(parts)},"


def what_if_sentence(facts: Facts) -> Markup:
    """The second sentence: the condition, the end under it, and by how much that moves."""
    if facts.what_if is None or facts.other is None:
        return Markup()
    other, moves = facts.other, words.difference(facts.answer, facts.other)
    end = f"the money lasts beyond {numbers.month(other.horizon)}"
    if other.method == "not_depleting":
        end = "spending does not reduce the balance"
    elif other.likely:
        end = f"the money likely runs out {numbers.on(other.likely, other.as_of)}, {moves}"
    guess = "" if not (facts.what_if.with_pending or facts.what_if.award) else " (assumed)"
    condition = name(facts.what_if, facts.known.inputs[0])
    return html(
        '<div class="qd-what-if"><i class="qd-dash"></i><b>{}</b> {}{}.</div>',
        condition, end, guess,
    )  # fmt: skip


def _extension(each: Extension, found: Outlook) -> tuple[Text, Text]:
    """One extension: who, by when, what it buys; and the argument for it."""
    gain = f"pays {numbers.tenths(each.bought[1])} of its costs" if each.buys else "buys nothing"
    asked = f", ask by {numbers.day(each.ask_by)}" if each.ask_by else ""
    return (
        f"{charts.extension_title(each)}{asked}: {gain}",
        words.extension(each, found),
    )


@dataclass(frozen=True)
class MoreFacts:
    """All that stands behind "More", asked for once it is opened."""

    compared: Comparison
    left: tuple[Left, ...] = ()
    due: tuple[Due, ...] = ()
    positions: tuple[Position, ...] = ()
    calls: tuple[Call, ...] = ()
    statements: pd.DataFrame | None = None


def more(facts: MoreFacts) -> tuple[Block, ...]:
    """The blocks behind "More"."""
    found, compared = facts.compared.outlooks.own, facts.compared
    is_range = found.method == "range"
    dots = charts.dots(found) if is_range else Note("not_set_up", NO_RANGE)
    said = {
        "runway.with_income": words.with_income(compared.outlooks.own.income),
        "runway.outlook": words.rests_on(found),
    }
    basis = f"{words.basis(found)} {words.because(found)}".strip()
    blocks: list[Block] = [Note("plain", basis, words.METRIC)]
    blocks += [Note("plain", text, metric) for metric, text in said.items() if text]
    if steps := [NEXT_STEPS[each] for each in missing(compared.outlooks.inputs[0])]:
        blocks.append(Note("not_set_up", html("<b>Next:</b> {}", " ".join(steps))))
    blocks += [
        Columns(((charts.payers(found),), (dots,))),
        Columns(((charts.held(found),), (charts.unpaid(found),) if is_range else ())),
        Columns((_changes(compared), charts.published(compared.published))),
        *_failing(compared),
        *([left.table(facts.left)] if facts.left else []),
        *funds.more(facts.positions, facts.due),
        *calls.items(facts.calls),
    ]
    if facts.statements is not None:
        blocks.append(Data("statements", "Stated balances", facts.statements, "funds.movements"))
    return tuple(map(_opening, blocks))


def _changes(compared: Comparison) -> tuple[Chart, Table] | tuple[Table]:
    """The changes that would move the date, drawn, and those that move it most."""
    planned = compared.outlooks.own
    rows = _scenarios(compared)
    read = "Tick: the day the money ends at this rate. This is arithmetic, not a forecast."
    if planned.method == "range":
        read = "Bar: 80 % likely. Tick: most likely. Every row uses the same simulated months."
    movers = [
        (change(each), "beyond the forecast" if each.days is None else words.moved(each.days))
        for each in compared.movers[:MOST_MOVERS]
    ]
    strips = Chart(
        "scenarios", "Changes that would move the date", "runway.scenario_strip", {"rows": rows},
        read, runway_tables.scenarios(rows), "runway.compared",
        marks=[
            Mark(AS_PLANNED, {"of": "runway.outlook"}),
            *(Mark(each.name, {"of": "runway.scenario", "name": each.name}, each.name)
              for each, _ in compared.scenarios),
        ],
    )  # fmt: skip
    moves = Table(
        "movers", "Changes that move it most", ["Change, alone", ("Likely end", "n")],
        movers, "runway.movers",
        "" if compared.movers else "No single change moves the likely end.",
    )  # fmt: skip
    return (strips, moves) if compared.scenarios else (moves,)


def _failing(compared: Comparison) -> list[Table]:
    """The end without each pending award; none where nothing is pending."""
    if compared.hoped is None or compared.hoped.method == "unknown":
        return []
    rows: list[tuple[Text, ...]] = [
        ("All, by these chances", "", "", words.range_value(compared.hoped), "")
    ]
    for each in compared.failing:
        chance, begins = numbers.percent(each.award.probability), _begins(each.award)
        below = html(
            '<small class="qd-phone">{}, may begin <span class="qd-day">{}</span></small>',
            chance,
            begins,
        )
        rows.append((
            html("{} {}", each.award.name, below), chance, begins,
            words.range_value(each.outlook), _moves(each.days),
        ))  # fmt: skip
    head = ("Pending award", ("Chance, assumed", "n qd-hide"), ("May begin", "qd-hide qd-day"),
            ("Lasts until", "qd-day"), ("Likely end", "n"))  # fmt: skip
    most = 1 + SHOWN_AWARDS
    return [Table("failing", "If a pending award fails", head, rows, "runway.failing", most=most)]


def _begins(award: Award) -> str:
    if award.latest_on is None or award.latest_on == award.starts_on:
        return numbers.day(award.starts_on)
    return numbers.period(award.starts_on, award.latest_on)


def _moves(days: int | None) -> str:
    if days is None:
        return "beyond the forecast"
    return words.moved(days) if days else "the same"


def _opening(block: BlockOrChart) -> BlockOrChart:
    """A block whose charts of the forecast open its inputs."""
    match block:
        case Columns():
            columns = tuple(tuple(map(_opening, inside)) for inside in block.columns)
            return replace(block, columns=columns)
        case Chart() if block.metric == words.METRIC and not block.marks:
            marks = [Mark("this forecast", {"of": "runway.outlook"})]
            return replace(block, marks=marks)
    return block


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


def _scenarios(compared: Comparison) -> list[tuple[str, str, Outlook]]:
    """A row for the plan and for each scenario."""
    planned = compared.outlooks.own
    rows = [(AS_PLANNED, "", planned)]
    for each, other in compared.scenarios:
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
