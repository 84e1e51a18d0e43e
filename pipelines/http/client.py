"""The one polite HTTP client: serial, bounded, and never careless with a token.

How a source uses it:

    client = Client("https://app.readthedocs.org", token=token, scheme="Token", per_minute=60)
    answer = client.get_json("/api/v3/projects/hub/", expect=dict)      # answer.body
    for answer in client.pages("/api/…?per_page=100"): …                # Link rel="next" only
    answer = client.query("graphql", {"query": …, "variables": …})      # GraphQL's answer.body
    answer = client.download("events.jsonl", file, etag=etag, last_modified=stamp)

A question may carry `etag` or `last_modified` of an earlier answer; `answer.unchanged` then means
304: no body, what we hold is still true. What goes wrong is one HttpError (refusal.py);
`error.of(NAME, unit)` makes it the SourceError to yield, or to raise where `error.stops`.

The client itself waits for limits and asks again after passing faults, for at most `budget`
seconds in all; tests pass `clock=Clock(now, sleep)`. Addresses are relative to `base`.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.auth import AuthBase
from tenacity import Retrying, retry_if_exception

from config.files import replacing
from pipelines import unit
from pipelines.http.answer import Answer, bare, json_body, origin, refuse_html, shown, target_of
from pipelines.http.pace import ANSWER, CONNECT, TRIES, Clock, Pace, is_worth_a_retry, pause
from pipelines.http.refusal import HttpError, query_refusal, refusal, sendable

AGENT = "quarterdeck (project-operations dashboard)"
HOPS, CHUNK = 5, 16_384  # packed, a chunk may be a thousand times as long
REDIRECTS = (301, 302, 303, 307, 308)
NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
)


@dataclass(frozen=True)
class _Question:
    url: str
    parse: Callable[[requests.Response, Iterator[bytes]], Any]
    headers: dict[str, str] = field(default_factory=dict)
    last_try: str | None = None
    posted: dict[str, Any] | None = None


class _Token(AuthBase):
    """The token, for its own host only; as an AuthBase object no .netrc entry can replace it."""

    def __init__(self, base: str, header: str, value: str) -> None:
        self._origin, self._header, self._value = origin(base), header, value

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._value and origin(str(request.url)) == self._origin:
            request.headers[self._header] = self._value
        return request


class _Session(requests.Session):
    """Leaves redirects to the client: requests reads their address even when told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - its signature
        return None


