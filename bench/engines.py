"""The three engines of [engine] on the same parts, and what a cluster costs.

QUARTERDECK_BENCH_PARTS (40) parts of QUARTERDECK_BENCH_PART_LINES (250,000) lines are rolled up by
each engine; QUARTERDECK_BENCH_TINY (400) parts of a few lines tell what the cluster adds to each;
QUARTERDECK_BENCH_RESULTS (1,000) tasks fill its memory; QUARTERDECK_BENCH_LISTED (10,000) parts are
listed again. QUARTERDECK_BENCH_SCRATCH (a temporary folder) keeps what was made for the next run.
Parts lie in file://, a folder all workers see: no network is measured.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import Figure, cluster, listed, parts

PARTS = int(os.environ.get("QUARTERDECK_BENCH_PARTS", "40"))
PART_LINES = int(os.environ.get("QUARTERDECK_BENCH_PART_LINES", "250000"))
TINY = int(os.environ.get("QUARTERDECK_BENCH_TINY", "400"))
RESULTS = int(os.environ.get("QUARTERDECK_BENCH_RESULTS", "1000"))
RESULT_LINES = 20_000  # nearly each a row of the answer
LISTED = int(os.environ.get("QUARTERDECK_BENCH_LISTED", "10000"))

ROLL_UP = """
import json, re, resource, sys, tempfile, time
from pathlib import Path
from config import Engine
from pipelines.billing import engine
from pipelines.billing.rollup import Rolled, Rules, Task, attempt
kind, workers, scheduler, names, times = json.loads(sys.stdin.read())
tasks = [Task(f"{i:05}", name, Rules()) for i, name in enumerate(names * times)]
settings = Engine(kind=kind if kind != "direct" else "local", workers=workers, scheduler=scheduler)
with tempfile.TemporaryDirectory() as name:
    scratch, size = Path(name), 0
    own = resource.getrusage(resource.RUSAGE_SELF)
    began, used = time.perf_counter(), own.ru_utime + own.ru_stime
    if kind == "direct":
        done = ((task, attempt(task, folder=scratch, threads=1)) for task in tasks)
    else:
        done = engine.run(settings, tasks, scratch)
    for task, found in done:
        assert isinstance(found, Rolled), found
        (scratch / task.key).write_bytes(found.rows)
        size += len(found.rows)
    wall = time.perf_counter() - began
