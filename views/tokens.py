"""The token that opens the forms on this machine: printed in the terminal, given once per browser.

A plain ASGI middleware: whoever opens /?token=… gets it as a cookie, and the address without it.
"""

import hmac
import os
import secrets
import sys
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

import streamlit as st

import config

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


@cache
def token() -> str:
    """The token of this start of the server: QUARTERDECK_TOKEN, else a new one."""
    return os.environ.get("QUARTERDECK_TOKEN") or secrets.token_urlsafe(32)


def cookie() -> str:
    """The name of the cookie; a browser sends those of all ports of a host."""
    return f"quarterdeck_token_{st.get_option('server.port')}"


def announce() -> None:
    """Print the address with the token, where a person is at the terminal that started it."""
    if sys.stderr.isatty():
        port, page = st.get_option("server.port"), "start" if config.unwritten() else ""
        address = f"http://localhost:{port}/{page}?token={token()}"
        aim = "begin with your own numbers" if page else "change settings"
        print(f"To {aim} in the browser, open {address}", file=sys.stderr)


class Tokens:
    """Turns ?token=… into a cookie; everything else is passed on."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer 303 with the cookie where the token fits, or pass the request on."""
        asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in asked if name == "token"]
        fits = given and hmac.compare_digest(given[0].encode(), token().encode())
        if scope["type"] != "http" or scope["method"] != "GET" or not fits:
            await self._app(scope, receive, send)
            return
        rest = urlencode([pair for pair in asked if pair[0] != "token"])
        place = "/" + quote(str(scope["path"]).lstrip("/\\"))
        kept = f"{cookie()}={token()}; Path=/; HttpOnly; SameSite=Strict"
        headers = [
            (b"location", f"{place}{'?' if rest else ''}{rest}".encode("latin-1")),
            (b"set-cookie", kept.encode("latin-1")),
            (b"cache-control", b"no-store"),
            (b"referrer-policy", b"no-referrer"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
