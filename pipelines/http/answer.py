"""What a good HTTP answer holds, and the checks it must pass before it counts as one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipelines.http.refusal import HttpError


@dataclass(frozen=True)
class Answer:
    """One good answer; `body` is parsed JSON or bytes, None when unchanged or downloaded."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: Any = None
    next: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the server said 304."""
        return self.status == 304

    @property
    def etag(self) -> str | None:
        """The validator to send next time, to be kept together with its data."""
        return self.headers.get("ETag")

    @property
    def last_modified(self) -> str | None:
        """As `etag`, for servers that give a date instead."""
        return self.headers.get("Last-Modified")


def json_body(url: str, content_type: str, text: bytes, expect: type) -> Any:
    """The JSON of an answer, a list or dict as `expect` says. Raises HttpError."""
    place, start = shown(url), text[:80].decode("utf-8", "replace")
    if "json" not in content_type:
        raise HttpError(f"{place} answered something else than JSON: {start!r}", wait=1)
    try:
        value = json.loads(text)
        if b"\\ud" in text or b"\\uD" in text:
            value = _writable(value)
    except (ValueError, RecursionError):
        raise HttpError(f"{place} answered broken JSON: {start!r}", wait=1) from None
    if not isinstance(value, expect):
        kind = "a list" if expect is list else "an object"
        raise HttpError(f"{place}: expected {kind}, got {start!r}", wait=1)
    return value


def _writable(value: Any) -> Any:
    """A value without half a UTF-16 pair, which no file and no table holds: it stays as letters."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_writable(each) for each in value]
    if isinstance(value, dict):
        return {_writable(key): _writable(each) for key, each in value.items()}
    return value


def refuse_html(url: str, content_type: str) -> None:
    """Raise HttpError where a web page came: a sign-in page or a captive portal, never data."""
    if "html" in content_type:
        raise HttpError(f"{shown(url)} answered a web page where data are due", wait=1)


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port of an address. Raises HttpError where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        what, remedy = f"{shown(url)} is no address", "correct it in dashboard.toml"
        raise HttpError(what, remedy=remedy, passing=False) from None
    return parts.scheme, parts.hostname, port


def target_of(url: str, link: str) -> str:
    """Where a link or a redirect of an answer leads. Raises HttpError where it is no address."""
    try:
        target = urljoin(url, link)
        urlsplit(target).port  # noqa: B018 - raises where it is none
        if "\\" in urlsplit(target).netloc:  # it ends the host for some who read it
            raise ValueError
    except ValueError:
        what = f"{shown(url)} leads to {link[:80]!r}, which is no address"
        raise HttpError(what, remedy="check the api address in dashboard.toml") from None
    return target


def shown(url: str) -> str:
    """An address fit for a message: host, port and path, without user, password and query."""
    return bare(url).partition("://")[2]


def bare(url: str) -> str:
    """An address without user, password and query; of one that cannot be taken apart no more.

    The user of an ssh address is no secret.
    """
    scheme, mark, rest = url.partition("://")
    if not mark or scheme == "ssh":
        return url
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where a / in a password ends the host too early
    except ValueError:
        return f"{scheme}://…{rest.rpartition('@')[2].partition('?')[0]}" if "@" in rest else url
    return f"{scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
