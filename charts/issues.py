"""Issues and pull requests: opened, closed, open by day, and the age of those that are open.

Every word is an argument; `nothing` is the sentence of a figure without rows.
"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, says


def flow(*, frame: pd.DataFrame, hover: Mapping[str, str], nothing: str, ink: Ink) -> go.Figure:
    """Opened next to closed, month by month; the running month is hatched.

    frame  metrics.issues.counts.monthly_flow      hover  words of `opened` and `closed`
    """
    if frame.empty or not (frame["opened"].sum() or frame["closed"].sum()):
        return says(ink, 300, nothing)
    fig = blank(ink, 300, barmode="group", bargap=0.28, bargroupgap=0.06)
    months = frame["month"].astype(str)
    for name, color in (("opened", ink.rule), ("closed", ink.bar)):
        fig.add_bar(
            x=months,
            y=frame[name],
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
            hovertemplate=f"%{{x|%B %Y}}: %{{y:,}} {hover[name]}<extra></extra>",
        )
    return _months(fig, len(frame))


def backlog(*, frame: pd.DataFrame, hover: str, nothing: str, ink: Ink) -> go.Figure:
    """How many were open at the end of each day; zero is on the axis.

    frame  metrics.issues.counts.backlog
    """
    if frame.empty or not frame["open_count"].any():
        return says(ink, 260, nothing)
    fig = blank(ink, 260, margin={"r": 64})
    days, last = frame["day"].astype(str), int(frame["open_count"].iloc[-1])
    fig.add_scatter(
        x=days,
        y=frame["open_count"],
        mode="lines",
        line={"color": ink.text, "width": 2.25, "shape": "hv"},
        hovertemplate=f"%{{x|%-d %b %Y}}: %{{y:,}} {hover}<extra></extra>",
    )
    fig.add_scatter(
        x=[days.iloc[-1]],
        y=[last],
        mode="markers+text",
        text=[bold(f"{last:,}")],
        textposition="middle right",
        textfont={"color": ink.text, "size": 14},
        marker={"color": ink.text, "size": 9},
        cliponaxis=False,
        hoverinfo="skip",
    )
    top = int(frame["open_count"].max())
    fig.update_yaxes(range=[0, top * 1.1 + 1])
    return _months(fig, len(frame) / 30)


def ages(*, frame: pd.DataFrame, nothing: str, ink: Ink) -> go.Figure:
    """How long the open ones have been open, youngest on top.

    frame  metrics.issues.counts.ages, its buckets in words
    """
    if not frame["open_count"].sum():
        return says(ink, 260, nothing)
    fig = blank(ink, 260)
    fig.add_bar(
        x=frame["open_count"],
        y=frame["bucket"],
        orientation="h",
        text=[f"{n:,}" for n in frame["open_count"]],
        textposition="outside",
        textfont={"color": ink.text},
        cliponaxis=False,
        marker={"color": ink.bar},
        hoverinfo="none",
    )
    fig.update_xaxes(visible=False, range=[0, frame["open_count"].max() * 1.15])
    return fig.update_yaxes(
        autorange="reversed",
        showgrid=False,
        ticklabelstandoff=8,
        tickfont={"color": ink.text},
    )


def response(*, frame: pd.DataFrame, hover: str, nothing: str, ink: Ink) -> go.Figure:
    """Days to the first human answer by quarter: the median as a dot, to nine of ten as a line.

    frame  metrics.issues.responses.response_times without its last row
    hover  a template of Plotly: {x} the quarter, {y} the median, {customdata} nine of ten
    """
    timed = frame[frame["response_median"].notna()]
    if timed.empty:
        return says(ink, 260, nothing)
    fig = blank(ink, 260)
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
        hovertemplate=hover,
    )
    fig.update_yaxes(rangemode="tozero")
    return fig.update_xaxes(type="category")


def contributors(
    *, frame: pd.DataFrame, hover: Mapping[str, str], nothing: str, ink: Ink
) -> go.Figure:
    """People who opened something: returning below, first-timers on top.

    frame  metrics.issues.responses.contributors      hover  words of `returning`, `first_time`
    """
    if frame.empty:
        return says(ink, 260, nothing)
    fig = blank(ink, 260, barmode="stack", bargap=0.28)
    months = frame["month"].astype(str)
    for name, color in (("returning", ink.rule), ("first_time", ink.bar)):
        fig.add_bar(
            x=months,
            y=frame[name],
            marker={"color": color, "line": {"width": 1, "color": ink.paper}},
            hovertemplate=f"%{{x|%B %Y}}: %{{y:,}} {hover[name]}<extra></extra>",
        )
    return _months(fig, len(frame))


def _months(fig: go.Figure, months: float) -> go.Figure:
    step = next((step for step, most in ((1, 9), (3, 30), (6, 60)) if months <= most), 12)
    return fig.update_xaxes(type="date", dtick=f"M{step}", tickformat="%b\n%Y", tickangle=0)
