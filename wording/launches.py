"""The Launches page: the cost of one launch, user, session or download, and who runs them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from metrics.launches.unit_cost import LAUNCHES, Latest, UnitCost
from metrics.launches.usage import ADay, Gap, members_in
from wording import numbers
from wording.definitions import DEFINITIONS
from wording.markup import html
from wording.page import (
    Amount,
    Block,
    Chart,
    Control,
    Mark,
    Note,
    Page,
    Sentence,
    Table,
    Tile,
    drawn,
)

QUESTION = "What does one launch cost, and who runs them?"
PERIODS = {"month": "By month", "week": "By week"}
CHOICES = {"count": "Count", "per": "Period"}


@dataclass(frozen=True)
class Facts:
    """Figures of the page for one count of use.

    latest   None where no day knows both the cost and the count; then `costs` is empty
    costs, amounts   by month or week, as `per` says     a_day  None where nothing is counted
    members, repositories   of launches only; None for another count
    """

    usage: str
    unit: str
    per: str
    latest: Latest | None
    costs: pd.DataFrame
    amounts: pd.DataFrame
    gaps: Sequence[Gap]
    a_day: ADay | None = None
    members: pd.DataFrame | None = None
    repositories: pd.DataFrame | None = None


def page(facts: Facts) -> Page:
    """The Launches page; gaps come first, then the cost of one, then the counts."""
    latest, unit = facts.latest, facts.unit
    sentence = Sentence(
        f"The cost of one {unit} is not known.",
        basis="No bill covers a day that is counted.",
        metric="launches.latest",
    )
    costs: list[Block] = []
    if latest:
        sentence = Sentence(
            answer(latest), basis=" ".join(filter(None, (
                _trend(facts), basis(latest.cost)))),
            metric="launches.latest",
            figures=[*_figures(latest), *_trend_figures(facts)],
        )  # fmt: skip
        costs = [*cost_chart(facts.costs, latest.cost, key="cost-each")]
    missing = [
        Note("partial", html("<b>Not counted.</b> {}", gap(each)), "launches.gaps")
        for each in facts.gaps
    ]
    return Page(
        "Launches",
        QUESTION if facts.usage == LAUNCHES else f"What does one {unit} cost?",
        sentence,
        (
            Control("sources"), *missing, *_tiles(facts), *costs, *_amounts(facts),
            *_launches(facts),
        ),
    )  # fmt: skip


def no_count() -> Page:
    """The page before anything is counted."""
    claim = "No launches or other uses are counted yet."
    return Page("Launches", QUESTION, Sentence(claim), (Control("sources"),))


def cost_of_one(amount: Decimal | float, code: str) -> str:
    """A small cost with the figures that are known: "2.48 USD", "0.808 USD", "0.01053 USD"."""
    exact = Decimal(str(amount))
    places = (
        2 if not exact or exact >= 1 else 3 if exact >= Decimal("0.1") else 3 - exact.adjusted()
    )
    whole, _, part = numbers.number(exact, places).partition(".")
    return f"{whole}.{part[:2]}{part[2:].rstrip('0')} {code}"


def plural(unit: str) -> str:
    """Several of a unit of use: "launches", "downloads"."""
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def answer(latest: Latest) -> str:
    """The cost of one unit in the last whole month, and since the count began."""
    found = latest.cost
    average = cost_of_one(found.each, found.currency)
    since = f"since {numbers.month(found.first)}"
    if latest.month is None or latest.each is None:
        return f"One {found.unit} costs {average} on average {since}."
    figure = cost_of_one(latest.each, found.currency)
    month = numbers.month(latest.month)
    trend = ""
    if latest.change is not None:
        before, by = numbers.month_name(_before(latest.month)), numbers.percent(abs(latest.change))
        trend = f", {by} {'more' if latest.change > 0 else 'less'} than in {before}"
        if by == numbers.percent(0):
            trend = f", as in {before}"
    return f"One {found.unit} cost {figure} in {month}{trend}. The average {since} is {average}."


def _figures(latest: Latest) -> list[Amount]:
    """The costs of one in the answer, and both sides of the average in its basis."""
    found = latest.cost
    whole = {"of": "launches.paid_for", "usage": found.usage, "currency": found.currency}
    amount = numbers.count(int(found.amount), found.unit, plural(found.unit))
    sides = [
        Amount(cost_of_one(found.each, found.currency), whole | {"show": "each"}),
        Amount(amount, whole | {"show": "amount"}),
        Amount(numbers.cents(found.cost, found.currency), whole | {"show": "cost"}),
    ]
    if latest.each is None:
        return sides
    return [Amount(cost_of_one(latest.each, found.currency), _opens(latest, "each")), *sides]


def basis(found: UnitCost) -> str:
    """Cost, count and their common days, and the hosts and bills that count."""
    amount = numbers.count(int(found.amount), found.unit, plural(found.unit))
    cost = f"{amount} cost {numbers.cents(found.cost, found.currency)} before credits"
    days = (
        f"the {found.days} days with a cost and a count, {numbers.period(found.first, found.last)}"
    )
    if found.days == 1:
        days = f"{numbers.day(found.first)}, the only day with a cost and a count"
    zone = "" if found.timezone == "UTC" else f" Days are those of {found.timezone}."
    return f"{cost} on {days}. {counted(found)}{zone}"


def counted(found: UnitCost) -> str:
    """What is counted, and which bills."""
    return f"Basis: {found.basis}."


def _opens(latest: Latest, show: str) -> dict[str, str]:
    """The address of the rows behind a figure of the last whole month, else of all common days."""
    found = latest.cost
    month = {"month": f"{latest.month:%Y-%m}"} if latest.month and latest.each is not None else {}
    asked = {"usage": found.usage, "show": show, "currency": found.currency}
    return {"of": "launches.paid_for", **asked, **month}


def _tiles(facts: Facts) -> list[Tile]:
    """The cost of one, how many a day, then both sides of the cost."""
    first, *sides = _cost_tiles(facts.latest) if facts.latest else [None]
    a_day = _a_day(facts.a_day, facts) if facts.a_day else None
    return [each for each in (first, a_day, _runs_most(facts), *sides) if each]


def _runs_most(facts: Facts) -> Tile | None:
    """Who ran most launches; None for another count."""
    if (first := _first_member(facts)) is None:
        return None
    share = numbers.percent(first["share"])
    return Tile("Ran most", share, "launches.members", delta_note=str(first["member"]),
                opens=_of_member(first))  # fmt: skip


def _trend(facts: Facts) -> str:
    """How many a day, next to the month before; empty unless both are counted in full."""
    found = facts.a_day
    if found is None or found.before is None:
        return ""
    by = numbers.to_tenth(found.each) - numbers.to_tenth(found.before)
    than, old = numbers.month_name(_before(found.month)), a_day(found.before)
    trend = f"as many as in {than}"
    if by:
        trend = f"{a_day(abs(by))} {'more' if by > 0 else 'fewer'} than in {than} ({old})"
    counted = f"{_each(found, facts)} a day in {numbers.month(found.month)}"
    return f"{counted}, {trend}."


def _each(found: ADay, facts: Facts) -> str:
    return f"{a_day(found.each)} {plural(facts.unit)}"


def _trend_figures(facts: Facts) -> list[Amount]:
    """The number a day, where `_trend` says it."""
    found, opens = facts.a_day, {"of": "launches.a_day", "usage": facts.usage}
    return [Amount(_each(found, facts), opens)] if found and found.before is not None else []


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def a_day(each: float | Decimal) -> str:
    """A mean of a day: "88.4", whole where it is whole."""
    return numbers.number(each, 0 if each == int(each) else 1)


def _a_day(found: ADay, facts: Facts) -> Tile:
    """How many a day; of a month without every day, over how many."""
    several, note = plural(facts.unit), f"all that ran, {numbers.month(found.month)}"
    if found.days < found.of_days:
        note = f"{found.days} of {found.of_days} days, {numbers.short_month(found.month)}"
    each, change = a_day(found.each), ""
    if found.before is not None:
        change = numbers.signed(numbers.to_tenth(found.each) - numbers.to_tenth(found.before), 1)
        note = f"vs {numbers.month_name(_before(found.month))}, all that ran"
    formula = DEFINITIONS["launches.a_day"].filled(
        amount=numbers.number(found.amount), days=str(found.days), each=each
    )
    opens = {"of": "launches.a_day", "usage": facts.usage}
    label = f"{several.capitalize()} a day"
    return Tile(label, each, "launches.a_day", change, note, formula=formula, opens=opens)


def _cost_tiles(latest: Latest) -> list[Tile]:
    """The cost of one, then both sides: of the last whole month, else of all common days."""
    found = latest.cost
    one, several = f"Cost of one {found.unit}", plural(found.unit).capitalize()
    lead: dict[str, Any] = {"formula": formula(latest), "opens": _opens(latest, "each")}
    if latest.month is None or latest.each is None:
        return [
            Tile(one, cost_of_one(found.each, found.currency), "launches.latest", **lead),
            Tile(several, numbers.number(found.amount), "launches.latest",
                 delta_note="on the common days", opens=_opens(latest, "amount")),
            Tile("Common days", numbers.number(found.days), "launches.latest",
                 delta_note="cost and count known", opens=_opens(latest, "days")),
        ]  # fmt: skip
    change = "" if latest.change is None else f"{numbers.signed(latest.change * 100)} %"
    name = numbers.month(latest.month)
    return [
        Tile(one, cost_of_one(latest.each, found.currency), "launches.latest", change,
             f"vs {numbers.month_name(_before(latest.month))}" if change else "", **lead),
        Tile(f"{several} paid for", numbers.number(latest.month_amount or 0), "launches.latest",
             delta_note=name, opens=_opens(latest, "amount")),
        Tile("Their cost", numbers.money(latest.month_cost or 0, found.currency),
             "launches.latest", delta_note=name, opens=_opens(latest, "cost")),
    ]  # fmt: skip


def formula(latest: Latest) -> str:
    """The division with the last whole month's figures put in."""
    found = latest.cost
    if latest.month is None or latest.month_cost is None or latest.each is None:
        return basis(found)
    filled = DEFINITIONS["launches.latest"].filled(
        month_cost=numbers.cents(latest.month_cost, found.currency),
        month_amount=numbers.number(latest.month_amount or 0),
        each=cost_of_one(latest.each, found.currency),
    )
    return f"{filled}. {counted(found)}"


