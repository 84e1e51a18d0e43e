"""The line under the navigation: whose data, of which day, how far each source reaches."""

import streamlit as st

from config import ConfigError
from metrics.data_quality import sources
from views import access, page
from warehouse.read import NoBuild, newest
from wording import shell


def strip() -> None:
    """Product and team, the day of the build, each source with its age, the way to Sources."""
    today = page.today()
    unrenewed = page.ask(sources.summary, on=today).unrenewed
    fresh = page.ask(sources.freshness, on=today)
    st.html(shell.strip(page.ask(sources.info), fresh, unrenewed))


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
