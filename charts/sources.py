"""The days that each source covers."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank


def days_covered(*, frame: pd.DataFrame, as_of: date, nothing: str, ink: Ink) -> go.Figure:
    """One bar per source from its first to its last day; a line at the day of the build.

    frame    metrics.data_quality.coverage.coverage, its sources in words
    nothing  what the figure says where there is no row
    """
    fig = blank(ink, 64 + 34 * max(len(frame), 1))
    if frame.empty:
        fig.add_annotation(text=nothing, showarrow=False)
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
    start = min(first.min().date(), as_of - timedelta(days=90))
    end = max(last.max().date(), as_of) + timedelta(days=7)
    step = next((m for m, days in ((1, 280), (3, 900), (6, 1800)) if (end - start).days < days), 12)
    fig.update_xaxes(type="date", range=[start.isoformat(), end.isoformat()])
    fig.update_xaxes(tickformat="%b\n%Y", dtick=f"M{step}")
    return fig.update_yaxes(
        autorange="reversed", showgrid=False, ticklabelstandoff=8, tickfont={"color": ink.text}
    )
