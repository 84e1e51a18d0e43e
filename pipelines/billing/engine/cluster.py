"""The workers of a Dask cluster: each reads parts of a bucket and sends back their roll-ups.

A part whose worker dies or cannot reach the bucket is read again by another one. The scheduler
holds only names, each part's few kilobytes and its small result; rows are written here, once.
"""

import hashlib
import importlib.util
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing.pool import ThreadPool
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

from pipelines import unit
from pipelines.billing.engine import gateway
from pipelines.billing.rollup import Refused, Rolled, Summary, Task, Unreachable, code

KIT = Path(__file__).with_name("kit.py")
RETRIES = 3
PATIENCE = 30  # seconds for a scheduler to answer and a first worker to come
ANSWER = 30  # seconds for a worker to hand over an answer
START = 600  # seconds for a gateway's first worker, or the next: a machine may have to be started
Found = Rolled | Refused | Exception  # Unreachable, or a fault of ours


def run(tasks: list[Task], scheduler: str, workers: int | None) -> Iterator[tuple[Task, Found]]:
    """What became of each task, once.

    scheduler  tcp:// or tls:// of a scheduler, http:// or https:// of a gateway (`workers` are
               asked of it)
    Raises Unreachable if nobody answers, no worker comes, or one has other packages.
    """
    from distributed import as_completed  # noqa: PLC0415 - only a cluster needs it

    with _client(scheduler, workers) as client:
        name = _equip(client)
        futures = client.map(
            _kit().attempt, [name] * len(tasks), *_plain(tasks),
            key=[f"{name}-{task.key}" for task in tasks], retries=RETRIES, pure=False,
        )  # fmt: skip
        asked = dict(zip(futures, tasks, strict=True))
        del futures
        done = as_completed(list(asked), loop=client.loop)  # type: ignore[no-untyped-call] # partly typed
        with _watched(client, asked):
            for future in done:
                found = unit.tried(partial(_found, future, asked[future]))
                if isinstance(found, TimeoutError):
                    done.add(future)  # type: ignore[no-untyped-call] # partly typed
                else:
                    yield asked.pop(future), found


@contextmanager
def _watched(client: Any, asked: dict[Any, Task]) -> Iterator[None]:
    """Give up what is asked once no worker has been there for as long as one may take to come."""
    ended = Event()

    def watch() -> None:
        last = monotonic()
        while not ended.wait(1):
            try:
                if client.nthreads():
                    last = monotonic()
            except (OSError, ValueError):  # the scheduler is gone: its futures end too
                return
            if monotonic() - last > START:
                client.cancel(list(asked))
                return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join(timeout=2)  # a scheduler that is silent is not waited for


@cache
def _kit() -> Any:
    """kit.py as a module nobody can import: so it is sent by value, to workers without it."""
    spec = importlib.util.spec_from_file_location("quarterdeck_kit", KIT)
    if spec is None or spec.loader is None:
        raise ImportError(f"{KIT} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _plain(tasks: list[Task]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tasks in plain values and the rules of each; rules that are alike are sent once."""
    rules = {task.rules: vars(task.rules) for task in tasks}
    values = [{k: v for k, v in vars(task).items() if k != "rules"} for task in tasks]
    return values, [rules[task.rules] for task in tasks]


def _found(future: Any, task: Task) -> Found:
    """A worker's answer; our own bug on a worker is raised here as its traceback there.

    TimeoutError where the worker is frozen: the others come first, then it or another.
    """
    from distributed import KilledWorker  # noqa: PLC0415

    try:
        kind, *told = future.result(timeout=ANSWER)
    except TimeoutError as frozen:
        return frozen
    except ConnectionError as trouble:
        what, remedy = trouble.args if len(trouble.args) == 2 else (str(trouble), "run again")
        return Unreachable(what, remedy)
    except CancelledError:
        what = f"{task.address} could not be read: the scheduler or its last worker went away"
        return Unreachable(what, "start them, then run again")
    except KilledWorker as killed:
        return Unreachable(
            f"{task.address} could not be read: {killed.allowed_failures + 1} workers died on it",
            "give the workers more memory, then run again",
        )
    if kind == "rolled":
        return Rolled(told[0], Summary(**told[1]))
    return Refused(told[0]) if kind == "refused" else Unreachable(*told, passing=False)


def _equip(client: Any) -> str:
    """Give every worker, those that come later too, the folder rollup/; the name it has there."""
    kit, ours = _kit(), our_versions()
    for worker, theirs in client.run(kit.versions).items():
        if differing := [name for name in ours if ours[name] != theirs[name]]:
            told = ", ".join(f"{n} {theirs[n]} (here {ours[n]})" for n in differing)
            raise Unreachable(
                f"worker {worker} has {told}", "give both the same versions", passing=False
            )
    digest = hashlib.sha256(b"".join(code().values())).hexdigest()[:12]
    name = f"quarterdeck_{digest}"
    client.register_plugin(kit.Kit(name, code(), ours), name=name)
    return name


@contextmanager
def _client(scheduler: str, workers: int | None) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise Unreachable(
            "a cluster needs the package distributed", "pip install distributed", passing=False
        ) from None
    with _address(scheduler, workers) as place:
        try:
            with ThreadPool(1) as pool:  # Ctrl-C leaves one that still connects to itself
                client = pool.apply(
                    Client, (place,), {"timeout": PATIENCE, "set_as_default": False}
                )
        except OSError:
            raise Unreachable(
                f"the scheduler {scheduler} does not answer",
                "start it, or correct [engine] scheduler",
            ) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=START if _is_gateway(scheduler) else PATIENCE)
            except TimeoutError:
                raise Unreachable(
                    f"the scheduler {scheduler} has no worker", "start workers, then run again"
                ) from None
            yield client


@contextmanager
def _address(scheduler: str, workers: int | None) -> Iterator[Any]:
    """What a client connects to: the scheduler itself, or a new cluster of a gateway."""
    if not _is_gateway(scheduler):
        yield scheduler
        return
    with gateway.cluster(scheduler, workers) as cluster:
        yield cluster


def _is_gateway(scheduler: str) -> bool:
    return scheduler.startswith(("http://", "https://"))


def our_versions() -> dict[str, str]:
    """What this machine would run a task with."""
    versions: dict[str, str] = _kit().versions()
    return versions
