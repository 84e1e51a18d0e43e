"""A million inputs as the world may give them: each is read, refused with a reason, or rejected.

SOAK_INPUTS and SOAK_SEED set the size and the seed; SOAK_FOLDER is where inputs at which a reader
fails are written.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.soak import fuzzing

pytestmark = pytest.mark.soak
INPUTS = int(os.environ.get("SOAK_INPUTS", "1_000_000"))
SEED = int(os.environ.get("SOAK_SEED", "16"))


def test_a_million_inputs_are_read_or_refused_and_none_is_a_traceback(tmp_path: Path) -> None:
    folder = Path(os.environ.get("SOAK_FOLDER", tmp_path / "faults"))
    found = fuzzing.run(SEED, INPUTS, folder)
    for name, number in sorted(found.inputs.items()):
        print(f"{name}: {number:,} inputs, {found.seconds[name]:,.0f} s of a processor")
    for place, number in found.isolated.most_common(20):
        print(f"kept to its unit, {number:,} times: {place}")
    faults = Counter(f"{fault.what} at {fault.where}" for fault in found.faults)
    assert not faults, f"seed {SEED}, inputs in {folder}: {dict(faults)}"
    assert found.inputs.total() >= INPUTS
