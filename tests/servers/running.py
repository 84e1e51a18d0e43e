"""Programs that tests run beside themselves: the dashboard, and a sign-in provider."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]
KEPT = 2_000  # lines of a program's log
PATIENCE = 30  # seconds in which a program may end by itself


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(command: list[str], ready: str, **environment: str) -> Iterator[None]:
    """The program from the moment it prints `ready` until the block ends.

    The last of its log is printed then, which pytest shows with a test that failed.
    """
    program = subprocess.Popen(
        command, cwd=CHECKOUT, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    listener: threading.Thread | None = None
    said: deque[str] = deque(maxlen=KEPT)
    try:
        for line in program.stdout:
            said.append(line)
            if ready in line:
                break
        else:
            raise AssertionError(f"{command[0]} ended: {''.join(said)}")
        # A full pipe would hold it up.
        listener = threading.Thread(target=said.extend, args=(program.stdout,), daemon=True)
        listener.start()
        yield
    finally:
        _end(program)
        if listener:
            listener.join()
        program.stdout.close()
        print("".join(said))


def _end(program: subprocess.Popen[str]) -> None:
    """Ask it to end; one that waits for something for ever is ended with all that it started."""
    started = psutil.Process(program.pid).children(recursive=True) if program.poll() is None else []
    program.terminate()
    try:
        program.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        for each in (program, *started):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        program.wait()


@contextmanager
def dashboard(
    config: Path, data: Path, port: int, *options: str, **environment: str
) -> Iterator[str]:
    """The address of the dashboard, served from this checkout."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    settings = {"QUARTERDECK_CONFIG": str(config), "QUARTERDECK_DATA": str(data), **environment}
    with running([*command, f"--server.port={port}", *options], "You can now view", **settings):
        yield f"http://localhost:{port}"


@contextmanager
def provider(people: dict[str, dict[str, object]]) -> Iterator[str]:
    """The address of an OpenID Connect provider that knows these people and their claims."""
    port = free_port()
    claims = [json.dumps({"sub": name, **person}) for name, person in people.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    flags = [part for person in claims for part in ("--user-claims", person)]
    with running([*command, *flags], "Uvicorn running"):
        yield f"http://127.0.0.1:{port}"
