"""The queue of questions where it can be answered: each with its answers, one click each."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from config import Config
from editing import answers
from metrics.briefing import queue
from metrics.briefing.queue import Asked, Choice
from views import forms, page, writing
from views.html import plain
from wording import questions as wording
from wording.page import Block, Note


def asked() -> tuple[Asked, ...]:
    """The queue of the build in use; empty without a build."""
    if "build" not in st.session_state:
        return ()
    return tuple(page.ask(queue.queue, as_of=page.as_of()))


def blocks(found: Sequence[Asked]) -> list[Block]:
    """The place of the queue on a page of who may answer."""
    return wording.blocks(found, can_answer=True)


def form(settings: Config, found: Sequence[Asked]) -> None:
    """Every question with its answers; one that was answered says that it counts later."""
    forms.said()
    for each in found:
        page.show_blocks([wording.shown(each)])
        given = [
            choice for choice in each.choices
            if answers.is_given(settings, choice.lines, dict(choice.values))
        ]  # fmt: skip
        if given:
            page.show_blocks([Note("plain", wording.ANSWERED)])
        else:
            _answers(settings, each)


def _answers(settings: Config, asked: Asked) -> None:
    """The likely answer first, "I don't know" last and without a border."""
    day, name = None, ""
    if any(choice.needs_day for choice in asked.choices):
        day = st.date_input(wording.DAY, value=None, key=f"day {asked.identity}", width=200)
    if any(choice.needs_name for choice in asked.choices):
        name = st.selectbox(
            wording.THEIR_NAME, wording.names(asked), index=None, accept_new_options=True,
            placeholder=wording.NAME_EXAMPLE, key=f"name {asked.identity}", width=320,
        ) or ""  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for number, choice in enumerate(asked.choices):
            kind = "primary" if number == 0 and asked.has_likely else "secondary"
            if choice.reading == "unknown":
                kind = "tertiary"
            words = plain(wording.answer(asked, choice))
            if st.button(words, key=f"answer {asked.identity} {number}", type=kind):  # type: ignore[arg-type] # one of three
                _give(settings, queue.named(asked, choice, name), day)


def _give(settings: Config, choice: Choice, day: object) -> None:
    given = day if isinstance(day, date) else None
    writing.save(
        settings,
        lambda by: answers.save(settings, choice.lines, dict(choice.values), by, day=given),
    )
    st.rerun()
