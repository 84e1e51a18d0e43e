"""Who may change settings in the browser; every write asks, on the server.

a  Where a sign-in is set up: an editor of [access], signed in, who may enter at all; on a
   JupyterHub, who has its role.
b  Where none is: whoever sits at this machine and was given the token that the server printed.
   The server listens on loopback alone, the browser asked for localhost or 127.0.0.1 with the
   server's own port, nothing shows that the request was passed on, and the token fits.
"""

import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from config import Access

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NAMES = ("localhost", "127.0.0.1")
PASSED_ON = {"forwarded", "via", "x-real-ip", "x-proxycontextpath", "x-original-host"}
Refusal = Literal[
    "sample", "read_only", "not_signed_in", "no_editor", "not_loopback", "base_path", "host",
    "passed_on", "no_token", "wrong_token",
]  # fmt: skip


@dataclass(frozen=True)
class Person:
    """The person of a sign-in, as its provider says now.

    is_in      signed in, not expired, admitted
    is_editor  as the provider says; None: [access] says it
    """

    is_in: bool
    email: str = ""
    is_editor: bool | None = None


@dataclass(frozen=True)
class Request:
    """What the server knows about a browser that wants to write.

    address     that the server listens on; None: on all
    headers     by name in lower case, every value
    token       the server's own; None: it printed none
    given       what the browser has of it
    person      None: no sign-in is set up
    """

    address: str | None = None
    port: int = 0
    base_path: str = ""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    token: str | None = None
    given: str = ""
    person: Person | None = None


def refusal(  # noqa: PLR0911 - one for each reason
    request: Request, access: Access | None
) -> Refusal | None:
    """Why the browser may not write; None: it may."""
    if request.person is not None or (access is not None and access.names_people):
        if request.person is None or not request.person.is_in:
            return "not_signed_in"
        is_editor = request.person.is_editor
        if is_editor is None:
            is_editor = access is not None and access.lets_edit(request.person.email)
        return None if is_editor else "no_editor"
    if request.address not in LOOPBACK:
        return "not_loopback"
    if request.base_path.strip("/"):
        return "base_path"
    hosts = list(request.headers.get("host", ()))
    if len(hosts) != 1 or hosts[0].lower() not in {f"{name}:{request.port}" for name in NAMES}:
        return "host"
    if any(name in PASSED_ON or name.startswith("x-forwarded") for name in request.headers):
        return "passed_on"
    if not request.token or not request.given:
        return "no_token"
    is_given = hmac.compare_digest(request.token.encode(), request.given.encode())
    return None if is_given else "wrong_token"


def folder_refusal(folder: Path, *, is_sample: bool) -> Refusal | None:
    """Why nobody can write there: the sample is not a team's own, or the folder is read-only."""
    if is_sample:
        return "sample"
    return None if os.access(folder, os.W_OK | os.X_OK) else "read_only"
