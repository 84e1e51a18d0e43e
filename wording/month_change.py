"""Why the last whole month differs from the one before, part by part."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from metrics.spending.breakdown import OTHER, Change
from wording import numbers
from wording.page import Address, Amount, Chart, Mark, Tile


def label(name: str) -> str:
    """A part's name as the invoice writes it: `eu-central-1`; the rest is Other."""
    return "Other" if name == OTHER else name.strip()


def chart(change: Change | None, colors: dict[str, str], suffix: str, asked: Address) -> Chart:
    """The last whole month against the one before, part by part.

    asked   basis, parts and filter of the page, for the rows
    """
    title, start, total = "Why the last month differs", "", ""
    empty, steps = "Two whole months in a row are needed.", None
    if change is not None:
        new, old = numbers.month_name(change.month), numbers.month_name(change.before)
        title = f"Why {new} differs from {old}, {change.currency}"
        start = f"{old} {numbers.number(change.total_before)}"
        empty = f"No part moved by 1 {change.currency}."
        steps = [
            (label(name), float(by), colors.get(name, colors[OTHER]), numbers.signed(by))
            for name, by in change.drawn
        ]
        total = numbers.signed(sum(by for _, by, _, _ in steps))
    return Chart(
        "why-it-changed",
        f"{title}{suffix}",
        "burn.why",
        {"steps": steps, "all_label": "All", "total": total, "start": start, "empty": empty},
        why(change),
        pd.DataFrame(
            [(name, round(float(by), 2)) for name, by in (change.parts if change else ())],
            columns=["part", "change"],
        ),
        "spending.change",
        marks=_moved(change, asked),
        figures=_moved_figures(change, asked),
    )


def _moved(change: Change | None, asked: Address) -> list[Mark]:
    """The bills behind each part that moved, and behind all of it."""
    if change is None:
        return []
    address = _of_change(change, asked)
    parts = [Mark(label(name), {**address, "part": name}, label(name)) for name, _ in change.drawn]
    return [Mark("all parts", address, "All"), *parts] if parts else []


def _of_change(change: Change, asked: Address) -> dict[str, str | Sequence[str]]:
    return {"of": "spending.change", **asked, "currency": change.currency}


def _moved_figures(change: Change | None, asked: Address) -> list[Amount]:
    """The difference that `why` says, and the parts that it names."""
    if change is None:
        return []
    address = _of_change(change, asked)
    parts = [Amount(_moved_by(by), {**address, "part": name}) for name, by in _named(change)]
    return [Amount(_gap(change), address), *parts]


def _named(change: Change) -> list[tuple[str, Decimal]]:
    """The two parts that moved most, where they moved at all."""
    return [(name, by) for name, by in change.parts if abs(by) >= 1][:2]


def _moved_by(by: Decimal) -> str:
    return f"{'rose' if by > 0 else 'fell'} by {numbers.number(abs(by))}"


def _gap(change: Change) -> str:
    more = "more" if change.difference > 0 else "less"
    return f"{numbers.money(abs(change.difference), change.currency)} {more}"


def tiles(change: Change | None, asked: Address) -> list[Tile]:
    """The last whole month, and the part that moved most in it; none without two whole months.

    asked   basis, parts and filter of the page, for the rows
    """
    if change is None:
        return []
    old = numbers.month_name(change.before)
    month = {"of": "spending.total", "month": f"{change.month:%Y-%m}", **asked}
    found = [
        Tile(
            numbers.month(change.month), numbers.money(change.total, change.currency),
            "spending.change", numbers.signed(change.difference), f"vs {old}, one month",
            opens={name: each for name, each in month.items() if name != "by"},
        )
    ]  # fmt: skip
    name = most(change)
    if name is not None:
        by = dict(change.parts)[name]
        found.append(
            Tile(
                f"Moved most vs {old}", f"{numbers.signed(by)} {change.currency}",
                "spending.change", delta_note=label(name),
                opens={**_of_change(change, asked), "part": name},
            )
        )  # fmt: skip
    return found


def most(change: Change) -> str | None:
    """The part whose cost of a day moved most: a shorter month alone moves none of them.

    None where its month did not move by half a unit of the currency, or where it is the rest.
    """
    name = change.a_day[0][0] if change.a_day else OTHER
    return name if name != OTHER and name in dict(change.drawn) else None


def why(change: Change | None) -> str:
    """Why the last whole month differs from the one before."""
    if change is None:
        return "We need two whole months in a row to compare them."
    new, old = numbers.month_name(change.month), numbers.month_name(change.before)
    moved = [
        f"{label(name).lower() if name == OTHER else label(name)} {_moved_by(by)}"
        for name, by in _named(change)
    ]
    because = f": {numbers.listing(moved)}" if moved else ""
    if abs(change.difference) < 1:
        return f"{new} cost as much as {old}{because}."
    return f"{new} cost {_gap(change)} than {old}{because}."


def moved_most(change: Change | None) -> str:
    """The tile of the part that moved most, as a sentence; empty without it."""
    for tile in tiles(change, {})[1:]:
        when = tile.label.removeprefix("Moved most ")
        return f"{tile.delta_note} moved most: {tile.value} {when}."
    return ""
