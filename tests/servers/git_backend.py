"""Git's own HTTP backend on loopback, behind a user and a password."""

import base64
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.loopback import listening


@contextmanager
def served(folder: Path, user: str, password: str) -> Iterator[str]:
    """The address of the repositories in a folder, for this user only."""
    key = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    with listening(_Handler, folder=folder, key=key) as url:
        yield url


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.headers.get("Authorization") != self.server.key:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="notes"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        asked, length = urlsplit(self.path), int(self.headers.get("Content-Length") or 0)
        environment = {
            "GIT_PROJECT_ROOT": str(self.server.folder), "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command, "PATH_INFO": asked.path, "QUERY_STRING": asked.query,
            "CONTENT_TYPE": self.headers.get("Content-Type") or "", "CONTENT_LENGTH": str(length),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding") or "",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol") or "",
        }  # fmt: skip
        said = subprocess.run(
            ("git", "-c", "safe.directory=*", "http-backend"), env={**os.environ, **environment},
            input=self.rfile.read(length), capture_output=True, check=False,
        ).stdout  # fmt: skip
        head, _, body = said.partition(b"\r\n\r\n")
        self.send_response(404 if b"Status: 404" in head else 200)
        for line in head.decode().splitlines():
            name, _, value = line.partition(": ")
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET
