"""The front door: page list, look and "as of" line. No query, no number."""

from pathlib import Path

import streamlit as st

from config import ConfigError
from views import page
from views.strip import strip, watch
from warehouse.read import NoBuild, newest

VIEWS = {
    "briefing": "Briefing",
    "burn": "Burn",
    "runway": "Runway",
    "funds": "Funds",
    "people": "People",
    "actions": "Actions",
    "issues": "Issues",
    "docs_builds": "Docs builds",
    "sponsor_pack": "Sponsor pack",
    "sources": "Sources",
    "setup": "Setup",
}
PATHS = {"docs_builds": "docs", "sponsor_pack": "pack"}

st.set_page_config(page_title="Quarterdeck", layout="wide")
st.html(Path(__file__).with_name("views") / "look.css")
chosen = st.navigation(
    [
        st.Page(
            f"views/{view}.py",
            title=title,
            url_path=PATHS.get(view, view),
            default=view == "briefing",
        )
        for view, title in VIEWS.items()
    ],
    position="top",
)

try:
    house = page.house()
except ConfigError as mistakes:
    page.head("What is wrong with the configuration?", "The configuration has a mistake.")
    for line in mistakes.lines:
        page.note("error", page.html("{}", line))
    st.stop()

try:
    page.pin(newest(house.data))
except NoBuild:
    page.head("What is there to see?", "Nothing has been read yet.")
    page.note(
        "not_set_up",
        page.html(
            "<b>There is no build in {}.</b> Run <code>python -m pipelines</code>", house.data
        ),
    )
    st.stop()

strip()
chosen.run()
watch()
