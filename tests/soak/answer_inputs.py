"""Answers of servers: headers and bodies, through the client and through whole fetches.

A server of this process answers in the manner of GitHub, Read the Docs, HackMD, an archive of
launches and a gateway of clusters; one of its answers is spoiled.
"""

import contextlib
import json
import logging
import os
import random
import shutil
from datetime import UTC, datetime
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import config
from pipelines import SourceError, docs_builds, github, launches, notes, unit
from pipelines.billing.engine import gateway
from pipelines.billing.rollup import Unreachable
from pipelines.github import store
from pipelines.http import HttpError
from pipelines.http import client as clients
from pipelines.http.answer import bare, json_body, origin, shown, target_of
from pipelines.http.pace import Clock
from pipelines.http.refusal import query_refusal, refusal, sendable
from tests.soak.kind import DATA, Input, Isolated, Kind, scratch
from tests.soak.mutation import TOKENS, changed, damaged, spoiled

NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
ISSUE = {
    "number": 1, "title": "Boat", "state": "open", "state_reason": None, "user": {"login": "ada", "type": "User"},
    "labels": [{"name": "bug"}, "help"], "comments": 2, "created_at": "2018-08-01T00:00:00Z",
    "updated_at": "2018-08-02T00:00:00Z", "closed_at": None, "pull_request": {"merged_at": None},
    "html_url": "https://github.com/lab/hub/issues/1", "repository_url": "https://api.github.com/repos/lab/hub",
    "body": "# 2018-08-01\n\nPresent: Ada",
}  # fmt: skip
REPO = {
    "id": 1, "full_name": "lab/hub", "archived": False, "private": False, "has_issues": True, "open_issues_count": 1,
    "html_url": "https://github.com/lab/hub", "default_branch": "main",
}  # fmt: skip
RUN = {
    "id": 7, "event": "push", "head_branch": "main", "head_sha": "c" * 40, "status": "completed",
    "conclusion": "failure", "created_at": "2018-09-20T05:00:00Z", "run_started_at": "2018-09-20T05:00:00Z",
    "updated_at": "2018-09-20T05:04:00Z", "html_url": "https://github.com/lab/hub/actions/runs/7",
}  # fmt: skip
STEPS = {
    "jobs": [
        {
            "name": "docs",
            "conclusion": "failure",
            "steps": [{"name": "Build", "conclusion": "failure"}],
        }
    ]
}
NOTE = "# Sync 2018-09-01\n\nPresent: Ada Lund\n"
CLUSTER = {
    "name": "a.b", "dashboard_route": "/clusters/a.b/status", "status": "FAILED", "start_time": 1537400000000,
    "stop_time": None, "options": {}, "tls_cert": None, "tls_key": None, "scheduler_address": None,
}  # fmt: skip
PLACES = {  # which part of an address → the answer to it; the first that fits
    "/search/issues": {"items": [ISSUE]},
    "/comments": [{"body": "later"}],
    "/events": [{"event": "closed", "created_at": "2018-08-03T00:00:00Z"}],
    "/timeline": [{"event": "commented", "user": {"login": "bo", "type": "User"}, "created_at": "2018-08-03T00:00:00Z"}],
    "/jobs": STEPS,
    "/runs": {"total_count": 1, "workflow_runs": [RUN]},
    "/issues/": ISSUE,
    "/issues": [ISSUE, {**ISSUE, "number": 2, "state": "closed", "closed_at": "2018-08-03T00:00:00Z"}],
    "/commits": [{"sha": "d" * 40, "commit": {"committer": {"date": "2018-09-01T00:00:00Z"}}}],
    "/compare/": {"ahead_by": 2, "commits": [{"commit": {"committer": {"date": "2018-09-01T00:00:00Z"}}}]},
    "/orgs/": [REPO],
    "/users/": [REPO],
    "/repositories/": REPO,
    "/repos/": REPO,
    "/clusters": CLUSTER,
    "/download": NOTE,
    "index.jsonl": '{"name": "events-2018-09-18.jsonl", "date": "2018-09-18", "count": "1"}\n',
    "events-2018-09-18": (DATA / "launches" / "every-provider.jsonl").read_text(),
    "cloud-costs": '{"version": 1, "start_time": "2018-09-18", "end_time": "2018-09-19", "cost": 1.25}\n',
}  # fmt: skip
HEADERS = {
    "Retry-After": ["5", "Mon, 01 Oct 2018 00:00:00 GMT"], "X-RateLimit-Remaining": ["0", "59"],
    "X-RateLimit-Reset": ["1537430000"], "Date": ["Thu, 20 Sep 2018 06:10:00 GMT"], "ETag": ['W/"a"'],
    "Link": ['<http://127.0.0.1/next>; rel="next"'], "Location": ["/elsewhere", "http://127.0.0.1:1/x"],
    "Content-Type": ["application/json", "text/html", "text/markdown"], "Content-Encoding": ["gzip"],
    "Last-Modified": ["Thu, 20 Sep 2018 06:10:00 GMT"],
}  # fmt: skip
STATUS = [200, 200, 200, 201, 204, 301, 302, 304, 308, 400, 401, 403, 404, 410, 429, 451, 500, 503, 418, 299]  # fmt: skip
TOML = """
[github]
api = "{api}"
organizations = ["lab"]
repositories = ["lab/hub"]
[docs]
api = "{api}"
projects = ["{slug}"]
workflows = ["lab/hub/docs.yml"]
[launches]
archive = "{api}"
since = 2018-09-17
[[notes]]
series = "pad"
hackmd = ["{api}/s/abc"]
[[notes]]
series = "council"
github = "lab"
label = "meeting"
"""
FETCHES = {"github": github, "docs_builds": docs_builds, "launches": launches, "notes": notes}

