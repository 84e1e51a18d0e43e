"""Ctrl-C leaves nothing half and nobody at work; a part that kills is named, the others count."""

import contextlib
import os
import signal
import socket
import subprocess
import sys

import cluster_house
import psutil
import pytest
from billing_house import House

from bench import focus_bill, parts
from config import HOME
from pipelines import SourceError, billing

pytestmark = pytest.mark.heavy

NOW = None  # buckets know no clock
STOPPED = "stopped by hand: nothing was published, the last build is kept\n"


class Fatal(cluster_house.Bucket):
    """A bucket one of whose objects kills the process that asks for it."""

    def _answer(self, environ, start):
        if environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"].endswith("/fatal.csv"):
            self.asked.append("fatal")
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    ports = [each.laddr.port for each in process.net_connections("tcp")]
                    if int(environ["REMOTE_PORT"]) in ports:
                        os.kill(process.pid, signal.SIGKILL)
        return super()._answer(environ, start)


def at_work(group):
    """The processes of a group that have not ended; a terminal's Ctrl-C reaches all of them."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def first_part(house, running):
    return any((house.folder / "data" / "raw" / "billing").glob("*.parquet"))


def first_process(house, running):
    """A process of the pool is in the midst of its imports."""
    pool = [child for child in running.children() if "spawn_main" in " ".join(child.cmdline())]
    return any(child.cpu_times().user > 0.2 for child in pool)


def started(house, begun):
    """An ingest in a process of its own, once something has begun."""
    house.load()
    settings = ["--config", house.folder / "dashboard.toml", "--data", house.folder / "data"]
    running = psutil.Popen(
        [sys.executable, "-m", "pipelines", *settings], cwd=HOME, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not begun(house, running):
        with contextlib.suppress(psutil.TimeoutExpired):
            raise AssertionError(f"it ended too early: {running.wait(timeout=0.02)}")
    return running


def stopped(house, begun):
    """Ctrl-C in a terminal once something has begun: exit code, what was said, what lies half."""
    running = started(house, begun)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    psutil.wait_procs(at_work(running.pid), timeout=60)
    assert at_work(running.pid) == []
    return running.returncode, said, half(house.folder / "data")


def half(data):
    """What was not written whole, and scratch folders."""
    made = data / "raw" / "billing"
    return [
        file.name
        for file in data.rglob("*")
        if file.suffix == ".writing" or (file.is_dir() and file not in (made, made.parent))
    ]


@pytest.mark.parametrize("begun", [first_process, first_part])
def test_ctrl_c_leaves_nothing_half_and_no_process(tmp_path, build, begun):
    parts.tiny(tmp_path, 60)
    house = House(tmp_path / "team", build).bill("us", f"file://{tmp_path}/bills")
    house.entries.append('[engine]\nkind = "processes"\nworkers = 2')

    assert stopped(house, begun) == (130, STOPPED, [])


def test_a_run_with_several_processes_ends_without_a_word_on_stderr(tmp_path, build):
    parts.tiny(tmp_path, 6)
    house = House(tmp_path / "team", build).bill("us", f"file://{tmp_path}/bills")
    house.entries.append('[engine]\nkind = "processes"\nworkers = 2')

    running = started(house, lambda *_: True)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (0, "")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_no_process_and_the_next_clears_its_scratch(
    tmp_path, build, how
):
    parts.tiny(tmp_path, 60)
    house = House(tmp_path / "team", build).bill("us", f"file://{tmp_path}/bills")
    house.entries.append('[engine]\nkind = "processes"\nworkers = 2')
    running = started(house, first_part)
    os.kill(running.pid, how)
    running.communicate(timeout=60)
    psutil.wait_procs(at_work(running.pid), timeout=30)

    assert at_work(running.pid) == []
    assert half(house.folder / "data") != []
    assert list(billing.fetch(house.load(), now=NOW)) == ["us"]
    assert half(house.folder / "data") == []


def test_ctrl_c_does_not_wait_for_a_scheduler_that_is_silent(tmp_path, build):
    parts.tiny(tmp_path, 2)
    with socket.create_server(("127.0.0.1", 0)) as silent, contextlib.ExitStack() as held:
        house = House(tmp_path / "team", build).bill("us", f"file://{tmp_path}/bills")
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{address}"')

        def called(*_):
            return held.enter_context(silent.accept()[0])

        assert stopped(house, called) == (
            130,
            STOPPED,
            [],
        )


def test_ctrl_c_ends_a_run_on_a_cluster_and_the_next_goes_on(tmp_path, build):
    parts.tiny(tmp_path, 30)
    house = House(tmp_path / "team", build).bill("us", f"file://{tmp_path}/bills")
    with cluster_house.started(tmp_path / "cluster", 1) as (scheduler, _):
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')

        assert stopped(house, first_part) == (130, STOPPED, [])
        assert list(billing.fetch(house.load(), now=NOW)) == ["us"]
    assert sum(file.lines_kept for file in house.files()) == 30 * parts.TINY_LINES


def fatal_among_others(house, bucket):
    """One part that kills its reader, and two that do not: what the fetch says."""
    for month in ("2024-01-01", "2024-02-01"):
        bucket.put(f"{month}.csv", focus_bill.write(house.folder, 300, month=month).read_bytes())
    bucket.put("fatal.csv", b"dish,price\nsoup,4\n")
    house.bill("us", "s3://bills")
    return list(billing.fetch(house.load(), now=NOW))


def test_a_part_that_kills_every_process_is_named_and_harms_no_other(tmp_path, build, monkeypatch):
    bucket = Fatal()
    with bucket.running(monkeypatch):
        house = House(tmp_path / "team", build)
        house.entries.append('[engine]\nkind = "processes"\nworkers = 2')
        [failure] = fatal_among_others(house, bucket)

    assert isinstance(failure, SourceError)
    assert str(failure) == (
        "billing us: s3://bills/fatal.csv could not be read: the process that read it was killed. "
        "Fix: look for a lack of memory, or set [engine] workers lower, then run again"
    )
    assert bucket.asked.count("fatal") > 3
    assert [file.lines_kept for file in house.files()] == [300, 300]


def test_a_part_that_kills_every_worker_is_named_and_harms_no_other(tmp_path, build, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
    bucket = Fatal()
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 3) as (scheduler, [_, *workers]),
    ):
        house = House(tmp_path / "team", build)
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        [failure] = fatal_among_others(house, bucket)
        dead = [worker for worker in workers if worker.poll() == -signal.SIGKILL]

    assert str(failure) == (
        "billing us: s3://bills/fatal.csv could not be read: 2 workers died on it. "
        "Fix: give the workers more memory, then run again"
    )
    assert (failure.passing, len(dead)) == (True, 2)
    assert [file.lines_kept for file in house.files()] == [300, 300]
