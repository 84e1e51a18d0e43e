"""Who rolls up: this process, several processes of this machine, or the workers of a cluster.

Every engine runs the same function (rollup.attempt) on the same tasks and gives back each task
once, with what became of it; the order is the engine's own.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from tqdm import tqdm

from config import Engine
from pipelines import unit
from pipelines.billing.engine import cluster, processes
from pipelines.billing.rollup import Refused, Rolled, Task, Unreachable, attempt, is_bucket

Found = Rolled | Refused | Exception  # Unreachable, or a fault of ours


def run(settings: Engine, tasks: Sequence[Task], scratch: Path) -> Iterator[tuple[Task, Found]]:
    """What became of each task, as soon as it is known; each task comes once.

    scratch  a folder of this machine for what is needed only while a part is read
    Files of this machine are rolled up here even where a cluster is set: its workers do not see
    them. Raises Unreachable if there is no cluster, or its workers cannot do the work.
    """
    spread = settings.kind == "dask"
    there = [task for task in tasks if spread and is_bucket(task.address)]
    here = [task for task in tasks if not (spread and is_bucket(task.address))]
    quiet = None if len(tasks) > 1 else True  # None: quiet unless somebody looks on
    with tqdm(total=len(tasks), desc="bills", unit="part", disable=quiet) as bar:
        for done in chain(_here(settings, here, scratch), _there(settings, there)):
            bar.update()
            yield done


def _here(settings: Engine, tasks: list[Task], scratch: Path) -> Iterator[tuple[Task, Found]]:
    if settings.kind == "processes" and len(tasks) > 1:
        yield from processes.run(tasks, settings.workers, scratch)
        return
    for task in tasks:
        yield task, unit.tried(partial(_attempt, task, scratch))


def _attempt(task: Task, scratch: Path) -> Rolled | Refused | Unreachable:
    try:
        return attempt(task, folder=scratch)
    except Unreachable as trouble:
        return trouble


def _there(settings: Engine, tasks: list[Task]) -> Iterator[tuple[Task, Found]]:
    if tasks:
        yield from cluster.run(tasks, str(settings.scheduler), settings.workers)
