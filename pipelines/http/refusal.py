"""What an HTTP answer that is not good means: whether waiting helps, and who must act."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pipelines import SourceError

PASSING = {408, 425, 500, 502, 503, 504}
SECONDARY_WAIT = 60  # seconds; GitHub asks for at least a minute where it names no time


class HttpError(Exception):
    """No usable answer: `what` happened, without a token in it, and the `remedy`.

    status   HTTP status, None when no answer came
    passing  the next run may succeed; otherwise a person must act
    stops    no other request to this host can succeed either: a bad token, a limit reached
    wait     seconds after which asking again may help; None: it will not
    is_silent  the host gave no answer at all
    body     the JSON object in which a server explains itself, else {}
    """

    def __init__(
        self,
        what: str,
        *,
        remedy: str = "run again later",
        status: int | None = None,
        passing: bool = True,
        stops: bool = False,
        wait: float | None = None,
        is_silent: bool = False,
        body: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(what)
        self.what, self.remedy, self.status = what, remedy, status
        self.passing, self.stops, self.wait, self.body = passing, stops, wait, body or {}
        self.is_silent = is_silent

    def of(self, source: str, unit: str = "") -> SourceError:
        """This error as the failure of one unit of a source."""
        return SourceError(source, self.what, remedy=self.remedy, unit=unit, passing=self.passing)


def refusal(
    place: str, status: int, headers: Mapping[str, str], text: bytes, token_env: str = ""
) -> HttpError:
    """The error behind an answer other than 200 and 304; `place` names what was asked.

    token_env  the variable of a token that would raise the host's limit
    """
    body = _object(text)
    plain = "" if body else text[:80].decode("utf-8", "replace").strip("{} \n")
    said = str(body.get("message") or body.get("detail") or plain)
    if _is_limit(status, headers, said):
        return _limit(place, status, headers, body, token_env)
    what = f"{place} answered {status}" + (f" ({said[:80]})" if said else "")
    if status == 401:
        remedy = "put a valid token into the environment variable"
        return HttpError(what, remedy=remedy, status=401, passing=False, stops=True, body=body)
    if status in PASSING:
        wait = _seconds(headers.get("Retry-After"), _server_time(headers)) or 1
        return HttpError(what, status=status, wait=wait, body=body)
    remedy = "check the name, and that the token may read it"
    return HttpError(what, remedy=remedy, status=status, passing=False, body=body)


def query_refusal(place: str, body: dict[str, Any]) -> HttpError:
    """The error behind a GraphQL answer of status 200 that holds errors or no data."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    said = str(first.get("message") if isinstance(first, dict) else first)[:80]
    if isinstance(first, dict) and first.get("type") == "RATE_LIMITED":
        what, remedy = f"{place}: rate limit reached", "run again in an hour"
        return HttpError(what, remedy=remedy, status=200, stops=True, body=body)
    remedy = "check the name, and that the token may read it"
    return HttpError(f"{place} answered no data ({said})", remedy=remedy, status=200, passing=False)


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _is_limit(status: int, headers: Mapping[str, str], said: str) -> bool:
    """A 403 is a limit only when it says so; a plain one is final."""
    if status == 429:
        return True
    told = "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0"
    return status == 403 and (told or "rate limit" in said.lower())


def _limit(
    place: str, status: int, headers: Mapping[str, str], body: dict[str, Any], token_env: str
) -> HttpError:
    now = _server_time(headers)
    wait = _seconds(headers.get("Retry-After"), now)
    is_used_up = headers.get("X-RateLimit-Remaining") == "0"
    if wait is None and is_used_up:
        wait = max(1.0, _number(headers.get("X-RateLimit-Reset"), now + SECONDARY_WAIT) - now)
    if wait is None:
        wait = SECONDARY_WAIT
    resets = datetime.fromtimestamp(min(now + wait, now + 366 * 86_400), UTC)
    what = f"{place}: rate limit reached; it resets at {resets:%H:%M} UTC on {resets:%-d %B}"
    more = f"set {token_env} for a higher limit, or " if token_env and is_used_up else ""
    remedy = f"{more}run again after that"
    return HttpError(what, remedy=remedy, status=status, stops=True, wait=wait, body=body)


def _server_time(headers: Mapping[str, str]) -> float:
    """The server's own clock, because limits refer to it; ours where it gives none."""
    date = headers.get("Date")
    return (_moment(date) if date else None) or time.time()


def _seconds(told: str | None, now: float) -> float | None:
    """Retry-After as seconds from now, given as a number or a date; None when it is neither."""
    if not told:
        return None
    moment = _moment(told)
    seconds = moment - now if moment is not None else _number(told, -1)
    return seconds if seconds >= 0 else None


def _moment(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


def _number(text: str | None, otherwise: float) -> float:
    return float(text) if text and text.isascii() and text.isdigit() else otherwise


def sendable(token: str) -> str:
    """The token; one that no header can carry is refused here, before a message could show it."""
    if not (token.isascii() and token.isprintable() and " " not in token):
        what, remedy = "the token holds characters no token has", "copy it again, without quotes"
        raise HttpError(what, remedy=remedy, passing=False, stops=True)
    return token