class Client:
    """A serial conversation with one host. `left` is how many requests the host still grants.

    closed      the limit or refusal after which nothing more is asked; also a host that never
                answered, to any client of this ingest, or left two questions in a row unanswered
    scheme      the word before the token, if any, in `header`
    token_env   the variable of a token that raises the host's limit, named where none was given
    per_minute  most requests in any sixty seconds
    deadline    seconds one request may take, however slowly its answer drips
    budget      seconds to spend on waiting in this client's life
    largest     bytes of one answer, unpacked; [limits] says how many unless given
    redirects   hosts to which an answer may lead besides its own; [limits] names them unless given
    Raises HttpError for a token that no header can carry.
    """

    def __init__(
        self,
        base: str,
        *,
        token: str = "",
        token_env: str = "",
        scheme: str = "Bearer",
        header: str = "Authorization",
        headers: Mapping[str, str] | None = None,
        per_minute: int | None = None,
        deadline: float = 60,
        budget: float = 900,
        largest: float | None = None,
        redirects: Sequence[str] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.base = base.rstrip("/") + "/"
        self.left: int | None = None
        self._place = ":".join(map(str, origin(base)))
        self._token_env = "" if token else token_env
        self._deadline, self._largest = deadline, largest or unit.limits().answer_mb * 1e6
        self._redirects = unit.limits().redirects if redirects is None else redirects
        self._pace = Pace(clock or Clock(), budget, per_minute)
        self.closed: HttpError | None = None
        self._silence = unit.silence()
        self._answered = False  # since the last question that the host left without an answer
        self._session = _Session()
        self._session.headers.update({"User-Agent": AGENT, **(headers or {})})
        self._session.auth = _Token(
            self.base, header, f"{scheme} {sendable(token)}".strip() if token else ""
        )

    def get_json(
        self,
        url: str,
        *,
        expect: type = list,
        etag: str | None = None,
        last_modified: str | None = None,
        last_try: str | None = None,
    ) -> Answer:
        """The JSON at `url`, checked to be a list or dict as `expect` says. Raises HttpError.

        last_try  asked instead after the other tries failed: the same in smaller pages
        """

        def parse(response: requests.Response, chunks: Iterator[bytes]) -> Any:
            return json_body(response.url, _type(response), b"".join(chunks), expect)

        smaller = self._full(last_try) if last_try else None
        headers = _validators(etag, last_modified)
        return self._get(_Question(self._full(url), parse, headers, smaller))

    def query(self, url: str, question: dict[str, Any]) -> Answer:
        """The `data` that GraphQL at `url` answers to a query (it is asked by POST).

        Raises HttpError, also where the answer is 200 and names errors.
        """

        def parse(response: requests.Response, chunks: Iterator[bytes]) -> Any:
            body = json_body(response.url, _type(response), b"".join(chunks), dict)
            if body.get("errors") or not isinstance(body.get("data"), dict):
                raise query_refusal(shown(response.url), body)
            return body["data"]

        return self._get(_Question(self._full(url), parse, posted=question))

    def get_bytes(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Answer:
        """The body at `url` as bytes; an HTML page is refused. Raises HttpError."""

        def parse(response: requests.Response, chunks: Iterator[bytes]) -> bytes:
            refuse_html(response.url, _type(response))
            return b"".join(chunks)

        return self._get(_Question(self._full(url), parse, _validators(etag, last_modified)))

    def download(
        self, url: str, file: Path, *, etag: str | None = None, last_modified: str | None = None
    ) -> Answer:
        """`file` brought up to date with `url`: written whole and renamed, or left as it is.

        An HTML page is refused. Raises HttpError; the old file is then untouched.
        """

        def parse(response: requests.Response, chunks: Iterator[bytes]) -> None:
            refuse_html(response.url, _type(response))
            with replacing(file) as unfinished, unfinished.open("wb") as out:
                out.writelines(chunks)

        return self._get(_Question(self._full(url), parse, _validators(etag, last_modified)))

    def pages(self, url: str, *, expect: type = list, etag: str | None = None) -> Iterator[Answer]:
        """Every page from `url` on by Link rel="next"; `etag` is for page 1. Raises HttpError."""
        answer = self.get_json(url, expect=expect, etag=etag)
        yield answer
        while answer.next:
            answer = self.get_json(answer.next, expect=expect)
            yield answer

    def probe(self, url: str) -> None:
        """Ask once whether the host answers at all, whatever it says. Raises HttpError if not."""
        if dead := self._silence.dead.get(self._place):
            raise dead
        try:
            self._send(self._full(url), _Question(url, lambda *_: None)).close()
        except HttpError as error:
            if error.is_silent:
                self._silence.dead[self._place] = error
                raise

    def _full(self, url: str) -> str:
        is_whole = url.startswith(("http://", "https://"))
        return url if is_whole else urljoin(self.base, url.lstrip("/"))

    def _get(self, question: _Question) -> Answer:
        """The answer after as many tries as make sense; a limit that stays closes the client."""
        if dead := self.closed or self._silence.dead.get(self._place):
            raise dead
        tries = Retrying(
            retry=retry_if_exception(is_worth_a_retry),
            wait=pause,
            stop=lambda tried: self._pace.is_over(tried) or not self._silence.left,
            sleep=self._pace.wait,
            reraise=True,
        )
        try:
            for attempt in tries:
                last = attempt.retry_state.attempt_number == TRIES
                with attempt:
                    answer = self._ask(question, (last and question.last_try) or question.url)
            return answer
        except HttpError as error:
            if error.is_silent:
                self._silence.cost(attempt.retry_state.idle_for)
            if error.is_silent and not self._answered:
                error.stops = True
                self._silence.dead[self._place] = error
            self._answered = self._answered and not error.is_silent
            self.closed = error if error.stops else None
            raise

    def _ask(self, question: _Question, url: str) -> Answer:
        """One try; redirects are followed here, so that each hop is paced, checked and counted."""
        for _ in range(HOPS):
            self._pace.keep()
            with self._send(url, question) as response:
                target = response.headers.get("Location")
                if response.status_code not in REDIRECTS or not target:
                    return self._answer(question, response)
                url = self.followed(url, target)
        raise HttpError(f"{shown(question.url)} redirects in a circle", remedy="check the address")

    def followed(self, url: str, link: str) -> str:
        """Where a redirect leads, any login taken out of it.

        Raises HttpError for another host that [limits] does not name, so that no server sends us
        to a service of our own network, and where https would fall to http.
        """
        target = target_of(url, link)
        (old, host, port), (new, to, to_port) = origin(url), origin(target)
        if old == "https" and new != "https":
            what = f"{shown(url)} leads from https to {new}"
            raise HttpError(what, remedy="check the address in dashboard.toml", passing=False)
        is_upgrade = (old, port, new, to_port) == ("http", 80, "https", 443)
        there = urlsplit(target).netloc.rpartition("@")[2]
        is_own = to == host and (to_port == port or is_upgrade)
        if new not in ("http", "https") or not (is_own or {to, there} & set(self._redirects)):
            what = f"{shown(url)} leads to another host, {there or new}"
            remedy = f'if that is right, add redirects = ["{there}"] to [limits] of dashboard.toml'
            raise HttpError(what, remedy=remedy, passing=False)
        query = urlsplit(target).query
        return f"{bare(target)}?{query}" if query else bare(target)

    def _send(self, url: str, question: _Question) -> requests.Response:
        most = min(self._deadline, ANSWER if self._answered else self._silence.patience)
        timeout, host, began = (min(CONNECT, most), most), urlsplit(url).hostname, time.monotonic()
        try:
            return self._session.request(
                "GET" if question.posted is None else "POST", url, json=question.posted,
                headers=question.headers, stream=True, allow_redirects=False, timeout=timeout,
            )  # fmt: skip
        except NO_ADDRESS:
            what, remedy = f"{shown(url)} is no address", "correct it in dashboard.toml"
            raise HttpError(what, remedy=remedy, passing=False) from None
        except requests.RequestException as error:
            waited = time.monotonic() - began
            self._silence.cost(waited)
            is_late = isinstance(error, requests.Timeout)
            what = f"gave no answer in {waited:.0f} s" if is_late else "could not be reached"
            # To ask again costs as long again: worth it only of a host that did answer.
            again = 1 if self._answered or not is_late else None
            raise HttpError(f"{host} {what}", wait=again, is_silent=True) from None

    def _answer(self, question: _Question, response: requests.Response) -> Answer:
        self._answered = True
        left = response.headers.get("X-RateLimit-Remaining", "")
        self.left = int(left) if left.isascii() and left.isdigit() else self.left
        status, url, chunks = response.status_code, response.url, self._chunks(response)
        if status not in (200, 304):
            text = b"".join(chunks)
            raise refusal(shown(url), status, response.headers, text, self._token_env)
        body = question.parse(response, chunks) if status == 200 else b"".join(chunks) or None
        return Answer(status, url, response.headers, body, self._next(response))

    def _next(self, response: requests.Response) -> str | None:
        link = response.links.get("next", {}).get("url")
        target = target_of(response.url, link) if link else None
        if target and origin(target) != origin(self.base):
            ours, theirs = urlsplit(bare(self.base)).netloc, urlsplit(target).hostname
            remedy = "check the api address in dashboard.toml"
            raise HttpError(f"next link leaves {ours} for {theirs}", remedy=remedy, passing=False)
        if target == response.url:
            raise HttpError(f"{shown(response.url)} has a next link to itself")
        return target

    def _chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it arrives, under one deadline: each drip would restart a read time-out."""
        ends, place = time.monotonic() + self._deadline, shown(response.url)
        seen = 0
        try:
            while chunk := response.raw.read1(CHUNK, decode_content=True):
                seen += len(chunk)
                if seen > self._largest:
                    what = f"{place} sent more than {self._largest / 1e6:g} MB"
                    remedy = "if that is right, raise answer_mb in [limits] of dashboard.toml"
                    raise HttpError(what, remedy=remedy, passing=False)
                yield chunk
                if time.monotonic() > ends:
                    raise HttpError(f"{place} took longer than {self._deadline:g} s", wait=1)
        except urllib3.exceptions.HTTPError:
            raise HttpError(f"{place} broke off in mid-answer", wait=1) from None


def _type(response: requests.Response) -> str:
    return str(response.headers.get("Content-Type", ""))


def _validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    both = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in both.items() if value}
