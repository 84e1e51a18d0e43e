"""How much do we spend a month, and is it rising?"""

from typing import Any

import streamlit as st

from metrics.spending import breakdown, burn
from metrics.spending.cost_filter import CostFilter, choices
from views import page
from wording import burn as wording
from wording import gather
from wording.net_burn import WINDOWS


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


top = None
totals, chosen = page.ask(breakdown.totals), gather.BurnChoices()
if not totals.empty:
    top = st.container(gap="xsmall")
    with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
        basis = choice("show", wording.BASES, chosen.basis)
        by = choice("by", wording.DIMENSIONS, chosen.by)
        window = choice("window", {each: str(each) for each in WINDOWS}, chosen.window)
        currency, cost_filter = filtered(page.ask(burn.main_currency), list(totals["currency"]))
    chosen = gather.BurnChoices(basis, by, window, currency, cost_filter)
page.show(gather.burn_page(page.asker(), chosen), top=top, controls={"sources": sources})
