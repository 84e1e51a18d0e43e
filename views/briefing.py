"""What changed since the last meeting, and what needs a decision?"""

from datetime import date, timedelta

import streamlit as st

from config import not_now
from config.not_now import NotNow
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
config = page.house().config
found = page.ask(
    briefing.briefing, pair=pair, as_of=page.as_of(), on=page.today(),
    answers=not_now.answers(config),
)  # fmt: skip


def put_off() -> None:
    """Answer an alert "not now"; it comes back on a day, or once it has grown by a quarter."""
    decide = {alert.identity: alert for alert in found.alerts if alert.tone != "fine"}
    if config.is_sample or not decide:
        return
    words = wording.NOT_NOW
    with st.popover(words["open"]), st.form("not-now", border=False, clear_on_submit=True):
        name = st.selectbox(
            words["alert"], list(decide), format_func=lambda each: wording.item(decide[each]).text
        )
        until = st.date_input(words["until"], page.today() + timedelta(days=28))
        because = st.text_input(words["because"])
        if st.form_submit_button(words["keep"]) and isinstance(until, date):
            answer = NotNow(name, until, because, decide[name].amount)
            not_now.keep(config, answer)
            st.rerun()


page.show(wording.page(found), top=top, controls={"not_now": put_off})

if st.button(wording.WRITE_AGENDA, key="agenda"):
    text = page.ask(preview.next_agenda, series=pair.series, today=page.today())
    page.show_blocks([Note("plain", wording.AGENDA_FORM), Code(text)])
