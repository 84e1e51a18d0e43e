"""python -m metrics at the head of a pipe."""

import subprocess
import sys
from pathlib import Path

from config import HOME, SAMPLE


def test_a_reader_that_has_enough_is_no_traceback(sample_build: Path) -> None:
    command = [sys.executable, "-m", "metrics", "spending.daily_spend", "--data", str(sample_build)]
    with subprocess.Popen(
        [*command, "--config", str(SAMPLE)], cwd=HOME, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert b"BrokenPipe" not in run.stderr.read()
