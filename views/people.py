"""Are we growing or shrinking, and do we depend on a few?"""

import streamlit as st

from metrics.meetings import attendance
from views import page
from wording import gather

names = page.ask(attendance.series_names)
if not names:
    page.show(gather.people_page(page.asker()))
    page.source_notes("notes")
    st.stop()

head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    months = st.segmented_control(
        "Months", [12, 24, 36, 60], default=24, required=True, key="months", bind="query-params"
    )
    chosen = st.multiselect(
        "Series", names, placeholder="All", key="series", bind="query-params", width=320
    )

found = gather.people_page(page.asker(), months=months, series=tuple(chosen))
page.show(found, top=head)
with head:
    page.source_notes("notes")
