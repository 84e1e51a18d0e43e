"""How long one ingest of real input takes, and the next one when nothing has changed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import SHARED, Figure, real_input, seconds


def figures() -> Iterator[Figure]:
    """The first and the second run, each a process of its own, imports included."""
    if not SHARED.is_dir():
        yield Figure("first run, real input", "not measured: the real input is not at hand")
        return
    with tempfile.TemporaryDirectory() as folder:
        config = real_input.lay_out(Path(folder))
        yield Figure("first run, real input", f"{seconds(lambda: _ingest(config)):.1f} s", "6 s")
        yield Figure("second run, unchanged", f"{seconds(lambda: _ingest(config)):.1f} s", "3 s")


def _ingest(config: Path) -> None:
    command = [sys.executable, "-m", "pipelines", "--config", str(config), "--only", "launches"]
    subprocess.run(command, check=True, capture_output=True)
