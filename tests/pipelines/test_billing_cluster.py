"""A cluster says to the last digit what one machine says, whatever happens to its workers."""

import gzip
import os
import signal

import cluster_house
import duckdb
import pytest
from billing_house import House

from bench import focus_bill
from pipelines import SourceError, billing, unit
from pipelines.billing import rollup
from pipelines.billing.store import roll_ups

pytestmark = pytest.mark.heavy

NOW = None  # buckets know no clock
ROWS = "select * exclude (source_file) from cost_daily order by all"
MONTHS = [f"2024-{month:02}-01" for month in range(1, 9)]


@pytest.fixture(scope="session")
def forty_parts(tmp_path_factory):
    """Eight months of five parts each, month by month as CSV, csv.gz or Parquet: name → bytes."""
    folder = tmp_path_factory.mktemp("parts")
    parts = {}
    for number in range(40):
        month, kind = MONTHS[number // 5], number // 5 % 3
        lines = 500 + 7 * number
        text = focus_bill.write(folder, lines, month=month, seed=number).read_bytes()
        name = f"{month}/bill-{number % 5 + 1:05}"
        if kind == 0:
            parts[f"{name}.csv"] = text
        elif kind == 1:
            parts[f"{name}.csv.gz"] = gzip.compress(text)
        else:
            (folder / "part.csv").write_bytes(text)
            source = f"from read_csv('{folder}/part.csv', all_varchar = true)"
            duckdb.execute(f"copy ({source}) to '{folder}/part.parquet' (format parquet)")
            parts[f"{name}.parquet"] = (folder / "part.parquet").read_bytes()
    return parts


@pytest.fixture
def at_home(tmp_path, build, forty_parts):
    """What one process makes of the forty parts, as files."""
    home = House(tmp_path / "home", build)
    for name, content in forty_parts.items():
        home.put(f"bills/{name}", content)
    return home.bill("us", "bills").db().execute(ROWS).fetchall()


def test_workers_that_die_and_a_bucket_that_fails_change_no_digit(
    tmp_path, build, monkeypatch, forty_parts, at_home
):
    monkeypatch.setattr(roll_ups.engine.cluster, "ANSWER", 1)
    bucket = cluster_house.Bucket(fail_every=9)
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 4) as (scheduler, [_, *workers]),
    ):
        for name, content in forty_parts.items():
            bucket.put(name, content)
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        incidents = {
            5: lambda: os.kill(workers[0].pid, signal.SIGKILL),
            10: lambda: os.kill(workers[1].pid, signal.SIGSTOP),
            20: lambda: os.kill(workers[1].pid, signal.SIGCONT),
        }
        run, seen = roll_ups.engine.run, []

        def watched(*arguments):
            for number, done in enumerate(run(*arguments)):
                incidents.get(number, lambda: None)()
                seen.append(done[0].address)
                yield done

        monkeypatch.setattr(roll_ups.engine, "run", watched)
        assert list(billing.fetch(house.load(), now=NOW)) == ["us"]
        assert workers[0].wait(timeout=30) == -signal.SIGKILL

    assert sorted(seen) == sorted(f"s3://bills/{name}" for name in forty_parts)
    assert bucket.refused > 0
    assert house.db().execute(ROWS).fetchall() == at_home
    assert len(at_home) > 10_000


def test_a_run_whose_last_worker_died_ends_and_tells_what_is_missing(
    tmp_path, build, monkeypatch, forty_parts
):
    monkeypatch.setattr(roll_ups.engine.cluster, "START", 1)
    bucket = cluster_house.Bucket()
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 1) as (scheduler, [_, worker]),
    ):
        for name in list(forty_parts)[:20]:
            bucket.put(name, forty_parts[name])
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        run = roll_ups.engine.run

        def watched(*arguments):
            for number, done in enumerate(run(*arguments)):
                if number == 0:
                    worker.kill()
                yield done

        monkeypatch.setattr(roll_ups.engine, "run", watched)
        [failure] = billing.fetch(house.load(), now=NOW)

    assert ": the scheduler or its last worker went away; the same holds for " in failure.what
    assert (failure.remedy, failure.passing) == ("start them, then run again", True)


def test_a_part_that_is_no_bill_is_named_and_stops_no_other(
    tmp_path, build, monkeypatch, forty_parts
):
    names = list(forty_parts)[:3]
    bucket = cluster_house.Bucket()
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 1) as (scheduler, _),
    ):
        for name in names:
            bucket.put(name, forty_parts[name])
        bucket.put("2024-01-01/menu.csv", b"dish,price\nsoup,4\n")
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        assert list(billing.fetch(house.load(), now=NOW)) == ["us"]

    assert [(r.source_file, r.reason) for r in house.rejects()] == [
        ("s3://bills/2024-01-01/menu.csv", "no export has these columns: dish, price")
    ]
    assert sum(f.lines_kept for f in house.files()) == 500 + 507 + 514


