"""One ingest by itself, for the button "Read now": its lines and its end in a file.

    python -m pipelines.apart DATA ARGUMENTS…    the arguments of python -m pipelines

It returns once the ingest has begun, or another one of this kind is running; the ingest goes on
when the page is closed or the dashboard is stopped. views/ingesting.py reads the file.
"""

import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock, Timeout

LOG, LOCK = "reading.log", "reading.lock"
END = "\x04"  # before the exit code, in a line that no ingest prints


def main(data: Path, arguments: list[str]) -> int:
    """0 once it has begun; the process that goes on never returns from here."""
    begun, begin = os.pipe()
    if os.fork():
        os.close(begin)
        os.read(begun, 1)  # until the other end says so, or is gone
        return 0
    os.setsid()
    os.umask(0o077)
    data.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(data / LOCK, timeout=0.3):  # a page may be looking whether it is held
            _read(data / LOG, begin, arguments)
    except Timeout:
        pass  # one is running: two are one
    os._exit(0)


def _read(file: Path, begin: int, arguments: list[str]) -> None:
    with file.open("wb") as log:
        os.write(begin, b"!")
        os.close(begin)
        command = [sys.executable, "-u", "-m", "pipelines", *arguments]
        ran = subprocess.run(  # noqa: S603 - this Python, this program, the server's own paths
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False
        )
        log.write(f"{END}{ran.returncode}\n".encode())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
