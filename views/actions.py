"""Did we do what we promised?"""

import pandas as pd
import streamlit as st

from metrics.meetings import actions, attendance, decisions, withheld_names
from views import page
from wording import actions as wording

as_of = page.as_of()
names = page.ask(attendance.series_names)
if not names:
    page.show(wording.nothing_read())
    page.source_notes("notes")
    st.stop()

head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    months = st.segmented_control(
        "Months", [3, 6, 12, 24, 120], default=6, required=True, key="months", bind="query-params",
        format_func=lambda months: "All" if months == 120 else str(months), wrap=True,
    )  # fmt: skip
    chosen = st.multiselect(
        "Series", names, placeholder="All", key="series", bind="query-params", width=320
    )
    named = page.house().config.people.names == "full" and st.toggle("Show names", key="names")


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as this page shows them: without names until somebody asks."""
    return frame if named else withheld_names.without_names(frame, page.ask(withheld_names.known))


asked = {"as_of": as_of, "months": months, "series": tuple(chosen)}
find = st.session_state.get("find") or ""  # drawn below the actions
found = shown(page.ask(actions.actions, **asked))
facts = wording.Facts(
    as_of=as_of,
    actions=found,
    summary=actions.summary(found),
    ages=actions.ages(found),
    carried_over=actions.carried_over(found),
    waiting=actions.still_open(found),
    by_record=actions.done_by_record(found),
    dropped=actions.dropped(found),
    decided=page.ask(decisions.decision_count, **asked),
    find=find,
    found=page.ask(decisions.decision_count, **asked, find=find),
    decisions=shown(page.ask(decisions.decisions, **asked, find=find)),
    put_off=shown(page.ask(actions.put_off, **asked)),
    months=months,
    series=tuple(chosen),
)


def draw_find() -> None:
    """Search in the decisions."""
    st.text_input("Find a decision", key="find", placeholder="Part of its text")


page.show(wording.page(facts), top=head, controls={"find": draw_find})
with head:
    page.source_notes("notes")
