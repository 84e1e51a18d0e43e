"""The real app on a free port, ended by whoever began it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from config import HOME


@contextmanager
def serving(config: Path, data: Path) -> Iterator[str]:
    """The address of the dashboard over a config and a data folder, for as long as it is held."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    names = {"QUARTERDECK_CONFIG": str(config), "QUARTERDECK_DATA": str(data)}
    log = (data / "server.log").open("w")
    server = subprocess.Popen(
        [*command, "--server.headless", "true"],
        cwd=HOME, env=os.environ | names, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _healthy(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@retry(stop=stop_after_delay(40), wait=wait_fixed(0.1), retry=retry_if_exception_type(OSError))
def _healthy(address: str) -> None:
    with urlopen(address, timeout=5) as answer:
        assert answer.read() == b"ok"
