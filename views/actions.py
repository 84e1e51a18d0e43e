"""Did we do what we promised?"""

from typing import Any

import streamlit as st

from metrics.meetings import attendance
from views import page
from wording import actions as wording
from wording import gather, more

names = page.ask(attendance.series_names)
if not names:
    page.show(gather.actions_page(page.asker()))
    page.source_notes("notes")
    st.stop()

head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    months = st.segmented_control(
        wording.RAISED, [3, 6, 12, 24, wording.ALL_MONTHS], default=6, required=True, key="months",
        bind="query-params", wrap=True,
        format_func=lambda months: "All" if months == wording.ALL_MONTHS else str(months),
    )  # fmt: skip
    chosen = st.multiselect(
        "Series", names, placeholder="All", key="series", bind="query-params", width=320
    )


def draw_find() -> None:
    """Search in the decisions."""
    st.text_input("Find a decision", key="find", placeholder="Part of its text")


asked: dict[str, Any] = {"months": months, "series": tuple(chosen)}
find = st.session_state.get("find") or ""  # drawn below the actions
found = gather.actions_page(page.asker(), find=find, **asked)
page.show(
    found,
    top=head,
    controls={
        "find": draw_find,
        "more": lambda: page.more(wording.MORE, lambda: more.actions(page.asker(), **asked)),
    },
)
with head:
    page.source_notes("notes")
