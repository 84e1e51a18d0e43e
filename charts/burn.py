"""Cost by month and part, and why one month differs from the one before."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, says
from metrics import words
from metrics.burn_words import label
from metrics.spending.breakdown import OTHER, Change


def colours(names: list[str], ink: Ink) -> dict[str, str]:
    """A colour for each part, in their order of cost; what is left over is always the last."""
    palette = [colour for name, colour in ink.category.items() if name != OTHER]
    named = [name for name in names if name != OTHER]
    return dict(zip(named, palette, strict=False)) | {OTHER: ink.category["other"]}


def monthly(
    frame: pd.DataFrame, ink: Ink, *, currency: str, budget: dict[date, Decimal] | None = None
) -> go.Figure:
    """Stacked months, the largest part at the bottom; a month not told in full is hatched.

    frame   metrics.spending.breakdown.monthly
    budget  month → what it may cost
    """
    if frame.empty:
        return says(ink, 340, "No bill covers these months.")
    fig = blank(ink, 340, barmode="relative", bargap=0.28, margin={"t": 26})
    names = list(dict.fromkeys(frame.sort_values("month")["name"]))
    sizes = frame.groupby("name")["amount"].sum().abs()
    names.sort(key=lambda name: (name == OTHER, -sizes[name]))
    tint = colours(names, ink)
    for name in names:
        fig.add_bar(**_bars(frame[frame["name"] == name], tint[name], ink, currency, name))
    _mean(fig, frame, ink)
    _budget(fig, budget or {}, ink)
    _numbers(fig, frame, ink)
    months = sorted(set(frame["month"]))
    return _months(fig, months)


def why(change: Change | None, tint: dict[str, str], ink: Ink) -> go.Figure:
    """A bar per part from last month's level: falls hollow, rises solid; the last row is all."""
    if change is None:
        return says(ink, 300, "Two whole months in a row are needed.")
    parts = [(name, float(by)) for name, by in change.parts if abs(by) >= Decimal("0.5")]
    if not parts:
        return says(ink, 200, f"No part moved by 1 {change.currency}.")
    fig = blank(ink, max(200, 52 * (len(parts) + 1) + 56), margin={"t": 34, "r": 76, "l": 4})
    level = 0.0
    for name, by in parts:
        fig.add_bar(**_step(label(name), by, level, tint.get(name, tint[OTHER]), ink))
        level += by
    fig.add_bar(
        x=[level], y=["All"], base=[0], orientation="h", marker={"color": ink.text}, width=0.6,
        hoverinfo="skip",
    )  # fmt: skip
    rows = [*parts, ("All", level)]
    _said(fig, rows, ink)
    old = f"{words.MONTHS[change.before.month - 1]} {words.number(change.total_before)}"
    fig.add_vline(x=0, line={"color": ink.text, "width": 2})
    fig.add_annotation(
        x=0, y=1, yref="paper", yanchor="bottom", text=old, showarrow=False,
        font={"size": 13, "color": ink.muted},
    )  # fmt: skip
    fig.update_yaxes(autorange="reversed", ticklabelstandoff=8, showgrid=False, zeroline=False)
    fig.update_xaxes(visible=False, range=_room(rows, level))
    return fig


def _bars(part: pd.DataFrame, colour: str, ink: Ink, currency: str, name: str) -> dict[str, Any]:
    """One part's bars; None instead of 0, or its outline would draw a hairline."""
    partial = [bool(p) for p in part["is_partial"]]
    return {
        "x": [m.isoformat() for m in part["month"]],
        "y": [round(float(a), 2) or None for a in part["amount"]],
        "marker": {
            "color": colour,
            "line": {"width": 1, "color": [colour if p else ink.paper for p in partial]},
            "pattern": {
                "shape": ["/" if p else "" for p in partial], "fillmode": "replace",
                "fgcolor": colour, "bgcolor": ink.paper, "size": 7, "solidity": 0.3,
            },
        },
        "name": label(name),
        "hovertemplate": f"{label(name)}: %{{y:,.0f}} {currency}<extra></extra>",
    }  # fmt: skip


