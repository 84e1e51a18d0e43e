"""The Burn page: the cost of a month, its parts and its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.data_quality.bill_doubts import Question, Refused
from metrics.data_quality.standing import FRESH, Standing
from metrics.launches.unit_cost import Latest
from metrics.runway.cash_bills import CashBills
from metrics.runway.outlook import Outlook
from metrics.spending.anomalies import Anomaly
from metrics.spending.breakdown import (
    OTHER,
    Change,
    StatedTotal,
    newest,
    partial_months,
    sizes,
)
from metrics.spending.burn import LATE_DAYS, Basis, Burn, windows_apart
from metrics.spending.cost_filter import CostFilter
from metrics.spending.missing_days import Gap
from metrics.spending.net_burn import Net
from metrics.spending.team_budget import BudgetLine
from wording import (
    bill_doubts,
    invoices,
    launches,
    month_change,
    net_burn,
    numbers,
    runway,
    team_budget,
)
from wording.burn_rate import (
    NAMES,
    a_month,
    about_a_month,
    answer,
    basis,
    formula,
    part,
    parts_of,
    shown,
)
from wording.markup import Markup, html, joined
from wording.month_change import label
from wording.net_burn import WINDOWS, amount, span
from wording.page import (
    Amount,
    Block,
    Chart,
    Columns,
    Control,
    Fold,
    Item,
    Items,
    Key,
    Mark,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tile,
    Tone,
    drawn,
)
from wording.sources import missing_bill

QUESTION = "How much do we spend a month, and is it rising?"
BEFORE = ", before credits"  # of a part that has no other basis
BASES: dict[Basis, str] = {
    "gross": "Gross", "credits": "Paid by credits", "payable": "Cash payable",
}  # fmt: skip
DIMENSIONS = {
    name: name.capitalize() for name in ("service", "category", "project", "account", "provider")
}
CHOICES = {
    "show": "Show", "by": "By", "window": "Window, months", "filter": "Filter", "all": "All",
    "currency": "Currency",
}  # fmt: skip
# Colours of charts.theme in the order in which parts take them.
COLORS = tuple(
    f"category.{name}" for name in ("compute", "storage", "database", "network", "people")
)
SHOWN = 3  # unusual days in sight, the newest


@dataclass(frozen=True)
class Facts:
    """Figures of the page; all but `invoices` and `launch_costs` are those of the filter.

    totals       sums of all bills, currency by currency     nets  one per window, shortest first
    now, before  the window chosen and the one before it     months, change  by the part chosen
    rows         the newest bills, as (words, address)
    standing     of the burn, on the day of looking
    team         the runway, whose month has planned costs, too     team_basis  of its bills
    planned      month → what it was planned to cost; empty where bills are shown alone
    """

    as_of: date
    basis: Basis
    by: str
    currency: str
    cost_filter: CostFilter
    totals: pd.DataFrame
    nets: Sequence[Net]
    now: Burn
    before: Burn
    months: pd.DataFrame
    change: Change | None
    budget: Mapping[date, Decimal]
    complete_to: date | None
    gaps: Sequence[Gap]
    billed_monthly: Sequence[str]
    unusual: Sequence[Anomaly]
    invoices: Sequence[StatedTotal]
    launch_cost: Latest | None
    launch_costs: pd.DataFrame
    rows: Sequence[tuple[str, str]] = ()
    questions: Sequence[Question] = ()
    refused: Sequence[Refused] = ()
    standing: Standing = FRESH
    cash: CashBills | None = None
    team_budget: Sequence[BudgetLine] = ()
    team: Outlook | None = None
    team_basis: Basis = "gross"
    planned: Mapping[date, Decimal] = field(default_factory=dict)

    @property
    def burns(self) -> list[Burn]:
        """The burn of each window, the shortest first."""
        return [each.burn for each in self.nets]

    @property
    def whole(self) -> Outlook | None:
        """The runway where its month is the whole of what the page shows a part of."""
        is_of_this = self.basis == self.team_basis and not self.cost_filter.chosen
        return self.team if is_of_this and self.now.gross is not None else None


def page(facts: Facts) -> Page:
    """The Burn page; notes come first, then the tiles."""
    suffix = f", only {part(facts.cost_filter)}" if facts.cost_filter.chosen else ""
    recent = newest(facts.months)
    chosen = next(each for each in facts.nets if each.burn.months == facts.now.months)
    named = [name for name in sizes(recent) if name != OTHER]
    colors = dict(zip(named, COLORS, strict=False)) | {OTHER: "category.other"}
    moved = facts.change.drawn if facts.change else ()
    why = month_change.chart(facts.change, colors, suffix, _asked(facts))
    why_drawn = drawn(why, len(moved) and len(moved) + 1)
    windows = net_burn.table(facts.nets, chosen, suffix, _mean(facts))
    return Page(
        "Burn",
        QUESTION,
        Sentence(
            _answer(facts),
            basis=_basis(facts, recent),
            metric="spending.burn",
            figures=_figures(facts),
        ),
        (
            Control("sources"),
            *filter(
                None,
                (bill_doubts.asked_note(facts.questions), bill_doubts.refused_note(facts.refused)),
            ),
            *_notes(facts),
            *_tiles(facts),
            *drawn(
                _by_month(facts, recent, colors, suffix),
                len({*recent["month"], *facts.planned}),
            ),
            Columns((why_drawn, (*_cost_of_one(facts), *_unusual(facts, suffix)))),
            *(
                []
                if facts.cost_filter.chosen
                else team_budget.tables(facts.team_budget, facts.currency)
            ),
            Fold("By window, gross and net", (windows,), "windows"),
            _reconcile(facts, suffix),
        ),
    )


def _reconcile(facts: Facts, suffix: str) -> Fold:
    invoiced = invoices.block(facts.invoices, _whole(facts.cost_filter))
    label = f"Reconcile: {invoices.short(facts.invoices)}"
    return Fold(label, (invoiced, _totals(facts, suffix)), "reconcile")


def _mean(facts: Facts) -> dict[str, str]:
    """The burn of the page's window and filter, for the address of its rows."""
    part = {"currency": facts.now.currency, **facts.cost_filter.chosen}
    return {"of": "spending.burn", "months": str(facts.now.months), **part}


