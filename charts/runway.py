"""When the money ends, and what would move that: figures of the Runway page."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank
from metrics import words
from metrics.runway.outlook import Outlook


def nothing(ink: Ink, height: int, why: str) -> go.Figure:
    """A figure that says in words why it is empty."""
    figure = blank(ink, height)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text=why,
        showarrow=False,
        font={"color": ink.muted},
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
    )
    return figure


def quantile_dots(found: Outlook, ink: Ink, height: int = 260) -> go.Figure:
    """Twenty equally likely months for the money to end; the first two are the ones to plan for."""
    months = [day.replace(day=1) if day else None for day in found.dots]
    if not any(months):
        return nothing(ink, height, "In all twenty the money lasts as far as this page looks.")
    seen: Counter[date] = Counter()
    rows = []
    for number, month in enumerate(month for month in months if month):
        seen[month] += 1
        rows.append((month.isoformat(), seen[month], number < 2))
    figure = blank(ink, height)
    for early, symbol, color in (
        (True, "circle-open-dot", ink.state["act"]),
        (False, "circle", ink.forecast),
    ):
        own = [(x, y) for x, y, is_early in rows if is_early == early]
        figure.add_scatter(
            x=[x for x, _ in own],
            y=[y for _, y in own],
            mode="markers",
            hoverinfo="skip",
            marker={
                "size": min(17, 190 / max(seen.values())),
                "symbol": symbol,
                "color": color,
                "line": {"width": 2},
            },
        )
    figure.update_yaxes(visible=False, range=[0.4, max(seen.values()) + 0.8])
    shown = sorted(seen)
    dates(figure, shown[0] - timedelta(days=20), shown[-1] + timedelta(days=20))
    figure.update_xaxes(dtick="M1" if len(shown) < 8 else "M3")
    beyond = sum(1 for month in months if month is None)
    if beyond:
        figure.add_annotation(
            text=f"{beyond} beyond {words.month(found.horizon)}",
            x=1,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="right",
            showarrow=False,
            font={"color": ink.muted},
        )
    return figure


def scenario_strip(rows: Sequence[tuple[str, str, Outlook]], ink: Ink) -> go.Figure:
    """One bar a scenario on a shared date axis: 8 chances in 10, a tick at the likely date.

    rows  (name, effect in words, answer), "As planned" first
    """
    height = 84 + 54 * len(rows)
    figure = blank(ink, height)
    shapes, first = list[dict[str, Any]](), rows[0][2].as_of
    last = max((_beyond(o.high, o) for *_, o in rows), default=first)
    for number, (name, effect, found) in enumerate(rows):
        y = len(rows) - number
        shapes += _range_and_tick(found, y, 1.5 if number == 0 else 0, ink)
        figure.add_annotation(
            text=f"<b>{_cut(name)}</b> <span style='color:{ink.muted}'>{effect}</span>",
            x=0,
            xref="paper",
            y=y + 0.44,
            xanchor="left",
            showarrow=False,
            font={"size": 13},
        )
    figure.add_scatter(
        x=[first.isoformat()], y=[0.5], mode="markers", marker={"opacity": 0}, hoverinfo="skip"
    )
    figure.update_layout(shapes=shapes)
    figure.update_yaxes(visible=False, range=[0.5, len(rows) + 0.62])
    figure.update_xaxes(showgrid=True, gridcolor=ink.grid)
    dates(figure, first, last + timedelta(days=12))
    return figure


def _range_and_tick(found: Outlook, y: int, outline: float, ink: Ink) -> list[dict[str, Any]]:
    """A bar for 8 chances in 10 and a tick at the likely date, as shapes."""
    low, likely, high = (_beyond(day, found) for day in (found.low, found.likely, found.high))
    bar = {
        "type": "rect",
        "x0": low.isoformat(),
        "x1": max(high, low + timedelta(days=2)).isoformat(),
        "y0": y - 0.13,
        "y1": y + 0.13,
        "fillcolor": ink.band50,
        "line": {"width": outline, "color": ink.forecast},
    }
    tick = {
        "type": "line",
        "x0": likely.isoformat(),
        "x1": likely.isoformat(),
        "y0": y - 0.22,
        "y1": y + 0.22,
        "line": {"width": 3, "color": ink.text},
    }
    return [bar, tick]


def unfunded_line(found: Outlook, ink: Ink) -> go.Figure:
    """The chance, month by month, that something is not paid."""
    days = [last.isoformat() for _, last in found.periods]
    figure = blank(ink, 260)
    figure.add_scatter(
        x=days,
        y=[100 * share for share in found.unfunded_share],
        mode="lines",
        line={"color": ink.fund["unfunded"], "width": 2.25, "shape": "hv"},
    )
    ticks = [0, 25, 50, 75, 100]
    figure.update_yaxes(range=[0, 104], tickvals=ticks, ticktext=[f"{n} %" for n in ticks])
    dates(figure, found.as_of, found.periods[-1][1])
    return figure


def said_and_happened(rows: pd.DataFrame, ink: Ink) -> go.Figure:
    """The range each ingest published, as a bar over the day it was published.

    rows  as_of · low · likely · high (dates; null: beyond the horizon then)
    """
    if rows.empty:
        return nothing(ink, 90, "Nothing was published yet.")
    if len(rows) == 1:
        return nothing(ink, 90, "One headline so far; the chart begins with the second.")
    figure = blank(ink, 260)
    known = rows.dropna(subset=["likely"])
    tops = known["high"].fillna(known["likely"])
    for day, low, high in zip(known["as_of"], known["low"], tops, strict=True):
        figure.add_scatter(
            x=[day, day],
            y=[low, high],
            mode="lines",
            line={"color": ink.band50, "width": 9},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=known["as_of"],
        y=known["likely"],
        mode="markers",
        marker={"color": ink.text, "size": 8, "symbol": "line-ew-open", "line": {"width": 3}},
    )
    figure.update_yaxes(tickformat="%b %Y", type="date", nticks=5)
    figure.update_xaxes(tickformat="%b\n%Y", nticks=6)
    return figure


def dates(figure: go.Figure, first: date, last: date) -> None:
    """A date axis from one day to another, with as many ticks as its length deserves."""
    months = (last - first).days / 30
    figure.update_xaxes(
        range=[first.isoformat(), last.isoformat()],
        type="date",
        tickformat="%b\n%Y",
        dtick="M1" if months <= 6 else "M3" if months <= 30 else "M6",
    )


def _beyond(day: date | None, found: Outlook) -> date:
    return day or found.horizon


def _cut(name: str) -> str:
    return name if len(name) <= 44 else f"{name[:43]}…"
