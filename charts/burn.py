"""Cost by month and part, and why one month differs from the one before. Words are arguments."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, color, says

Step = tuple[
    str, float, str, str
]  # a part's label, its change, its colour's name, the change in words


def monthly(
    frame: pd.DataFrame,
    *,
    ink: Ink,
    currency: str,
    labels: Mapping[str, str],
    colors: Mapping[str, str],
    totals: Mapping[date, str],
    budget: Mapping[date, Decimal],
    budget_label: str,
    planned: Mapping[date, Decimal],
    planned_label: str,
    empty: str,
) -> go.Figure:
    """Stacked months, the largest part at the bottom; a month not covered in full is hatched.

    Planned costs stand hollow on the bills.

    frame   metrics.spending.breakdown.monthly
    labels  part → its label, the largest part first      colors  part → name of its colour
    totals  month → its sum as text                       budget  month → its limit
    planned  month → what no bill shows
    """
    if frame.empty:
        return says(ink, 340, empty)
    fig = blank(ink, 340, barmode="relative", bargap=0.28, margin={"t": 26})
    for name, label in labels.items():
        part, tint = frame[frame["name"] == name], color(ink, colors[name])
        fig.add_bar(**_bars(part, tint, ink, f"{label}: %{{y:,.0f}} {currency}", label))
    if planned:
        _hollow(fig, planned, ink, f"{planned_label}: %{{y:,.0f}} {currency}", planned_label)
    _mean(fig, frame, ink)
    if budget:
        _limit(fig, budget, ink, budget_label)
    _numbers(fig, frame, totals, ink)
    months = sorted(set(frame["month"]))
    half = pd.Timedelta(days=16)
    fig.update_xaxes(
        dtick="M1" if len(months) <= 9 else "M3", tickformat="%b\n%Y",
        tick0=months[0].isoformat(),
        range=[str(pd.Timestamp(months[0]) - half), str(pd.Timestamp(months[-1]) + half)],
    )  # fmt: skip
    return fig


def _hollow(
    fig: go.Figure, planned: Mapping[date, Decimal], ink: Ink, hover: str, label: str
) -> None:
    """What no bill shows, on top of the bills."""
    fig.add_bar(
        x=[month.isoformat() for month in planned], y=[float(a) for a in planned.values()],
        marker={"color": ink.paper, "line": {"width": 1.25, "color": ink.muted}},
        name=label, hovertemplate=f"{hover}<extra></extra>",
    )  # fmt: skip


def _limit(fig: go.Figure, budget: Mapping[date, Decimal], ink: Ink, label: str) -> None:
    """The budget as a dashed step a month."""
    months = sorted(budget)
    fig.add_scatter(
        x=[month.isoformat() for month in months], y=[float(budget[month]) for month in months],
        mode="lines", line={"color": ink.text, "width": 1.5, "dash": "dash", "shape": "hvh"},
        hovertemplate=f"{label}: %{{y:,.0f}}<extra></extra>",
    )  # fmt: skip


def _bars(part: pd.DataFrame, tint: str, ink: Ink, hover: str, label: str) -> dict[str, Any]:
    """One part's bars; None instead of 0, or its outline would draw a hairline."""
    partial = [bool(p) for p in part["is_partial"]]
    return {
        "x": [m.isoformat() for m in part["month"]],
        "y": [round(float(a), 2) or None for a in part["amount"]],
        "marker": {
            "color": tint,
            "line": {"width": 1, "color": [tint if p else ink.paper for p in partial]},
            "pattern": {
                "shape": ["/" if p else "" for p in partial], "fillmode": "replace",
                "fgcolor": tint, "bgcolor": ink.paper, "size": 7, "solidity": 0.3,
            },
        },
        "name": label,
        "hovertemplate": f"{hover}<extra></extra>",
    }  # fmt: skip


def _sums(frame: pd.DataFrame) -> list[tuple[date, float]]:
    sums = frame.groupby("month")["amount"].sum()
    return [(month, float(sums[month])) for month in sorted(sums.index)]