def _answer(facts: Facts) -> str:
    """The month with planned costs, which no bill shows, then that of the bills and its trend."""
    bills = answer(facts.now, facts.before, facts.cost_filter, facts.basis, facts.standing)
    whole = runway.whole_cost(facts.whole) if facts.whole else ""
    return f"{whole} {bills}".lstrip()


def _basis(facts: Facts, months: pd.DataFrame) -> Markup:
    """The parts of the month to come, then the days that the bills' part rests on.

    A phone has what moved most instead of these days: its tile is below the fold.
    """
    own = basis(facts.now, months, facts.cost_filter, facts.basis)
    parts = ""
    if facts.whole and runway.whole_cost(facts.whole):
        month = f"{runway.cost_of_a_month(facts.whole)} is the month to come"
        parts = f"{month}: {runway.parts_of_cost(facts.whole, 'forecast from bills')}."
        own = f"Bills: {own[:1].lower()}{own[1:]}"
    moved = month_change.moved_most(facts.change)
    if not moved:
        return joined([parts, own])
    phone = html('<span class="qd-phone-only">{}</span>', moved)
    return joined([parts, phone, html('<span class="qd-hide">{}</span>', own)])


def _figures(facts: Facts) -> list[Amount]:
    """The costs of the answer; in its basis the bills before credits, and the share of these."""
    now, mean = facts.now, _mean(facts)
    if now.gross is None:
        return []
    found = []
    if facts.whole and runway.whole_cost(facts.whole):
        month = {"of": "runway.outlook", "show": "per_month"}
        found.append(Amount(runway.cost_of_a_month(facts.whole), month))
    found.append(Amount(a_month(now, facts.basis), mean | {"basis": facts.basis}))
    if now.credits and facts.basis != "gross":
        share, gross = numbers.percent(now.credit_share or 0), now.per_month() or Decimal(0)
        found.append(Amount(share, mean | {"of": "spending.credit_share"}))
        found.append(Amount(numbers.money(gross, now.currency), mean | {"basis": "gross"}))
    return found


def no_bill() -> Page:
    """The page before any bill was read."""
    return Page("Burn", QUESTION, Sentence("No bill has been read yet."), (Control("sources"),))


