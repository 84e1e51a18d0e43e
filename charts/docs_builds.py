"""Docs builds over time: sites failing by week, durations of builds. Words are arguments."""

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, says


def failing(frame: pd.DataFrame, *, ink: Ink, week_to: str, of_sites: str, empty: str) -> go.Figure:
    """Sites failing at the end of each week: integer bars.

    frame    metrics.docs.history.failing_by_week
    week_to, of_sites   words of a bar's hover text; `{}` is the number of sites
    """
    if frame.empty or not frame["built"].any():
        return says(ink, 200, empty)
    fig = blank(ink, 200, bargap=0.28)
    sites = of_sites.format("%{customdata}")
    fig.add_bar(
        x=frame["week_ends"].astype(str),
        y=frame["failing"],
        marker={"color": ink.state["act"]},
        customdata=frame["built"],
        hovertemplate=f"{week_to} %{{x|%-d %b %Y}}: %{{y}} {sites}<extra></extra>",
    )
    step = max(1, -(-int(frame["failing"].max()) // 6))  # whole sites only, at most six ticks
    fig.update_yaxes(range=[0, max(3, frame["failing"].max()) * 1.1], dtick=step)
    return _dates(fig, frame["week_ends"])


def durations(frame: pd.DataFrame, *, ink: Ink, unit: str, empty: str) -> go.Figure:
    """Minutes each successful build took as dots, the running median of ten as steps.

    frame  metrics.docs.history.durations
    """
    if frame.empty:
        return says(ink, 220, empty)
    fig = blank(ink, 220, margin={"r": 72})
    days = frame["built_at"].astype(str)
    for width, color in ((6, ink.paper), (2.25, ink.text)):
        fig.add_scatter(
            x=days, y=frame["median"], mode="lines", hoverinfo="skip",
            line={"color": color, "width": width, "shape": "hv"},
        )  # fmt: skip
    fig.add_scatter(
        x=days, y=frame["minutes"], mode="markers",
        marker={"color": ink.rule, "size": 6},
        hovertemplate=f"%{{x|%-d %b %Y}}: %{{y:.1f}} {unit}<extra></extra>",
    )  # fmt: skip
    fig.add_annotation(
        x=days.iloc[-1], y=frame["median"].iloc[-1], xanchor="left", xshift=8, showarrow=False,
        text=bold(f"{frame['median'].iloc[-1]:.1f} {unit}"), font={"size": 14},
    )  # fmt: skip
    fig.update_yaxes(range=[0, frame["minutes"].max() * 1.12], tickformat=",.1~f")
    return _dates(fig, frame["built_at"])


def _dates(fig: go.Figure, days: pd.Series) -> go.Figure:
    """A date axis with at most six ticks; few days get their day, many their month."""
    ordered = pd.to_datetime(days)
    short = (ordered.max() - ordered.min()).days <= 60
    shape = "%-d %b\n%Y" if short else "%b\n%Y"
    pad = pd.Timedelta(days=4 if short else 9)
    ends = [str(ordered.min() - pad), str(ordered.max() + pad)]
    return fig.update_xaxes(type="date", tickformat=shape, nticks=6, range=ends)
