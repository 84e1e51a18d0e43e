"""A Dask scheduler and workers on loopback, each a process of its own."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from distributed import Client


@contextlib.contextmanager
def started(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and its process followed by those of the workers.

    They start in a folder far from ours and without our path, as on another machine.
    """
    folder.mkdir()
    processes: list[subprocess.Popen[bytes]] = []
    told = folder / "scheduler.json"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def start(*words: str) -> None:
        with (folder / f"{len(processes)}.log").open("wb") as log:
            command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
            processes.append(
                subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            )

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(told))  # fmt: skip
        for number in range(workers):
            place = folder / f"worker-{number}"
            start("worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny",
                  "--no-dashboard", "--local-directory", str(place))  # fmt: skip
        yield _address(told, workers), processes
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def _address(told: Path, workers: int) -> str:
    """The scheduler's address, once it has written it and every worker has come."""
    with Client(scheduler_file=str(told), timeout=30, set_as_default=False) as client:  # type: ignore[no-untyped-call] # partly typed
        client.wait_for_workers(workers, timeout=60)
    return str(json.loads(told.read_text(encoding="utf-8"))["address"])
