"""Who may come in: the sign-in of Streamlit itself, and the list of those it is open to.

The provider is in .streamlit/secrets.toml ([auth], Streamlit's own), the list in dashboard.toml
([access]). Either without the other keeps the door shut (docs/deploy.md). On a JupyterHub its own
sign-in and its roles say who may enter (views/hub_guard.py).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

import config
from views import identity, sign_outs
from wording import shell
from wording.page import Page

Given = ParamSpec("Given")


def refusal() -> tuple[Page, str] | None:
    """Nothing for who may see the pages; for everybody else what to show, and a button or "".

    Asked anew in every run and every fragment, so that a person taken off the list, who signed out
    in another tab, or whose identity has expired, is out at the next click. Raises ConfigError
    where the settings do not say who may enter and no sign-in is set up.
    """
    config.look_at_sample(is_wanted=bool(st.session_state.get("look-at-sample")))
    return _hub_refusal() if identity.is_guarded() else _own_refusal()


def _own_refusal() -> tuple[Page, str] | None:
    person = st.user.to_dict()
    has_provider = "is_logged_in" in person
    try:
        rule = config.access()
    except config.ConfigError:
        if has_provider:
            return shell.mistaken_for_others(), ""
        if config.unwritten() is None:
            raise
        rule = None  # a new team: there is nothing to see yet
    has_list = rule is not None and rule.names_people
    if not has_list and not has_provider:
        return None  # no sign-in is set up: localhost, or whatever is in front
    expires = person.get("exp")
    is_over = isinstance(expires, int | float) and expires <= time.time()
    is_out = is_over or sign_outs.happened()
    is_in = has_provider and bool(person["is_logged_in"]) and not is_out
    email = str(person.get("email"))
    # Unverified addresses are nobody's: some providers let people type what they like.
    is_verified = person.get("email_verified") is True
    if rule is not None and has_list and is_in and is_verified and rule.admits(email):
        return None
    if not (has_list and has_provider):
        return shell.half_set_up("[auth]" if has_list else "[access]"), ""
    if not is_in:
        return shell.signed_out(), "Sign in"
    return shell.not_listed(email, is_verified=is_verified), "Sign out"


def _hub_refusal() -> tuple[Page, str] | None:
    """The same where JupyterHub says who may enter; a list next to its roles opens nothing."""
    who = identity.handed()
    if who is None or not who.may_read:
        return shell.signed_out(), ""
    rule = config.access()
    return (shell.two_lists(), "") if rule is not None and rule.names_people else None


def person() -> str:
    """The name of who is signed in; empty where there is no sign-in, or nobody is."""
    if identity.is_guarded():
        who = identity.handed()
        return who.name if who else ""
    said = st.user.to_dict()
    return str(said.get("email")) if said.get("is_logged_in") else ""


def fragment(
    run_every: int | None = None,
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """A fragment of Streamlit, the only kind there is here: it is drawn for who may see the pages.

    A fragment runs without the page around it. For anybody else the whole page is run anew, and
    shows the door.
    """

    def guarded(draw: Callable[Given, None]) -> Callable[Given, None]:
        @st.fragment(run_every=run_every)
        @wraps(draw)
        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            try:
                refused = refusal()
            except config.ConfigError:
                refused = None  # nobody signs in here: a mistake is shown by the whole page
            if refused:
                st.rerun()
            draw(*args, **kwargs)

        return drawn

    return guarded
