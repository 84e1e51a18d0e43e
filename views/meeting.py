"""The meeting view: on or off, for the whole session, also in the address."""

import streamlit as st

from config import Config
from share import meeting_view
from views import View


def decide(config: Config) -> None:
    """Whether this run is in the meeting view: as the address says, else as before, else as set."""
    usual = "meeting" if config.project.meetings == "public" else "team"
    asked = st.query_params.get("view")
    if asked not in ("meeting", "team"):
        asked = st.session_state.get("view", usual)
    st.session_state["view"] = asked


def is_on() -> bool:
    """Whether the meeting view is on; without a session, or a build to leave out of, it is not."""
    return st.session_state.get("view") == "meeting" and "build" in st.session_state


def enter() -> None:
    """Begin the meeting view."""
    st.session_state["view"] = st.query_params["view"] = "meeting"


def leave() -> None:
    """End the meeting view."""
    st.session_state["view"] = st.query_params["view"] = "team"


def is_offered(view: View | None) -> bool:
    """Whether a page may be opened now."""
    return not is_on() or (view is not None and view.path in meeting_view.OFFERED)