WANTED = {  # which answers of a source may be spoiled
    "github": ["/issues/", "/issues", "/orgs/", "/repos/", "/events", "/timeline", "/repositories/"],
    "docs_builds": ["/runs", "/jobs", "/repos/", "/versions/", "/builds/", "/notifications/", "/projects/", "/commits"],
    "launches": ["index.jsonl", "events-2018-09-18", "cloud-costs"],
    "notes": ["/search/issues", "/comments", "/download"],
    "gateway": ["/clusters"],
}  # fmt: skip


def _head(dice: random.Random, most: int = 3) -> dict[str, str]:
    """Some headers, spoiled; what no server can send is not among them."""
    names = dice.sample(list(HEADERS), dice.randint(0, most))
    found = {name: dice.choice(HEADERS[name]) for name in names}
    for name in names:
        if dice.random() < 0.6:
            text = spoiled(dice, found[name], TOKENS)[:400]
            found[name] = (
                text.encode("latin-1", "replace")
                .decode("latin-1")
                .translate(str.maketrans("\r\n\0", "   "))
            )
    return found


def _answer(dice: random.Random) -> Input:
    body = changed(
        dice,
        dice.choice([ISSUE, REPO, STEPS, {"message": "API rate limit exceeded"}, {"errors": [{}]}]),
    )
    content = json.dumps(body).encode()
    content = damaged(dice, content) if dice.random() < 0.4 else content
    head = json.dumps([dice.choice(STATUS), _head(dice), content.hex()])
    return Input("answer", head.encode())


def _read_answer(given: Input) -> None:
    status, headers, held = json.loads(given.content)
    content, url = bytes.fromhex(held), "http://ada:secret@127.0.0.1:8/x?token=1"
    assert str(refusal(shown(url), status, headers, content))
    for work in (
        lambda: json_body(url, headers.get("Content-Type", "json"), content, list),
        lambda: query_refusal("x", json_body(url, "json", content, dict)),
        lambda: origin(target_of(url, headers.get("Location", ""))),
        lambda: sendable(headers.get("ETag", "")),
        lambda: clients.Client("http://127.0.0.1").followed(url, headers.get("Location", "")),
    ):  # fmt: skip
        with contextlib.suppress(HttpError):
            work()
    for text in headers.values():
        bare(text)


def _issues(dice: random.Random) -> Input:
    rows = [
        changed(dice, {**ISSUE, "number": n}) if dice.random() < 0.7 else {**ISSUE, "number": n}
        for n in (1, 2, 2)
    ]
    return Input("issues", json.dumps(rows).encode())


def _absorb(given: Input) -> None:
    held = store.Store(scratch() / "1.jsonl")
    held.state.complete = True
    held.absorb([ISSUE], "2018-09-20T00:00:00Z")
    held.absorb(json.loads(given.content), "2018-09-20T00:00:00Z")
    for row in held.rows.values():
        assert json.dumps(row).encode()


