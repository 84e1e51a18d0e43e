"""What can be chosen on the Runway page: a scenario, or, without any fund, three numbers."""

from datetime import date
from decimal import Decimal

import streamlit as st

from metrics.runway import captions
from metrics.runway.inputs.gather import Inputs
from metrics.runway.whatif import WhatIf, scenarios
from views import page

OWN = "Your own"


def chosen_scenario(given: Inputs) -> WhatIf | None:
    """The scenario in the page's address, or the one made here; none: as planned.

    Amounts stay out of the address: they are forgotten when the page is closed.
    """
    named = {each.name: each for each in page.ask(scenarios)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Scenario",
            ["As planned", *named, OWN],
            key="scenario",
            bind="query-params",
            width=420,
        )
        if name == OWN:
            with st.popover("Change your scenario"):
                return _own(given)
    return named.get(name)


def _own(given: Inputs) -> WhatIf:
    """A scenario from the boxes of the popover."""
    categories = [stream.category for stream in given.case.streams] or ["cloud"]
    category = st.selectbox("Spending", ["everything", *categories])
    cut = st.slider("Cut, %", 0, 100, 0, 5)
    price = st.slider("Dearer, %", -50, 100, 0, 5)
    share = st.slider("A sponsor's share of the bill, %", 0, 100, 0, 5)
    from_on = st.date_input("From", value=None)
    award = st.number_input(f"New award, {given.currency}", min_value=0, step=1000)
    reserve = st.number_input(f"Reserve kept back, {given.currency}", min_value=0, step=1000)
    ending = {f.name or f.fund_id: f.fund_id for f in given.case.funds if f.ends_on}
    extended = st.selectbox("Extend a fund", ["none", *ending])
    months = st.slider("by months", 1, 24, 6)
    pending = st.toggle("Count the pending awards by their assumed chances")
    return WhatIf(
        OWN,
        category=None if category == "everything" else category,
        from_on=from_on if isinstance(from_on, date) else None,
        sponsor_share=Decimal(share) / 100,
        cut=Decimal(cut) / 100,
        price_change=Decimal(price) / 100,
        award=Decimal(award),
        reserve=Decimal(reserve),
        extend=((ending[extended], months),) if extended in ending else (),
        with_pending=pending,
    )


def three_boxes(question: str) -> None:
    """Three numbers, unsaved: what they mean at once, and the command that keeps them."""
    page.head(question, "No fund is set up. Three numbers are enough to begin.")
    balance, monthly, ends = st.columns(3, gap="medium")
    amount = balance.number_input("What is left", min_value=0, value=None, step=1000)
    cost = monthly.number_input("What a month costs", min_value=0, value=None, step=100)
    last = ends.date_input("Last day it may be spent", value=None)
    if not (amount and cost and isinstance(last, date)):
        page.note("not_set_up", "Nothing typed here is saved. To keep it, run:")
        st.code("python -m pipelines start --balance AMOUNT --monthly AMOUNT --ends YYYY-MM-DD")
        return
    told = captions.three_numbers(
        Decimal(amount), Decimal(cost), last, as_of=page.as_of(), currency="USD"
    )
    page.note("not_set_up", page.html("<b>{}</b>", told))
    st.code(f"python -m pipelines start --balance {amount} --monthly {cost} --ends {last}")
    page.note("not_set_up", "Run this beside your files, then <code>make run</code>.")
