"""Docs builds over time: how many sites stood red, and how long a build takes."""

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, says


def failing(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """Sites standing red at the end of each week: integer bars.

    frame  metrics.docs.history.failing_by_week
    """
    if frame.empty or not frame["built"].any():
        return says(ink, 200, "No build is known in these weeks.")
    fig = blank(ink, 200, bargap=0.28)
    fig.add_bar(
        x=frame["week_ends"].astype(str),
        y=frame["failing"],
        marker={"color": ink.state["act"]},
        customdata=frame["built"],
        hovertemplate="week to %{x|%-d %b %Y}: %{y} of %{customdata} sites<extra></extra>",
    )
    fig.update_yaxes(range=[0, max(3, frame["failing"].max()) * 1.1], dtick=_step(frame["failing"]))
    return _dates(fig, frame["week_ends"])


def durations(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """Minutes each good build took as dots, the running median of ten as steps.

    frame  metrics.docs.history.durations
    """
    if frame.empty:
        return says(ink, 220, "No good build of this site tells how long it took.")
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
        hovertemplate="%{x|%-d %b %Y}: %{y:.1f} min<extra></extra>",
    )  # fmt: skip
    fig.add_annotation(
        x=days.iloc[-1], y=frame["median"].iloc[-1], xanchor="left", xshift=8, showarrow=False,
        text=f"<b>{frame['median'].iloc[-1]:.1f} min</b>", font={"size": 14},
    )  # fmt: skip
    fig.update_yaxes(range=[0, frame["minutes"].max() * 1.12], tickformat=",.1~f")
    return _dates(fig, frame["built_at"])


def _step(counts: pd.Series) -> int:
    """Whole sites only: one step a site up to six of them."""
    return max(1, -(-int(counts.max()) // 6))


def _dates(fig: go.Figure, days: pd.Series) -> go.Figure:
    """A date axis with at most six ticks; few days get their day, many their month."""
    ordered = pd.to_datetime(days)
    short = (ordered.max() - ordered.min()).days <= 60
    shape = "%-d %b\n%Y" if short else "%b\n%Y"
    pad = pd.Timedelta(days=4 if short else 9)
    ends = [str(ordered.min() - pad), str(ordered.max() + pad)]
    return fig.update_xaxes(type="date", tickformat=shape, nticks=6, range=ends)
