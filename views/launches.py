"""What does one launch cost, and who runs them?"""

import streamlit as st

from metrics.launches import unit_cost, usage
from views import page
from views.html import plain
from wording import gather
from wording import launches as wording


def sources() -> None:
    """Notes on the state of the source of the count; of launches before there is any."""
    page.source_notes("launches" if launches else "usage")


units = {each.usage: each.unit for each in page.ask(usage.counts)}
named = next(iter(units), unit_cost.LAUNCHES)
launches = named == unit_cost.LAUNCHES
if not units:
    page.show(wording.no_count(), controls={"sources": sources})
    st.stop()

head = st.container()
with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    if len(units) > 1:
        named = st.segmented_control(
            wording.CHOICES["count"], list(units), default=named, required=True,
            format_func=lambda each: plain(each.capitalize()), key="count", bind="query-params",
        )  # fmt: skip
    per = st.segmented_control(
        wording.CHOICES["per"], list(wording.PERIODS), default="month", required=True,
        format_func=wording.PERIODS.__getitem__, key="per", bind="query-params",
    )  # fmt: skip

launches = named == unit_cost.LAUNCHES
page.show(gather.launches_page(page.asker(), named, per), top=head, controls={"sources": sources})
