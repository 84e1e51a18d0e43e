"""Who signed out: a plain ASGI middleware that remembers it, and a page that is still open asks it.

Streamlit knows who is there from the cookie that opened a page's websocket. Signing out takes the
cookie from the browser; a page in another tab keeps its websocket, and could save a form for hours.
"""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st
from starlette.requests import Request

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE, TOKENS = "_streamlit_user", "_streamlit_user_tokens"  # Streamlit's; long ones are in parts
MOST = 100_000  # sign-outs that are remembered, by 32 bytes each; the oldest go
_GONE: dict[bytes, None] = {}


def happened() -> bool:
    """Whether the sign-in of this page was ended since the page was opened."""
    return _digest(st.context.cookies) in _GONE


class SignOuts:
    """Remembers the sign-in of whoever asks to sign out; everything is passed on."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass the request on; whoever signs out has done so even if that fails."""
        is_out = scope["type"] == "http" and scope["path"].rstrip("/").endswith("/auth/logout")
        if is_out and (found := _digest(Request(scope).cookies)):
            _GONE[found] = None
            while len(_GONE) > MOST:
                _GONE.pop(next(iter(_GONE)))
        await self._app(scope, receive, send)


def _digest(cookies: Mapping[str, str]) -> bytes:
    """A sign-in by its cookie; nothing where there is none."""
    parts = sorted(
        (name, cookies[name])
        for name in cookies
        if name.startswith(COOKIE) and not name.startswith(TOKENS)
    )
    return hashlib.sha256(repr(parts).encode()).digest() if parts else b""
