"""What each fund still holds under the plan, until it ends."""

from datetime import date, timedelta

import plotly.graph_objects as go

from charts.funds import fund_color, fund_pattern, words_cut
from charts.ink import Ink, blank
from charts.plan import shown_until
from charts.runway import nothing
from metrics import words
from metrics.runway.outlook import FundOutlook, Outlook


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
        days, amounts = _held(found, fund, last)
        color = fund_color(fund.kind, ink)
        figure.add_scatter(
            x=[day.isoformat() for day in days],
            y=amounts,
            mode="lines",
            fill="tozeroy",
            line={"width": 0, "color": color},
            fillcolor=color,
            yaxis=f"y{axis}",
            hoverinfo="skip",
            fillpattern=fund_pattern(fund.kind, ink),
        )
        lane = {"domain": [1 - number / n - 0.8 / n, 1 - number / n], "range": [0, top * 1.35]}
        figure.update_layout({f"yaxis{axis}": {**lane, "visible": False, "anchor": "x"}})
        _strip_words(figure, fund, found, (number, n, last), ink)
    figure.update_xaxes(
        type="date",
        tickformat="%b\n%Y",
        anchor="free",
        position=0,
        range=[found.as_of.isoformat(), last.isoformat()],
        dtick="M1" if (last - found.as_of).days < 190 else "M3",
    )
    return figure


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
    figure: go.Figure,
    fund: FundOutlook,
    found: Outlook,
    place: tuple[int, int, date],
    ink: Ink,
) -> None:
    number, n, last = place
    top, height = 1 - number / n, 0.8 / n
    text = f"<b>{words_cut(fund.name)}</b> {words.money(fund.balance, found.currency)}"
    figure.add_annotation(
        x=0,
        xref="paper",
        y=top,
        yref="paper",
        yanchor="top",
        xanchor="left",
        text=text,
        showarrow=False,
        font={"size": 13},
        bgcolor=ink.paper,
    )
    if fund.ends_on is not None and found.as_of < fund.ends_on <= last:
        _end(figure, fund, found, (fund.ends_on, top, height, last), ink)


def _end(
    figure: go.Figure,
    fund: FundOutlook,
    found: Outlook,
    place: tuple[date, float, float, date],
    ink: Ink,
) -> None:
    """A fund's last day on its strip, and what lapses with it."""
    ends_on, top, height, last = place
    verb = "expires" if fund.kind == "credits" else "ends"
    lapse = fund.lapse * 100 > fund.balance
    tail = f"{words.about(fund.lapse, found.currency)} lapse" if lapse else "used up before"
    color = ink.state["watch"] if lapse else ink.muted
    figure.add_shape(
        type="line",
        x0=ends_on.isoformat(),
        x1=ends_on.isoformat(),
        yref="paper",
        y0=top - height,
        y1=top - height * 0.34,
        line={"color": color, "width": 1.5, "dash": "dot"},
    )
    early = (ends_on - found.as_of) < (last - found.as_of) / 2
    words_of = f"{verb} {ends_on.day} {words.MONTHS[ends_on.month - 1][:3]}, {tail}"
    figure.add_annotation(
        x=ends_on.isoformat(),
        y=top - height * 0.4,
        yref="paper",
        yanchor="middle",
        xanchor="left" if early else "right",
        xshift=5 if early else -5,
        text=words_of,
        showarrow=False,
        font={"size": 13, "color": color},
        bgcolor=ink.paper,
    )