POISON = b"""
_attempt = attempt


def attempt(task, **given):
    if task.address.endswith("poison.csv"):
        raise ZeroDivisionError("planted")
    return _attempt(task, **given)
"""


def test_a_part_at_which_our_own_code_fails_on_a_worker_costs_that_part_alone(
    tmp_path, build, monkeypatch, forty_parts
):
    monkeypatch.setattr(roll_ups.engine.cluster, "RETRIES", 0)
    sent = rollup.code()
    sent |= {"__init__.py": sent["__init__.py"] + POISON}
    monkeypatch.setattr(roll_ups.engine.cluster, "code", lambda: sent)
    bucket = cluster_house.Bucket()
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 1) as (scheduler, _),
    ):
        names = list(forty_parts)[:3]
        for name in names:
            bucket.put(name, forty_parts[name])
        bucket.put("2024-01-01/poison.csv", forty_parts[names[0]])
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        with unit.during(house.load()) as run:
            units = list(billing.fetch(house.load(), now=NOW))

    assert (units, run.is_ours) == (["us"], True)
    assert [(fault.unit, fault.status, fault.message) for fault in run.faults.values()] == [
        (
            "s3://bills/2024-01-01/poison.csv", "failed",
            "a fault of Quarterdeck in reading it (ZeroDivisionError); it is left out",
        )
    ]  # fmt: skip
    assert sum(f.lines_kept for f in house.files()) == 500 + 507 + 514


def test_a_cluster_that_does_not_answer_is_told_with_what_to_do(tmp_path, build, monkeypatch):
    monkeypatch.setattr(roll_ups.engine.cluster, "PATIENCE", 0.2)
    bucket = cluster_house.Bucket()
    with bucket.running(monkeypatch):
        bucket.put("a.csv", b"dish\nsoup\n")
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append('[engine]\nkind = "dask"\nscheduler = "tcp://127.0.0.1:9"')
        [failure] = billing.fetch(house.load(), now=NOW)

    assert isinstance(failure, SourceError)
    assert str(failure) == (
        "billing us: the scheduler tcp://127.0.0.1:9 does not answer. "
        "Fix: start it, or correct [engine] scheduler"
    )
    assert failure.passing


def test_workers_with_other_packages_are_named(tmp_path, build, monkeypatch):
    bucket = cluster_house.Bucket()
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 1) as (scheduler, _),
    ):
        bucket.put("a.csv", b"dish\nsoup\n")
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        ours = roll_ups.engine.cluster.our_versions()
        monkeypatch.setattr(
            roll_ups.engine.cluster, "our_versions", lambda: ours | {"duckdb": "9.9"}
        )
        [failure] = billing.fetch(house.load(), now=NOW)

    assert f"has duckdb {ours['duckdb']} (here 9.9)" in failure.what
    assert (failure.remedy, failure.passing) == ("give both the same versions", False)


def test_a_scheduler_that_dies_is_told_and_what_was_read_is_kept(
    tmp_path, build, monkeypatch, forty_parts, at_home
):
    monkeypatch.setattr(roll_ups.engine.cluster, "PATIENCE", 5)
    bucket = cluster_house.Bucket()
    with (
        bucket.running(monkeypatch),
        cluster_house.started(tmp_path / "cluster", 1) as (scheduler, [process, _]),
    ):
        for name, content in forty_parts.items():
            bucket.put(name, content)
        house = House(tmp_path / "team", build).bill("us", "s3://bills")
        house.entries.append(f'[engine]\nkind = "dask"\nscheduler = "{scheduler}"')
        run = roll_ups.engine.run

        def watched(*arguments):
            for number, done in enumerate(run(*arguments)):
                if number == 5:
                    os.kill(process.pid, signal.SIGKILL)
                yield done

        monkeypatch.setattr(roll_ups.engine, "run", watched)
        [failure] = billing.fetch(house.load(), now=NOW)
        monkeypatch.setattr(roll_ups.engine, "run", run)
        kept = len([*(house.folder / "data/raw/billing").glob("*.parquet")])
        house.entries.pop()
        assert list(billing.fetch(house.load(), now=NOW)) == ["us"]

    assert "the scheduler or its last worker went away" in failure.what
    assert failure.passing
    assert 5 <= kept < 40
    assert house.db().execute(ROWS).fetchall() == at_home
