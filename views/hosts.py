"""The names under which the dashboard answers: a plain ASGI middleware around Streamlit's app.

A page of another site can make its own name lead to 127.0.0.1 (DNS rebinding); the browser then
lets it read a dashboard on localhost, by HTTP and by websocket. It cannot change the Host header,
which is compared here with localhost and [access] hosts.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import config

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL = ("localhost", "127.0.0.1", "::1")
REFUSED = (
    b"Quarterdeck does not answer under this name. If it should, add it to hosts in [access] of "
    b"dashboard.toml (docs/security.md).\n"
)


class Hosts:
    """Passes on what was asked under a known name; closes /_stcore/metrics to everybody."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app
        self._known: list[str] = []

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer 421 or 404 by HTTP, refuse a websocket, or pass the request on."""
        if scope["type"] == "lifespan" or self._is_known(scope):
            if not str(scope.get("path", "")).rstrip("/").endswith("/_stcore/metrics"):
                await self._app(scope, receive, send)
                return
            status, said = 404, b"Closed.\n"
        else:
            status, said = 421, REFUSED
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        kind = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": kind})
        await send({"type": "http.response.body", "body": said})

    def _is_known(self, scope: "Scope") -> bool:
        """Whether it was asked once for one host, and under one of its names."""
        named = [value for key, value in scope["headers"] if key == b"host"]
        if len(named) != 1:
            return False
        try:
            parts = urlsplit(f"//{named[0].decode('ascii')}")
            name = (parts.hostname or "").removesuffix(".")
            is_plain = "@" not in parts.netloc and parts.netloc == named[0].decode("ascii")
            parts.port  # noqa: B018 - raises where it is none
        except ValueError:
            return False
        return is_plain and (name in LOCAL or name in self._hosts())

    def _hosts(self) -> list[str]:
        """[access] hosts as they are now; as they were before, while the file cannot be read."""
        try:
            rule = config.access()
        except config.ConfigError:
            return self._known
        self._known = [host.casefold().removesuffix(".") for host in rule.hosts] if rule else []
        return self._known
