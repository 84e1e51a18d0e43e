"""Small errors put into the code are seen by a test: nine in ten of a hundred by lot.

SOAK_MUTANTS is how many, over the four rooms together; SOAK_SEED draws them. Each survivor is a
line of the output: write a test that sees it, or list it in tests/mutants/equivalent.txt.
"""

import os
import re
import subprocess
import sys

import pytest

from config import HOME
from tests.mutants.drill import ROOMS

pytestmark = pytest.mark.soak
MUTANTS = int(os.environ.get("SOAK_MUTANTS", "100"))
SEED = int(os.environ.get("SOAK_SEED", "16"))


def test_nine_in_ten_of_a_hundred_mutants_are_killed() -> None:
    number = str(max(1, MUTANTS // len(ROOMS)))
    command = [sys.executable, "-m", "tests.mutants", "--number", number, "--seed", str(SEED)]
    run = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    print(run.stdout, run.stderr)
    scores = re.findall(r"^\w+: (\d+) of (\d+) killed$", run.stdout, re.MULTILINE)
    assert len(scores) == len(ROOMS)
    killed, tried = (sum(int(score[n]) for score in scores) for n in (0, 1))
    assert killed >= 0.9 * tried
