"""Funds drawn: who pays what, what each still holds, how long it runs, what an extension adds."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from charts.runway import nothing
from charts.theme import MARK, Ink, blank
from metrics import words
from metrics.runway.engine.dates import add_months
from metrics.runway.extension import Extension
from metrics.runway.outlook import Outlook


def fund_color(kind: str, ink: Ink) -> str:
    """A kind of fund has one colour everywhere; money that is only hoped for has its own."""
    return ink.fund.get(kind, ink.fund["pending"])


def fund_pattern(kind: str, ink: Ink) -> dict[str, Any]:
    """The second sign of a kind of fund, beside its colour."""
    return {
        "shape": MARK.get(kind, ""),
        "fgcolor": ink.paper,
        "bgcolor": fund_color(kind, ink),
        "fgopacity": 0.45,
        "size": 6,
        "solidity": 0.12,
    }


def extension_bars(each: Extension, found: Outlook, ink: Ink) -> go.Figure:
    """One fund as it is and extended, on a date axis, the gain in words at the bar's end."""
    ends = each.rule.ends_on or found.horizon
    bought = timedelta(days=round(float(each.bought[1]) * 30.4375))
    color, figure = fund_color(each.rule.kind, ink), blank(ink, 150)
    span = add_months(ends, 1)
    name = "Credits" if each.rule.kind == "credits" else "Grant"
    gain = "0 months: the<br>money ends first"
    if bought.days > 1:
        gain = f"{words.tenths(each.bought[1])} bought"
    today, lapse = found.as_of, f"{words.about(each.left[1], found.currency)} lapse"
    _bar(figure, f"{name} as is", (today, ends), lapse, {"color": color})
    _bar(figure, "Extended", (today, ends + bought), gain, _hatched(color, ink))
    last = max(span, ends + bought) + (max(span, ends + bought) - found.as_of) * 0.9
    figure.update_xaxes(
        type="date",
        tickformat="%b\n%Y",
        nticks=5,
        range=[found.as_of.isoformat(), last.isoformat()],
    )
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=8)
    return figure


def _hatched(color: str, ink: Ink) -> dict[str, Any]:
    look = {"shape": "/", "fillmode": "replace", "fgcolor": color, "bgcolor": ink.paper}
    return {"color": color, "pattern": {**look, "size": 7, "solidity": 0.3}}


def _bar(
    figure: go.Figure, label: str, days: tuple[date, date], text: str, marker: dict[str, Any]
) -> None:
    """A bar from one day to another with words at its end."""
    first, last = days
    figure.add_bar(
        x=[(last - first).days * 86_400_000],
        y=[label],
        base=[first.isoformat()],
        orientation="h",
        marker={**marker, "line": {"width": 1.5, "color": marker["color"]}},
        width=0.5,
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=last.isoformat(),
        y=label,
        text=text,
        showarrow=False,
        align="left",
        xanchor="left",
        xshift=8,
        font={"size": 13},
    )


def award_periods(
    rows: Sequence[tuple[str, str, date | None, date | None]], as_of: date, ink: Ink
) -> go.Figure:
    """When each fund runs: (name, kind, first day, last day); no end runs to the edge."""
    if not rows:
        return nothing(ink, 120, "There is no fund.")
    known = [day for _, _, start, end in rows for day in (start, end) if day]
    first, last = (
        min([*known, as_of - timedelta(days=180)]),
        max([*known, as_of + timedelta(days=365)]),
    )
    figure = blank(ink, 44 * len(rows) + 60)
    for name, kind, start, end in rows:
        begin, stop = start or first, end or last
        figure.add_bar(
            x=[(stop - begin).days * 86_400_000],
            y=[words_cut(name, 22)],
            base=[begin.isoformat()],
            orientation="h",
            width=0.44,
            hoverinfo="skip",
            marker={
                "color": fund_color(kind, ink),
                "pattern": fund_pattern(kind, ink),
            },
        )
    figure.add_vline(x=as_of.isoformat(), line={"color": ink.text, "width": 1.5})
    figure.add_annotation(
        x=as_of.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        text="today",
        showarrow=False,
        font={"size": 13},
    )
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=8)
    figure.update_xaxes(
        type="date", tickformat="%b\n%Y", nticks=7, range=[first.isoformat(), last.isoformat()]
    )
    figure.update_layout(margin={"t": 24})
    return figure


def words_cut(name: str, most: int = 26) -> str:
    """A name short enough for a phone."""
    return name if len(name) <= most else f"{name[: most - 1]}…"
