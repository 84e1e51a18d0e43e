"""When does the money stop, which source first, what does an extension buy?"""

from datetime import date
from decimal import Decimal

import streamlit as st

from metrics.funds import left
from metrics.runway import other_readings
from metrics.runway.comparison import comparison
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import answer
from metrics.runway.whatif import WhatIf
from views import page
from wording import runway_page as wording
from wording.runway_page import CHOICES


def chosen_scenario(given: Inputs, named: dict[str, WhatIf]) -> WhatIf | None:
    """The scenario in the page's address, or the one made here; none: as planned.

    Amounts stay out of the address: they are forgotten when the page is closed.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            CHOICES["scenario"],
            [wording.AS_PLANNED, *named, wording.OWN],
            key="scenario",
            bind="query-params",
            width=420,
        )
        if name == wording.OWN:
            with st.popover(CHOICES["change"]):
                return own_scenario(given)
    return named.get(name)


def own_scenario(given: Inputs) -> WhatIf:
    """A scenario from the boxes of the popover."""
    categories = [stream.category for stream in given.case.streams] or ["cloud"]
    category = st.selectbox(CHOICES["category"], [CHOICES["everything"], *categories])
    cut = st.slider(CHOICES["cut"], 0, 100, 0, 5)
    price = st.slider(CHOICES["price"], -50, 100, 0, 5)
    share = st.slider(CHOICES["share"], 0, 100, 0, 5)
    from_on = st.date_input(CHOICES["from"], value=None)
    award = st.number_input(wording.amount_label("award", given.currency), min_value=0, step=1000)
    reserve = st.number_input(
        wording.amount_label("reserve", given.currency), min_value=0, step=1000
    )
    ending = {f.name or f.fund_id: f.fund_id for f in given.case.funds if f.ends_on}
    extended = st.selectbox(CHOICES["extend"], [CHOICES["none"], *ending])
    months = st.slider(CHOICES["months"], 1, 24, 6)
    pending = st.toggle(CHOICES["pending"])
    return WhatIf(
        wording.OWN,
        category=None if category == CHOICES["everything"] else category,
        from_on=from_on if isinstance(from_on, date) else None,
        sponsor_share=Decimal(share) / 100,
        cut=Decimal(cut) / 100,
        price_change=Decimal(price) / 100,
        award=Decimal(award),
        reserve=Decimal(reserve),
        extend=((ending[extended], months),) if extended in ending else (),
        with_pending=pending,
    )


def three_boxes() -> wording.Boxes:
    """Three numbers, unsaved."""
    balance, monthly, ends = st.columns(3, gap="medium")
    last = ends.date_input(CHOICES["ends"], value=None)
    return wording.Boxes(
        balance.number_input(CHOICES["left"], min_value=0, value=None, step=1000),
        monthly.number_input(CHOICES["monthly"], min_value=0, value=None, step=100),
        last if isinstance(last, date) else None,
    )


compared = page.ask(comparison)
given = compared.outlooks.inputs[0]
head = st.container(gap="xsmall")
if not (given.case.funds or given.without_rate):
    page.show(wording.begin(three_boxes(), as_of=page.as_of()), top=head)
    st.stop()

scenario = chosen_scenario(given, {each.name: each for each, _ in compared.scenarios})
answers = dict(compared.scenarios)
found = (answers.get(scenario) or answer(given, scenario)) if scenario else None

page.show(
    wording.page(
        wording.Facts(
            compared,
            scenario,
            found,
            tuple(page.ask(other_readings.other_readings)),
            tuple(left.left_of(compared.outlooks)),
            compared.outlooks.own.income,
        )
    ),
    top=head,
    controls={"sources": lambda: page.source_notes("funds")},
)