def cost_chart(
    costs: pd.DataFrame, found: UnitCost, *, key: str, remark: str = ""
) -> tuple[Block, ...]:
    """The cost of one unit by period; `remark` ends the sentence above it."""
    whole = costs[~costs["is_partial"]].dropna(subset="each")
    finding, last = "No period has a cost and a count for every day yet.", ""
    figures: list[Amount] = []
    if not whole.empty:
        low, high, last = (
            cost_of_one(figure, found.currency)
            for figure in (whole["each"].min(), whole["each"].max(), whole["each"].iloc[-1])
        )
        opens = {mark.at: mark.opens for mark in _paid_months(costs, found)}
        ends = [whole.loc[whole["each"] == each, "period"].iloc[0].date().isoformat()
                for each in (whole["each"].min(), whole["each"].max())]  # fmt: skip
        figures = [Amount(text, opens[end]) for text, end in zip((low, high), ends, strict=True)
                   if end in opens]  # fmt: skip
        hollow = (
            " Hollow dots: some days lack a cost or a count." if costs["is_partial"].any() else ""
        )
        between = low if low == high else f"Between {low} and {high}"
        finding = f"{between} for one {found.unit}.{hollow}"
    chart = Chart(
        key,
        f"Cost of one {found.unit}, {found.currency}",
        "launches.cost_each",
        {
            "frame": costs, "currency": found.currency, "last": last,
            "empty": "No day has both a cost and a count.",
        },
        f"{finding} {remark}".strip(),
        costs,
        "launches.cost_per",
        marks=_paid_months(costs, found),
        figures=figures,
    )  # fmt: skip
    return drawn(chart, int(costs["each"].notna().sum()))


