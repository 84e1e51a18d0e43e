"""Figures for docs/benchmarks.md: every module here offers `figures()`; `make bench` prints all.

A bench measures and prints; nothing is asserted, because a slow machine is no defect.
"""

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[1].parent / "shared"  # real input, where it is at hand


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, the figure, and the goal it has."""

    what: str
    measured: str
    goal: str = ""


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def children_seconds() -> float:
    """Processor time of all ended child processes: other work cannot inflate it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def machine() -> str:
    """The machine in a few words, for the table's heading."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB memory, {os.uname().sysname}"


def peak_megabytes() -> float:
    """Most memory any child process of this one has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def timed(words: list[str | Path]) -> tuple[float, float]:
    """Seconds and peak megabytes of one Python process, told by a parent with no other child."""
    watch = (
        "import resource, subprocess, sys, time; t = time.perf_counter(); "
        "subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL); "
        "print('took', time.perf_counter() - t, "
        "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", watch, *map(str, words)], check=True, capture_output=True,
        text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    wall, memory = re.findall(r"took (\S+) (\S+)", ran.stdout)[0]
    return float(wall), float(memory)
