"""What changed since the last meeting, and what needs a decision?"""

import streamlit as st

from metrics.briefing import briefing, meeting_pairs
from share import preview
from views import page
from wording import briefing as wording
from wording.page import Code, Note

top = st.container()
offered = page.ask(meeting_pairs.pairs, as_of=page.as_of())
labels = [wording.pair_label(each) for each in offered]
label = labels[0]
if len(offered) > 1:
    with st.container(key="controls"):
        label = st.selectbox(
            "Meetings to compare",
            labels,
            label_visibility="collapsed",
            key="between",
            bind="query-params",
            width=340,
        )
pair = offered[labels.index(label)]
found = page.ask(briefing.briefing, pair=pair, as_of=page.as_of(), on=page.today())
page.show(wording.page(found), top=top)

if st.button(wording.WRITE_AGENDA, key="agenda"):
    text = page.ask(preview.next_agenda, series=pair.series, today=page.today())
    page.show_blocks([Note("plain", wording.AGENDA_FORM), Code(text)])