def _paid_months(costs: pd.DataFrame, found: UnitCost) -> list[Mark]:
    """The months of the chart, the newest first; a week has no rows of its own."""
    part = {"of": "launches.paid_for", "usage": found.usage, "currency": found.currency}
    days = [each.date() for each in costs.dropna(subset="each")["period"]]
    return [
        Mark(numbers.short_month(day), {**part, "month": f"{day:%Y-%m}"}, day.isoformat())
        for day in reversed(days)
        if all(each.day == 1 for each in days)
    ]


def _amounts(facts: Facts) -> tuple[Block, ...]:
    frame, several = facts.amounts, plural(facts.unit)
    whole = frame[~frame["is_partial"]]
    finding = "No period has a count for every day yet."
    figures: list[Amount] = []
    if not whole.empty:
        last = numbers.count(int(whole["amount"].iloc[-1]), facts.unit, several)
        first = whole["period"].iloc[-1].date()
        month = facts.per == "month"
        when = numbers.month(first) if month else f"the week from {numbers.day(first)}"
        hatched = " Hatched bars: some days are missing." if frame["is_partial"].any() else ""
        finding = f"{last} in {when}.{hatched}"
        figures = [Amount(last, _counted(facts, first))]
    chart = Chart(
        "amounts",
        f"All {several} {PERIODS[facts.per].lower()}",
        "launches.amounts",
        {
            "frame": frame, "unit": several, "of": "of", "days": "days",
            "empty": "Nothing was counted.",
        },
        finding,
        frame,
        "launches.amounts",
        marks=[
            Mark(
                numbers.short_month(day) if facts.per == "month" else numbers.day(day),
                _counted(facts, day),
                day.isoformat(),
            )
            for day in reversed([each.date() for each in frame.dropna()["period"]])
        ],
        figures=figures,
    )  # fmt: skip
    return drawn(chart, len(frame.dropna()))