def _sums(frame: pd.DataFrame, *, whole: bool) -> list[tuple[date, float]]:
    shown = frame[~frame["is_partial"].astype(bool)] if whole else frame
    sums = shown.groupby("month")["amount"].sum()
    return [(month, float(sums[month])) for month in sorted(sums.index)]


def _mean(fig: go.Figure, frame: pd.DataFrame, ink: Ink) -> None:
    """The mean of three whole months in a row, ending with the last whole one."""
    sums = _sums(frame, whole=True)
    runs = [sums[i - 2 : i + 1] for i in range(2, len(sums))]
    runs = [run for run in runs if (run[-1][0] - run[0][0]).days <= 62]
    for width, colour in ((6, ink.paper), (2.5, ink.text)):
        fig.add_scatter(
            x=[run[-1][0].isoformat() for run in runs],
            y=[round(sum(amount for _, amount in run) / 3, 2) for run in runs],
            mode="lines", line={"color": colour, "width": width}, hoverinfo="skip",
        )  # fmt: skip


def _budget(fig: go.Figure, budget: dict[date, Decimal], ink: Ink) -> None:
    if not budget:
        return
    months = sorted(budget)
    fig.add_scatter(
        x=[month.isoformat() for month in months], y=[float(budget[month]) for month in months],
        mode="lines", line={"color": ink.text, "width": 1.5, "dash": "dash", "shape": "hvh"},
        hovertemplate="budget: %{y:,.0f}<extra></extra>",
    )  # fmt: skip


def _numbers(fig: go.Figure, frame: pd.DataFrame, ink: Ink) -> None:
    """Only the highest and the running month carry a number: more would collide on a phone."""
    sums = dict(_sums(frame, whole=False))
    partial = set(frame.loc[frame["is_partial"].astype(bool), "month"])
    highest = max(sums, key=lambda month: abs(sums[month]))
    for month in {highest, max(sums)} & ({highest} | partial):
        positive = frame[(frame["month"] == month)]["amount"].map(lambda a: max(float(a), 0)).sum()
        fig.add_annotation(
            x=month.isoformat(), y=positive, yanchor="bottom", yshift=2, showarrow=False,
            text=words.number(sums[month]),
            font={"size": 13, "color": ink.muted if month in partial else ink.text},
        )  # fmt: skip


def _months(fig: go.Figure, months: list[date]) -> go.Figure:
    first, last = pd.Timestamp(months[0]), pd.Timestamp(months[-1])
    half = pd.Timedelta(days=16)
    fig.update_xaxes(
        dtick="M1" if len(months) <= 9 else "M3", tickformat="%b\n%Y",
        tick0=months[0].isoformat(),
        range=[str(first - half), str(last + half)],
    )  # fmt: skip
    return fig


def _step(name: str, by: float, level: float, colour: str, ink: Ink) -> dict[str, Any]:
    falls = by < 0
    return {
        "x": [by], "y": [name], "base": [level], "orientation": "h", "width": 0.6,
        "marker": {
            "color": colour, "line": {"width": 1.5, "color": colour},
            "pattern": {
                "shape": "\\" if falls else "", "fillmode": "replace", "fgcolor": colour,
                "bgcolor": ink.paper, "size": 7, "solidity": 0.3,
            },
        },
        "hoverinfo": "skip",
    }  # fmt: skip


def _said(fig: go.Figure, rows: list[tuple[str, float]], ink: Ink) -> None:
    """The change in words, right of each bar."""
    level = 0.0
    for name, by in rows:
        is_all = name == "All"
        right = max(0.0, by) if is_all else max(level, level + by)
        level = level if is_all else level + by
        text = words.signed(by)
        mark = "▲ " if by > 0 else "▼ "
        fig.add_annotation(
            x=right, y="All" if is_all else label(name), xanchor="left", xshift=8, showarrow=False,
            text=f"<b>{text}</b>" if is_all else mark + text, font={"size": 14, "color": ink.text},
        )  # fmt: skip


def _room(rows: list[tuple[str, float]], level: float) -> list[float]:
    """From the lowest to the highest level any bar reaches, with some air."""
    reached, at = [0.0, level], 0.0
    for _, by in rows[:-1]:
        at += by
        reached.append(at)
    air = 0.06 * ((max(reached) - min(reached)) or 1)
    return [min(reached) - air, max(reached) + air]
