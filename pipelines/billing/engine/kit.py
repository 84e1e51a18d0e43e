"""What a worker of a cluster is sent: the folder rollup/ and how to run it.

This module travels by value, so it names nothing of the house; a worker needs the packages of
PACKAGES and nothing else of Quarterdeck. The folder is unpacked under a name made of its content:
dashboards of several versions may share a cluster.
"""

import importlib.metadata
import importlib.util
import sys
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

PACKAGES = ("duckdb", "pyarrow", "fsspec")


def versions() -> dict[str, str]:
    """What this process would run a task with."""
    found = {"Python": ".".join(map(str, sys.version_info[:2]))}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


class Kit(WorkerPlugin):
    """The unpacked folder on one worker; `room` is its package."""

    def __init__(self, name: str, files: dict[str, bytes], needs: dict[str, str]) -> None:
        self.name, self.files, self.needs = name, files, needs
        self.room: Any = None
        self.scratch = ""

    def setup(self, worker: Any) -> None:
        """Unpack and import; a worker with other packages is left without (see attempt)."""
        self.scratch = worker.local_directory
        if versions() != self.needs:
            return
        home = Path(worker.local_directory) / self.name
        for name, content in self.files.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content)
        spec = importlib.util.spec_from_file_location(
            self.name, home / "__init__.py", submodule_search_locations=[str(home)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{home} cannot be imported")
        self.room = sys.modules[self.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.room)


def attempt(name: str, values: dict[str, Any], rules: dict[str, Any]) -> tuple[Any, ...]:
    """One task in plain values; ("rolled", rows, summary), ("refused", sentence) or
    ("unreachable", what, remedy). Raises ConnectionError for what another try may give.
    """
    kit: Any = get_worker().plugins[name]
    if kit.room is None:
        raise ConnectionError(f"this worker has {versions()}", f"give it {kit.needs}")
    room = kit.room
    task = room.Task(**values | {"rules": room.Rules(**rules)})
    try:
        found = room.attempt(task, folder=Path(kit.scratch), threads=1)
    except room.Unreachable as trouble:
        if trouble.passing:
            raise ConnectionError(trouble.what, trouble.remedy) from None
        return "unreachable", trouble.what, trouble.remedy
    if isinstance(found, room.Refused):
        return "refused", found.sentence
    return "rolled", found.rows, vars(found.summary)
