"""Figures for paper: 680 px wide, light ink, hatched so that a grey print still reads."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold

WIDTH = 680
PATTERNS = ("", "/", ".", "-", "x", "\\")
PATTERN = {"fgopacity": 0.9, "size": 6, "solidity": 0.12}
OTHER = 5  # the last of the six colours is for all the rest


def monthly_cost(frame: pd.DataFrame, ink: Ink, *, hollow: Collection[date] = ()) -> go.Figure:
    """Stacked months by category; frame: month, category, gross. Largest category at the bottom.

    hollow  months that are not billed in full
    """
    figure = blank(ink, 210, barmode="stack", bargap=0.28)
    for category, color, pattern in legend(frame, ink):
        own = frame[frame["category"] == category]
        in_part = own["month"].isin(list(hollow))
        # Bars of their own: with a colour for each bar, Plotly draws the marks in that colour, too.
        outline = {"color": ink.paper, "line": {"width": 1, "color": color}}
        for some, look in ((~in_part, _hatched(color, pattern, ink)), (in_part, outline)):
            if some.any():
                figure.add_bar(
                    x=[month.isoformat() for month in own.loc[some, "month"]],
                    y=[float(v) for v in own.loc[some, "gross"]], name=category, marker=look,
                )  # fmt: skip
    _months(figure, list(frame["month"]))
    return figure


def legend(frame: pd.DataFrame, ink: Ink) -> list[tuple[str, str, str]]:
    """(category, colour, pattern), largest first."""
    totals = frame.groupby("category")["gross"].sum().astype(float)
    order = totals.sort_values(ascending=False, kind="stable").index
    palette = list(ink.category.values())
    named = [palette[min(n, OTHER)] for n in range(len(order))]
    marks = [PATTERNS[min(n, OTHER)] for n in range(len(order))]
    return [
        (str(c), ink.category.get(c, color), m)
        for c, color, m in zip(order, named, marks, strict=True)
    ]


def spent_and_time(frame: pd.DataFrame, ink: Ink) -> go.Figure:
    """Per fund: the share spent as a bar, the share of its time as a tick; null: only the tick."""
    height = 56 + 44 * len(frame)
    figure = blank(ink, height, bargap=0.5)
    names = list(frame["fund"])
    figure.add_bar(
        x=[None if pd.isna(share) else 100 * float(share) for share in frame["spent_share"]],
        y=names, orientation="h", marker=_hatched(ink.bar, "", ink),
    )  # fmt: skip
    for row, share in enumerate(frame["time_share"]):
        if not pd.isna(share):
            at = 100 * float(share)
            figure.add_shape(
                type="line", x0=at, x1=at, y0=row - 0.42, y1=row + 0.42,
                line={"color": ink.text, "width": 3},
            )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=8, zeroline=False)
    figure.update_xaxes(range=[0, 104], ticksuffix=" %", dtick=25)
    return figure


def money_end(
    ink: Ink,
    *,
    low: date,
    likely: date,
    high: date,
    as_of: date,
    label: str,
    ends: Sequence[tuple[date, str]],
) -> go.Figure:
    """A strip of dates: the range in which the money ends, the likely day, what ends by itself."""
    figure = blank(ink, 168, margin={"l": 4, "r": 12, "t": 34, "b": 48})
    figure.add_shape(
        type="rect", x0=low.isoformat(), x1=high.isoformat(), y0=0.2, y1=0.8,
        fillcolor=ink.band50, line={"width": 1, "color": ink.forecast},
    )  # fmt: skip
    figure.add_shape(
        type="line", x0=likely.isoformat(), x1=likely.isoformat(), y0=0.08, y1=0.92,
        line={"color": ink.text, "width": 3},
    )  # fmt: skip
    last = max([high, *(day for day, _ in ends)])
    figure.add_annotation(
        x=likely.isoformat(), y=1, yanchor="bottom", showarrow=False,
        xanchor="right" if likely > as_of + (last - as_of) / 2 else "left",
        text=label, font={"size": 13, "color": ink.text},
    )  # fmt: skip
    for number, (day, name) in enumerate(ends):
        side = -1 if day > as_of + (last - as_of) / 2 else 1  # words go to the roomier side
        figure.add_vline(x=day.isoformat(), line={"color": ink.muted, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=day.isoformat(), y=0.3 * (number % 3), yanchor="bottom",
            xanchor="left" if side > 0 else "right",
            showarrow=False, xshift=4 * side,
            text=name, font={"size": 13, "color": ink.muted},
        )  # fmt: skip
    figure.add_scatter(x=[as_of.isoformat()], y=[0.5], mode="markers", marker={"color": ink.text})
    figure.update_yaxes(visible=False, range=[0, 1.02], fixedrange=True)
    figure.update_xaxes(
        range=[(as_of - timedelta(days=9)).isoformat(), (last + timedelta(days=45)).isoformat()],
        tickformat="%b\n%Y", type="date",
    )  # fmt: skip
    return figure


def left_of(
    ink: Ink,
    *,
    past: Sequence[tuple[date, Decimal]],
    ahead: Sequence[tuple[date, Decimal]],
    label: str,
) -> go.Figure:
    """What is left of one fund by day: known balances solid, what is ahead dashed."""
    figure = blank(ink, 170, margin={"l": 58, "r": 84, "t": 14, "b": 40})
    for points, dash, color in ((past, "solid", ink.text), (ahead, "dash", ink.forecast)):
        figure.add_scatter(
            x=[day.isoformat() for day, _ in points], y=[float(amount) for _, amount in points],
            mode="lines", line={"dash": dash, "color": color, "width": 2}, showlegend=False,
        )  # fmt: skip
    day, left = ahead[-1]
    figure.add_annotation(
        x=day.isoformat(), y=float(left), text=label, showarrow=False, xanchor="left", xshift=5,
        yanchor="bottom" if left < 1 else "middle",  # on zero the axis would strike it through
        font={"size": 13, "color": ink.text},
    )  # fmt: skip
    figure.update_yaxes(rangemode="tozero", tickformat=",.0f", nticks=4)
    figure.update_xaxes(type="date", tickformat="%b\n%Y", nticks=7)
    return figure


def trend(
    months: Sequence[date],
    values: Sequence[float | None],
    ink: Ink,
    *,
    label: str,
    hollow: Collection[date] = (),
) -> go.Figure:
    """A small line from zero, its newest point labelled; a month that is not known is a gap.

    hollow  months of which some days are missing
    """
    figure = blank(ink, 180, margin={"l": 4, "r": 64, "t": 12, "b": 4})
    known = [(m, v) for m, v in zip(months, values, strict=True) if v is not None]
    figure.add_scatter(
        x=[m.isoformat() for m in months], y=list(values), mode="lines+markers",
        line={"color": ink.bar, "width": 2.25}, connectgaps=False,
        marker={"size": [9 if m in hollow else 6 for m in months],
                "color": [ink.paper if m in hollow else ink.bar for m in months],
                "line": {"width": 2, "color": ink.bar}},
    )  # fmt: skip
    if known:
        month, value = known[-1]
        figure.add_annotation(
            x=month.isoformat(), y=value, xanchor="left", xshift=8, showarrow=False,
            text=bold(label),
        )  # fmt: skip
        top = 1.15 * max(v for _, v in known)
        figure.update_yaxes(range=[0, top], tickformat=",.2f" if top < 10 else ",.0f")
    _months(figure, months)
    return figure


def _hatched(color: str, pattern: str, ink: Ink) -> dict[str, object]:
    shape = {"shape": pattern, "fgcolor": ink.paper, "bgcolor": color, **PATTERN}
    return {"color": color, "line": {"width": 1, "color": ink.paper}, "pattern": shape}


def _months(figure: go.Figure, months: Sequence[date]) -> None:
    different = sorted(set(months))
    if different:
        figure.update_xaxes(
            range=[
                (different[0] - timedelta(days=17)).isoformat(),
                (different[-1] + timedelta(days=17)).isoformat(),
            ]
        )
    figure.update_xaxes(
        dtick="M1" if len(different) <= 9 else "M3", tickformat="%b\n%Y", type="date",
        tick0=different[0].isoformat() if different else None,
    )  # fmt: skip
