"""Funds drawn: who pays what, what each still holds, how long it runs, what an extension adds."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from charts.theme import Ink, blank, bold, fund_color, fund_pattern, says, shortened
from metrics.runway.outlook import FundOutlook, Outlook

HEIGHT = 260
SIGNS = "■▧▩"  # of the first, second and later funds of a kind, as their bars are hatched
HALF_A_BAR = timedelta(days=13)
HELD = 0.5  # of a strip shows what is held; above it are two lines of words


def who_pays(
    found: Outlook, *, names: Mapping[str, str], unpaid: str, empty: str, ink: Ink
) -> go.Figure:
    """Per month, which fund pays how much; what nobody pays hangs below zero.

    names   of the funds by fund_id     unpaid   the words for what nobody pays
    """
    shown = {p.period[0].replace(day=1) for p in found.plan.payments} | _unpaid(found).keys()
    months = sorted(month for month in shown if month <= found.plan_shown_to)
    if not months:
        return says(ink, HEIGHT, empty)
    figure = blank(ink, HEIGHT, barmode="relative", bargap=0.16)
    x = [month.isoformat() for month in months]
    kinds = {fund.fund_id: fund.kind for fund in found.funds}
    total = float(sum(paid.amount for paid in found.plan.payments))
    first_use: dict[str, date] = {}
    for each in found.plan.payments:
        first_use.setdefault(each.fund_id, each.period[0])
    lane, seen = 0, Counter[str]()
    for fund_id in sorted(first_use, key=lambda each: (first_use[each], each)):
        paid = _paid(found, fund_id)
        kind, name = kinds.get(fund_id, "pending"), names[fund_id]
        color = fund_color(kind, ink)
        edge = {"width": 1, "color": ink.paper}
        look = {"color": color, "pattern": fund_pattern(kind, ink, seen[kind]), "line": edge}
        figure.add_bar(x=x, y=[paid.get(month) for month in months], marker=look, name=name)
        first = next((month for month in months if paid.get(month)), None)
        if first is not None and sum(v for v in paid.values() if v) > 0.02 * total:
            sign = SIGNS[min(seen[kind], len(SIGNS) - 1)]
            label = f"<span style='color:{color}'>{sign}</span> {shortened(name)}"
            rest = months[-1] - first
            is_late = rest.days < 100 and first - months[0] > rest  # else it has room to its right
            _name(figure, first, label, lane, is_late=is_late)
            lane += 1
        seen[kind] += 1
    _nobody(figure, found, months, unpaid, ink)
    figure.update_layout(margin={"t": 28 + 18 * max(0, lane - 1)}, height=HEIGHT + 18 * lane)
    half = timedelta(days=16)
    ends = [(months[0] - half).isoformat(), (months[-1] + half).isoformat()]
    dtick = "M1" if len(months) <= 6 else "M3"
    figure.update_xaxes(type="date", tickformat="%b\n%Y", dtick=dtick, range=ends)
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


def _name(figure: go.Figure, month: date, text: str, lane: int, *, is_late: bool) -> None:
    figure.add_annotation(
        x=month.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        text=text,
        showarrow=False,
        xanchor="right" if is_late else "left",
        xshift=16 if is_late else -14,
        yshift=4 + 18 * lane,
        font={"size": 13},
    )


def _nobody(figure: go.Figure, found: Outlook, months: list[date], text: str, ink: Ink) -> None:
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
        name=text,
    )
    first = next(month for month in months if unpaid.get(month))
    figure.add_annotation(
        x=(first - HALF_A_BAR).isoformat(),
        y=min(unpaid.values()) / 2,
        text=text,
        xanchor="right",
        xshift=-4,
        showarrow=False,
        font={"size": 13, "color": color},
    )


def held(
    found: Outlook, *, texts: Mapping[str, tuple[str, str, str]], empty: str, ink: Ink
) -> go.Figure:
    """What each fund still holds under the plan: one strip a fund, one scale of money and time.

    texts   per fund_id its name, what it holds today, and how it ends
    """
    funds = [fund for fund in found.funds if fund.balance > 0]
    if not funds:
        return says(ink, 132, empty)
    figure = blank(ink, 92 * len(funds) + 40, margin={"t": 8, "l": 4, "r": 12, "b": 4})
    top, n = max(float(fund.balance) for fund in funds), len(funds)
    last = found.plan_shown_to + timedelta(days=31)
    for number, fund in enumerate(funds):
        axis = "" if number == 0 else str(number + 1)
        figure.add_scatter(**_strip(found, fund, last, ink), yaxis=f"y{axis}")
        base, lane = 1 - (number + 1) / n, HELD / n
        shape = {"domain": [base, base + lane], "range": [0, top]}
        figure.update_layout({f"yaxis{axis}": {**shape, "visible": False, "anchor": "x"}})
        ends_on = fund.ends_on if fund.ends_on and found.as_of < fund.ends_on <= last else None
        if ends_on:
            figure.add_shape(
                type="line", x0=ends_on.isoformat(), x1=ends_on.isoformat(), yref="paper", y0=base,
                y1=base + lane, line={"color": ink.muted, "width": 1.5, "dash": "dot"},
            )  # fmt: skip
        name, amount, end = texts[fund.fund_id]
        text = f"{bold(shortened(name))} {amount}"
        if ends_on:
            tint = ink.state["watch"] if fund.is_lapsing else ink.muted
            text += f"<br><span style='color:{tint}'>{end}</span>"
        # Close above its own strip, so that no word hides what is held or seems the last strip's.
        figure.add_annotation(
            x=0, xref="paper", y=base + lane, yref="paper", yanchor="bottom", xanchor="left",
            align="left", text=text, showarrow=False, font={"size": 13},
        )  # fmt: skip
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
    """What the fund holds, filled in its own colour and pattern; an estimate is hatched."""
    days, amounts = _held(found, fund, last)
    color = fund_color(fund.kind, ink)
    look = {"line": {"width": 0, "color": color}, "fillpattern": fund_pattern(fund.kind, ink)}
    if fund.is_estimated:
        hatch = {"shape": "/", "fillmode": "replace", "fgcolor": color, "bgcolor": ink.paper}
        look = {
            "line": {"width": 1.5, "color": color},
            "fillpattern": {**hatch, "size": 7, "solidity": 0.3},
        }
    return {
        "x": [day.isoformat() for day in days], "y": amounts, "mode": "lines", "fill": "tozeroy",
        "fillcolor": color, "hoverinfo": "skip", **look,
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
