"""A loopback HTTP server that answers as told, in order, and remembers what it was asked."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.servers.loopback import listening

JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Reply:
    """One answer; `how` is plain, truncate, cut, reset, drip or silent."""

    body: bytes | str = b"[]"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    how: str = "plain"


@dataclass
class Scripted:
    """The running server: `replies` are used up one by one, the last one stays."""

    url: str
    replies: list[Reply]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def scripted(*replies: Reply) -> Iterator[Scripted]:
    script = Scripted("", list(replies))
    with listening(_Handler, script=script) as script.url:
        yield script


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        script = self.server.script
        script.asked.append((self.path, dict(self.headers)))
        reply = script.replies.pop(0) if len(script.replies) > 1 else script.replies[0]
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        try:
            self._say(reply, body)
        except OSError:
            self.close_connection = True

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.script.posted.append(self.rfile.read(length))
        self.do_GET()

    def _say(self, reply, body):
        if reply.how == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.close_connection = True
            return
        if reply.how == "silent":
            self.close_connection = True
            time.sleep(2)
            return
        self.send_response_only(reply.status)  # no Date but a scripted one
        for name, value in {**JSON, **reply.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self._body(reply.how, body)

    def _body(self, how, body):
        if how == "plain":
            self.wfile.write(body)
            return
        self.close_connection = True
        if how == "truncate":
            self.wfile.write(body[: len(body) // 2])
        elif how == "drip":
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.05)
