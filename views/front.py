"""The front page's frame: rooms, look and "as of" line. No query, no number."""

import os
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from config import Config, ConfigError, unwritten
from metrics.metric import rests_on
from views import PAGES, View, access, meeting, page, read_now, start
from views.strip import strip, watch
from warehouse.read import NoBuild, OtherBuild
from wording import shell
from wording.page import Page

VIEWS = Path(__file__).parent
LOOK = VIEWS.parent / "render" / "look.css"
LATE = ("charts.burn", "charts.people", "charts.runway", "share.preview", "views.letter")


def get_ready() -> None:
    """Import what pages import as late as they can: their first visitor would wait for it."""
    rests_on()  # every metric
    for name in LATE:
        import_module(name)


def draw() -> None:
    """One run of the dashboard's script."""
    st.set_page_config(page_title="Quarterdeck", page_icon=str(VIEWS / "icon.svg"), layout="wide")
    _dress()
    try:
        if refused := access.refusal():
            st.navigation(rooms(), position="hidden")  # deep links stay known, undrawn
            _door(*refused)
            return
        house = page.house()
        meeting.decide(house.config)
        offered = rooms(house.config)
        chosen = st.navigation(offered, position="top")
        page.pin(house.data)
    except ConfigError as mistakes:
        is_new = unwritten() is not None
        st.navigation(rooms(), position="hidden" if is_new else "top")
        if is_new:
            start.draw()
        else:
            page.show(shell.mistaken(mistakes.lines))
    except OtherBuild:
        page.show(shell.other_version())
    except NoBuild:
        if chosen.url_path in ("setup", "start"):
            chosen.run()
        else:
            page.show(shell.nothing_read(chosen.title, str(house.data)))
            read_now.draw()
    else:
        st.set_page_config(page_title=f"{chosen.title} · Quarterdeck")
        strip(chosen, offered)
        if "BINDER_LAUNCH_HOST" in os.environ:  # a BinderHub says so
            page.show_blocks([shell.ON_BINDER])
        view = next((each for each in PAGES if each.title == chosen.title), None)
        st.session_state["here"] = view and view.file
        if meeting.is_offered(view):
            chosen.run()
        else:
            page.show(shell.not_on_a_call(chosen.title))
        st.html(shell.ON_PAPER)
    watch()


def _dress() -> None:
    """The look of every page, and the script that follows its links."""
    st.html(LOOK)
    # Popovers and dialogs are drawn outside Streamlit's app, which alone knows its theme.
    st.html(f"<style>body {{ color-scheme: {st.context.theme.type or 'light'}; }}</style>")
    with st.container(key="history"):
        st.html(VIEWS / "history.html", unsafe_allow_javascript=True)


def rooms(config: Config | None = None) -> dict[str, list[StreamlitPage]]:
    """The pages by room; those that need a piece which is not set up keep their address alone.

    config  None: it cannot be read, or is not for whoever looks; every page is in its room
    """
    found: dict[str, list[StreamlitPage]] = {}
    for view in PAGES:
        found.setdefault(view.room, []).append(
            st.Page(
                f"views/{view.file}.py",
                title=view.title,
                url_path=view.path,
                default=view is PAGES[0],
                visibility="visible" if not config or _is_in_navigation(view, config) else "hidden",
            )
        )
    home = found[PAGES[0].room]

    def go_home() -> None:
        """The deep link /briefing: the home page itself answers at the root only."""
        st.switch_page(home[0], query_params=st.query_params)

    money = next(r for r in found.values() if any(each.url_path == "runway" for each in r))
    runway = next(each for each in money if each.url_path == "runway")

    def go_to_runway() -> None:
        """The address /funds: the funds are on the Runway page."""
        st.switch_page(runway, query_params=st.query_params)

    money.append(st.Page("views/award.py", title="Award", url_path="award", visibility="hidden"))
    home.append(st.Page(go_to_runway, title="Funds", url_path="funds", visibility="hidden"))
    home.append(
        st.Page(
            start.draw, title="Start", url_path="start",
            visibility="visible" if config and start.is_offered(config) else "hidden",
        )
    )  # fmt: skip
    home.append(st.Page("views/ledger.py", title="Rows", url_path="rows", visibility="hidden"))
    home.append(st.Page(go_home, title="Briefing", url_path="briefing", visibility="hidden"))
    return found


def _is_in_navigation(view: View, config: Config) -> bool:
    return view.is_offered(config) and meeting.is_offered(view)


def _door(said: Page, button: str) -> None:
    """What somebody sees who may not enter."""
    page.show(said)
    if button == "Sign in":
        st.button(button, on_click=st.login, type="primary")
    elif button:
        st.button(button, on_click=st.logout)