own = resource.getrusage(resource.RUSAGE_SELF)
worked = own.ru_utime + own.ru_stime - used
most = re.findall(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[0]
print(json.dumps({"wall": wall, "worked": worked, "megabytes": int(most) / 1024, "size": size}))
"""


@dataclass(frozen=True)
class Ran:
    """Seconds from the first task to the last answer written, this process's own processor
    seconds and most megabytes in that time, and the bytes of all answers; of the scheduler the
    processor seconds and the most megabytes.
    """

    wall: float
    worked: float
    megabytes: float
    size: int
    scheduler: tuple[float, float] = (0, 0)


def figures() -> Iterator[Figure]:
    """Throughput of each engine, overhead, memory, and a run with nothing new."""
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(os.environ.get("QUARTERDECK_BENCH_SCRATCH", temporary))
        scratch.mkdir(parents=True, exist_ok=True)
        yield from _throughput(scratch)
        yield from _overhead(scratch)
        yield from _memory(scratch)
        yield from listed.unchanged(scratch, LISTED)


def _throughput(scratch: Path) -> Iterator[Figure]:
    large = parts.large(scratch / "large", PARTS, PART_LINES)
    size = sum(file.stat().st_size for file in large) / 2**30
    yield Figure(
        f"{PARTS:,} parts of {PART_LINES:,} lines, {size:.1f} GB as they lie, a third each "
        "CSV, csv.gz and Parquet in file://",
        f"{os.cpu_count()} cores: more than {os.cpu_count()} workers cannot be faster",
    )
    for part in large[:3]:
        kind, megabytes = "".join(part.suffixes)[1:], part.stat().st_size / 1e6
        worked = _run("direct", [part]).worked
        what = f"one part as {kind}, {megabytes:.0f} MB: processor time on one thread"
        yield Figure(what, f"{worked:.2f} s, {megabytes / worked:.0f} MB/s")
    _read(large)
    alone = _run("local", large)
    yield _speed("local, one part after the other on all cores", alone, alone)
    yield _speed("2 processes", _run("processes", large, workers=2), alone)
    one = None
    for count in (1, 2, 4):
        with _cluster(count) as (address, scheduler):
            ran = _run("dask", large, address=address, scheduler=scheduler)
        one = one or ran
        what = f"dask, {count} worker{'s' * (count > 1)} of one thread"
        yield _speed(what, ran, alone, f", {one.wall / ran.wall:.2f} × one worker")


def _read(files: list[Path]) -> None:
    """Once for all: else the first engine waits for the disk, and the others find it in memory."""
    for file in files:
        with file.open("rb") as stream:
            while stream.read(1 << 24):
                pass


def _speed(what: str, ran: Ran, alone: Ran, more: str = "") -> Figure:
    told = f"{PARTS / ran.wall:.2f} parts/s ({ran.wall:.1f} s), {alone.wall / ran.wall:.2f} × local"
    return Figure(what, told + more)


def _overhead(scratch: Path) -> Iterator[Figure]:
    """What one worker adds to each part and to a run, against one thread of this process alone.

    Both do all tiny parts, and both do a single one; what the others took is set side by side.
    """
    tiny = parts.tiny(scratch / "tiny", TINY)
    alone, single = _run("direct", tiny), _run("direct", tiny[:1])
    with _cluster(1) as (address, scheduler):
        first = _run("dask", tiny[:1], address=address)
        spread = _run("dask", tiny[1:], address=address, scheduler=scheduler)
        again = _run("dask", tiny[:1], address=address)
    each = (alone.wall - single.wall) / (TINY - 1)
    there = (spread.wall - again.wall) / (TINY - 2)
    yield Figure(f"{TINY:,} tiny parts in one process on one thread", f"{each * 1000:.0f} ms each")
    yield Figure(
        "wall time that a cluster of one worker adds to each", f"{(there - each) * 1000:.0f} ms",
        "≤ 50 ms",
    )  # fmt: skip
    yield Figure(
        "of it processor time for each",
        f"{(spread.worked - again.worked) / (TINY - 2) * 1000:.1f} ms in the client, "
        f"{spread.scheduler[0] / (TINY - 1) * 1000:.1f} ms in the scheduler",
    )
    yield Figure(
        "wall time that it adds to a run: connecting, sending the code",
        f"{first.wall - single.wall:.1f} s, {again.wall - single.wall:.1f} s if it was sent before",
    )


def _memory(scratch: Path) -> Iterator[Figure]:
    """A scheduler and a client through which many answers go; the same few files, asked often."""
    files = parts.large(scratch / "results", 9, RESULT_LINES)
    times = max(1, RESULTS // len(files))
    with _cluster(2) as (address, scheduler):
        ran = _run("dask", files, address=address, scheduler=scheduler, times=times)
    count = times * len(files)
    yield Figure(
        f"{count:,} answers of {ran.size / count / 1024:.0f} kB: most memory of the scheduler",
        f"{ran.scheduler[1]:.0f} MB", "≤ 500 MB",
    )  # fmt: skip
    yield Figure("and of the client", f"{ran.megabytes:.0f} MB", "≤ 500 MB")


@contextmanager
def _cluster(workers: int) -> Iterator[tuple[str, int]]:
    """The address of a cluster's scheduler, and its process id."""
    with (
        tempfile.TemporaryDirectory() as name,
        cluster.started(Path(name) / "cluster", workers) as (address, processes),
    ):
        yield address, processes[0].pid


def _run(
    kind: str, files: list[Path], *, workers: int | None = None, address: str | None = None,
    scheduler: int | None = None, times: int = 1,
) -> Ran:  # fmt: skip
    """Roll the files up in a process of its own, each as `times` tasks."""
    asked = json.dumps([kind, workers, address, [f"file://{file}" for file in files], times])
    before = _worked(scheduler) if scheduler else 0
    done = subprocess.run(
        [sys.executable, "-c", ROLL_UP], input=asked, text=True, check=True, capture_output=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    spent = (_worked(scheduler) - before, _most(scheduler)) if scheduler else (0, 0)
    return Ran(**json.loads(done.stdout), scheduler=spent)


def _worked(pid: int) -> float:
    """Processor seconds of a process, from its start."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _most(pid: int) -> float:
    """The most megabytes a process has used."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024
