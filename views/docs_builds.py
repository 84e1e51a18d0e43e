"""Which documentation is broken, and since when?"""

import streamlit as st

from metrics.docs import builds
from views import meeting, page
from wording import docs_builds as wording
from wording import gather


def sources() -> None:
    """Notes on the state of the sites."""
    page.source_notes("docs_builds")


every = page.ask(builds.versions, as_of=page.as_of())
if not every:
    page.show(gather.docs_page(page.asker()), controls={"sources": sources})
    st.stop()

head = st.container(gap="xsmall")
with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    show = st.segmented_control(
        wording.CHOICES["show"], [wording.ALL, wording.FAILING], default=wording.ALL,
        required=True, key="show", bind="query-params",
    )  # fmt: skip
    active = st.toggle(wording.CHOICES["active"], value=True, key="active", bind="query-params")
found = gather.docs_page(
    page.asker(), failing_only=show == wording.FAILING, active_only=active,
    on_a_call=meeting.is_on(),
)  # fmt: skip
page.show(found, top=head, controls={"sources": sources})

names = wording.site_names(every)
site = st.selectbox(
    wording.CHOICES["site"], list(names), format_func=names.__getitem__, key="site",
    bind="query-params",
)  # fmt: skip
page.show_blocks(gather.docs_site(page.asker(), site, names[site]))
