"""The plan drawn: which fund pays what, month by month."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from charts.funds import fund_color, fund_pattern, words_cut
from charts.runway import nothing
from charts.theme import Ink, blank
from metrics.runway.engine.dates import add_months
from metrics.runway.outlook import Outlook


def who_pays(found: Outlook, ink: Ink, height: int = 260) -> go.Figure:
    """Per month, which fund pays how much; what nobody pays hangs below zero."""
    months = _months(found)
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
        figure.add_bar(
            x=x,
            y=[paid.get(month) for month in months],
            marker={
                "color": color,
                "pattern": fund_pattern(kind, ink),
                "line": {"width": 1, "color": ink.paper},
            },
            name=name,
        )
        first = next((month for month in months if paid.get(month)), None)
        if first is not None and sum(v for v in paid.values() if v) > 0.02 * _all(found):
            label = f"<span style='color:{color}'>■</span> {words_cut(name)}"
            _name(figure, first, label, lane, months[-1])
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


def _months(found: Outlook) -> list[date]:
    """The months in which something is paid or unpaid, as far as they are shown."""
    paid = {p.period[0].replace(day=1) for p in found.plan.payments}
    return sorted(month for month in paid | _unpaid(found).keys() if month <= shown_until(found))


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


def shown_until(found: Outlook) -> date:
    """Three months after the plan runs dry, or the last fund's end, whichever is later."""
    out = found.plan.money_out_date
    ends = [fund.ends_on for fund in found.funds if fund.ends_on and fund.balance]
    dry = add_months(out, 2) if out else found.horizon
    return min(found.horizon, max([dry, *(end for end in ends if end < add_months(dry, 4))]))