def no_line(cost_filter: CostFilter, currency: str, others: Sequence[str]) -> Page:
    """The page where no line is left in a currency; `others`: the currencies that have one."""
    but = f"; there are lines in {numbers.listing(others)}" if others else ""
    claim = f"No bill has a line of {part(cost_filter) or 'anything'} in {currency}{but}."
    other = f"the currency {numbers.listing(others, 'or')}" if others else "something else"
    note = html("Under <b>Filter</b>, choose {}, or clear the filter.", other)
    return Page("Burn", QUESTION, Sentence(claim), (Note("empty", note),))


def _notes(facts: Facts) -> list[Block]:
    notes: list[Block] = []
    if facts.team and not facts.whole and not facts.cost_filter.chosen:
        notes.append(Note("plain", runway.planned(facts.team), "runway.outlook"))
    if facts.cash and not facts.cost_filter.chosen:
        notes.append(Note("plain", runway.cash_bills(facts.cash), "runway.outlook"))
    if facts.gaps:
        notes.append(Note("partial", missing_bill(facts.gaps), "spending.gaps"))
    notes += [
        Note("partial", f"The bill of {account} has {ONE_LINE_A_MONTH}", "spending.billed_monthly")
        for account in facts.billed_monthly
    ]
    if apart := windows_apart(facts.burns, facts.basis):
        spans = [f"{about_a_month(b, facts.basis)} over {span(b.months)}" for b in apart]
        differ = f"The average depends on the window: {numbers.listing(spans)}."
        notes.append(Note("partial", differ, "spending.burn"))
    return notes


ONE_LINE_A_MONTH = (
    "one line a month. Write its date as a month (2026-08) or map `until`: its cost then counts on "
    "every day of the month."
)


def _tiles(facts: Facts) -> list[Block]:
    """A month, the last whole month and what moved most in it, the share of credits, the rest."""
    now = facts.now
    figure, old = shown(now, facts.basis), shown(facts.before, facts.basis)
    delta = numbers.signed(figure - old) if figure is not None and old is not None else ""
    span = WINDOWS[now.months] if now.months > 1 else "month"
    other: Basis = "gross" if facts.basis == "payable" else "payable"
    mean = _mean(facts)
    tiles = [
        Tile(
            f"{NAMES[facts.basis]}, {WINDOWS[now.months]}", amount(figure, now), "spending.burn",
            delta, f"vs {span} before" if delta else "",
            formula=formula(now) if facts.basis == "gross" else parts_of(now), rows=facts.rows,
            opens={**mean, "basis": facts.basis},
        )
    ]  # fmt: skip
    share, paid = now.credit_share, parts_of(now)
    is_none = facts.cost_filter.chosen and not now.credits
    credited = "none assigned" if is_none else numbers.percent(share or 0)
    return [
        *tiles,
        *month_change.tiles(facts.change, _asked(facts)),
        Tile(
            "Paid by credits", "not known" if share is None else credited, "spending.burn",
            formula=paid, opens={**mean, "of": "spending.credit_share"},
        ),
        Tile(
            f"{other.capitalize()} a month", amount(now.per_month(other), now), "spending.burn",
            formula=paid, opens={**mean, "basis": other},
        ),
    ]  # fmt: skip


def _by_month(facts: Facts, months: pd.DataFrame, colors: dict[str, str], suffix: str) -> Chart:
    amounts = sizes(months)
    whole = sum(map(abs, amounts.values()), Decimal(0)) or Decimal(1)
    shares = numbers.shares([abs(cost) / whole for cost in amounts.values()])
    legend = [
        Key(f"{label(name)} {share}", colors[name])
        for name, share in zip(amounts, shares, strict=True)
    ]
    average = "Three-month average"
    if facts.planned:
        legend.append(Key("Planned, no bill shows it", "muted", "hollow"))
        average += " of bills"
    legend.append(Key(average, "text", "line"))
    for each in partial_months(months):
        days = f"{each.days} of {each.of_days} days"
        legend.append(Key(f"{numbers.month_name(each.month)}: {days}", "rule", "hatch"))
    totals = months.groupby("month")["amount"].sum()
    return Chart(
        "cost-by-month",
        f"Cost by month and {facts.by}, {facts.currency}, {BASES[facts.basis].lower()}{suffix}",
        "burn.monthly",
        {
            "frame": months, "currency": facts.currency, "budget": facts.budget,
            "labels": {name: label(name) for name in amounts}, "colors": colors,
            "totals": {month: numbers.number(totals[month]) for month in totals.index},
            "budget_label": "budget", "planned": facts.planned,
            "planned_label": "planned", "empty": "No bill covers these months.",
        },
        "The dashed line is the budget." if facts.budget else "",
        _with_plans(facts.months, facts.planned),
        "spending.monthly",
        legend=legend,
        marks=_marks(facts, months),
    )  # fmt: skip


