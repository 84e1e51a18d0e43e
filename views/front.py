"""The front page's frame: page list, look and "as of" line. No query, no number."""

from pathlib import Path

import streamlit as st

from config import ConfigError
from views import PAGES, access, page
from views.strip import strip, watch
from warehouse.read import NoBuild, OtherBuild
from wording import shell
from wording.page import Page

VIEWS = Path(__file__).parent


def draw() -> None:
    """One run of the dashboard's script."""
    st.set_page_config(page_title="Quarterdeck", page_icon=str(VIEWS / "icon.svg"), layout="wide")
    st.html(VIEWS / "look.css")
    pages = [
        st.Page(f"views/{file}.py", title=title, url_path=path, default=file == "briefing")
        for file, title, path in PAGES
    ]

    def go_home() -> None:
        """The deep link /briefing: the home page itself answers at the root only."""
        st.switch_page(pages[0], query_params=st.query_params)

    rows = st.Page("views/ledger.py", title="Rows", url_path="rows", visibility="hidden")
    link = st.Page(go_home, title="Briefing", url_path="briefing", visibility="hidden")

    try:
        if refused := access.refusal():
            st.navigation([*pages, rows, link], position="hidden")  # deep links stay known, undrawn
            _door(*refused)
            return
        house = page.house()
        chosen = st.navigation([*pages, rows, link], position="top")
        page.pin(house.data)
    except ConfigError as mistakes:
        st.navigation([*pages, rows, link], position="top")
        page.show(shell.mistaken(mistakes.lines))
    except OtherBuild:
        page.show(shell.other_version())
    except NoBuild:
        if chosen is pages[-1]:
            chosen.run()
        else:
            page.show(shell.nothing_read(str(house.data)))
    else:
        strip()
        here = dict(zip(pages, PAGES, strict=True)).get(chosen)
        st.session_state["here"] = here[0] if here else None
        chosen.run()
    watch()


def _door(said: Page, button: str) -> None:
    """What somebody sees who may not enter."""
    page.show(said)
    if button == "Sign in":
        st.button(button, on_click=st.login, type="primary")
    elif button:
        st.button(button, on_click=st.logout)
