"""Are we growing or shrinking, and do we depend on a few?"""

import streamlit as st

from metrics.data_quality import source_rows
from metrics.meetings import attendance, people, retention
from views import page
from wording import people as wording

as_of = page.as_of()
names = page.ask(attendance.series_names)
if not names:
    page.show(wording.nothing_read())
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
    named = st.toggle("Show names", key="names")

series = tuple(chosen)
span = {"as_of": as_of, "months": months, "series": series}
held = page.ask(attendance.attendance, **span)
facts = wording.Facts(
    year=page.ask(people.year, as_of=as_of, series=series),
    before=page.ask(people.year, as_of=people.year_before(as_of), series=series),
    attendance=held,
    by_month=attendance.by_month(held),
    cadence=page.ask(attendance.cadence, **span),
    flow=page.ask(retention.people_flow, **span),
    first_timers=page.ask(retention.first_timers, as_of=as_of, series=series),
    organisations=page.ask(people.organisations, as_of=as_of, series=series),
    roll_calls=page.ask(source_rows.roll_calls, as_of=as_of, series=series),
    signatures=page.ask(people.signatures, as_of=as_of, series=series) if named else None,
    series=series,
    months=months,
)
page.show(wording.page(facts), top=head)
with head:
    page.source_notes("notes")
