"""The Runway page: when the money ends, what would move that, and the tables behind its charts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from metrics.runway.comparison import Comparison, Effect
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.extensions import Extension
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import FundOutlook, Outlook
from metrics.runway.whatif import WhatIf
from wording import numbers, runway_tables
from wording import runway as words
from wording.markup import html
from wording.page import (
    Block,
    Chart,
    Code,
    Columns,
    Control,
    Item,
    Items,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tile,
)

QUESTION = "When does the money stop, which source first, what does an extension buy?"
AS_PLANNED, OWN = "As planned", "Your own"
BALANCE_LINES = ("stated and rolled forward", "likely")
UNPAID = "nobody pays"
FIRST = 5  # funds named in a sentence
MOST_MOVERS = 8
COMMAND = "python -m pipelines start --balance {} --monthly {} --ends {}"
NOUNS = {"credits": "Credits", "grant": "Grant", "in_kind": "In kind"}
Missing = Literal["bills", "confirmation", "work"]
NEXT_STEPS: dict[Missing, str] = {
    "bills": "Set up your bills ([[billing]]): three months of them turn this into a range.",
    "confirmation": "Confirm the balance: python -m pipelines balance FUND AMOUNT --on DATE.",
    "work": "Write down the work that remains ([funds.extension] work): "
    "it is the reason for an extension.",
}
NO_RANGE = html(
    "<b>No range yet.</b> Three complete months of bills turn this arithmetic into a range: "
    "20 equally likely months and, month by month, the chance that something is not paid."
)


@dataclass(frozen=True)
class Facts:
    """All that the page draws: the comparison of the build, and the scenario that was chosen."""

    compared: Comparison
    scenario: WhatIf | None = None
    found: Outlook | None = None  # under the scenario

    @property
    def answer(self) -> Outlook:
        """The answer that the page gives."""
        return self.found or self.compared.outlooks.own


def page(facts: Facts) -> Page:
    """The whole page; the notes on the source are drawn at the control `sources`."""
    found, planned = facts.answer, facts.compared.outlooks.own
    others = facts.compared.outlooks.answers[1:]
    said = words.headline(found)
    name = facts.scenario.name if facts.scenario else AS_PLANNED
    answer = replace(said, basis=f"{name}. {said.basis}")
    blocks: list[Block] = [Control("sources")]
    if found.method == "unknown":
        return Page("Runway", QUESTION, answer, (*blocks, *_apart(others)))
    blocks += [*_tiles(facts), Items("decisions", tuple(_decisions(found, others)))]
    if steps := [NEXT_STEPS[each] for each in missing(facts.compared.outlooks.inputs[0])]:
        blocks.append(Note("not_set_up", html("<b>Next:</b> {}", " ".join(steps))))
    changes = _scenarios(facts)
    read = "Tick: the day the money ends at this rate. This is arithmetic, not a forecast."
    if planned.method == "range":
        read = "Bar: 80 % likely. Tick: most likely. Every row uses the same simulated months."
    movers = [
        (change(each), "beyond the horizon" if each.days is None else words.moved(each.days))
        for each in facts.compared.movers[:MOST_MOVERS]
    ]
    strips = Chart(
        "scenarios", "Changes that would move the date", "runway.scenario_strip", {"rows": changes},
        read, runway_tables.scenarios(changes), "runway.compared",
    )  # fmt: skip
    moves = Table(
        "movers", "Changes that move it most", ["Change, alone", ("Likely end", "n")],
        movers, "runway.movers",
        "" if facts.compared.movers else "No single change moves the likely end.",
    )  # fmt: skip
    is_range = found.method == "range"
    dots, unpaid = _dots(found) if is_range else Note("not_set_up", NO_RANGE), _unpaid(found)
    blocks += [
        balance_chart(found, "remaining", f"Remaining money, {found.currency}"),
        Columns(((_payers(found),), (dots,))),
        Columns(((strips, moves), tuple(_extension(each, found) for each in found.extensions))),
        Columns(((_held(found),), (unpaid,) if is_range else ())),
        *_apart(others),
        _published(facts.compared.published),
    ]
    return Page("Runway", QUESTION, answer, tuple(blocks))


def missing(given: Inputs) -> list[Missing]:
    """What to set up next, so that the answer gets better."""
    stated = [held.statement for held in given.held.values() if held.statement]
    wanted: dict[Missing, bool] = {
        "bills": not given.case.streams,
        "confirmation": any(not each.confirmed for each in stated),
        "work": bool(given.case.funds) and not any(rule.work for rule in given.rules.values()),
    }
    return [name for name, is_missing in wanted.items() if is_missing]


def _tiles(facts: Facts) -> list[Tile]:
    found, planned = facts.answer, facts.compared.outlooks.own
    start, metric = found.start_looking, words.METRIC
    per_month = Decimal(str(found.per_month))
    return [
        Tile(
            "Money lasts until", words.range_value(found), metric,
            words.difference(planned, found) if facts.scenario else "",
            "than as planned" if facts.scenario else "", help=words.basis(found),
        ),
        Tile("Available today", numbers.about(found.balance, found.currency), "runway.inputs"),
        Tile("Spending a month", numbers.about(per_month, found.currency), metric),
        Tile("Likely to lapse", numbers.about(found.lapse, found.currency), metric),
        Tile(
            "Start looking by", numbers.day(start) if start else "not yet", metric,
            help=words.search(found)[1],
        ),
    ]  # fmt: skip


def _decisions(found: Outlook, others: Sequence[Outlook]) -> list[Item]:
    state, text = words.search(found)
    return [
        Item(state, "The next money", detail=text),
        *(
            Item(
                State("watch", "Decide") if each.buys else State("quiet", "Buys nothing"),
                _extension_title(each), detail=words.request(each, other.as_of),
            )
            for other in (found, *others)
            for each in other.extensions
        ),
    ]  # fmt: skip


def balance_chart(found: Outlook, key: str, title: str) -> Chart:
    """What is left, behind and ahead."""
    amount = numbers.about(found.balance, "").strip()
    facts = {
        "found": found,
        "today": f"<b>{amount}</b> on {numbers.day(found.as_of, year=False)}",
        "marks": milestones(found),
        "names": BALANCE_LINES,
        "empty": "There is no balance to draw.",
    }
    table = runway_tables.balance(found)
    return Chart(
        key, title, "runway.balance_range", facts, balance_finding(found), table, words.METRIC
    )


def balance_finding(found: Outlook) -> str:
    """Money today, when the middle path ends, and how to read the bands."""
    today = f"{numbers.about(found.balance, found.currency)} today"
    if not found.balance:
        return f"{today}: there is nothing to draw."
    if found.likely is None:
        return f"{today}; the middle path lasts beyond {numbers.month(found.horizon)}."
    if found.method != "range":
        last = numbers.long_day(found.likely - ONE_DAY)
        return f"{today}; at this rate the last day that is paid is {last}."
    fate = "is first short" if found.reason == "category" else "reaches zero"
    low, high = found.low or found.horizon, found.high
    ends = f", 80 % of paths in {numbers.third(low)} or later"
    if high and words.is_same_third(low, high):
        ends = ", like 80 % of paths"
    elif high:
        ends = f", 80 % of paths {numbers.between(low, high)}"
    bands = "Light band: 80 % likely; dark band: 50 %."
    return f"{today}; the middle path {fate} in {numbers.third(found.likely)}{ends}. {bands}"


def milestones(found: Outlook) -> list[tuple[date, str, str, str]]:
    """Days marked in the balance chart: (day, words, colour by name, dash)."""
    marks = []
    for fund in found.funds:
        ends = fund.ends_on
        if ends and found.as_of < ends <= found.range_shown_to and fund.balance:
            verb = "expire" if fund.kind == "credits" else "ends"
            text = f"{NOUNS.get(fund.kind, 'Fund')} {verb} {numbers.day(ends, year=False)}"
            marks.append((ends, text, "text", "dot"))
    marks = marks[:3]
    if found.likely:
        end = "Money out" if found.method == "arithmetic" else "Money out, likely"
        text = f"{end} {numbers.day(found.likely, year=False)}"
        marks.append((found.likely, text, "forecast", "solid"))
    start = found.start_looking
    if start and start >= min([day for day, _ in found.past_year] + [found.as_of]):
        late = ", overdue" if start <= found.as_of else ""
        tint = "state.act" if late else "state.watch"
        text = f"Start looking {numbers.day(start, year=False)}{late}"
        marks.append((start, text, tint, "solid"))
    return marks


def _payers(found: Outlook) -> Chart:
    facts = {
        "found": found,
        "names": runway_tables.payers(found),
        "unpaid": UNPAID,
        "empty": "Nothing is to be paid.",
    }
    return Chart(
        "payers", f"Payments by fund (a plan), {found.currency} a month", "funds.who_pays",
        facts, payers_finding(found), runway_tables.payments(found, UNPAID), words.METRIC,
    )  # fmt: skip


def payers_finding(found: Outlook) -> str:
    """Who pays first, and what happens if no payment may be moved between funds."""
    names = runway_tables.payers(found)
    first: dict[str, date] = {}
    for paid in found.plan.payments:
        first.setdefault(paid.fund_id, paid.period[0])
    order = [names[fund] for fund in sorted(first, key=lambda f: first[f])]
    more = [f"{len(order) - FIRST} more"] if len(order) > FIRST else []
    listed = ", then ".join([*order[:FIRST], *more])
    text = f"Funds are drawn in this order: {listed}." if order else "Nothing is paid."
    out = found.plan.money_out_date
    if found.greedy_out and out and found.greedy_out < out:
        lost = words.span((out - found.greedy_out).days)
        text += f" If no payment moves between funds, the money ends {lost} earlier."
    return text


def _dots(found: Outlook) -> Chart:
    beyond = sum(1 for day in found.dots if day is None)
    facts = {
        "found": found,
        "empty": "In all 20 the money lasts as far ahead as we look.",
        "beyond": f"{beyond} beyond {numbers.month(found.horizon)}",
    }
    return Chart(
        "dots", "20 equally likely months for the money to run out", "runway.quantile_dots", facts,
        dots_finding(found), runway_tables.dots(found), words.METRIC,
    )  # fmt: skip


def dots_finding(found: Outlook) -> str:
    """How to read the dots."""
    days = [day for day in found.dots[:2] if day]
    if not days:
        return f"All 20 are after {numbers.month(found.horizon)}."
    month = numbers.month(days[-1])
    return f"The first 2 of the 20, drawn hollow, are in {month} or earlier. Plan for that month."


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
            return f"10 % {each.change} {each.subject}"
        case "longer":
            return f"{each.subject} runs {numbers.months(each.months)} longer"
        case "pending":
            return "The pending awards, by their assumed chances"


def _extension_title(each: Extension) -> str:
    return f"{words.extension_name(each.rule.kind)}: {each.rule.name}"


def _extension(each: Extension, found: Outlook) -> Chart:
    why = "money ends first" if each.is_used else "nothing planned then"
    why = "not allowed" if each.rule.months == 0 else why
    lapse_ = f"{numbers.about(each.left[1], found.currency)} lapse"
    gain = f"{numbers.tenths(each.bought[1])} bought" if each.buys else f"0 months:<br>{why}"
    name = "Credits" if each.rule.kind == "credits" else "Grant"
    facts = {
        "each": each, "as_of": found.as_of, "ends": each.rule.ends_on or found.horizon,
        "names": (f"{name} as is", "Extended"), "texts": (lapse_, gain),
    }  # fmt: skip
    return Chart(
        f"extension-{each.rule.fund_id}", _extension_title(each), "funds.extension_bars", facts,
        words.extension(each, found), runway_tables.extension(each), words.METRIC,
    )  # fmt: skip


def _held(found: Outlook) -> Chart:
    names = runway_tables.payers(found)
    texts = {
        fund.fund_id: (
            names[fund.fund_id], numbers.money(fund.balance, found.currency), _fate(fund, found)
        )
        for fund in found.funds
    }  # fmt: skip
    facts = {"found": found, "texts": texts, "empty": "No fund holds money."}
    return Chart(
        "cliffs", f"Balance of each fund, {found.currency}", "funds.held", facts,
        "One strip per fund, all on the same scale of money and time, under the plan above.",
        runway_tables.outcomes(found), words.METRIC,
    )  # fmt: skip


def _fate(fund: FundOutlook, found: Outlook) -> str:
    """A fund's last day, and what lapses with it; empty without one."""
    if not fund.ends_on:
        return ""
    verb = "expires" if fund.kind == "credits" else "ends"
    lost = f"{numbers.about(fund.lapse, found.currency)} lapse"
    tail = lost if fund.is_lapsing else "used up before"
    return f"{verb} {numbers.day(fund.ends_on, year=False)}, {tail}"


