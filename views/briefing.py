"""What stops when, what changed since the last meeting, and what needs a decision today?"""

from datetime import date, timedelta

import streamlit as st

from config import not_now
from config.not_now import NotNow
from metrics.briefing import meeting_pairs
from metrics.meetings import handles, withheld_names
from share import meeting_view, preview
from views import meeting, page
from wording import briefing as wording
from wording import briefing_alerts, gather, sheet
from wording.page import Code, Note, Sheet

head, beside = st.columns([3, 1], gap="large", vertical_alignment="top")
offered = page.ask(meeting_pairs.pairs, as_of=page.as_of())
labels = [wording.pair_label(each) for each in offered]
label = labels[0]
with beside, st.container(key="beside", gap="small"):
    first = st.container()
    if len(offered) > 1:
        label = st.selectbox(
            "Meetings to compare",
            labels,
            label_visibility="collapsed",
            key="between",
            bind="query-params",
        )
pair = offered[labels.index(label)]
config = page.house().config
found = gather.briefing(page.asker(), pair)
if meeting.is_on() or config.people.names != "full":
    by = page.ask(handles.handles)
    names = page.ask(withheld_names.known)
    if meeting.is_on():
        found = meeting_view.briefing(
            found, shown=meeting_view.public_funds(config), by=by, names=names
        )
    else:
        found = meeting_view.named(found, config.people.names, by, names)
drawn = wording.page(found)


def put_off() -> None:
    """Answer an alert "not now"; it comes back on a day, or once it has grown by a quarter."""
    decide = {alert.identity: alert for alert in found.alerts if alert.tone != "fine"}
    if config.is_sample or not decide or not pair.is_open:
        return
    words = wording.NOT_NOW
    with st.popover(words["open"]), st.form("not-now", border=False, clear_on_submit=True):
        name = st.selectbox(
            words["alert"], list(decide),
            format_func=lambda each: briefing_alerts.item(decide[each]).text,
        )  # fmt: skip
        until = st.date_input(words["until"], page.today() + timedelta(days=28))
        because = st.text_input(words["because"])
        if st.form_submit_button(words["keep"]) and isinstance(until, date):
            answer = NotNow(name, until, because, decide[name].amount)
            not_now.keep(config, answer)
            st.rerun()


def claim() -> None:
    """The answer to a count that differs: another repository was meant."""
    if found.sheet.claims:
        with st.popover(wording.ANOTHER_REPOSITORY):
            page.show_blocks([
                Note("plain", wording.IN_CLAIMS), Code(wording.claim_answer(found.sheet.claims[0]))
            ])  # fmt: skip


written = False
if not wording.is_bare(found) and not meeting.is_on():
    shown = next((each for each in drawn.blocks if isinstance(each, Sheet)), Sheet("sheet", ()))
    with first:
        written = st.button(wording.WRITE_AGENDA, key="agenda", type="primary", width="stretch")
        with st.container(key="pair", horizontal=True, gap="small"):
            with st.popover(wording.COPY, width="stretch"):
                page.show_blocks([Code(sheet.chat(drawn.answer, shown))])
            st.button(wording.MEETING_VIEW, key="enter", on_click=meeting.enter, width="stretch")
        if found.sheet.notes and config.people.names == "full":
            with st.popover(wording.LAST_NOTES, type="tertiary"):
                text = page.ask(preview.last_notes, series=pair.series, as_of=pair.until)
                page.show_blocks([Code(text)])
if written:
    text = page.ask(preview.next_agenda, series=pair.series, today=page.today())
    page.show_blocks([Note("plain", wording.AGENDA_FORM), Code(text)])
page.show(drawn, top=head, controls={"not_now": put_off, "claim": claim})
