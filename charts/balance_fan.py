"""What is left, behind and ahead: the balance chart of the Runway page."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from charts.runway import dates, nothing
from charts.theme import Ink, blank, milestones
from metrics import words
from metrics.runway.engine.dates import add_months
from metrics.runway.outlook import Outlook

Mark = tuple[date, str, str, str]
NOUN = {"credits": "Credits", "grant": "Grant", "in_kind": "In kind"}


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
    figure.add_scatter(
        x=[day.isoformat() for day, _ in behind],
        y=[round(amount) for _, amount in behind],
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
    first, last = min([day for day, _ in behind] + [found.as_of]), _last_shown(found)
    _today(figure, found, ink, is_early=found.as_of - first < (last - first) / 2)
    top = 20 * len(marks) + 6
    shapes, notes = milestones(marks, first, last, 460 - top - 42, ink)
    figure.update_layout(shapes=shapes, margin={"t": top})
    for note in notes:
        figure.add_annotation(note)
    highest = max([amount for _, amount in behind] + [*p90, float(found.balance)])
    figure.update_yaxes(range=[0, 1.1 * highest])
    dates(figure, first - (last - first) * 0.02, last)
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


def _today(figure: go.Figure, found: Outlook, ink: Ink, *, is_early: bool) -> None:
    """A dot and what is held today, read towards the roomier side, above what is to come."""
    figure.add_scatter(
        x=[found.as_of.isoformat()],
        y=[float(found.balance)],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 10, "color": ink.text, "line": {"width": 2, "color": ink.paper}},
    )
    amount = words.about(found.balance, "").strip()
    label = f"<b>{amount}</b> on {_short(found.as_of)}"
    figure.add_annotation(
        x=found.as_of.isoformat(),
        y=float(found.balance),
        text=label,
        xanchor="left" if is_early else "right",
        yanchor="bottom" if is_early else "top",
        xshift=8 if is_early else -6,
        yshift=0 if is_early else -6,
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
            noun = NOUN.get(fund.kind, "Fund")
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


def _short(day: date) -> str:
    return f"{day.day} {words.MONTHS[day.month - 1][:3]}"
