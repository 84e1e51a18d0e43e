"""The cost of one launch, their number, and who ran them. Every word is an argument."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, says


def cost_each(frame: pd.DataFrame, *, ink: Ink, currency: str, last: str, empty: str) -> go.Figure:
    """The cost of one unit by period as a line; periods with missing days are hollow dots.

    frame   metrics.launches.unit_cost.cost_per in one currency
    last    the last whole period's cost, printed at its dot     empty  the text without a figure
    """
    known = frame.dropna(subset="each")
    if known.empty:
        return says(ink, 240, empty)
    fig = blank(ink, 240, margin={"r": 92})
    whole = known[~known["is_partial"]]
    part = known[known["is_partial"]]
    joined = known["each"].where(~known["is_partial"])  # the line breaks where days are missing
    hover = f"%{{x|%-d %b %Y}}: %{{y:.4~g}} {currency}<extra></extra>"
    fig.add_scatter(
        x=known["period"].astype(str), y=joined, mode="lines+markers", connectgaps=False,
        line={"color": ink.text, "width": 2.25}, marker={"color": ink.text, "size": 5},
        hovertemplate=hover,
    )  # fmt: skip
    fig.add_scatter(
        x=part["period"].astype(str), y=part["each"], mode="markers", hovertemplate=hover,
        marker={"color": ink.paper, "size": 8, "line": {"color": ink.muted, "width": 1.5}},
    )  # fmt: skip
    if len(whole):
        fig.add_annotation(
            x=str(whole["period"].iloc[-1]), y=whole["each"].iloc[-1], text=bold(last),
            xanchor="left", xshift=12, showarrow=False, bgcolor=ink.paper,
        )  # fmt: skip
    fig.update_yaxes(range=[0, known["each"].max() * 1.12], tickformat=".3~g")
    return _periods(fig, known["period"])


def amounts(
    frame: pd.DataFrame, *, ink: Ink, unit: str, of: str, days: str, empty: str
) -> go.Figure:
    """The amount of use by period; periods with missing days are hatched.

    frame  metrics.launches.usage.amounts     unit, of, days  the words shown at a bar
    """
    known = frame.dropna(subset="amount")
    if known.empty:
        return says(ink, 240, empty)
    fig = blank(ink, 240, bargap=0.28)
    partial = known["is_partial"]
    fig.add_bar(
        x=known["period"].astype(str),
        y=known["amount"],
        marker={
            "color": ink.bar,
            "pattern": {
                "shape": ["/" if p else "" for p in partial], "fillmode": "replace",
                "fgcolor": ink.bar, "bgcolor": ink.paper, "size": 6, "solidity": 0.3,
            },
            "line": {"color": ink.bar, "width": [1.5 * bool(p) for p in partial]},
        },
        customdata=known[["days", "of_days"]],
        hovertemplate=f"%{{x|%-d %b %Y}}: %{{y:,.0f}} {unit}, %{{customdata[0]}} {of} "
        f"%{{customdata[1]}} {days}<extra></extra>",
    )  # fmt: skip
    if len(known) == 1:  # nothing says how wide it is, so Plotly draws a hair
        fig.update_traces(width=pd.Timedelta(days=18) / pd.Timedelta(milliseconds=1))
    return _periods(fig, known["period"])


def members(
    frame: pd.DataFrame, *, ink: Ink, shares: Sequence[str], unit: str, empty: str
) -> go.Figure:
    """Each member's launches in one month as bars, with its share as text.

    frame   rows of metrics.launches.usage.by_member of one period
    shares  each row's share as text
    """
    if frame.empty:
        return says(ink, 140, empty)
    fig = blank(ink, 60 + 34 * len(frame), margin={"r": 64}, bargap=0.3)
    fig.add_bar(
        x=frame["share"] * 100,
        y=frame["member"],
        orientation="h",
        marker={"color": ink.bar},
        text=list(shares),
        textposition="outside",
        cliponaxis=False,
        customdata=frame["launches"],
        hovertemplate=f"%{{y}}: %{{customdata:,}} {unit}<extra></extra>",
    )
    fig.update_yaxes(autorange="reversed", ticklabelstandoff=8, zeroline=False)
    return fig.update_xaxes(visible=False, range=[0, frame["share"].max() * 100])


def _periods(fig: go.Figure, periods: pd.Series) -> go.Figure:
    """A date axis whose ticks stay apart on a phone."""
    first, last = periods.min(), periods.max()
    months = (last - first).days / 30.4
    step = next((step for step, most in ((1, 7), (3, 15), (6, 36)) if months <= most), 12)
    ends = [str(first - pd.Timedelta(days=20)), str(last + pd.Timedelta(days=20))]
    return fig.update_xaxes(type="date", dtick=f"M{step}", tickformat="%b\n%Y", range=ends)
