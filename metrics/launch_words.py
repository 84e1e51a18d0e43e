"""How the cost of one launch, user, session or download is said."""

from datetime import date
from decimal import Decimal

import pandas as pd

from metrics import words
from metrics.launches.unit_cost import Pulse, Ratio


def each(amount: Decimal | float, code: str) -> str:
    """A small cost with the figures that are known: "2.48 USD", "0.808 USD", "0.01053 USD"."""
    exact = Decimal(str(amount))
    places = (
        2 if not exact or exact >= 1 else 3 if exact >= Decimal("0.1") else 3 - exact.adjusted()
    )
    whole, _, part = words.number(exact, places).partition(".")
    return f"{whole}.{part[:2]}{part[2:].rstrip('0')} {code}"


def plural(unit: str) -> str:
    """Several of a unit of use: "launches", "downloads"."""
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def answer(pulse: Pulse) -> str:
    """The page's sentence: the last whole month beside the whole time."""
    ratio = pulse.ratio
    whole = f"{each(ratio.each, ratio.currency)} on average since {words.month(ratio.first)}"
    if pulse.month is None or pulse.each is None:
        return f"One {ratio.unit} cost {whole}."
    figure = each(pulse.each, ratio.currency)
    return f"One {ratio.unit} cost {figure} in {words.month(pulse.month)}; {whole}."


def basis(ratio: Ratio) -> str:
    """The sentence beside the figure: both sides, their days, and what is counted over what."""
    amount = words.count(int(ratio.amount), ratio.unit, plural(ratio.unit))
    span = f"{words.day(ratio.first)} to {words.day(ratio.last)}"
    zone = "" if ratio.timezone == "UTC" else f" Days are those of {ratio.timezone}."
    return (
        f"{words.cents(ratio.cost, ratio.currency)} before credits over {amount} on the "
        f"{words.days(ratio.days)} from {span} that both sides know. Basis: {ratio.basis}.{zone}"
    )


def unpaid(unit: str) -> str:
    """The page's sentence while no bill covers a counted day."""
    return f"What one {unit} costs is not known: no bill covers a day that is counted."


def figures(pulse: Pulse) -> list[tuple[str, str, str | None, str | None]]:
    """Label, value, change and its words of each tile: the cost of one, both sides, the days."""
    ratio, month = pulse.ratio, pulse.month
    one, several = ratio.unit, plural(ratio.unit).capitalize()
    if month is None or pulse.each is None or pulse.cost is None or pulse.amount is None:
        return [
            (f"Cost of one {one}", each(ratio.each, ratio.currency), None, None),
            (several, words.number(ratio.amount), None, "on the common days"),
            ("Common days", words.number(ratio.days), None, "cost and count known"),
        ]
    change = None if pulse.change is None else f"{words.signed(pulse.change * 100)} %"
    against = "on the month before" if change else None
    name = words.month(month)
    return [
        (f"Cost of one {one}", each(pulse.each, ratio.currency), change, against),
        (f"{several} paid for", words.number(pulse.amount), None, name),
        ("Their cost", words.money(pulse.cost, ratio.currency), None, name),
    ]


def formula(pulse: Pulse) -> str:
    """The rule with the last whole month's figures put in."""
    ratio = pulse.ratio
    if pulse.month is None or pulse.cost is None or pulse.amount is None or pulse.each is None:
        return basis(ratio)
    cost, amount = words.cents(pulse.cost, ratio.currency), words.number(pulse.amount)
    return f"{cost} / {amount} = {each(pulse.each, ratio.currency)}. Basis: {ratio.basis}."


def last_figure(frame: pd.DataFrame, ratio: Ratio) -> str:
    """The cost of one unit in the last whole period, as its dot is labelled."""
    whole = frame[~frame["is_partial"]].dropna(subset="each")
    return "" if whole.empty else each(whole["each"].iloc[-1], ratio.currency)


def cost_words(frame: pd.DataFrame, ratio: Ratio) -> str:
    """The sentence above the chart of the cost of one unit."""
    whole = frame[~frame["is_partial"]].dropna(subset="each")
    if whole.empty:
        return "No period is whole on both sides yet."
    low, high = (
        each(figure, ratio.currency) for figure in (whole["each"].min(), whole["each"].max())
    )
    hollow = " Hollow: some days are missing on one side." if frame["is_partial"].any() else ""
    return f"Between {low} and {high} for one {ratio.unit}.{hollow} Basis: {ratio.basis}."


def amount_words(frame: pd.DataFrame, unit: str, per: str) -> str:
    """The sentence above the chart of how much was used; `per` is month or week."""
    whole = frame[~frame["is_partial"]]
    if whole.empty:
        return f"No period of {plural(unit)} is whole yet."
    last = words.count(int(whole["amount"].iloc[-1]), unit, plural(unit))
    first = whole["period"].iloc[-1].date()
    when = words.month(first) if per == "month" else f"the week from {words.day(first)}"
    hollow = " Hatched: some days are missing." if frame["is_partial"].any() else ""
    return f"{last} in {when}.{hollow}"


def member_words(frame: pd.DataFrame) -> str:
    """The sentence above the chart of members: who ran most."""
    if frame.empty:
        return "No launch is known."
    first = frame.iloc[0]
    month = words.month(first["period"].date())
    return f"{first['member']} ran {words.percent(first['share'])} of all launches in {month}."


def gap_words(frame: pd.DataFrame) -> list[str]:
    """Each gap as a sentence."""
    return [
        f"{words.day(row['starts_on'])} to {_end(row['ends_on'])}: {row['note']}."
        for _, row in frame.iterrows()
    ]


def repository_rows(frame: pd.DataFrame) -> list[list[str]]:
    """Repository, provider and launches of each row of top_repositories."""
    return [
        [str(row["repository"]), str(row["provider"]), words.number(int(row["launches"]))]
        for _, row in frame.iterrows()
    ]


def _end(day: date) -> str:
    return "an unknown end" if pd.isna(day) else words.day(day)
