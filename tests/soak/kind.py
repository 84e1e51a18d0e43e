"""One kind of fuzzed input: how it is drawn from dice, and which reader gets it."""

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
DATA = HOME / "tests" / "data"
SAMPLE = HOME / "data" / "sample"


class Isolated(Exception):
    """A fault of ours that cost one unit, as an ingest reports it: its traceback."""


@dataclass(frozen=True)
class Input:
    """The content of a file or an answer, and its name."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Kind:
    """A kind of input.

    share  of a million inputs
    draw   an input by these dice; the same dice, the same input
    read   what the product does with it: it returns, or raises what it must not
    """

    name: str
    share: int
    draw: Callable[[random.Random], Input]
    read: Callable[[Input], None]

    def of(self, seed: int, number: int) -> Input:
        """The input of this number."""
        return self.draw(random.Random(f"{seed} {self.name} {number}"))


@cache
def scratch() -> Path:
    """A folder of this process, in memory where the machine has such a place."""
    memory = Path("/dev/shm")
    folder = memory if memory.is_dir() else None
    return Path(tempfile.mkdtemp(prefix="quarterdeck-soak-", dir=folder))


def put(name: str, content: bytes) -> Path:
    """A file of the scratch folder."""
    file = scratch() / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file