def _unpaid(found: Outlook) -> Chart:
    return Chart(
        "unfunded", "Chance that something is not paid, by month", "runway.unfunded_line",
        {"found": found}, unpaid_finding(found), runway_tables.unpaid(found), words.METRIC,
    )  # fmt: skip


def unpaid_finding(found: Outlook) -> str:
    """When it becomes likely that something is not paid."""
    shares = zip(found.periods, found.unfunded_share, strict=True)
    day = next((period[1] for period, share in shares if share >= 0.5), None)
    cases = round(found.lasting * 10)
    chance = (
        f"Committed money alone lasts to {numbers.month(found.horizon)} in {cases} of 10 cases."
    )
    if day is None:
        return f"The chance never reaches one in two. {chance}"
    return f"The chance reaches one in two by {numbers.third(day)}. {chance}"


def _apart(others: Sequence[Outlook]) -> list[Chart]:
    """One balance chart per currency without a rate, its own answer above it."""
    charts = []
    for found in others:
        title = f"Apart: remaining money, {found.currency}"
        drawn = balance_chart(found, f"remaining-{found.currency}", title)
        finding = html("<b>{}</b> {}", words.apart(found), words.headline(found).warning)
        charts.append(
            Chart(drawn.key, title, drawn.figure, drawn.facts, finding, drawn.table, words.METRIC)
        )
    return charts


