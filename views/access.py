"""Who may come in: the sign-in of Streamlit itself, and the list of those it is open to.

The provider is in .streamlit/secrets.toml ([auth], Streamlit's own), the list in dashboard.toml
([access]). Either without the other keeps the door shut (docs/deploy.md).
"""

from datetime import UTC, datetime
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import config
from views import page
from wording import shell
from wording.page import Page


def check(pages: list[StreamlitPage]) -> None:
    """Go on for who may see the pages; for everybody else draw the door and end the run.

    Asked anew in every run, so that a person taken off the list, or whose identity has expired,
    is out at the next page or filter. Raises ConfigError where the settings do not say who may
    enter and no sign-in is set up.
    """
    person = st.user.to_dict()
    has_provider = "is_logged_in" in person
    try:
        rule = config.access()
    except config.ConfigError:
        if not has_provider:
            raise
        _end(pages, shell.mistaken_for_others())
    has_list = rule is not None and rule.names_people
    if not has_list and not has_provider:
        return  # no sign-in is set up: localhost, or whatever is in front
    expires = person.get("exp")
    is_over = isinstance(expires, int | float) and expires <= datetime.now(UTC).timestamp()
    is_in = has_provider and bool(person["is_logged_in"]) and not is_over
    email = str(person.get("email"))
    # Unverified addresses are nobody's: some providers let people type what they like.
    is_verified = person.get("email_verified") is True
    if rule is not None and has_list and is_in and is_verified and rule.admits(email):
        return
    if not (has_list and has_provider):
        _end(pages, shell.half_set_up("[auth]" if has_list else "[access]"))
    if not is_in:
        _end(pages, shell.signed_out(), "Sign in")
    _end(pages, shell.not_listed(email, is_verified=is_verified), "Sign out")


def _end(pages: list[StreamlitPage], said: Page, button: str = "") -> NoReturn:
    st.navigation(pages, position="hidden")  # deep links stay known, nothing of them is drawn
    page.show(said)
    if button == "Sign in":
        st.button(button, on_click=st.login, type="primary")
    elif button:
        st.button(button, on_click=st.logout)
    st.stop()
