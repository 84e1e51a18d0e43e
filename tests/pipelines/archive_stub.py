"""A static archive on loopback, as a bucket serves it: ETag, If-None-Match, 404; it keeps a log."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.servers.loopback import listening


class Archive:
    """Files by name; `asked` has (name, status) of every request."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, int]] = []

    def days_asked(self) -> list[tuple[str, int]]:
        return [(name, status) for name, status in self.asked if name.startswith("events-")]


@contextmanager
def serve_files(archive: Archive) -> Iterator[str]:
    """The address of the archive."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            body = archive.files.get(name)
            etag = '"' + hashlib.sha256(body or b"").hexdigest()[:16] + '"'
            same = body is not None and self.headers.get("If-None-Match") == etag
            status = 304 if same else 200 if body is not None else 404
            archive.asked.append((name, status))
            self.send_response(status)
            sent = body if body is not None and status == 200 else b""
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with listening(Handler) as address:
        yield address
