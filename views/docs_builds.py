"""Which documentation is broken, and since when?"""

import streamlit as st

from metrics.docs import builds, history
from views import page
from wording import docs_builds as wording


def sources() -> None:
    """Notes on the state of the sites."""
    page.source_notes("docs_builds")


every = page.ask(builds.versions, as_of=page.as_of())
if not every:
    page.show(wording.no_site(), controls={"sources": sources})
    st.stop()

head = st.container(gap="xsmall")
with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    show = st.segmented_control(
        wording.CHOICES["show"], [wording.ALL, wording.FAILING], default=wording.ALL,
        required=True, key="show", bind="query-params",
    )  # fmt: skip
    active = st.toggle(wording.CHOICES["active"], value=True, key="active", bind="query-params")
shown = builds.chosen(every, failing_only=show == wording.FAILING, active_only=active)
facts = wording.Facts(
    versions=every,
    shown=shown,
    strips=page.ask(history.strips, as_of=page.as_of()),
    weeks=page.ask(history.failing_by_week, as_of=page.as_of()),
)
page.show(wording.page(facts), top=head, controls={"sources": sources})

names = wording.site_names(every)
site = st.selectbox(
    wording.CHOICES["site"], list(names), format_func=names.__getitem__, key="site",
    bind="query-params",
)  # fmt: skip
times = page.ask(history.durations, project=site, as_of=page.as_of())
badges = page.ask(history.badges)
page.show_blocks(wording.site_blocks(names[site], times, badges, project=site))
