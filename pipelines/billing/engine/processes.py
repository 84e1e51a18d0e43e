"""Several processes of this machine, each reading one part at a time on its share of the cores."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from pipelines import unit
from pipelines.billing.rollup import Refused, Rolled, Task, Unreachable, attempt
from pipelines.pool import quietly, unheard

BREAKS = 3  # after so many killed processes each part is read alone, to find the one that kills
Found = Rolled | Refused | Exception  # Unreachable, or a fault of ours


def run(tasks: list[Task], workers: int | None, scratch: Path) -> Iterator[tuple[Task, Found]]:
    """What became of each task. A process that is killed takes no task with it: it is read again.

    workers  how many processes; None: one a core
    """
    count = min(workers or os.cpu_count() or 1, len(tasks))
    threads = max(1, (os.cpu_count() or 1) // count)
    waiting = list(tasks)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        for _ in range(BREAKS):
            done = set()
            for task, found in _round(waiting, count, threads, Path(folder)):
                done.add(task)
                yield task, found
            waiting = [task for task in waiting if task not in done]
        for task in waiting:
            alone = dict(_round([task], 1, threads, Path(folder)))
            yield task, alone.get(task) or _killer(task)


def _round(
    tasks: list[Task], count: int, threads: int, folder: Path
) -> Iterator[tuple[Task, Found]]:
    """One pool's work; it ends early when one of its processes is killed."""
    if not tasks:
        return
    context = get_context("spawn")  # a bucket's library may not be forked
    with ProcessPoolExecutor(count, context, quietly) as pool:
        with unheard():
            futures = {pool.submit(attempt, t, folder=folder, threads=threads): t for t in tasks}
        try:
            for future in as_completed(futures):
                if (found := _found(future)) is not None:
                    yield futures.pop(future), found
        finally:
            pool.shutdown(cancel_futures=True)  # waits: what still runs at exit may fail there


def _found(future: "Future[Rolled | Refused]") -> Found | None:
    """What became of a task; None where its process was killed."""

    def result() -> Found | None:
        try:
            return future.result()
        except Unreachable as trouble:
            return trouble
        except BrokenProcessPool:
            return None

    return unit.tried(result)


def _killer(task: Task) -> Unreachable:
    return Unreachable(
        f"{task.address} could not be read: the process that read it was killed",
        "look for a lack of memory, or set [engine] workers lower, then run again",
    )
