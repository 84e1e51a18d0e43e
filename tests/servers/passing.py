"""A server on loopback that passes every request on, counts them, and refuses when told to.

What stands behind it is real; what it adds is a list of what was asked, and answers no emulator
gives: `refusing` is the status (and body) of every answer while it is set.
"""

import http.client
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from tests.servers.loopback import listening

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Passing:
    """One running server; `asked` has "METHOD path?query" of every request, decoded."""

    def __init__(self, upstream):
        self.upstream, self.url = urlsplit(upstream).netloc, ""
        self.asked, self.refusing = [], None


@contextmanager
def passing(upstream):
    """A Passing in front of the address `upstream`."""
    server = Passing(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            server.asked.append(f"{self.command} {unquote(self.path)}")
            if server.refusing:
                self.tell(*server.refusing, {"Content-Type": "application/json"})
                return
            beyond = http.client.HTTPConnection(server.upstream, timeout=30)
            beyond.request(self.command, self.path, body, dict(self.headers))
            given = beyond.getresponse()
            self.tell(given.status, given.read(), given.headers)
            beyond.close()

        def tell(self, status, body, headers):
            self.send_response(status)
            for name, value in headers.items():
                if name.casefold() not in HOP:
                    self.send_header(name, value)
            length = headers.get("Content-Length", 0) if self.command == "HEAD" else len(body)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer

        def log_message(self, *told):
            pass

    with listening(Handler) as url:
        server.url = url
        yield server
