"""Long repetitions, run by make soak: random kills and faults lose no bill and count none twice."""

import os
import random
import signal
import subprocess
import sys

import cluster_house
import psutil
import pytest
from billing_house import House

from bench import focus_bill
from config import HOME

pytestmark = pytest.mark.soak
ROWS = "select * exclude (source_file) from cost_daily order by all"
ROUNDS = 40


def content(folder, month, version):
    """A month's bill as it stood at some time: each version has more lines and other amounts."""
    return focus_bill.write(folder, 200 + 50 * version, month=month, seed=version).read_bytes()


def ingest(house, engine, patience=300):
    """One run as cron starts it, killed if it takes longer than so many seconds; its exit code."""
    house.entries[1:] = [f"[engine]\n{engine}"]
    house.load()
    settings = ["--config", house.folder / "dashboard.toml", "--data", house.folder / "data"]
    running = psutil.Popen(
        [sys.executable, "-m", "pipelines", *settings], cwd=HOME, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    group = [running]
    try:
        running.wait(timeout=patience)
    except psutil.TimeoutExpired:
        group += running.children(recursive=True)
        os.kill(running.pid, signal.SIGKILL)
    _, said = running.communicate(timeout=60)
    _, alive = psutil.wait_procs(group, timeout=60)
    assert alive == []
    assert "Traceback" not in said, said
    return running.returncode


def test_forty_rounds_of_kills_and_faults_end_as_one_clean_run(tmp_path, build, monkeypatch):
    chance = random.Random(9)
    bucket, stands = cluster_house.Bucket(fail_every=7), {}
    house = House(tmp_path / "team", build).bill("us", "s3://bills")
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 2) as (scheduler, _),
    ):
        engines = [
            'kind = "local"',
            'kind = "processes"\nworkers = 2',
            f'kind = "dask"\nscheduler = "{scheduler}"',
        ]
        ended = []
        for number in range(ROUNDS):
            for month in chance.sample(range(1, 13), 3):
                name = f"2024-{month:02}-01"
                stands[name] = content(tmp_path, name, number)
                bucket.put(f"{name}.csv", stands[name])
            patience = chance.uniform(0.5, 4) if chance.random() < 0.5 else 300
            ended.append(ingest(house, chance.choice(engines), patience))
        while (code := ingest(house, engines[0])) == 75:  # a part the bucket refused this time
            pass
        assert code == 0
    assert -signal.SIGKILL in ended
    assert 0 in ended
    clean = House(tmp_path / "clean", build)
    for name, text in stands.items():
        clean.put(f"bills/{name}.csv", text)
    truth = clean.bill("us", "bills").db().execute(ROWS).fetchall()
    assert house.db().execute(ROWS).fetchall() == truth
    assert [path.name for path in house.folder.rglob("*.writing")] == []
