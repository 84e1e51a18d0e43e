"""A bucket on loopback that fails now and then, and a real scheduler with real workers."""

import contextlib
import threading
from collections.abc import Iterator
from itertools import count

import s3fs
from moto.backends import get_backend
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from bench.cluster import started

__all__ = ["Bucket", "started"]
SLOW_DOWN = (
    b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
)


class Bucket:
    """An S3 server of this process; `asked` names every object that was sent, in order."""

    def __init__(self, *, fail_every: int = 0) -> None:
        self.asked: list[str] = []
        self.refused = 0
        self._numbers, self._fail_every = count(1), fail_every
        self._app = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.environment = {
            "AWS_ENDPOINT_URL": self.address, "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
            "NO_PROXY": "127.0.0.1",
        }  # fmt: skip

    def _answer(self, environ, start):
        is_object = environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"].count("/") > 1
        if is_object and self._fail_every and next(self._numbers) % self._fail_every == 0:
            self.refused += 1
            start("503 Slow Down", [("Content-Type", "application/xml")])
            return [SLOW_DOWN]
        if is_object:
            self.asked.append(environ["PATH_INFO"])
        return self._app(environ, start)

    @contextlib.contextmanager
    def running(self, monkeypatch) -> Iterator["Bucket"]:
        for name, value in self.environment.items():
            monkeypatch.setenv(name, value)
        get_backend("s3").reset()
        s3fs.S3FileSystem.clear_instance_cache()  # it remembers the server of the last test
        thread = threading.Thread(target=self._server.serve_forever)
        thread.start()
        try:
            s3fs.S3FileSystem().mkdir("bills")
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def put(self, name: str, content: bytes) -> None:
        s3fs.S3FileSystem().pipe_file(f"bills/{name}", content)
