"""GitHub's manners in front of a world: cursor pages, ETags, limits, moved and gone, and faults.

A fault is a dict: path (regular expression on path?query), do (status | truncate | cut | html |
slow | drip | reset | moved | badjson | empty), from (first matching request hit, 1 by default),
times (1 by default, 0 for ever), and status, headers, body, location or seconds as `do` needs.
"""

import base64
import hashlib
import json
import re
import socket
import struct
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Lock
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.servers.loopback import listening
from tests.servers.world import World

TOKEN = "test_token_admin"
TOO_FAR = (
    "Pagination with the page parameter is not supported for large datasets, "
    "please use cursor based pagination (after/before)"
)
NOT_FOUND = {"message": "Not Found", "status": "404"}
ETAG = "ETag"


class Front:
    """One running front; `faults` may be changed at any time, `log` has one dict per request."""

    def __init__(self, world, *, limit=5000, anon_limit=60, tokens=(TOKEN,)):
        self.world, self.limit, self.anon_limit, self.tokens = world, limit, anon_limit, tokens
        self.faults, self.log, self.before = [], [], []
        self.hits, self.used, self.busy, self.most_at_once = {}, {}, 0, 0
        self.lock = Lock()
        self.odd = {}  # html_url → what its answer says instead; ...: the field is missing
        self.url, self.etag_salt = "", ""  # GitHub's ETags differ from token to token

    def paths(self):
        return [entry["path"] for entry in self.log]

    def fault_for(self, path):
        for place, fault in enumerate(self.faults):
            if re.search(fault["path"], path):
                with self.lock:
                    self.hits[place] = hit = self.hits.get(place, 0) + 1
                first, times = fault.get("from", 1), fault.get("times", 1)
                if hit >= first and (times == 0 or hit < first + times):
                    return fault
        return None

    def set_faults(self, *faults):
        self.faults, self.hits = list(faults), {}


