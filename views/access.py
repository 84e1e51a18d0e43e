"""Who may come in: the sign-in of Streamlit itself, and the list of those it is open to.

The provider stands in .streamlit/secrets.toml ([auth], Streamlit's own), the list in
dashboard.toml ([access]). Either without the other keeps the door shut (docs/deploy.md).
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from config import Access
from views.panels import head, html, note


def check(rule: Access | None, pages: list[StreamlitPage]) -> None:
    """Go on for who may see the pages; for everybody else draw the door and end the run."""
    person = st.user.to_dict()
    if rule is None and "is_logged_in" not in person:
        return  # no sign-in is set up: localhost, or whatever stands in front
    if rule is not None and _welcome(rule, person):
        return
    st.navigation(pages, position="hidden")  # deep links stay known, nothing of them is drawn
    _door(rule, person)
    st.stop()


def _welcome(rule: Access, person: Mapping[str, Any]) -> bool:
    """Unverified addresses are nobody's: some providers let people type what they like."""
    verified = person.get("email_verified") is True
    return bool(person.get("is_logged_in")) and verified and rule.admits(str(person.get("email")))


def _door(rule: Access | None, person: Mapping[str, Any]) -> None:
    question = "Who may read this?"
    if rule is None or "is_logged_in" not in person:
        head(question, "Nobody yet: the sign-in is half set up.")
        missing = "[access] in dashboard.toml" if rule is None else "[auth] in secrets.toml"
        note("mistake", html("{} is missing. docs/deploy.md says what goes there.", missing))
    elif not person["is_logged_in"]:
        head(question, "The team, after signing in.")
        st.button("Sign in", on_click=st.login, type="primary")
    else:
        head(question, "The team, and this address is not on its list.")
        note("empty", html("You are signed in as {}. {}", person.get("email"), _why(person)))
        st.button("Sign out", on_click=st.logout)


def _why(person: Mapping[str, Any]) -> str:
    if person.get("email_verified") is not True:
        return "Your provider does not say that the address is verified, so it counts for nobody's."
    return "Somebody of the team can add it under [access] in dashboard.toml."
