"""When does the money run out, from which funds, and what if?"""

from datetime import date
from decimal import Decimal

import streamlit as st

from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import outlooks
from metrics.runway.whatif import WhatIf, scenarios
from views import letter, page
from wording import gather, more
from wording import runway_page as wording
from wording.runway_page import CHOICES

KEYS = ("scenario", "burn", "award", "fund", "until")


def chosen(given: Inputs, named: dict[str, WhatIf]) -> WhatIf | None:
    """The what-if of the page's address or of the controls; None: as planned."""
    with st.popover(CHOICES["what_if"]):
        name = st.selectbox(
            CHOICES["scenario"], [wording.AS_PLANNED, *named, wording.OWN], key="scenario",
            bind="query-params", width=420,
        )  # fmt: skip
        own = own_what_if(given) if name == wording.OWN else None
    return own or named.get(name)


def own_what_if(given: Inputs) -> WhatIf | None:
    """One made of spending, a new award and another last day; None while nothing is changed."""
    burn = st.slider(CHOICES["burn"], -50, 100, 0, 5, key="burn", bind="query-params")
    award = st.number_input(
        f"{CHOICES['award']}, {given.currency}", min_value=0, step=1000, key="award",
        bind="query-params",
    )  # fmt: skip
    ending = {f.fund_id: f.name or f.fund_id for f in given.case.funds if f.ends_on}
    fund = st.selectbox(
        CHOICES["fund"], ["", *ending], key="fund", bind="query-params",
        format_func=lambda key: ending.get(key, CHOICES["none"]),
    )  # fmt: skip
    until = st.date_input(CHOICES["until"], value=None, key="until", bind="query-params")
    found = WhatIf(
        wording.OWN,
        price_change=Decimal(max(burn, 0)) / 100,
        cut=Decimal(max(-burn, 0)) / 100,
        award=Decimal(award),
        ends_on=((fund, until),) if fund in ending and isinstance(until, date) else (),
    )
    return None if found == WhatIf(wording.OWN) else found


def reset() -> None:
    """As planned again."""
    for key in KEYS:
        st.session_state.pop(key, None)
        st.query_params.pop(key, None)


def three_boxes() -> wording.Boxes:
    """Three numbers, unsaved."""
    balance, monthly, ends = st.columns(3, gap="medium")
    last = ends.date_input(CHOICES["ends"], value=None)
    return wording.Boxes(
        balance.number_input(CHOICES["left"], min_value=0, value=None, step=1000),
        monthly.number_input(CHOICES["monthly"], min_value=0, value=None, step=100),
        last if isinstance(last, date) else None,
    )


known = page.ask(outlooks)
given = known.inputs[0]
head = st.container(key="runway-head", gap="xsmall")
if not (given.case.funds or given.without_rate):
    page.show(wording.begin(three_boxes(), as_of=page.as_of()), top=head)
    st.stop()

line = wording.figures(known)
what_if = None
if line:
    with st.container(key="what-if", horizontal=True, vertical_alignment="center", gap="medium"):
        what_if = chosen(given, {each.name: each for each in page.ask(scenarios)})
facts = gather.runway_facts(page.asker(), known, what_if)
if what_if:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(wording.what_if_sentence(facts), width="content")
        st.button(CHOICES["reset"], type="tertiary", on_click=reset)

page.show(
    wording.page(facts),
    top=head,
    controls={
        "sources": lambda: page.source_notes("funds"),
        "letter": lambda: letter.control(known),
        "more": lambda: page.more(wording.MORE, lambda: more.runway(page.asker())),
    },
)
if line:
    with head:
        page.show_blocks([line])