@contextmanager
def front(world: World, **settings):
    running = Front(world, **settings)
    with listening(_Handler, front=running) as running.url:
        yield running


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        running = self.server.front
        entry = {
            "path": self.path,
            "status": None,
            "inm": self.headers.get("If-None-Match"),
            "auth": self.headers.get("Authorization"),
            "agent": self.headers.get("User-Agent"),
        }
        with running.lock:
            running.log.append(entry)
            running.busy += 1
            running.most_at_once = max(running.most_at_once, running.busy)
        try:
            self.entry = entry
            self._handle(running)
        except OSError:
            self.close_connection = True
        finally:
            with running.lock:
                running.busy -= 1

    def _handle(self, running):
        self.fault, self.who = running.fault_for(self.path), "anon"
        token = (self.headers.get("Authorization") or "").split(" ", 1)[-1]
        if token and token not in running.tokens:
            return self._say(401, {"message": "Bad credentials", "status": "401"})
        self.who = token or "anon"
        for act in running.before:
            act(self.path)
        if self.fault:
            done = self._fault(self.fault)
            if done is not None:
                return done
        if not self.headers.get("User-Agent"):
            text = b"Request forbidden by administrative rules. Please send a User-Agent header."
            return self._say(403, raw=text, headers={"Content-Type": "text/plain"})
        parts = urlsplit(self.path)
        return self._route(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))

    def _fault(self, fault):
        do = fault["do"]
        if do == "slow":
            time.sleep(fault["seconds"])
        elif do == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
            return 0
        elif do == "status":
            return self._say(fault["status"], fault.get("body", {}), fault.get("headers"))
        elif do == "moved":
            location = fault["location"]
            return self._say(301, {"url": location}, {"Location": location})
        elif do == "html":
            page = b"<!doctype html><title>Unicorn!</title>"
            return self._say(200, raw=page, headers={"Content-Type": "text/html"})
        elif do in ("badjson", "empty"):
            return self._say(200, raw=b'[{"number": 1, "title": "' if do == "badjson" else b"")
        return None  # truncate, cut and drip spoil the answer itself

    def _route(self, path, query):
        world = self.server.front.world
        shown = {repo["full_name"]: repo for repo in world.all_repos()}
        if owner := re.fullmatch(r"/(orgs|users)/([^/]+)/repos", path):
            rows = [r for r in shown.values() if r["full_name"].split("/")[0] == owner[2]]
            is_person = owner[2] in getattr(world, "people", ())
            seen = [r for r in rows if not r["private"] or (self.who != "anon" and not is_person)]
            found = rows and (owner[1] == "users" or not is_person)
            return self._page(seen, query, path) if found else self._say(404, NOT_FOUND)
        by_id = re.fullmatch(r"/repositories/(\d+)(/.*)?", path)
        by_name = re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", path)
        if by_id:
            name = next((n for n, r in shown.items() if r["id"] == int(by_id[1])), None)
        else:
            name = by_name[1] if by_name else None
        if name in getattr(world, "renamed", {}):
            return self._moved(
                f"/repositories/{shown[world.renamed[name]]['id']}{by_name[2] or ''}"
            )
        hidden = name not in shown or (shown[name]["private"] and self.who == "anon")
        if hidden:
            return self._say(404, NOT_FOUND)
        return self._repo(shown[name], (by_id or by_name)[2] or "", query, path)

    def _moved(self, path):
        query = urlsplit(self.path).query
        location = f"{self.server.front.url}{path}{'?' if query else ''}{query}"
        return self._say(301, {"message": "Moved Permanently"}, {"Location": location})

    def _repo(self, repo, rest, query, path):
        world, name = self.server.front.world, repo["full_name"]
        if not rest:
            return self._listed(repo)
        if rest == "/issues" and not repo["has_issues"]:
            return self._say(410, {"message": "Issues are disabled for this repo"})
        if rest == "/issues":
            return self._page(_chosen(world.rows(name), query), query, path)
        one = re.fullmatch(r"/issues/(\d+)(?:/(events|timeline))?", rest)
        if not one:
            return self._say(404, NOT_FOUND)
        number = int(one[1])
        gone = getattr(world, "gone", {}).get((name, number))
        if gone and gone["status"] == 301:
            there = next(r["id"] for r in world.all_repos() if r["full_name"] == gone["repo"])
            return self._moved(f"/repositories/{there}/issues/{gone['number']}")
        row = next((r for r in world.rows(name) if r["number"] == number), None)
        if gone or row is None:
            return self._say(410 if gone else 404, {"message": "This issue was deleted"})
        if one[2]:
            return self._page(world.history(name, number, one[2]), query, path)
        return self._listed(row)

    def _page(self, rows, query, path):
        if int(query.get("page", 1)) >= 100:
            return self._say(422, {"message": TOO_FAR, "status": "422"})
        size = max(1, min(100, int(query.get("per_page", 30))))
        start = (int(query.get("page", 1)) - 1) * size
        if query.get("after"):
            start = int(base64.urlsafe_b64decode(query["after"]).decode().split(":")[1])
        link = None
        if start + size < len(rows):
            rest = {k: v for k, v in query.items() if k not in ("after", "page")}
            rest["after"] = base64.urlsafe_b64encode(f"cursor:{start + size}".encode()).decode()
            link = f'<{self.server.front.url}{path}?{urlencode(rest)}>; rel="next"'
        return self._listed(rows[start : start + size], link)

    def _listed(self, value, link=None):
        value = [self._odd(each) for each in value] if type(value) is list else self._odd(value)
        raw = json.dumps(value, separators=(",", ":")).encode()
        salt = self.server.front.etag_salt
        etag = 'W/"' + hashlib.sha256(raw + f"{link}{salt}".encode()).hexdigest() + '"'
        headers = {ETAG: etag, **({"Link": link} if link else {})}
        if self.headers.get("If-None-Match") == etag:
            return self._say(304, raw=b"", headers=headers, cost=0)
        return self._say(200, raw=raw, headers=headers)

    def _odd(self, value):
        change = self.server.front.odd.get(value.get("html_url"), {})
        return {k: v for k, v in (value | change).items() if v is not ...}

    def _say(self, status, value=None, headers=None, *, raw=None, cost=1):
        running = self.server.front
        limit = running.anon_limit if self.who == "anon" else running.limit
        with running.lock:
            used, since = running.used.get(self.who, (0, time.time()))
            running.used[self.who] = used + cost, since
        body = json.dumps(value).encode() if raw is None else raw
        if used + cost > limit and status != 304:
            status, headers = 403, None
            body = b'{"message": "API rate limit exceeded for 127.0.0.1."}'
        self.entry["status"] = status
        self.send_response(status)
        told = {
            "Content-Type": "application/json; charset=utf-8",
            "X-RateLimit-Limit": limit,
            "X-RateLimit-Remaining": max(0, limit - used - cost),
            "X-RateLimit-Reset": int(since + 3600),
            **(headers or {}),
        }
        for name, text in told.items():
            self.send_header(name, str(text))
        spoiled = self.fault["do"] if self.fault and status == 200 else ""
        self.send_header("Content-Length", "0" if status == 304 else str(len(body)))
        self.end_headers()
        self._body(spoiled, b"" if status == 304 else body)
        return status

    def _body(self, spoiled, body):
        if spoiled not in ("truncate", "cut", "drip"):
            self.wfile.write(body)
            return
        self.close_connection = True
        if spoiled == "truncate":
            self.wfile.write(body[: len(body) // 2])
        elif spoiled == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.05)


def _chosen(rows, query):
    state, since = query.get("state", "open"), query.get("since", "")
    key = {"updated": "updated_at"}.get(query.get("sort", "created"), "created_at")
    chosen = [r for r in rows if state in ("all", r["state"]) and r["updated_at"] >= since]
    newest_first = query.get("direction", "desc") != "asc"
    return sorted(chosen, key=lambda r: (r[key], r["id"]), reverse=newest_first)