def _spoiled_answer(dice: random.Random) -> Input:
    source = dice.choice(list(WANTED))
    place, slug = dice.choice(WANTED[source]), dice.choice(_slugs())
    known = PLACES.get(place) or _of_docs(
        f"/api/v3/projects/{slug}{'' if place == '/projects/' else place}"
    )
    if isinstance(known, str):
        body = spoiled(dice, known, [known]).encode("utf-8", "surrogatepass")
    else:
        value = changed(dice, known)
        if source == "gateway" and isinstance(value, dict):
            value["status"] = "FAILED"  # one that is still starting is waited for
        body = json.dumps(value).encode()
    body = damaged(dice, body) if dice.random() < 0.15 else body
    status = 200 if dice.random() < 0.75 else dice.choice(STATUS)
    planned = {
        "source": source,
        "place": place,
        "slug": slug,
        "status": status,
        "times": dice.randint(1, 3),
    }
    planned |= {"headers": _head(dice) if dice.random() < 0.3 else {}, "body": body.hex()}
    return Input(source, json.dumps(planned).encode())


@cache
def _slugs() -> list[str]:
    return sorted(
        f.name.removesuffix("-versions.json") for f in DATA.glob("readthedocs/*-versions.json")
    )


@cache
def _of_docs(path: str) -> Any:
    """What Read the Docs answers to an address, from our files; one failed build at most."""
    folder, slug = DATA / "readthedocs", path.split("/projects/")[-1].split("/")[0]
    empty = {"count": 0, "next": None, "results": []}
    if "/notifications" in path:
        found = sorted(folder.glob(f"{slug}-build-*-notifications.json"))
    elif "/builds" in path or "/versions" in path:
        found = sorted(folder.glob(f"{slug}-{'builds' if '/builds' in path else 'versions'}.json"))
    else:
        projects = json.loads((folder / "projects-list.json").read_text())["results"]
        return next(
            (p for p in projects if p["slug"] == slug), {"slug": slug, "default_version": "latest"}
        )
    return json.loads(found[0].read_text()) if found else empty


class _Handler(BaseHTTPRequestHandler):
    """Answers by the address, once or a few times with what is spoiled."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        state = self.server.state  # type: ignore[attr-defined]
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        path, planned = self.path.partition("?")[0], state["planned"]
        status, headers, body = 200, {}, None
        if planned["place"] in f"{path}/" and state["left"] > 0:
            state["left"] -= 1
            status, headers, body = (
                planned["status"],
                planned["headers"],
                bytes.fromhex(planned["body"]),
            )
        if body is None:
            known = next(
                (value for part, value in PLACES.items() if part in path and "/api/v3" not in path),
                None,
            )
            known = _of_docs(path) if known is None else known
            body = known.encode() if isinstance(known, str) else json.dumps(known).encode()
        kind = "text/markdown" if path.endswith("/download") else "application/json"
        self.send_response_only(status)
        bare_status = status in (204, 304)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0" if bare_status else str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(b"" if bare_status else body)
        except OSError:
            self.close_connection = True

    do_POST = do_DELETE = do_PUT = do_GET

    def log_message(self, *_: Any) -> None:
        pass


@cache
def _server() -> tuple[str, dict[str, Any]]:
    """The address of this process's server, and what it is to answer."""
    server, state = ThreadingHTTPServer(("127.0.0.1", 0), _Handler), dict[str, Any]()
    server.daemon_threads, server.state = True, state  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()  # until the process ends
    clients.Clock = lambda: Clock(lambda: 1_537_423_800.0, lambda _: None)  # type: ignore[assignment,misc] # no waiting
    os.environ["GITHUB_TOKEN"] = os.environ["READTHEDOCS_TOKEN"] = "none"
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # connections a gateway leaves open
    return f"http://127.0.0.1:{server.server_port}", state


def _fetch(given: Input) -> None:
    planned = json.loads(given.content)
    url, state = _server()
    state.update(planned=planned, left=planned["times"])
    if planned["source"] == "gateway":
        try:
            with gateway.cluster(url, 1):
                return
        except Unreachable:
            return
    folder = scratch() / "fetched"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    toml = folder / "dashboard.toml"
    toml.write_text(TOML.format(api=url, slug=planned["slug"]))
    house = config.load(toml, folder / "data")
    source = FETCHES[planned["source"]]
    with unit.during(house) as units:
        for _ in range(2):  # the second time it finds what the first one stored
            try:
                asked = iter(source.fetch(house, now=NOW))
                while outcome := unit.fetched(source.NAME, "", partial(next, asked, None)):
                    assert isinstance(outcome, (str, SourceError))
            except SourceError:
                pass
            list(source.read(house))
    if units.is_ours:
        raise Isolated("".join(file.read_text() for file in (house.data / "errors").iterdir()))


KINDS = [
    Kind("answers: headers and bodies", 40_000, _answer, _read_answer),
    Kind("answers: issues", 25_000, _issues, _absorb),
    Kind("answers: whole fetches", 2_000, _spoiled_answer, _fetch),
]
