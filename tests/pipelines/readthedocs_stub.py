"""Read the Docs on loopback: recorded answers with the throttle of the real one.

A folder of answers is read by file name: projects-list*.json, <slug>-versions.json,
<slug>-builds*.json, <slug>-build-<id>-notifications.json, <slug>-build-<id>-v2.json (API v2).
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.loopback import listening

LATEST = {"slug": "latest", "type": "branch", "active": True, "urls": {}}
ROUTE = re.compile(
    r"^/api/v3/projects/(?P<slug>[\w-]+)/"
    r"(?:versions/(?:(?P<version>[\w.-]+)/builds/)?|builds/(?:(?P<build>\d+)/(?P<notes>notifications/)?)?)?$"
)


class ReadTheDocs:
    """What the stub knows and what it was asked; tests may change it between two runs."""

    def __init__(self, folder: Path, *, now: Callable[[], float], token: str = "") -> None:
        self.projects = {p["slug"]: p for p in _results(folder.glob("projects-list*.json"))}
        self.versions = {
            s: _results([folder / f"{s}-versions.json"]) or [LATEST] for s in self.projects
        }
        self.builds = {s: self._newest_first(folder, s) for s in self.projects}
        self.notices = {
            found[1]: json.loads(file.read_text())["results"]
            for file in folder.glob("*-notifications.json")
            if (found := re.search(r"-build-(\d+)-notifications", file.name))
        }
        self.commands = {
            found[1]: json.loads(file.read_text())
            for file in folder.glob("*-v2.json")
            if (found := re.search(r"-build-(\d+)-v2", file.name))
        }
        self.now, self.token = now, token
        self.asked: list[tuple[float, str]] = []
        self._counted: list[float] = []

    @staticmethod
    def _newest_first(folder: Path, slug: str) -> list[dict[str, Any]]:
        found = {b["id"]: b for b in _results(folder.glob(f"{slug}-builds*.json"))}
        return [found[i] for i in sorted(found, reverse=True)]

    def answer(self, path: str, authorization: str | None) -> tuple[int, Any, dict[str, str]]:
        """Status, body and extra headers."""
        self.asked.append((self.now(), path))
        url = urlsplit(path)
        if url.path.startswith("/api/v2/build/"):
            body = self.commands.get(url.path.split("/")[4])
            return (200, body, {}) if body else (404, {"detail": "Not found."}, {})
        if authorization not in (None, f"Token {self.token}"):
            return 401, {"detail": "Invalid token."}, {}
        left = self._wait(60 if authorization else 5)
        if left:
            text = f"Request was throttled. Expected available in {left} seconds."
            return 429, {"detail": text}, {"Retry-After": str(left)}
        return self._api(url.path, {k: v[0] for k, v in parse_qs(url.query).items()})

    def _wait(self, rate: int) -> int:
        self._counted = [at for at in self._counted if at > self.now() - 60]
        if len(self._counted) >= rate:
            return int(self._counted[0] + 60 - self.now()) + 1
        self._counted.append(self.now())
        return 0

    def _api(self, path: str, query: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        found = ROUTE.match(path)
        missing = 404, {"detail": "No Project matches the given query."}, {}
        if not found:
            return missing
        slug, number = found["slug"], found["build"]
        builds = self.builds.get(slug, [])  # an unknown slug has 200 and no builds, as the real one
        if found["notes"]:
            return 200, _page(self.notices.get(number, []), query), {}
        if number:
            own = [b for b in builds if str(b["id"]) == number]
            return (200, own[0], {}) if own else missing
        if found["version"]:
            return 200, _page([b for b in builds if b["version"] == found["version"]], query), {}
        if path.endswith("/builds/"):
            return 200, _page(builds, query), {}
        if slug not in self.projects:
            return missing
        if path.endswith("/versions/"):
            listed = [v for v in self.versions[slug] if v["active"] or "active" not in query]
            return 200, _page(listed, query), {}
        return 200, self.projects[slug], {}


def _results(files: Any) -> list[dict[str, Any]]:
    return [one for f in files if f.is_file() for one in json.loads(f.read_text())["results"]]


def _page(results: list[Any], query: dict[str, str]) -> dict[str, Any]:
    limit, offset = int(query.get("limit", 10)), int(query.get("offset", 0))
    more = offset + limit < len(results)
    return {
        "count": len(results),
        "next": f"https://app.readthedocs.org/elsewhere?offset={offset + limit}" if more else None,
        "previous": None,
        "results": results[offset : offset + limit],
    }


@contextmanager
def serve(answer: Callable[[str, str | None], tuple[int, Any, dict[str, str]]]) -> Iterator[str]:
    """The address of a loopback server that answers with `answer(path, authorization)`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body, headers = answer(self.path, self.headers.get("Authorization"))
            payload = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with listening(Handler) as address:
        yield address
