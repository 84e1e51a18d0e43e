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
    counts, without = frame["actions"].tolist(), frame["nobody"].tolist()
    names = frame["age"].tolist()
    with_owner = [n - own for n, own in zip(counts, without, strict=True)]
    fig.add_bar(
        y=names, x=[n or None for n in with_owner], orientation="h",
        marker={"color": ink.bar}, hovertemplate=owned,
    )  # fmt: skip
    hollow = {"shape": "/", "fillmode": "replace", "fgcolor": ink.muted, "bgcolor": ink.paper,
              "size": 6, "solidity": 0.3}  # fmt: skip
    fig.add_bar(
        y=names, x=[n or None for n in without], orientation="h",
        marker={"color": ink.muted, "pattern": hollow, "line": {"width": 1.5, "color": ink.muted}},
        hovertemplate=nobody,
    )  # fmt: skip
    at = {"showarrow": False, "xanchor": "left", "xshift": 6}
    labels = zip(names, counts, strict=True)
    fig.update_layout(annotations=[
        {"x": count, "y": age, "text": bold(str(count)), **at} for age, count in labels
    ])  # fmt: skip
    fig.update_xaxes(visible=False, range=[0, max(1, int(frame["actions"].max())) * 1.12])
    return fig.update_yaxes(
        autorange="reversed", ticklabelstandoff=8, showgrid=False, zeroline=False
    )