def _published(history: pd.DataFrame) -> Chart:
    empty = "Nothing was published yet."
    if len(history):
        empty = "One headline so far; the chart begins with the second."
    return Chart(
        "said", "End dates published so far", "runway.published",
        {"rows": history, "empty": empty}, published_finding(history), history,
        "runway.published",
    )  # fmt: skip


def published_finding(history: pd.DataFrame) -> str:
    """What the history of headlines shows."""
    if history.empty:
        return "Each ingest keeps its headline; the first one is still to come."
    since = numbers.long_day(history["as_of"].iloc[0])
    count = f"{numbers.count(len(history), 'headline')} since {since}."
    if len(history) == 1:
        return count
    return f"Bar: the range published on that day, 80 % likely. {count}"


@dataclass(frozen=True)
class Boxes:
    """Three numbers typed on the page; null while the box is empty."""

    balance: int | None = None
    monthly: int | None = None
    ends_on: date | None = None


def begin(boxes: Boxes, *, as_of: date) -> Page:
    """The page without any fund: what three numbers mean, and the command that keeps them."""
    answer = Sentence("No fund is set up. Three numbers are enough to begin.")
    if not (boxes.balance and boxes.monthly and boxes.ends_on):
        note = Note("not_set_up", "Nothing typed here is saved. To keep it, run:")
        code = Code(COMMAND.format("AMOUNT", "AMOUNT", "YYYY-MM-DD"))
        return Page("Runway", QUESTION, answer, (note, code))
    found = words.three_numbers(
        Decimal(boxes.balance), Decimal(boxes.monthly), boxes.ends_on, as_of=as_of, currency="USD"
    )
    code = Code(COMMAND.format(boxes.balance, boxes.monthly, boxes.ends_on))
    run = Note("not_set_up", html("Run this next to your files, then <code>make run</code>."))
    says = Note("not_set_up", html("<b>{} {}</b>", found.claim, found.basis))
    return Page("Runway", QUESTION, answer, (says, code, run))
