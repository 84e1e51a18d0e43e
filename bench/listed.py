"""A second run over thousands of listed parts none of which changed, in a folder and in S3."""

import http.client
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import s3fs
from moto.server import ThreadedMotoServer

import config
from bench import Figure, parts, timed
from pipelines.billing.files import buckets, find

LIST = """
import sys, s3fs
assert s3fs.S3FileSystem(use_listings_cache=False).find(sys.argv[1], detail=True)
"""


def unchanged(scratch: Path, count: int) -> Iterator[Figure]:
    """Whole `python -m pipelines` processes: imports, listing, reading and publishing included.

    The parts are rolled up by the first run and kept in the scratch folder. For the bucket, which
    holds the same bytes, those roll-ups are taken under the names its ETags give them.
    """
    place = scratch / f"listed-{count}"
    files = parts.tiny(place, count)
    folder = _house(place / "folder", f"file://{place}/bills")
    first = _run(folder)
    yield Figure(f"{count:,} parts in file://, a run that knew all, some or none", f"{first:.1f} s")
    yield from _again(folder, f"{count:,} parts in file://")
    with _bucket(place / "bills", files):
        bucket = _house(place / "bucket", "s3://bills")
        _known(folder, bucket)
        _run(bucket)
        yield from _listings(bucket, f"{count:,} parts in s3://")


def _listings(bucket: config.House, what: str) -> Iterator[Figure]:
    """The same from a server that answers at once, then from moto itself, which is slow to list."""
    with _answering_at_once():
        _run(bucket)  # its answers are moto's, heard once and kept
        yield from _again(bucket, f"{what}, the server answers at once")
    yield Figure(f"{what} (moto on loopback), median of 3", f"{_median(bucket):.2f} s")
    alone, _ = timed(["-c", LIST, "bills"])
    yield Figure("s3fs alone with moto: import and list them, nothing else", f"{alone:.2f} s")


def _again(house: config.House, what: str) -> Iterator[Figure]:
    yield Figure(f"{what}, nothing changed, median of 3", f"{_median(house):.2f} s", "≤ 2 s")


def _median(house: config.House) -> float:
    return sorted(_run(house) for _ in range(3))[1]


def _run(house: config.House) -> float:
    return timed(["-m", "pipelines", "--config", house.config.file, "--data", house.data])[0]


def _house(folder: Path, path: str) -> config.House:
    folder.mkdir(exist_ok=True)
    file = folder / "dashboard.toml"
    file.write_text(
        f'[[billing]]\naccount = "cloud"\npath = "{path}"\n[engine]\nkind = "processes"\n',
        encoding="utf-8",
    )
    return config.load(file, folder / "data")


@contextmanager
def _bucket(folder: Path, files: list[Path]) -> Iterator[None]:
    """An S3 server of this process that holds the files."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": host,
    }  # fmt: skip
    try:
        system = s3fs.S3FileSystem()
        system.mkdir("bills")
        system.pipe({f"bills/{file.relative_to(folder)}": file.read_bytes() for file in files})
        yield
    finally:
        server.stop()


@contextmanager
def _answering_at_once() -> Iterator[None]:
    """A server that answers a question as the bucket's did when it was asked first."""
    behind = os.environ["AWS_ENDPOINT_URL"]
    known: dict[str, tuple[int, str, bytes]] = {}

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path not in known:
                known[self.path] = _asked(behind, self.path, dict(self.headers))
            status, kind, body = known[self.path]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{server.server_port}"
        try:
            yield
        finally:
            os.environ["AWS_ENDPOINT_URL"] = behind
            server.shutdown()


def _asked(server: str, path: str, headers: dict[str, str]) -> tuple[int, str, bytes]:
    asking = http.client.HTTPConnection(urlsplit(server).netloc)
    asking.request("GET", path, headers=headers)
    answer = asking.getresponse()
    return answer.status, answer.getheader("Content-Type", ""), answer.read()


def _known(source: config.House, target: config.House) -> None:
    """Link the roll-ups of a folder's parts to what the bucket calls the same parts."""
    [here], [there] = source.config.billing, target.config.billing
    buckets.look(target, there)
    rules = find.rules(here)
    made = {f.place.removeprefix(here.path): f for f in find.found(source, here).bills}
    for found in find.found(target, there).bills:
        had = made[found.place.removeprefix(there.path)]
        for ending in (".parquet", ".json"):
            link = found.folder / f"{found.rolled_up(rules)}{ending}"
            if not link.exists():
                link.hardlink_to(had.folder / f"{had.rolled_up(rules)}{ending}")
