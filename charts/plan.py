"""The plan drawn: which fund pays what, and what each still holds until it ends."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from charts.funds import fund_color, words_cut
from charts.ink import MARK, Ink, blank
from charts.runway import nothing
from metrics import words
from metrics.runway.dates import add_months
from metrics.runway.outlook import FundOutlook, Outlook


def who_pays(found: Outlook, ink: Ink, height: int = 260) -> go.Figure:
    """Per month, which fund pays how much; what nobody pays hangs below zero."""
    months = sorted(
        {p.period[0].replace(day=1) for p in found.plan.payments} | _unpaid(found).keys()
    )
    last = _shown_until(found)
    months = [month for month in months if month <= last]
    if not months:
        return nothing(ink, height, "Nothing is to be paid.")
    figure = blank(ink, height, barmode="relative", bargap=0.16)
    x = [month.isoformat() for month in months]
    kinds = {fund.fund_id: fund for fund in found.funds}
    lane = 0
    for fund_id in sorted({p.fund_id for p in found.plan.payments}, key=_first_use(found)):
        paid = _paid(found, fund_id)
        fund = kinds.get(fund_id)
        kind, name = (fund.kind, fund.name) if fund else ("pending", "New award")
        color = fund_color(kind, ink)
        pattern = {
            "shape": MARK.get(kind, ""),
            "fgcolor": ink.paper,
            "bgcolor": color,
            "fgopacity": 0.45,
            "size": 6,
            "solidity": 0.12,
        }
        figure.add_bar(
            x=x,
            y=[paid.get(month) for month in months],
            marker={"color": color, "pattern": pattern, "line": {"width": 1, "color": ink.paper}},
            name=name,
        )
        first = next((month for month in months if paid.get(month)), None)
        if first is not None and sum(v for v in paid.values() if v) > 0.02 * _all(found):
            _name(
                figure,
                first,
                f"<span style='color:{color}'>■</span> {words_cut(name)}",
                lane,
                months[-1],
            )
            lane += 1
    _nobody(figure, found, months, ink)
    figure.update_layout(margin={"t": 28 + 18 * max(0, lane - 1)}, height=height + 18 * lane)
    edge = timedelta(days=16)
    figure.update_xaxes(
        type="date",
        tickformat="%b\n%Y",
        dtick="M1" if len(months) <= 6 else "M3",
        range=[(months[0] - edge).isoformat(), (months[-1] + edge).isoformat()],
    )
    return figure


def cliffs(found: Outlook, ink: Ink) -> go.Figure:
    """What each fund still holds under the plan: one strip a fund, one scale of money and time."""
    funds = [fund for fund in found.funds if fund.balance > 0]
    if not funds:
        return nothing(ink, 132, "No fund holds money.")
    figure = blank(ink, 92 * len(funds) + 40, margin={"t": 8, "l": 4, "r": 12, "b": 4})
    top, n = max(float(fund.balance) for fund in funds), len(funds)
    last = _shown_until(found) + timedelta(days=31)
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
            fillpattern={
                "shape": MARK.get(fund.kind, ""),
                "fgcolor": ink.paper,
                "bgcolor": color,
                "fgopacity": 0.45,
                "size": 6,
                "solidity": 0.12,
            },
        )
        figure.update_layout(
            {
                f"yaxis{axis}": {
                    "domain": [1 - number / n - 0.8 / n, 1 - number / n],
                    "range": [0, top * 1.35],
                    "visible": False,
                    "anchor": "x",
                }
            }
        )
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


def _paid(found: Outlook, fund_id: str) -> dict[date, float]:
    sums: dict[date, float] = defaultdict(float)
    for paid in found.plan.payments:
        if paid.fund_id == fund_id:
            sums[paid.period[0].replace(day=1)] += round(float(paid.amount))
    return sums


def _unpaid(found: Outlook) -> dict[date, float]:
    sums: dict[date, float] = defaultdict(float)
    for (day, _), amount in found.plan.unfunded.items():
        sums[day.replace(day=1)] -= round(float(amount))
    return sums


def _all(found: Outlook) -> float:
    return float(sum(paid.amount for paid in found.plan.payments))


def _first_use(found: Outlook) -> Any:
    first = {}
    for paid in reversed(found.plan.payments):
        first[paid.fund_id] = paid.period[0]
    return lambda fund_id: (first[fund_id], fund_id)


def _name(figure: go.Figure, month: date, text: str, lane: int, last: date) -> None:
    late = (last - month).days < 100
    figure.add_annotation(
        x=month.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        text=text,
        showarrow=False,
        xanchor="right" if late else "left",
        xshift=16 if late else -14,
        yshift=4 + 18 * lane,
        font={"size": 13},
    )


def _nobody(figure: go.Figure, found: Outlook, months: list[date], ink: Ink) -> None:
    unpaid, color = _unpaid(found), ink.fund["unfunded"]
    if not any(unpaid.get(month) for month in months):
        return
    pattern = {
        "shape": "/",
        "fillmode": "replace",
        "fgcolor": color,
        "bgcolor": ink.paper,
        "size": 6,
        "solidity": 0.3,
    }
    figure.add_bar(
        x=[month.isoformat() for month in months],
        y=[unpaid.get(month) or None for month in months],
        marker={"color": color, "pattern": pattern, "line": {"width": 1.5, "color": color}},
        name="nobody pays",
    )
    first = next(month for month in months if unpaid.get(month))
    figure.add_annotation(
        x=first.isoformat(),
        y=min(unpaid.values()) / 2,
        text="nobody pays",
        xanchor="right",
        xshift=-18,
        showarrow=False,
        font={"size": 13, "color": color},
    )


def _shown_until(found: Outlook) -> date:
    """Three months after the plan runs dry, or the last fund's end, whichever is later."""
    out = found.plan.money_out_date
    ends = [fund.ends_on for fund in found.funds if fund.ends_on and fund.balance]
    dry = add_months(out, 2) if out else found.horizon
    return min(found.horizon, max([dry, *(end for end in ends if end < add_months(dry, 4))]))


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
    if fund.ends_on is None or not found.as_of < fund.ends_on <= last:
        return
    verb = "expires" if fund.kind == "credits" else "ends"
    lapse = fund.lapse * 100 > fund.balance
    tail = f"{words.about(fund.lapse, found.currency)} lapse" if lapse else "used up before"
    color = ink.state["watch"] if lapse else ink.muted
    figure.add_shape(
        type="line",
        x0=fund.ends_on.isoformat(),
        x1=fund.ends_on.isoformat(),
        yref="paper",
        y0=top - height,
        y1=top - height * 0.34,
        line={"color": color, "width": 1.5, "dash": "dot"},
    )
    early = (fund.ends_on - found.as_of) < (last - found.as_of) / 2
    words_of = f"{verb} {fund.ends_on.day} {words.MONTHS[fund.ends_on.month - 1][:3]}, {tail}"
    figure.add_annotation(
        x=fund.ends_on.isoformat(),
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