def _mean(fig: go.Figure, frame: pd.DataFrame, ink: Ink) -> None:
    """The mean of three whole months in a row, ending with the last whole one."""
    sums = _sums(frame[~frame["is_partial"].astype(bool)])
    runs = [sums[i - 2 : i + 1] for i in range(2, len(sums))]
    runs = [run for run in runs if (run[-1][0] - run[0][0]).days <= 62]
    for width, tint in ((6, ink.paper), (2.5, ink.text)):
        fig.add_scatter(
            x=[run[-1][0].isoformat() for run in runs],
            y=[round(sum(amount for _, amount in run) / 3, 2) for run in runs],
            mode="lines", line={"color": tint, "width": width}, hoverinfo="skip",
        )  # fmt: skip


def _numbers(fig: go.Figure, frame: pd.DataFrame, totals: Mapping[date, str], ink: Ink) -> None:
    """Only the highest and the running month have a number: more would collide on a phone."""
    sums = dict(_sums(frame))
    partial = set(frame.loc[frame["is_partial"].astype(bool), "month"])
    highest = max(sums, key=lambda month: abs(sums[month]))
    for month in {highest, max(sums)} & ({highest} | partial):
        positive = frame[(frame["month"] == month)]["amount"].map(lambda a: max(float(a), 0)).sum()
        fig.add_annotation(
            x=month.isoformat(), y=positive, yanchor="bottom", yshift=2, showarrow=False,
            text=totals[month],
            font={"size": 13, "color": ink.muted if month in partial else ink.text},
        )  # fmt: skip


def why(
    steps: Sequence[Step] | None,
    *,
    ink: Ink,
    all_label: str,
    total: str,
    start: str,
    empty: str,
) -> go.Figure:
    """A bar per part from last month's level: falls hollow, rises solid; the last row is all.

    steps   the parts that moved; None where no month can be compared
    total   the change of all in words      start  the month before and its sum
    """
    if not steps:
        return says(ink, 300 if steps is None else 200, empty)
    fig = blank(ink, max(200, 52 * (len(steps) + 1) + 56), margin={"t": 34, "r": 76, "l": 4})
    level, reached = 0.0, [0.0]
    for label, by, tint, text in steps:
        fig.add_bar(**_step(label, by, level, color(ink, tint), ink))
        right, level = max(level, level + by), level + by
        _text(fig, right, label, ("▲ " if by > 0 else "▼ ") + text, ink)
        reached.append(level)
    fig.add_bar(
        x=[level], y=[all_label], base=[0], orientation="h", marker={"color": ink.text},
        width=0.6, hoverinfo="none",
    )  # fmt: skip
    _text(fig, max(0.0, level), all_label, bold(total), ink)
    fig.add_vline(x=0, line={"color": ink.text, "width": 2})
    fig.add_annotation(
        x=0, y=1, yref="paper", yanchor="bottom", text=start, showarrow=False,
        font={"size": 13, "color": ink.muted},
    )  # fmt: skip
    fig.update_yaxes(autorange="reversed", ticklabelstandoff=8, showgrid=False, zeroline=False)
    air = 0.06 * ((max(reached) - min(reached)) or 1)
    fig.update_xaxes(visible=False, range=[min(reached) - air, max(reached) + air])
    return fig


def _step(label: str, by: float, level: float, tint: str, ink: Ink) -> dict[str, Any]:
    return {
        "x": [by], "y": [label], "base": [level], "orientation": "h", "width": 0.6,
        "marker": {
            "color": tint, "line": {"width": 1.5, "color": tint},
            "pattern": {
                "shape": "\\" if by < 0 else "", "fillmode": "replace", "fgcolor": tint,
                "bgcolor": ink.paper, "size": 7, "solidity": 0.3,
            },
        },
        "hoverinfo": "none",
    }  # fmt: skip


def _text(fig: go.Figure, x: float, y: str, text: str, ink: Ink) -> None:
    """The change in words, right of its bar."""
    fig.add_annotation(
        x=x, y=y, xanchor="left", xshift=8, showarrow=False, text=text,
        font={"size": 14, "color": ink.text},
    )  # fmt: skip
