"""When the money ends, and what would move that: figures of the Runway page."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, color, lanes, milestones, says, shortened
from metrics.runway.outlook import Outlook

Mark = tuple[date, str, str, str]  # day, words, colour by name, dash
NEAR = 0.2  # of the dates that are drawn: words to the right of today would meet a milestone there
PLOT, LANE, TICKS = 144, 18, 44  # of the balance chart: its plot, a lane of words, its dates


def balance_range(
    found: Outlook,
    *,
    today: str,
    marks: Sequence[Mark],
    names: Sequence[str],
    empty: str,
    other: Outlook | None = None,
    ink: Ink,
) -> go.Figure:
    """What is left, behind and ahead: history, the likely path and two bands.

    today   words at its dot     names   of the past and of the likely line
    empty   words where there is no balance     other   a what-if, drawn dashed
    """
    if not found.balance:
        return says(ink, 90, empty)
    top = LANE * lanes(marks) + 6
    figure = blank(ink, PLOT + top + TICKS, hovermode="x unified")
    days = [day.isoformat() for day in found.balance_range.days]
    p10, p25, p50, p75, p90 = found.balance_range.quantiles
    if found.method == "range":
        _band(figure, days, (p10, p90), (ink.band80, ink.hatch, 9, 0.05))
        _band(figure, days, (p25, p75), (ink.band50, ink.hatch, 5, 0.10))
    # The likely line ends where it meets zero.
    zero = next((n for n, amount in enumerate(p50) if amount < 1), len(p50))
    _past(figure, found, names[0], ink)
    figure.add_scatter(
        x=days, y=[amount if n <= zero else None for n, amount in enumerate(p50)],
        mode="lines", line={"color": ink.forecast, "width": 2.5}, name=names[1],
    )  # fmt: skip
    if other is not None:
        _dashed(figure, other, ink)
    last = max(found.range_shown_to, other.range_shown_to if other else found.as_of)
    first = found.shown_from
    near = any(0 <= (day - found.as_of) / (last - first) < NEAR for day, *_ in marks)
    is_early = found.as_of - first < (last - first) / 2 and not near
    _today(figure, found, today, ink, is_early=is_early)
    drawn = [(day, text, color(ink, name), dash) for day, text, name, dash in marks]
    shapes, notes = milestones(drawn, first, last, PLOT, ink, LANE)
    notes = [*figure.layout.annotations, *notes]
    figure.update_layout(shapes=shapes, margin={"t": top}, annotations=notes)
    figure.update_yaxes(range=[0, 1.1 * _highest(found, other)])
    _dates(figure, first - (last - first) * 0.02, last)
    return figure


def _highest(found: Outlook, other: Outlook | None) -> float:
    """The most that is drawn, behind and ahead."""
    seen = [amount for day, amount in found.past_year if day >= found.shown_from]
    ahead = [each.balance_range.quantiles[-1] for each in (found, other) if each]
    return max([*seen, *(amount for line in ahead for amount in line), float(found.balance)])


def _dashed(figure: go.Figure, other: Outlook, ink: Ink) -> None:
    """The likely path of a what-if, dashed, between the edges of its 8 in 10, dotted."""
    days = [day.isoformat() for day in other.balance_range.days]
    p10, _, p50, _, p90 = other.balance_range.quantiles
    lines = [(p50, 2.25, "dash")]
    if other.method == "range":
        lines += [(p10, 1, "dot"), (p90, 1, "dot")]
    for amounts, width, dash in lines:
        zero = next((n for n, amount in enumerate(amounts) if amount < 1), len(amounts))
        figure.add_scatter(
            x=days[: zero + 1], y=list(amounts[: zero + 1]), mode="lines", hoverinfo="skip",
            line={"color": ink.text, "width": width, "dash": dash},
        )  # fmt: skip


def _past(figure: go.Figure, found: Outlook, name: str, ink: Ink) -> None:
    """Balances as steps from one statement or month end to the next, dotted where no bill came."""
    behind, since = found.past_year, found.silent.cause.since if found.silent else None
    known = [point for point in behind if since is None or point[0] <= since]
    later = behind[max(0, len(known) - 1) :] if len(known) < len(behind) else ()
    for points, dash in ((known, "solid"), (later, "dot")):
        if points:
            figure.add_scatter(
                x=[day.isoformat() for day, _ in points],
                y=[round(amount) for _, amount in points], mode="lines", name=name,
                line={"color": ink.text, "width": 2.25, "shape": "hv", "dash": dash},
            )  # fmt: skip


def _band(
    figure: go.Figure,
    days: list[str],
    edges: tuple[Sequence[float], Sequence[float]],
    look: tuple[str, str, int, float],
) -> None:
    """One band between two edges, tinted and hatched."""
    (low, high), (fill, hatch, size, solidity) = edges, look
    figure.add_scatter(x=days, y=list(high), mode="lines", line={"width": 0}, hoverinfo="skip")
    pattern = {"shape": "/", "fillmode": "replace", "size": size, "solidity": solidity}
    figure.add_scatter(
        x=days,
        y=list(low),
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=fill,
        fillpattern={**pattern, "fgcolor": hatch, "bgcolor": fill},
        hoverinfo="skip",
    )


def _today(figure: go.Figure, found: Outlook, label: str, ink: Ink, *, is_early: bool) -> None:
    """A dot and its words, read towards the roomier side, above what is to come.

    An estimate is hollow.
    """
    look = {"size": 10, "color": ink.text, "line": {"width": 2, "color": ink.paper}}
    if found.is_estimated:
        look = {"size": 10, "color": ink.paper, "line": {"width": 2.25, "color": ink.text}}
    figure.add_scatter(
        x=[found.as_of.isoformat()],
        y=[float(found.balance)],
        mode="markers",
        hoverinfo="skip",
        marker=look,
    )
    figure.add_annotation(
        x=found.as_of.isoformat(),
        y=float(found.balance),
        text=label,
        xanchor="left" if is_early else "right",
        yanchor="bottom" if is_early else "top",
        xshift=8 if is_early else -6,
        yshift=0 if is_early else -6,
        bgcolor=ink.paper,
        borderpad=1,
        showarrow=False,
    )


def quantile_dots(
    found: Outlook, *, empty: str, beyond: str, ink: Ink, height: int = 260
) -> go.Figure:
    """Twenty equally likely months for the money to end; the first two are the ones to plan for.

    empty   words where all lie beyond the horizon     beyond   words about those that do
    """
    months = [day.replace(day=1) if day else None for day in found.dots]
    if not any(months):
        return says(ink, height, empty)
    seen: Counter[date] = Counter()
    rows = []
    for number, month in enumerate(month for month in months if month):
        seen[month] += 1
        rows.append((month.isoformat(), seen[month], number < 2))
    figure = blank(ink, height)
    for early, symbol, tint in (
        (True, "circle-open-dot", ink.state["watch"]),
        (False, "circle", ink.forecast),
    ):
        own = [(x, y) for x, y, is_early in rows if is_early == early]
        look = {"symbol": symbol, "color": tint, "line": {"width": 2}}
        figure.add_scatter(
            x=[x for x, _ in own], y=[y for _, y in own], mode="markers", hoverinfo="skip",
            marker={"size": min(17, 190 / max(seen.values())), **look},
        )  # fmt: skip
    figure.update_yaxes(visible=False, range=[0.4, max(seen.values()) + 0.8])
    shown = sorted(seen)
    _dates(figure, shown[0] - timedelta(days=20), shown[-1] + timedelta(days=20))
    figure.update_xaxes(dtick="M1" if len(shown) < 8 else "M3")
    if None in months:
        figure.add_annotation(
            text=beyond,
            x=1,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="right",
            showarrow=False,
            font={"color": ink.muted},
        )
    return figure


def scenario_strip(rows: Sequence[tuple[str, str, Outlook]], *, ink: Ink) -> go.Figure:
    """One bar a scenario on a shared date axis: 8 chances in 10, a tick at the likely date.

    rows  (name, effect in words, answer), the plan first
    """
    height = 84 + 54 * len(rows)
    figure = blank(ink, height)
    shapes, first = list[dict[str, Any]](), rows[0][2].as_of
    last = max((found.high or found.horizon for *_, found in rows), default=first)
    for number, (name, effect, found) in enumerate(rows):
        y = len(rows) - number
        shapes += _range_and_tick(found, y, 1.5 if number == 0 else 0, ink)
        figure.add_annotation(
            text=f"{bold(shortened(name, 44))} <span style='color:{ink.muted}'>{effect}</span>",
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
    _dates(figure, first, last + timedelta(days=12))
    return figure


def _range_and_tick(found: Outlook, y: int, outline: float, ink: Ink) -> list[dict[str, Any]]:
    """A bar for 8 chances in 10 and a tick at the likely date, as shapes."""
    low, likely, high = (day or found.horizon for day in (found.low, found.likely, found.high))
    bar = {
        "type": "rect",
        "x0": low.isoformat(),
        "x1": max(high, low + timedelta(days=2)).isoformat(),
        "y0": y - 0.13,
        "y1": y + 0.13,
        "fillcolor": ink.band50,
        "line": {"width": max(outline, 1), "color": ink.forecast},
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


def unfunded_line(found: Outlook, *, ink: Ink) -> go.Figure:
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
    _dates(figure, found.as_of, found.periods[-1][1])
    return figure


def published(rows: pd.DataFrame, *, ink: Ink) -> go.Figure:
    """The range each ingest published, as a bar over the day it was published.

    rows   as_of · low · likely · high (dates; null: beyond the horizon then)
    """
    figure = blank(ink, 260)
    known = rows.dropna(subset=["likely"])
    tops = known["high"].fillna(known["likely"])
    for day, low, high in zip(known["as_of"], known["low"], tops, strict=True):
        figure.add_scatter(
            x=[day, day],
            y=[low, high],
            mode="lines",
            line={"color": ink.bar, "width": 9},
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


def _dates(figure: go.Figure, first: date, last: date) -> None:
    """A date axis from one day to another, with as many ticks as its length deserves."""
    months = (last - first).days / 30
    figure.update_xaxes(
        range=[first.isoformat(), last.isoformat()],
        type="date",
        tickformat="%b\n%Y",
        dtick="M1" if months <= 6 else "M3" if months <= 30 else "M6",
    )
