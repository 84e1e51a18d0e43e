"""Issues and pull requests: what came in, what went out, what is left and how old it is."""

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank


def flow(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """Opened beside closed, month by month; the running month is hatched.

    frame  metrics.issues.counts.monthly_flow
    """
    fig = blank(ink, 300, barmode="group", bargap=0.28, bargroupgap=0.06)
    if frame.empty or not (frame["opened"].sum() or frame["closed"].sum()):
        return _empty(fig, ink, "Nothing was opened or closed in these months.")
    months = frame["month"].astype(str)
    for name, color in (("opened", ink.rule), ("closed", ink.bar)):
        fig.add_bar(
            x=months,
            y=frame[name],
            name=name,
            marker={
                "color": color,
                "pattern": {
                    "shape": ["/" if p else "" for p in frame["is_partial"]],
                    "fillmode": "replace",
                    "fgcolor": color,
                    "bgcolor": ink.paper,
                    "size": 6,
                    "solidity": 0.3,
                },
                "line": {"color": color, "width": [1.5 * bool(p) for p in frame["is_partial"]]},
            },
            hovertemplate="%{x|%B %Y}: %{y:,} " + name + "<extra></extra>",
        )
    return _months(fig, len(frame))


def backlog(frame: pd.DataFrame, ink: Ink, *, unit: str = "open") -> go.Figure:
    """How many were open at the end of each day; zero is on the axis.

    frame  metrics.issues.backlog
    """
    fig = blank(ink, 260, margin={"r": 64})
    if frame.empty or not frame["open_count"].any():
        return _empty(fig, ink, "Nothing was open on any of these days.")
    days, last = frame["day"].astype(str), int(frame["open_count"].iloc[-1])
    fig.add_scatter(
        x=days,
        y=frame["open_count"],
        mode="lines",
        line={"color": ink.text, "width": 2.25, "shape": "hv"},
        hovertemplate="%{x|%-d %b %Y}: %{y:,} " + unit + "<extra></extra>",
    )
    fig.add_scatter(
        x=[days.iloc[-1]],
        y=[last],
        mode="markers+text",
        text=[f"<b>{last:,}</b>"],
        textposition="middle right",
        textfont={"color": ink.text, "size": 14},
        marker={"color": ink.text, "size": 9},
        cliponaxis=False,
        hoverinfo="skip",
    )
    top = int(frame["open_count"].max())
    fig.update_yaxes(range=[0, top * 1.1 + 1])
    return _months(fig, len(frame) / 30)


def ages(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """How long the open ones have been open, youngest on top.

    frame  metrics.issues.counts.ages
    """
    fig = blank(ink, 260)
    if not frame["open_count"].sum():
        return _empty(fig, ink, "Nothing is open.")
    fig.add_bar(
        x=frame["open_count"],
        y=frame["bucket"],
        orientation="h",
        text=[f"{n:,}" for n in frame["open_count"]],
        textposition="outside",
        textfont={"color": ink.text},
        cliponaxis=False,
        marker={"color": ink.bar},
        hoverinfo="skip",
    )
    fig.update_xaxes(visible=False, range=[0, frame["open_count"].max() * 1.15])
    return fig.update_yaxes(
        autorange="reversed",
        showgrid=False,
        ticklabelstandoff=8,
        tickfont={"color": ink.text},
    )


def response(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """Hours to the first human answer by quarter: the median as dots, to nine of ten as a line.

    frame  metrics.issues.responses.response_times without its last row
    """
    fig = blank(ink, 260)
    timed = frame[frame["response_median"].notna()]
    if timed.empty:
        return _empty(fig, ink, "No answer has been timed yet.")
    names = [
        f"Q{(month.month + 2) // 3}<br>{month.year}" for month in pd.to_datetime(timed["quarter"])
    ]
    days = timed[["response_median", "response_p90"]] / 24
    for name, low, high in zip(names, days["response_median"], days["response_p90"], strict=True):
        fig.add_scatter(
            x=[name, name], y=[low, high], mode="lines", hoverinfo="skip",
            line={"color": ink.rule, "width": 6},
        )  # fmt: skip
    fig.add_scatter(
        x=names,
        y=days["response_median"],
        mode="markers",
        marker={"color": ink.text, "size": 11},
        customdata=days["response_p90"],
        hovertemplate="%{x}: half within %{y:.1f} days, nine of ten within %{customdata:.1f}"
        "<extra></extra>",
    )
    fig.update_yaxes(rangemode="tozero")
    return fig.update_xaxes(type="category")


def contributors(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """People who opened something: returning below, first-timers on top.

    frame  metrics.issues.responses.contributors
    """
    fig = blank(ink, 260, barmode="stack", bargap=0.28)
    if frame.empty:
        return _empty(fig, ink, "Nobody opened anything in these months.")
    months = frame["month"].astype(str)
    for name, color in (("returning", ink.rule), ("first_time", ink.bar)):
        fig.add_bar(
            x=months,
            y=frame[name],
            marker={"color": color, "line": {"width": 1, "color": ink.paper}},
            hovertemplate="%{x|%B %Y}: %{y:,} " + name.replace("_", "-") + "<extra></extra>",
        )
    return _months(fig, len(frame))


def _months(fig: go.Figure, months: float) -> go.Figure:
    step = next((step for step, most in ((1, 9), (3, 30), (6, 60)) if months <= most), 12)
    return fig.update_xaxes(type="date", dtick=f"M{step}", tickformat="%b\n%Y", tickangle=0)


def _empty(fig: go.Figure, ink: Ink, words: str) -> go.Figure:
    fig.add_annotation(text=words, showarrow=False, font={"color": ink.muted, "size": 14})
    fig.update_xaxes(visible=False)
    return fig.update_yaxes(visible=False)
