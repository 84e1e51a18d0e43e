"""What each fund still holds under the plan, until it ends."""

from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from charts.funds import fund_color, fund_pattern, words_cut
from charts.plan import shown_until
from charts.runway import nothing
from charts.theme import Ink, blank
from metrics import words
from metrics.runway.outlook import FundOutlook, Outlook

HELD = 0.5  # of a strip shows what is held; above it stand two lines of words


def cliffs(found: Outlook, ink: Ink) -> go.Figure:
    """What each fund still holds under the plan: one strip a fund, one scale of money and time."""
    funds = [fund for fund in found.funds if fund.balance > 0]
    if not funds:
        return nothing(ink, 132, "No fund holds money.")
    figure = blank(ink, 92 * len(funds) + 40, margin={"t": 8, "l": 4, "r": 12, "b": 4})
    top, n = max(float(fund.balance) for fund in funds), len(funds)
    last = shown_until(found) + timedelta(days=31)
    for number, fund in enumerate(funds):
        axis = "" if number == 0 else str(number + 1)
        figure.add_scatter(**_strip(found, fund, last, ink), yaxis=f"y{axis}")
        base, lane = 1 - (number + 1) / n, HELD / n
        figure.update_layout(
            {
                f"yaxis{axis}": {
                    "domain": [base, base + lane],
                    "range": [0, top],
                    "visible": False,
                    "anchor": "x",
                }
            }
        )
        ends_on = fund.ends_on if fund.ends_on and found.as_of < fund.ends_on <= last else None
        if ends_on:
            _end_line(figure, ends_on, (base, base + lane), ink)
        _strip_words(figure, fund, (found.currency, ends_on), base + 1 / n, ink)
    figure.update_xaxes(
        type="date",
        tickformat="%b\n%Y",
        anchor="free",
        position=0,
        range=[found.as_of.isoformat(), last.isoformat()],
        dtick="M1" if (last - found.as_of).days < 190 else "M3",
    )
    return figure


def _strip(found: Outlook, fund: FundOutlook, last: date, ink: Ink) -> dict[str, Any]:
    """What the fund holds, filled in its own colour and pattern."""
    days, amounts = _held(found, fund, last)
    color = fund_color(fund.kind, ink)
    return {
        "x": [day.isoformat() for day in days], "y": amounts, "mode": "lines", "fill": "tozeroy",
        "line": {"width": 0, "color": color}, "fillcolor": color, "hoverinfo": "skip",
        "fillpattern": fund_pattern(fund.kind, ink),
    }  # fmt: skip


def _held(found: Outlook, fund: FundOutlook, last: date) -> tuple[list[date], list[float]]:
    """The fund's balance along the plan, to its last day or its first zero."""
    left, gross = float(fund.balance), 1.0
    direct = sum(float(p.amount) for p in found.plan.payments if p.fund_id == fund.fund_id)
    used = float(found.plan.funds[fund.fund_id].used)
    gross = used / direct if direct else 1.0
    days, amounts = [found.as_of], [left]
    for first, end in sorted({p.period for p in found.plan.payments if p.fund_id == fund.fund_id}):
        if first > days[-1] + timedelta(days=1):
            days.append(first - timedelta(days=1))
            amounts.append(round(left))
        paid = [
            p.amount
            for p in found.plan.payments
            if p.fund_id == fund.fund_id and p.period == (first, end)
        ]
        left -= float(sum(paid)) * gross
        days.append(end)
        amounts.append(max(0.0, round(left)))
    stop = min(fund.ends_on or last, last)
    if amounts[-1] > 0 and days[-1] < stop:
        days.append(stop)
        amounts.append(amounts[-1])
    return [*days, days[-1]], [*amounts, 0.0]


def _strip_words(
    figure: go.Figure, fund: FundOutlook, told: tuple[str, date | None], top: float, ink: Ink
) -> None:
    """Above the strip, so that no word hides what is held: the fund, when it ends, what lapses."""
    currency, ends_on = told
    text = f"<b>{words_cut(fund.name)}</b> {words.money(fund.balance, currency)}"
    if ends_on:
        text += f"<br>{_end(fund, currency, ends_on, ink)}"
    figure.add_annotation(
        x=0,
        xref="paper",
        y=top,
        yref="paper",
        yanchor="top",
        xanchor="left",
        align="left",
        text=text,
        showarrow=False,
        font={"size": 13},
    )


def _end(fund: FundOutlook, currency: str, ends_on: date, ink: Ink) -> str:
    """A fund's last day in words, and what lapses with it."""
    verb = "expires" if fund.kind == "credits" else "ends"
    lapse = fund.lapse * 100 > fund.balance
    tail = f"{words.about(fund.lapse, currency)} lapse" if lapse else "used up before"
    color = ink.state["watch"] if lapse else ink.muted
    day = f"{ends_on.day} {words.MONTHS[ends_on.month - 1][:3]}"
    return f"<span style='color:{color}'>{verb} {day}, {tail}</span>"


def _end_line(figure: go.Figure, ends_on: date, span: tuple[float, float], ink: Ink) -> None:
    figure.add_shape(
        type="line",
        x0=ends_on.isoformat(),
        x1=ends_on.isoformat(),
        yref="paper",
        y0=span[0],
        y1=span[1],
        line={"color": ink.muted, "width": 1.5, "dash": "dot"},
    )
