"""A real dask-gateway on loopback: it rolls parts up, and its clusters are given back."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading

import pytest
from billing_house import House

from bench import parts
from config import HOME
from warehouse.read import connect, newest

pytestmark = pytest.mark.heavy

ROWS = "select * exclude (source_file) from cost_daily order by all"
SETTINGS = """
import sys
c.DaskGateway.backend_class = "dask_gateway_server.backends.local.UnsafeLocalBackend"
c.SimpleAuthenticator.password = "sesame"
c.Proxy.address = "127.0.0.1:{port}"
c.UnsafeLocalBackend.clusters_directory = "{folder}"
c.LocalClusterConfig.scheduler_cmd = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
c.LocalClusterConfig.worker_cmd = [sys.executable, "-m", "distributed.cli.dask_worker"]
"""


class Gateway:
    """A gateway in a process of its own, and what its log has said so far."""

    def __init__(self, folder) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / "gateway.py").write_text(SETTINGS.format(port=port, folder=folder))
        self.address = f"http://127.0.0.1:{port}"
        self.said, self._news = [], threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dask_gateway_server", "-f", folder / "gateway.py"],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._listen)
        self._reader.start()

    def _listen(self):
        for line in self._process.stdout:
            with self._news:
                self.said.append(line)
                self._news.notify_all()

    def until(self, *words):
        """Wait for a line of the log that holds all words."""
        with self._news:
            found = self._news.wait_for(lambda: self.lines(*words), timeout=60)
        assert found, "".join(self.said)
        return found[-1]

    def lines(self, *words):
        return [line for line in self.said if all(word in line for word in words)]

    def end(self):
        self._process.terminate()
        self._process.wait(timeout=60)
        self._reader.join()
        self._process.stdout.close()


@pytest.fixture
def gateway(tmp_path):
    folder = tmp_path / "gateway"
    folder.mkdir()
    running = Gateway(folder)
    try:
        running.until("Private API server listening")
        running.until("200 GET /api/v1/routes")  # its proxy has come, too
        yield running
    finally:
        running.end()


@pytest.fixture
def house(tmp_path, build, gateway):
    parts.tiny(tmp_path, 20)
    house = House(tmp_path / "team", build).bill("us", f"file://{tmp_path}/bills")
    house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{gateway.address}"\nworkers = 1')
    house.load()
    return house


def started(house, password):
    environment = os.environ | {
        "DASK_GATEWAY__AUTH__KWARGS__PASSWORD": password, "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    settings = ["--config", house.folder / "dashboard.toml", "--data", house.folder / "data"]
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *settings], cwd=HOME, env=environment,
        start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_gateway_rolls_up_what_one_process_does_and_gets_its_cluster_back(
    tmp_path, build, gateway, house
):
    running = started(house, "sesame")
    _, told = running.communicate()
    alone = House(tmp_path / "alone", build).bill("us", f"{tmp_path}/bills").db()

    assert (running.returncode, told) == (0, "")
    with contextlib.closing(connect(newest(house.folder / "data"))) as db:
        assert db.execute(ROWS).fetchall() == alone.execute(ROWS).fetchall() != []
    gateway.until("Cluster", "stopped")
    assert len(gateway.lines("Created worker")) == 1


def test_a_gateway_that_knows_us_not_is_told_with_what_to_do(gateway, house):
    running = started(house, "wrong")
    _, told = running.communicate()

    assert running.returncode == 78
    assert told.splitlines()[-1] == (
        f"billing us: the gateway {gateway.address} gave no cluster: 401, message='Unauthorized', "
        f"url='{gateway.address}/api/v1/clusters/'. "
        "Fix: set gateway.auth in dask's configuration (docs/scale.md)"
    )


@pytest.mark.parametrize("begun", ["Created cluster", "Created worker"])
def test_ctrl_c_gives_a_cluster_back(gateway, house, begun):
    running = started(house, "sesame")
    gateway.until(begun)
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate()

    assert (running.returncode, told) == (
        130,
        "stopped by hand: nothing was published, the last build is kept\n",
    )
    gateway.until("Cluster", "stopped")