def _counted(facts: Facts, first: date) -> dict[str, str]:
    """The address of the days of a month or week with a count."""
    return {"of": "launches.counted", "usage": facts.usage, "per": facts.per,
            "period": first.isoformat()}  # fmt: skip


def _most(facts: Facts) -> str:
    """The member that ran the most launches; empty for another count."""
    if (first := _first_member(facts)) is None:
        return ""
    when = numbers.month(first["period"].date())
    return f"{first['member']} ran {numbers.percent(first['share'])} of all launches in {when}."


def _first_member(facts: Facts) -> dict[Hashable, Any] | None:
    if facts.usage != LAUNCHES or facts.members is None or facts.members.empty:
        return None
    month = facts.latest.month if facts.latest else None
    return members_in(facts.members, month).iloc[0].to_dict()


def _most_figures(facts: Facts) -> list[Amount]:
    """The share of that member."""
    if (first := _first_member(facts)) is None:
        return []
    return [Amount(numbers.percent(first["share"]), _of_member(first))]


def _of_member(row: Mapping[Hashable, Any]) -> dict[str, str]:
    """The address of a member's share of a month."""
    return {"of": "launches.member", "name": str(row["member"]),
            "month": f"{row['period']:%Y-%m}"}  # fmt: skip


def _launches(facts: Facts) -> list[Block]:
    """The members that ran the launches, and the repositories launched most."""
    if facts.usage != LAUNCHES or facts.members is None:
        return []
    month = facts.latest.month if facts.latest else None
    members = members_in(facts.members, month)
    finding = _most(facts) or "No launch by member is known."
    chart = Chart(
            "members",
            "Share of launches by member of the federation",
            "launches.members",
            {
                "frame": members, "shares": [numbers.percent(each) for each in members["share"]]
                if len(members) else [], "unit": "launches",
                "empty": "No launch by member is known.",
            },
            finding,
            facts.members,
            "launches.by_member",
            marks=[
                Mark(str(row["member"]), _of_member(row), str(row["member"]))
                for row in members.to_dict("records")
            ],
            figures=_most_figures(facts),
        )  # fmt: skip
    blocks = [*drawn(chart, len(members))]
    if facts.repositories is not None and len(facts.repositories):
        rows = [
            [str(row["repository"]), str(row["provider"]), numbers.number(int(row["launches"]))]
            for row in facts.repositories.to_dict("records")
        ]
        blocks.append(
            Table(
                "repositories", "Most-launched repositories, twelve months",
                ["Repository", ("Provider", "qd-hide"), ("Launches", "n")], rows,
                "launches.top_repositories",
            )
        )  # fmt: skip
    return blocks


def gap(found: Gap) -> str:
    """Days without a count, and the reason as it was given."""
    if not found.ends_on:
        return f"From {numbers.day(found.starts_on)} on: {found.note}."
    return f"{numbers.day(found.starts_on)} to {numbers.day(found.ends_on)}: {found.note}."
