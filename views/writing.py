"""Whether this browser may change settings, asked at every write; and the saving of a form."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

import config
from config import Config, ConfigError
from editing import who
from editing.changes import By, Saved
from editing.save import NotSaved
from editing.toml_text import CannotEdit
from editing.who import Person, Refusal, Request
from views import access, identity, tokens
from wording import editing as wording


def refusal(settings: Config) -> Refusal | None:
    """Why this browser may not change these settings now; None: it may."""
    return refusal_at(settings.folder, is_sample=settings.is_sample)


def refusal_at(folder: Path, *, is_sample: bool = False) -> Refusal | None:
    """Why this browser may not write into a folder now; None: it may."""
    rule = None if config.unwritten() else config.access()
    return who.refusal(_request(), rule) or who.folder_refusal(folder, is_sample=is_sample)


def is_remote() -> bool:
    """Whether the person of this browser may be at another machine than the server."""
    return _person() is not None


def sees_pay() -> bool:
    """Whether lines that pay few people are for this browser: for editors alone."""
    return refusal(config.load().config) in (None, "sample", "read_only")


def save(settings: Config, work: Callable[[By], Saved], *, why: str = "") -> bool:
    """Do a write if this browser may; whether it did. What there is to say is kept for the page."""
    try:
        saved = work(allowed(settings.folder, is_sample=settings.is_sample, why=why))
    except CannotEdit as cannot:
        st.session_state["said"] = ("not_saved", wording.cannot(cannot.why), cannot.lines)
        return False
    except ConfigError as mistakes:
        st.session_state["said"] = ("not_saved", "\n".join(mistakes.lines), "")
        return False
    except NotSaved as trouble:
        st.session_state["said"] = ("not_saved", str(trouble), "")
        return False
    st.session_state["said"] = (
        "plain",
        wording.saved(saved.entry, saved.warning, saved.public),
        "",
    )
    return True


def allowed(folder: Path, *, is_sample: bool = False, why: str = "") -> By:
    """Who writes, for the journal. Raises NotSaved where this browser may not."""
    if refused := refusal_at(folder, is_sample=is_sample):
        raise NotSaved(wording.REFUSALS[refused])
    return By(name(), datetime.now(UTC), why)


def name() -> str:
    """Who acts, for the journal: the sign-in's address or name, else that given in this visit."""
    return access.person() or str(st.session_state.get("author") or wording.NOBODY)


def _request() -> Request:
    headers = st.context.headers
    names = {key.lower() for key in headers}
    return Request(
        address=st.get_option("server.address"),
        port=st.get_option("server.port"),
        base_path=st.get_option("server.baseUrlPath") or "",
        headers={key: headers.get_all(key) for key in names},
        token=tokens.token(),
        given=st.context.cookies.get(tokens.cookie(), ""),
        person=_person(),
    )


def _person() -> Person | None:
    """The person of the sign-in; None where none is set up."""
    if identity.is_guarded():
        who = identity.handed()
        is_in = who is not None and access.refusal() is None
        return Person(is_in, access.person(), is_editor=who is not None and who.may_edit)
    said = st.user.to_dict()
    if "is_logged_in" not in said:
        return None
    expires = said.get("exp")
    is_over = isinstance(expires, int | float) and expires <= time.time()
    is_in = bool(said["is_logged_in"]) and not is_over and access.refusal() is None
    return Person(is_in, str(said.get("email")))
