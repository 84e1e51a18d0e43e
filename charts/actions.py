"""Open actions by age."""

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, says


def ages(*, frame: pd.DataFrame, owned: str, nobody: str, nothing: str, ink: Ink) -> go.Figure:
    """A bar per age, the youngest on top; actions without an owner are hollow.

    frame          metrics.meetings.actions.ages, its ages in words
    owned, nobody  templates of the text on hovering over each part
    nothing        the sentence of a figure without actions
    """
    if not frame["actions"].sum():
        return says(ink, 220, nothing)
    fig = blank(ink, 220, barmode="stack", bargap=0.34, hovermode="closest")
    with_owner = (frame["actions"] - frame["nobody"]).astype("Float64")
    without = frame["nobody"].astype("Float64")
    fig.add_bar(
        y=frame["age"], x=with_owner.where(with_owner > 0), orientation="h",
        marker={"color": ink.bar}, hovertemplate=owned,
    )  # fmt: skip
    hollow = {"shape": "/", "fillmode": "replace", "fgcolor": ink.muted, "bgcolor": ink.paper,
              "size": 6, "solidity": 0.3}  # fmt: skip
    fig.add_bar(
        y=frame["age"], x=without.where(without > 0), orientation="h",
        marker={"color": ink.muted, "pattern": hollow, "line": {"width": 1.5, "color": ink.muted}},
        hovertemplate=nobody,
    )  # fmt: skip
    for age, count in zip(frame["age"], frame["actions"], strict=True):
        fig.add_annotation(x=count, y=age, text=bold(str(count)), showarrow=False,
                           xanchor="left", xshift=6)  # fmt: skip
    fig.update_xaxes(visible=False, range=[0, max(1, int(frame["actions"].max())) * 1.12])
    return fig.update_yaxes(
        autorange="reversed", ticklabelstandoff=8, showgrid=False, zeroline=False
    )
