"""An ingest begun from the browser: as its own process, which a page only watches."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from config import HOME, House

LOG, LOCK = "reading.log", "reading.lock"  # as in pipelines/apart.py
END = "\x04"
SECONDS = 30  # to begin; a slow machine needs two
MOST = 64_000  # bytes of the end of its lines that a page shows


@dataclass(frozen=True)
class Reading:
    """The ingest that was begun last.

    lines       its own, oldest first     said_at  when the last of them came, aware UTC
    is_running  whether it goes on        code  its exit code; None: it runs, or was killed
    """

    lines: tuple[str, ...]
    said_at: datetime
    is_running: bool
    code: int | None


def begin(house: House) -> None:
    """Begin an ingest, unless one is running. Raises OSError, subprocess.SubprocessError."""
    found = last(house.data)
    if found is not None and found.is_running:
        return
    places = ["--config", str(house.config.file), "--data", str(house.data)]
    command = [sys.executable, "-m", "pipelines.apart", str(house.data), *places]
    kept = {name: held for name, held in os.environ.items() if name != "QUARTERDECK_TOKEN"}
    subprocess.run(  # noqa: S603 - this Python, this program, the server's own paths
        command, cwd=HOME, env=kept, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, timeout=SECONDS, check=True,
    )  # fmt: skip


def last(data: Path) -> Reading | None:
    """The ingest that was begun last from a browser; None: there was none."""
    file = data / LOG
    is_running = _is_held(data / LOCK)
    try:
        with file.open("rb") as log:
            said_at = datetime.fromtimestamp(os.fstat(log.fileno()).st_mtime, UTC)
            log.seek(max(0, os.fstat(log.fileno()).st_size - MOST))
            text = log.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    said, _, code = text.partition(END)
    lines = tuple(line for line in said.splitlines() if line.strip())
    return Reading(lines, said_at, is_running and not code, int(code) if code else None)


def _is_held(lock: Path) -> bool:
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True
