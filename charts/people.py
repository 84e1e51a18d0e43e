"""Meetings and the people at them: attendance, new and lapsed people, months with a meeting.

Every word is an argument; `nothing` is the sentence of a figure without rows.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, says

SYMBOLS = {"held": "square", "cancelled": "x-thin", "missing": "square-open",
           "running": "square-open"}  # fmt: skip


def attendance(
    *,
    frame: pd.DataFrame,
    hover: Sequence[str],
    gaps: Sequence[str],
    crowded: bool,
    nothing: str,
    ink: Ink,
) -> go.Figure:
    """One bar per meeting with its count at the foot, and the rolling median.

    frame    metrics.meetings.attendance.attendance
    hover    a text per meeting      gaps  its text in the place of a bar, empty where it has one
    crowded  bars have no room for their counts, and gaps only for a sign
    """
    if frame.empty:
        return says(ink, 260, nothing)
    fig = blank(ink, 260, bargap=0.22, hovermode="closest")
    places = list(range(len(frame)))
    fig.add_bar(
        x=places, y=frame["came"].astype("Float64").where(frame["came"].gt(0)),
        text=[bold(str(n)) if n is not pd.NA and not crowded else "" for n in frame["came"]],
        textposition="inside", insidetextanchor="start", textangle=0, constraintext="none",
        textfont={"color": ink.paper, "size": 13}, marker={"color": ink.bar},
        customdata=list(hover), hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    for color, width in ((ink.paper, 6), (ink.text, 2.5)):
        fig.add_scatter(
            x=places, y=frame["median"], mode="lines", hoverinfo="skip",
            line={"color": color, "width": width, "shape": "hvh"},
        )  # fmt: skip
    label = {"textangle": 0 if crowded else -90, "yshift": 4, "showarrow": False,
             "yanchor": "bottom", "font": {"size": 12, "color": ink.muted}}  # fmt: skip
    labels = [
        {"x": x, "y": 0, "text": gap, **label} for x, gap in zip(places, gaps, strict=True) if gap
    ]
    fig.update_layout(annotations=labels)  # at once: each one added alone copies all before it
    ticks = _ticks(list(frame["held_on"].dt.date))
    fig.update_xaxes(tickvals=[i for i, _ in ticks], ticktext=[text for _, text in ticks],
                     range=[-0.7, len(frame) - 0.3])  # fmt: skip
    return fig.update_yaxes(rangemode="tozero", dtick=_step(frame["came"].max()))


def attendance_by_month(*, frame: pd.DataFrame, hover: str, ink: Ink) -> go.Figure:
    """One bar a month: the median of its meetings.

    frame  metrics.meetings.attendance.by_month      hover  template: {x}, {y}, {customdata} counted
    """
    fig = blank(ink, 260, bargap=0.28, hovermode="closest")
    fig.add_bar(
        x=frame["month"].astype(str), y=frame["came"].astype("Float64"), marker={"color": ink.bar},
        customdata=frame["meetings"], hovertemplate=hover,
    )  # fmt: skip
    fig.update_xaxes(tickformat="%b\n%Y", dtick="M6" if len(frame) > 14 else "M3",
                     **_half_a_month(frame["month"]))  # fmt: skip
    return fig.update_yaxes(rangemode="tozero", dtick=_step(frame["came"].max()))


def _step(most: Any) -> int:
    return 1 if pd.isna(most) or most <= 6 else 5 if most <= 30 else 10


def _ticks(days: list[date]) -> list[tuple[int, str]]:
    """At most eight: the first meeting of each quarter or half-year, its year under the first."""
    span = (days[-1] - days[0]).days / 30
    every = 3 if span <= 26 else 6 if span <= 50 else 12
    found: list[tuple[int, str]] = []
    last = None
    for place, day in enumerate(days):
        part = (day.year * 12 + day.month - 1) // every
        if part != last:
            found.append((place, f"{day:%b}<br>{day.year}"))
            last = part
    room = max(1, len(days) // 8)
    kept: list[tuple[int, str]] = []
    for place, text in found:
        if not kept or place - kept[-1][0] >= room:
            kept.append((place, text))
    return kept


def flow(*, frame: pd.DataFrame, hover: Mapping[str, str], nothing: str, ink: Ink) -> go.Figure:
    """New on returning people above zero, lapsed ones hollow below it, month by month.

    Whoever came in a month in which nobody is known as new has a bar of its own.

    frame  metrics.meetings.retention.people_flow
    hover  templates of `new`, `returning`, `came` and `lapsed`, whose number is {customdata}
    """
    if not frame[["new", "returning", "came", "lapsed"]].fillna(0).to_numpy().any():
        return says(ink, 280, nothing)
    fig = blank(ink, 280, barmode="relative", bargap=0.28)
    months = frame["month"].astype(str)
    line = {"width": 1, "color": ink.paper}
    for name, color in (("returning", ink.rule), ("new", ink.bar), ("came", ink.grid)):
        if name == "came" and not frame[name].any():
            continue
        fig.add_bar(x=months, y=_some(frame[name]), marker={"color": color, "line": line},
                    hovertemplate=hover[name])  # fmt: skip
    hollow = {"shape": "/", "fillmode": "replace", "fgcolor": ink.muted, "bgcolor": ink.paper,
              "size": 6, "solidity": 0.3}  # fmt: skip
    fig.add_bar(
        x=months, y=-_some(frame["lapsed"]), customdata=frame["lapsed"],
        marker={"color": ink.muted, "pattern": hollow, "line": {"width": 1.5, "color": ink.muted}},
        hovertemplate=hover["lapsed"],
    )  # fmt: skip
    many = len(frame) > 9
    fig.update_xaxes(dtick="M3" if many else "M1", tickformat="%b\n%Y", hoverformat="%B %Y",
                     **_half_a_month(frame["month"]))  # fmt: skip
    fig.update_layout(hovermode="x unified")
    return fig.update_yaxes(tickformat="d")


def _some(counts: pd.Series) -> pd.Series:
    """Zero as null, or its outline would draw a hairline."""
    return counts.astype("Float64").where(counts > 0)


def _half_a_month(months: pd.Series) -> dict[str, Any]:
    half = pd.Timedelta(days=16)
    return {"range": [(months.min() - half).isoformat(), (months.max() + half).isoformat()]}


def cadence(*, frame: pd.DataFrame, states: Mapping[str, str], nothing: str, ink: Ink) -> go.Figure:
    """A strip per series, a square a month: filled held, crossed cancelled, hollow missing.

    frame  metrics.meetings.attendance.cadence      states  each state in words
    """
    names = list(dict.fromkeys(frame["series"]))
    height = 84 + 44 * max(1, len(names))
    if frame.empty:
        return says(ink, height, nothing)
    fig = blank(ink, height, hovermode="closest")
    size = 10 if frame["month"].nunique() <= 30 else 5
    colors = {
        "held": (ink.bar, ink.bar),
        "cancelled": (ink.text, ink.text),
        "missing": (ink.state["watch"], ink.state["watch"]),
        "running": (ink.grid, ink.rule),
    }
    for state, (color, edge) in colors.items():
        part = frame[frame["state"] == state]
        fig.add_scatter(
            x=part["month"].astype(str), y=part["series"], mode="markers",
            marker={"symbol": SYMBOLS[state], "size": size, "color": color,
                    "line": {"width": 1.8, "color": edge}},
            customdata=part[["held"]].assign(state=states[state]).to_numpy(),
            hovertemplate="%{y}, %{x|%B %Y}: %{customdata[1]} (%{customdata[0]})<extra></extra>",
        )  # fmt: skip
    fig.update_xaxes(tickformat="%b\n%Y", dtick="M6" if frame["month"].nunique() > 14 else "M3",
                     **_half_a_month(frame["month"]))  # fmt: skip
    fig.update_layout(annotations=[
        {"x": 0, "xref": "paper", "xanchor": "left", "y": name, "yshift": 17, "text": name,
         "showarrow": False, "font": {"size": 13, "color": ink.text}}
        for name in names
    ])  # fmt: skip
    return fig.update_yaxes(visible=False, range=[len(names) - 0.4, -0.9], type="category")
