"""How much do we spend a month, and is it rising?"""

from typing import Any

import pandas as pd
import streamlit as st

from metrics.data_quality import bill_doubts, source_rows, standing
from metrics.launches import unit_cost
from metrics.runway.outlook import outlooks
from metrics.spending import (
    anomalies,
    breakdown,
    burn,
    missing_days,
    net_burn,
    planned,
    team_budget,
)
from metrics.spending.cost_filter import CostFilter, choices
from views import page
from wording import burn as wording
from wording import runway
from wording.net_burn import WINDOWS
from wording.source_rows import bills


def choice(key: str, options: dict[Any, str], default: object) -> Any:
    """A control of one choice, kept in the address of the page."""
    return st.segmented_control(
        wording.CHOICES[key], list(options), default=default, required=True,
        format_func=options.__getitem__, key=key, bind="query-params", wrap=True,
    )  # fmt: skip


def filtered(currency: str, currencies: list[str]) -> tuple[str, CostFilter]:
    """Category, project, provider and currency, each only where there are two."""
    parts = page.ask(choices)
    offered = {name: values for name, values in parts.items() if len(values) > 1}
    if not offered and len(currencies) < 2:
        return currency, CostFilter()
    with st.popover(wording.CHOICES["filter"], key="filter"):
        chosen = {
            name: st.selectbox(
                name.capitalize(), values, index=None, placeholder=wording.CHOICES["all"], key=name,
                bind="query-params",
            )
            for name, values in offered.items()
        }  # fmt: skip
        if len(currencies) > 1:
            currency = choice("currency", {code: code for code in currencies}, currency)
    return currency, CostFilter(**chosen)


def sources() -> None:
    """Notes on the state of the bills."""
    page.source_notes("billing")


as_of = page.as_of()
totals = page.ask(breakdown.totals)
if totals.empty:
    page.show(wording.no_bill(), controls={"sources": sources})
    st.stop()

head = st.container(gap="xsmall")
with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    basis = choice("show", wording.BASES, "gross")
    by = choice("by", wording.DIMENSIONS, "service")
    window = choice("window", WINDOWS, 3)
    currency, cost_filter = filtered(page.ask(burn.main_currency), list(totals["currency"]))

part = {"cost_filter": cost_filter}
asked = {"as_of": as_of, "currency": currency, **part}
months = page.ask(breakdown.monthly, by=by, basis=basis, **asked)
totals = page.ask(breakdown.totals, **part)
if months.empty:
    page.show(wording.no_line(cost_filter, currency, list(totals["currency"])), top=head)
    st.stop()

nets = [page.ask(net_burn.net, months=each, **asked) for each in WINDOWS]
now = next(each.burn for each in nets if each.burn.months == window)
gaps = page.ask(missing_days.gaps, as_of=as_of, currency=currency)
plans = tuple((b.amount, b.starts_on, b.ends_on) for b in page.house().config.budgets)
# Plans are of the whole team and paid in cash: next to a part of the bills they would mislead.
is_whole = not cost_filter.chosen and basis != "credits"
shown = tuple(sorted(set(breakdown.newest(months)["month"])))
known = page.ask(outlooks).own
latest = page.ask(unit_cost.latest)
costs = pd.DataFrame()
if latest:
    costs = page.ask(unit_cost.cost_in, currency=latest.cost.currency)
page.show(
    wording.page(
        wording.Facts(
            as_of=as_of,
            basis=basis,
            by=by,
            currency=currency,
            cost_filter=cost_filter,
            totals=totals,
            nets=nets,
            now=now,
            before=page.ask(burn.burn, months=window, **asked | {"as_of": now.day_before(as_of)}),
            months=months,
            change=page.ask(breakdown.change, by=by, basis=basis, **asked),
            budget={} if cost_filter.chosen else burn.budget(plans, months=shown),
            complete_to=page.ask(burn.last_complete_day, currency=currency),
            gaps=missing_days.recent(gaps, as_of=as_of),
            billed_monthly=page.ask(missing_days.billed_monthly, currency=currency),
            unusual=page.ask(anomalies.anomalies, **asked),
            invoices=page.ask(breakdown.invoices),
            launch_cost=latest,
            launch_costs=costs,
            rows=bills(page.ask(source_rows.bills, as_of=as_of)),
            questions=page.ask(bill_doubts.questions),
            refused=page.ask(bill_doubts.refused),
            standing=page.ask(standing.standing, metric="spending.burn", on=page.today()),
            cash=known.cash_bills,
            costs=runway.costs(known) if known.costs.planned else "",
            planned=page.ask(planned.planned, currency=currency, months=shown, as_of=as_of)
            if is_whole
            else {},
            team_budget=page.ask(team_budget.team_budget, currency=currency),
        )
    ),
    top=head,
    controls={"sources": sources},
)
