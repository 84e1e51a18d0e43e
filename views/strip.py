"""Under the navigation: whose data, of which day and reach, and the pages of the open room."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from config import ConfigError
from metrics.data_quality import sources
from views import access, meeting, page
from warehouse.read import NoBuild, newest
from wording import shell


def strip(chosen: StreamlitPage, rooms: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """The day of the build, each source with its age, the way to Sources; the room's pages."""
    with st.container(key="strip", horizontal=True, vertical_alignment="center", gap="small"):
        if meeting.is_on():
            st.html(shell.left_out(), width="content")
            st.button(shell.LEAVE, key="leave", on_click=meeting.leave)
        _ages()
        _room(chosen, rooms)


def _room(chosen: StreamlitPage, rooms: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """Links to the pages of the open room, which is marked in the navigation, too.

    A page that the navigation leaves out, as that of an award, is in a room all the same.
    """
    name = next((name for name, pages in rooms.items() if chosen in pages), "")
    offered = {
        name: [each for each in room if each.visibility == "visible"]
        for name, room in rooms.items()
    }
    rooms = {name: room for name, room in offered.items() if room}
    room = rooms.get(name, ())
    if name and room:
        st.html(shell.open_room(place(name, rooms)))
    if len(room) < 2 or (not name and chosen not in room):
        return
    with st.container(
        key="room", horizontal=True, width="content", vertical_alignment="center", gap="small"
    ):
        for each in room:
            if each is chosen:
                st.html(shell.here(each.title), width="content")
            else:
                st.page_link(each, label=each.title)


def place(name: str, rooms: Mapping[str, Sequence[object]]) -> int:
    """The place of a room in the navigation, where each page of no room (the name "") has one."""
    before = list(rooms)[: list(rooms).index(name)]
    return 1 + sum(1 if each else len(rooms[each]) for each in before)


def _ages() -> None:
    today = page.today()
    unrenewed = page.ask(sources.summary, on=today).unrenewed
    fresh = page.ask(sources.freshness, on=today)
    said = shell.strip(page.ask(sources.info), fresh, unrenewed, on_a_call=meeting.is_on())
    st.html(said, width="stretch")


@access.fragment(run_every=10)
def watch() -> None:
    """Draw the page anew when a new build was published or the theme was changed.

    Figures are drawn for the theme of their run, and a theme change alone reruns nothing.
    """
    now = (_published(), st.context.theme.type)
    if st.session_state.setdefault("drawn", now) != now:
        st.session_state["drawn"] = now
        st.rerun()


def _published() -> str | None:
    """The name of the newest build; None without one, or while dashboard.toml has a mistake."""
    try:
        return newest(page.house().data).name
    except (ConfigError, NoBuild):
        return None
