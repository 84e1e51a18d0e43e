"""How long one ingest of real input takes, and the next one when nothing has changed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bench
from bench import SHARED, Figure, real_input


def figures() -> Iterator[Figure]:
    """The first and the second run, each a process of its own, imports included."""
    if not SHARED.is_dir():
        yield Figure("first run, real input", "not measured: the real input is not at hand")
        return
    with tempfile.TemporaryDirectory() as folder:
        config = real_input.lay_out(Path(folder))
        for name, goal in (("first run, real input", "6 s"), ("second run, unchanged", "3 s")):
            before = bench.children_seconds()
            wall = bench.seconds(lambda: _ingest(config))
            worked = bench.children_seconds() - before
            yield Figure(name, f"{wall:.1f} s ({worked:.1f} s of processor)", goal)


def _ingest(config: Path) -> None:
    command = [sys.executable, "-m", "pipelines", "--config", str(config), "--only", "launches"]
    subprocess.run(command, check=True, capture_output=True)
