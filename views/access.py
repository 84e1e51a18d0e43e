"""Who may come in: the sign-in of Streamlit itself, and the list of those it is open to.

The provider is in .streamlit/secrets.toml ([auth], Streamlit's own), the list in dashboard.toml
([access]). Either without the other keeps the door shut (docs/deploy.md).
"""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from config import Access
from views import page
from wording import shell


def check(rule: Access | None, pages: list[StreamlitPage]) -> None:
    """Go on for who may see the pages; for everybody else draw the door and end the run."""
    person = st.user.to_dict()
    has_provider = "is_logged_in" in person
    if rule is None and not has_provider:
        return  # no sign-in is set up: localhost, or whatever is in front
    is_in = has_provider and bool(person["is_logged_in"])
    email = str(person.get("email"))
    # Unverified addresses are nobody's: some providers let people type what they like.
    is_verified = person.get("email_verified") is True
    if rule is not None and is_in and is_verified and rule.admits(email):
        return
    st.navigation(pages, position="hidden")  # deep links stay known, nothing of them is drawn
    if rule is None or not has_provider:
        page.show(shell.half_set_up("[access]" if rule is None else "[auth]"))
    elif not is_in:
        page.show(shell.signed_out())
        st.button("Sign in", on_click=st.login, type="primary")
    else:
        page.show(shell.not_listed(email, is_verified=is_verified))
        st.button("Sign out", on_click=st.logout)
    st.stop()