def _with_plans(months: pd.DataFrame, plans: Mapping[date, Decimal]) -> pd.DataFrame:
    """The bills by month and part, then what was planned."""
    if not plans:
        return months
    later = pd.DataFrame({"month": list(plans), "name": "planned", "amount": list(plans.values())})
    return pd.concat([months, later], ignore_index=True)


def _asked(facts: Facts) -> dict[str, str]:
    """Currency, basis, parts and filter of the page, for the address of its rows."""
    return {"currency": facts.currency, "basis": facts.basis, "by": facts.by,
            **facts.cost_filter.chosen}  # fmt: skip


def _marks(facts: Facts, months: pd.DataFrame) -> tuple[Mark, ...]:
    """A mark a part and month, and a link a month."""
    part = _asked(facts)
    every = sorted(set(months["month"]), reverse=True)
    address = {
        month: {"of": "spending.total", "month": f"{month:%Y-%m}", **part} for month in every
    }
    bars = [
        Mark("", {**address[month], "part": name}, month.isoformat(), label(name))
        for month, name in zip(months["month"], months["name"], strict=True)
    ]
    return (*(Mark(numbers.short_month(m), address[m], m.isoformat()) for m in every), *bars)


def _cost_of_one(facts: Facts) -> tuple[Block, ...]:
    if facts.launch_cost is None:
        return ()
    return launches.cost_chart(
        facts.launch_costs, facts.launch_cost.cost, key="cost-of-one-launch",
        remark=f"{launches.counted(facts.launch_cost.cost)} {_whole(facts.cost_filter)}".strip(),
    )  # fmt: skip


def _whole(cost_filter: CostFilter) -> str:
    return "All bills count here, whatever the filter." if cost_filter.chosen else ""


def _unusual(facts: Facts, suffix: str) -> list[Block]:
    title = f"Unusual days{suffix}{BEFORE if facts.basis != 'gross' else ''}"
    if not facts.unusual:
        none = f"{title}: no service jumped on a single day, and none moved to a new level."
        if facts.now.gross is None:
            none = f"{title}: bills cover too few days to find any."
        return [Note("plain", none, "spending.anomalies")]
    items = []
    for found in reversed(facts.unusual):
        usual, actual = (numbers.money(a, facts.currency) for a in (found.usual, found.actual))
        way = "rose to a new level" if found.extra > 0 else "fell to a new level"
        word, detail = "New level", f"{actual} a day from then on, {usual} before"
        if found.kind == "spike":
            word, way, detail = "Spike", "jumped", f"{actual} that day, usually {usual}"
        tone: Tone = "watch" if found.is_recent(facts.as_of) else "quiet"
        text = f"{label(found.service)} {way} on {numbers.long_day(found.day)}"
        items.append(Item(State(tone, word), text, detail=detail))
    return [Items("unusual-days", tuple(items), title, SHOWN, "spending.anomalies")]


def _totals(facts: Facts, suffix: str) -> Table:
    columns: Sequence[str | tuple[str, str]] = [
        "Currency", ("First day", "n qd-hide"), ("Last day", "n qd-hide"), ("Gross", "n"),
        ("Credits", "n"), ("Payable", "n"),
    ]  # fmt: skip
    rows = [
        [
            row["currency"], numbers.day(row["first_on"]), numbers.day(row["last_on"]),
            *(numbers.number(row[name], 2) for name in ("gross", "credits", "payable")),
        ]
        for row in facts.totals.to_dict("records")
    ]  # fmt: skip
    complete = complete_to(facts.complete_to, facts.currency)
    return Table(
        "bill-totals", f"Total of all bills{suffix}", columns, rows, "spending.totals", complete
    )


def complete_to(last: date | None, currency: str) -> str:
    """The last day that the bills of a currency cover in full."""
    if last is None:
        return f"No bill in {currency} covers any day."
    complete = f"Bills in {currency} are complete to {numbers.long_day(last)}"
    return f"{complete}. The newest {LATE_DAYS} days of an open bill are left out."
