"""JupyterHub's own sign-in in front of every request: a plain ASGI middleware (docs/deploy.md).

JupyterHub is an OAuth 2 provider, not OpenID Connect, so st.login cannot use it. Pages, media,
uploads and websockets pass with a token of the hub alone, which is looked up again after a minute.
"""

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

from jupyterhub.services.auth import HubOAuth
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from tornado.httputil import url_concat
from tornado.web import HTTPError, create_signed_value, decode_signed_value

from views import identity
from views.identity import Identity

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = 60  # after which a token is looked up again
STATE_SECONDS = 600  # in which a sign-in must end, as JupyterHub has it
DAYS = 14  # of the cookie; the hub may end its token before
# A browser follows a redirect to the sign-in; what a page asks behind the scenes is refused.
BEHIND = ("_stcore/", "media/", "component/", "static/", "app/static/")
NOT_HERE = "The sign-in did not begin in this browser, or took too long. Open {} again.\n"
NO_READER = "You are signed in, and your role does not let you read this. Ask who runs the hub.\n"
NO_HUB = "JupyterHub does not answer, so nobody is let in. Try again later.\n"


class Guard:
    """Lets in who holds a token of the hub with the scope to read or to edit, and nobody else."""

    def __init__(
        self, app: "ASGIApp", hub: HubOAuth, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app, self._hub, self._clock = app, hub, clock
        self._prefix = str(hub.base_url)
        self._cookie = str(hub.oauth_client_id)
        self._secret = hashlib.sha256(f"quarterdeck cookies {hub.api_token}".encode()).hexdigest()
        self._known: dict[str, tuple[float, Identity | None]] = {}
        identity.begin()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass the request on with its identity, lead to the sign-in, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        place = str(scope["path"]).removeprefix(self._prefix)
        if scope["type"] == "http" and place == "_stcore/health":
            await self._app(identity.handed_over(scope, None), receive, send)
            return
        try:
            if scope["type"] == "http" and place == "oauth_callback":
                await (await self._callback(asked))(scope, receive, send)
                return
            token = self._opened(asked, self._cookie, DAYS)
            who = await self._who(token) if token else None
        except HTTPError:
            await self._refuse(PlainTextResponse(NO_HUB, 503), scope, receive, send)
            return
        if who is None:
            await self._refuse(self._sign_in(asked, place), scope, receive, send)
        elif not who.may_read:
            await self._refuse(PlainTextResponse(NO_READER, 403), scope, receive, send)
        elif scope["type"] == "websocket":
            await self._watched(identity.handed_over(scope, who), receive, send, token, who)
        else:
            await self._app(identity.handed_over(scope, who), receive, send)

    async def _refuse(
        self, answer: Response, scope: "Scope", receive: "Receive", send: "Send"
    ) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        answer.headers["cache-control"] = "no-store"
        await answer(scope, receive, send)

    async def _who(self, token: str) -> Identity | None:
        """The user of a token, a minute old at most. Raises HTTPError while the hub is silent."""
        key = hashlib.sha256(token.encode()).hexdigest()
        since = self._clock() - SECONDS
        self._known = {each: known for each, known in self._known.items() if known[0] > since}
        if key not in self._known:
            asked_at = self._clock()
            found = await self._hub.user_for_token(token, use_cache=False, sync=False)
            is_user = found is not None and found.get("kind") == "user"
            who = Identity(found["name"], frozenset(found["scopes"])) if is_user else None
            self._known[key] = (asked_at, who)
            return who
        return self._known[key][1]

    async def _watched(
        self, scope: "Scope", receive: "Receive", send: "Send", token: str, first: Identity
    ) -> None:
        """A websocket, over which nothing goes once its token is not what it was."""
        is_over = False

        async def is_in() -> bool:
            nonlocal is_over
            try:
                is_over = is_over or await self._who(token) != first
            except HTTPError:
                is_over = True
            return not is_over

        async def close() -> None:
            await send({"type": "websocket.close", "code": 1008})

        async def receiving() -> "Message":
            message = await receive()
            if message["type"] == "websocket.receive" and not is_over and not await is_in():
                await close()
            return {"type": "websocket.disconnect", "code": 1008} if is_over else message

        async def sending(message: "Message") -> None:
            if message["type"] != "websocket.send":
                if not is_over:
                    await send(message)
            elif not is_over:
                if await is_in():
                    await send(message)
                else:
                    await close()

        await self._app(scope, receiving, sending)

    def _sign_in(self, asked: HTTPConnection, place: str) -> Response:
        """The way to the hub's sign-in, from which the browser comes back to this address."""
        path = str(asked.scope["path"])
        if path + "/" == self._prefix:
            return RedirectResponse(self._prefix, 302)
        is_page = asked.scope.get("method") == "GET" and not place.startswith(BEHIND)
        if not path.startswith(self._prefix) or not is_page:
            return PlainTextResponse("Sign in first.\n", 403)
        query = asked.scope.get("query_string", b"").decode("latin-1")
        back = quote(path) + (f"?{query}" if query else "")
        verifier, challenge, method = self._hub.generate_pkce_code_challenge()
        state = self._hub.generate_state(back, code_verifier=verifier)
        given = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        answer = RedirectResponse(url_concat(self._hub.login_url, given), 302)
        self._give(asked, answer, self._state_cookie(state), state, STATE_SECONDS)
        return answer

    async def _callback(self, asked: HTTPConnection) -> Response:
        """The end of a sign-in: the hub's code becomes a token, kept in a cookie."""
        state, code = asked.query_params.get("state", ""), asked.query_params.get("code", "")
        name = self._state_cookie(state)
        begun = self._opened(asked, name, STATE_SECONDS / 86_400)
        is_ours = bool(state) and hmac.compare_digest(state.encode(), begun.encode())
        verifier = self._hub.get_code_verifier(state) if is_ours else None
        if not (code and verifier):  # begun elsewhere, ended already, or too long ago
            return PlainTextResponse(NOT_HERE.format(self._prefix), 403)
        back = self._hub.get_next_url(state)
        self._hub.clear_oauth_state(state)
        token = await self._hub.token_for_code(code, code_verifier=verifier, sync=False)
        answer = RedirectResponse(back, 302)
        self._give(asked, answer, self._cookie, token, DAYS * 86_400)
        answer.delete_cookie(name, path=self._prefix)
        answer.headers["referrer-policy"] = "no-referrer"
        answer.headers["cache-control"] = "no-store"
        return answer

    def _state_cookie(self, state: str) -> str:
        """A cookie for each sign-in, so that two tabs may begin one at the same time."""
        return f"{self._cookie}-state-{hashlib.sha256(state.encode()).hexdigest()[:8]}"

    def _give(
        self, asked: HTTPConnection, answer: Response, name: str, value: str, seconds: int
    ) -> None:
        first = asked.headers.get("x-forwarded-proto", "").split(",")[0].strip()
        public = os.environ.get("JUPYTERHUB_PUBLIC_URL", "")
        is_secure = "https" in (first, asked.url.scheme) or public.startswith("https:")
        sealed = self.sealed(name, value)
        answer.set_cookie(
            name, sealed, max_age=seconds, path=self._prefix, secure=is_secure, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def sealed(self, name: str, value: str) -> str:
        """A cookie's value, signed for its name."""
        return create_signed_value(self._secret, name, value).decode()

    def _opened(self, asked: HTTPConnection, name: str, days: float) -> str:
        """The value of a cookie that was sealed here; empty where there is none."""
        sealed = asked.cookies.get(name)
        opened = decode_signed_value(self._secret, name, sealed, max_age_days=days)
        return opened.decode() if opened else ""
