"""Who asks, as JupyterHub's guard handed it over: the only identity the pages believe under it."""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from starlette.types import Scope

READ, EDIT = "custom:quarterdeck:read", "custom:quarterdeck:edit"
HEADER = "x-quarterdeck-identity"
# What proxies use to say who asks; a browser can write each of them, so none passes the guard.
OTHERS = (
    "remote-user", "x-remote-user", "x-forwarded-user", "x-forwarded-email",
    "x-forwarded-preferred-username", "x-auth-request-user", "x-auth-request-email",
)  # fmt: skip
# In the environment of this process: it outlives a module that Streamlit imports anew, so that
# the pages never take a guarded server for one without a sign-in.
_KEY = "QUARTERDECK_GUARD"


@dataclass(frozen=True)
class Identity:
    """A user of the hub, and the scopes of the token."""

    name: str
    scopes: frozenset[str]

    @property
    def may_read(self) -> bool:
        """Whether the pages are for this user: a reader or an editor."""
        return bool(self.scopes & {READ, EDIT})

    @property
    def may_edit(self) -> bool:
        """Whether the forms are, too."""
        return EDIT in self.scopes


def begin() -> None:
    """From now on only who was handed over may see a page."""
    os.environ[_KEY] = secrets.token_urlsafe(32)


def is_guarded() -> bool:
    """Whether a guard stands in front of this server."""
    return _KEY in os.environ


def handed_over(scope: "Scope", identity: Identity | None) -> "Scope":
    """The request with this identity and without any that it came with."""
    dropped = {name.encode() for name in (HEADER, *OTHERS)}
    headers = [pair for pair in scope["headers"] if pair[0].lower() not in dropped]
    if identity is not None:
        said: dict[str, Any] = {"name": identity.name, "scopes": sorted(identity.scopes)}
        headers.append((HEADER.encode(), f"{os.environ[_KEY]} {json.dumps(said)}".encode()))
    return {**scope, "headers": headers}


def handed() -> Identity | None:
    """Who asks, of the request that began this visit; None for nobody that the guard let in."""
    given = st.context.headers.get_all(HEADER)
    if len(given) != 1:
        return None
    key, _, said = given[0].partition(" ")
    if not hmac.compare_digest(key.encode(), os.environ.get(_KEY, "").encode()) or not key:
        return None
    held = json.loads(said)
    return Identity(held["name"], frozenset(held["scopes"]))
