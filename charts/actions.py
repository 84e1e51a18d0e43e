"""Open actions by age."""

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank


def ages(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """A bar per age, the youngest on top; what nobody owns is hollow.

    frame  metrics.meetings.actions.ages
    """
    fig = blank(ink, 220, barmode="stack", bargap=0.34, hovermode="closest")
    if not frame["actions"].sum():
        fig.add_annotation(text="Nothing is open.", showarrow=False, font={"color": ink.muted})
        return fig.update_xaxes(visible=False).update_yaxes(visible=False)
    owned = (frame["actions"] - frame["nobody"]).astype("Float64")
    nobody = frame["nobody"].astype("Float64")
    fig.add_bar(
        y=frame["age"], x=owned.where(owned > 0), orientation="h", marker={"color": ink.bar},
        hovertemplate="%{y}: %{x} with an owner<extra></extra>",
    )  # fmt: skip
    hollow = {"shape": "/", "fillmode": "replace", "fgcolor": ink.muted, "bgcolor": ink.paper,
              "size": 6, "solidity": 0.3}  # fmt: skip
    fig.add_bar(
        y=frame["age"], x=nobody.where(nobody > 0), orientation="h",
        marker={"color": ink.muted, "pattern": hollow, "line": {"width": 1.5, "color": ink.muted}},
        hovertemplate="%{y}: %{x} without an owner<extra></extra>",
    )  # fmt: skip
    for age, count in zip(frame["age"], frame["actions"], strict=True):
        fig.add_annotation(x=count, y=age, text=f"<b>{count}</b>", showarrow=False,
                           xanchor="left", xshift=6)  # fmt: skip
    fig.update_xaxes(visible=False, range=[0, max(1, int(frame["actions"].max())) * 1.12])
    return fig.update_yaxes(
        autorange="reversed", ticklabelstandoff=8, showgrid=False, zeroline=False
    )
