"""Which days the data speak of."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from charts.ink import Ink, blank


def days_covered(frame: pd.DataFrame, ink: Ink, *, as_of: date) -> go.Figure:
    """One bar per source from its first to its last day; a line at the day of the build.

    frame  metrics.coverage.coverage
    """
    fig = blank(ink, 64 + 34 * max(len(frame), 1))
    if frame.empty:
        fig.add_annotation(text="No source has a dated record yet.", showarrow=False)
        return fig.update_xaxes(visible=False).update_yaxes(visible=False)
    first, last = pd.to_datetime(frame["first_on"]), pd.to_datetime(frame["last_on"])
    length = (last - first).dt.days + 1
    fig.add_bar(
        y=frame["source"],
        base=first.dt.strftime("%Y-%m-%d"),
        x=length * 86_400_000,
        orientation="h",
        width=0.5,
        marker={"color": ink.bar},
        customdata=frame[["first_on", "last_on"]].astype(str),
        hovertemplate="%{y}: %{customdata[0]} to %{customdata[1]}<extra></extra>",
    )
    fig.add_vline(as_of.isoformat(), line={"color": ink.text, "width": 1.5, "dash": "dot"})
    fig.update_xaxes(type="date", tickformat="%b\n%Y", nticks=9)
    return fig.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": ink.text})
