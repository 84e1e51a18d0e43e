"""The button that runs an ingest, its lines while it runs, and what it said at the end."""

import subprocess

import streamlit as st

from config import House
from views import access, ingesting, page, writing
from wording import editing
from wording import reading as wording


def draw(*, has_link: bool = True) -> None:
    """For who may write: the button, or the ingest that is running; then how the last one ended.

    has_link  to the page that lists what a build changed
    """
    house = page.house()
    if writing.refusal(house.config):
        return
    found = ingesting.last(house.data)
    if found is not None and found.is_running:
        _watch()
        return
    if st.button(wording.READ, key="read-now", help=wording.HINT):
        begin(house)
        st.rerun()
    if trouble := st.session_state.pop("not-begun", None):
        page.show_blocks([wording.not_begun(trouble)])
    if found is not None:
        page.show_blocks(wording.ended(found.lines, found.code, found.said_at))
        if has_link and found.code in wording.PUBLISHED:
            st.page_link("views/sources.py", label=wording.CHANGED)


def begin(house: House) -> None:
    """Begin an ingest, if this browser may; else what there is to say is kept for the page."""
    refused = writing.refusal(house.config)
    try:
        if refused:
            raise OSError(editing.REFUSALS[refused])
        ingesting.begin(house)
    except (OSError, subprocess.SubprocessError) as trouble:
        st.session_state["not-begun"] = str(trouble)


def is_running() -> bool:
    """Whether an ingest that was begun in a browser goes on."""
    found = ingesting.last(page.house().data)
    return found is not None and found.is_running


@access.fragment(run_every=1)
def _watch() -> None:
    """The lines so far, every second; at the end the whole page is drawn anew."""
    found = ingesting.last(page.house().data)
    if found is None or not found.is_running:
        st.rerun()
    else:
        page.show_blocks(wording.running(found.lines))
