"""Money left, when it ends, what would move that: figures of the Runway page."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from charts.ink import Ink, blank, milestones
from metrics import words
from metrics.runway.dates import add_months
from metrics.runway.outlook import Outlook

Mark = tuple[date, str, str, str]


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


def balance_fan(found: Outlook, ink: Ink) -> go.Figure:
    """What is left, behind and ahead: history, the likely path and two bands."""
    if not found.balance:
        return nothing(ink, 460, "There is no balance to draw.")
    marks = _milestones(found, ink)
    figure = blank(ink, 460, hovermode="x unified")
    days = [day.isoformat() for day in found.fan.days]
    p10, p25, p50, p75, p90 = found.fan.quantiles
    if found.method == "range":
        _band(figure, days, (p10, p90), (ink.band80, ink.hatch, 9, 0.05))
        _band(figure, days, (p25, p75), (ink.band50, ink.hatch, 5, 0.10))
    behind = _behind(found)
    past = [(day.isoformat(), amount) for day, amount in behind]
    figure.add_scatter(
        x=[day for day, _ in past],
        y=[round(amount) for _, amount in past],
        mode="lines",
        line={"color": ink.text, "width": 2.25, "shape": "hv"},
        name="stated and rolled forward",
    )
    figure.add_scatter(
        x=days,
        y=_until_zero(p50),
        mode="lines",
        line={"color": ink.forecast, "width": 2.5},
        name="likely",
    )
    _today(figure, found, ink)
    first = min([day for day, _ in behind] + [found.as_of])
    top = 20 * len(marks) + 6
    last = _last_shown(found)
    shapes, notes = milestones(marks, first, last, 460 - top - 42, ink)
    figure.update_layout(shapes=shapes, margin={"t": top})
    for note in notes:
        figure.add_annotation(note)
    if found.method == "range":
        figure.add_annotation(
            text="light band: 8 chances in 10<br>dark band: 5 in 10",
            x=1,
            y=0.6,
            xref="paper",
            yref="paper",
            xanchor="right",
            align="right",
            showarrow=False,
            font={"size": 13, "color": ink.forecast},
            bgcolor=ink.paper,
        )
    highest = max([amount for _, amount in behind] + [*p90, float(found.balance)])
    figure.update_yaxes(range=[0, 1.1 * highest])
    _dates(figure, first - (last - first) * 0.02, last)
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
    _dates(figure, shown[0] - timedelta(days=20), shown[-1] + timedelta(days=20))
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
    shapes, first = [], rows[0][2].as_of
    last = max((_beyond(o.high, o) for *_, o in rows), default=first)
    for number, (name, effect, found) in enumerate(rows):
        y = len(rows) - number
        low, likely, high = (_beyond(day, found) for day in (found.low, found.likely, found.high))
        outline = {"width": 1.5 if number == 0 else 0, "color": ink.forecast}
        shapes.append(
            {
                "type": "rect",
                "x0": low.isoformat(),
                "x1": max(high, low + timedelta(days=2)).isoformat(),
                "y0": y - 0.13,
                "y1": y + 0.13,
                "fillcolor": ink.band50,
                "line": outline,
            }
        )
        shapes.append(
            {
                "type": "line",
                "x0": likely.isoformat(),
                "x1": likely.isoformat(),
                "y0": y - 0.22,
                "y1": y + 0.22,
                "line": {"width": 3, "color": ink.text},
            }
        )
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
    _dates(figure, first, last + timedelta(days=12))
    return figure


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
    figure.update_yaxes(range=[0, 104], ticksuffix=" %", tickvals=[0, 25, 50, 75, 100])
    _dates(figure, found.as_of, found.periods[-1][1])
    return figure


def said_and_happened(rows: pd.DataFrame, ink: Ink) -> go.Figure:
    """The range each ingest published, as a bar over the day it was published.

    rows  as_of · low · likely · high (dates; null: beyond the horizon then)
    """
    if rows.empty:
        return nothing(ink, 90, "Nothing was published yet.")
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


def _until_zero(values: Sequence[float]) -> list[float | None]:
    """The line ends where it meets zero."""
    zero = next((n for n, value in enumerate(values) if value < 1), len(values))
    return [value if n <= zero else None for n, value in enumerate(values)]


def _today(figure: go.Figure, found: Outlook, ink: Ink) -> None:
    figure.add_scatter(
        x=[found.as_of.isoformat()],
        y=[float(found.balance)],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 10, "color": ink.text, "line": {"width": 2, "color": ink.paper}},
    )
    amount = words.about(found.balance, "").strip()
    label = f"<b>{amount}</b> on {_short(found.as_of)}"
    side = "right" if _behind(found) else "left"
    figure.add_annotation(
        x=found.as_of.isoformat(),
        y=float(found.balance),
        text=label,
        xanchor=side,
        yanchor="top" if side == "right" else "bottom",
        xshift=-6 if side == "right" else 8,
        yshift=-6 if side == "right" else 0,
        showarrow=False,
    )


def _behind(found: Outlook) -> list[tuple[date, float]]:
    """The last twelve months of balances."""
    first = add_months(found.as_of, -12)
    past = [(day, amount) for day, amount in found.history if first <= day <= found.as_of]
    return past if len(past) > 1 else []


def _milestones(found: Outlook, ink: Ink) -> list[Mark]:
    marks: list[Mark] = []
    last = _last_shown(found)
    for fund in found.funds:
        if fund.ends_on and found.as_of < fund.ends_on <= last and fund.balance:
            verb = "expire" if fund.kind == "credits" else "ends"
            noun = (
                "Credits"
                if fund.kind == "credits"
                else {"grant": "Grant", "in_kind": "In kind"}.get(fund.kind, "Fund")
            )
            marks.append((fund.ends_on, f"{noun} {verb} {_short(fund.ends_on)}", ink.text, "dot"))
    marks = marks[:3]
    if found.likely:
        words_of = "Money out" if found.method == "arithmetic" else "Money out, likely"
        marks.append((found.likely, f"{words_of} {_short(found.likely)}", ink.forecast, "solid"))
    start = found.start_looking
    first = min([day for day, _ in _behind(found)] + [found.as_of])
    if start and start >= first:
        late = ", overdue" if start <= found.as_of else ""
        color = ink.state["act"] if late else ink.state["watch"]
        marks.append((start, f"Start looking {_short(start)}{late}", color, "solid"))
    return marks


def _last_shown(found: Outlook) -> date:
    """Where the 8-in-10 band reaches zero, or the horizon."""
    highest = found.fan.quantiles[-1]
    zero = next(
        (day for day, top in zip(found.fan.days, highest, strict=True) if top < 1), found.horizon
    )
    ends = [f.ends_on for f in found.funds if f.ends_on and f.ends_on <= found.horizon]
    return min(found.horizon, max([zero, *ends]) + timedelta(days=30))


def _dates(figure: go.Figure, first: date, last: date) -> None:
    months = (last - first).days / 30
    figure.update_xaxes(
        range=[first.isoformat(), last.isoformat()],
        type="date",
        tickformat="%b\n%Y",
        dtick="M1" if months <= 6 else "M3" if months <= 30 else "M6",
    )


def _beyond(day: date | None, found: Outlook) -> date:
    return day or found.horizon


def _short(day: date) -> str:
    return f"{day.day} {words.MONTHS[day.month - 1][:3]}"


def _cut(name: str) -> str:
    return name if len(name) <= 44 else f"{name[:43]}…"
