"""Machines that share a bucket: what one read no other reads again, and builds are copied whole."""

import os
import shutil

import cluster_house
import pytest
import s3fs
from billing_house import HERE, House

from pipelines.commands import main
from warehouse.read import builds, open_newest

pytestmark = pytest.mark.slow

ROWS = "select * from cost_daily order by all"
CACHE = '[engine]\ncache = "s3://bills/rollups"'
SHARED = '[engine]\nbuilds = "s3://bills/builds"'


@pytest.fixture
def bucket(monkeypatch):
    with cluster_house.Bucket().running(monkeypatch) as running:
        running.put("team/a.csv", (HERE / "focus_snake_case.csv").read_bytes())
        running.put("team/menu.csv", b"dish,price\nsoup,4\n")
        yield running


@pytest.fixture
def house(tmp_path, build):
    def make(name, *settings):
        team = House(tmp_path / name, build).bill("us", "s3://bills/team")
        team.entries += settings
        team.load()
        return team

    return make


def run(house, *words):
    config, data = str(house.folder / "dashboard.toml"), str(house.folder / "data")
    return main(["--config", config, "--data", data, *words])


def costs(house):
    _, db = open_newest(house.folder / "data")
    with db:
        return db.execute(ROWS).fetchall()


def names(house):
    return [build.name for build in builds(house.folder / "data")]


def test_what_one_machine_read_no_other_reads_again(bucket, house):
    first, second = house("first", CACHE), house("second", CACHE)
    assert run(first) == 78  # menu.csv is no bill
    bucket.asked.clear()
    assert run(second) == 78

    assert [name for name in bucket.asked if "team" in name] == []
    assert costs(second) == costs(first) != []


@pytest.mark.parametrize("lost", [".json", ".parquet"])
def test_half_a_roll_up_in_a_shared_cache_is_not_used_and_made_whole(bucket, house, lost):
    first, second, third = house("first", CACHE), house("second", CACHE), house("third", CACHE)
    run(first)
    s3 = s3fs.S3FileSystem()
    [half] = [name for name in s3.ls("bills/rollups") if name.endswith(lost)]
    s3.rm_file(half)
    if lost == ".json":  # an end midway left the rows cut short
        s3.pipe_file(half.replace(".json", ".parquet"), b"PAR1")
    assert run(second) == 78  # menu.csv is no bill
    bucket.asked.clear()
    assert run(third) == 78

    assert [name for name in bucket.asked if "team" in name] == []
    assert costs(third) == costs(second) == costs(first) != []


def test_a_shared_cache_that_is_not_there_stops_no_work(bucket, house, capsys):
    alone = house("alone", '[engine]\ncache = "s3://nobodys-bucket/rollups"')
    plain = house("plain")

    assert (run(alone), run(plain)) == (78, 78)
    assert costs(alone) == costs(plain) != []
    assert "billing us: s3://nobodys-bucket/rollups could not be read" in capsys.readouterr().err


def test_a_dashboard_reads_a_copy_of_the_newest_build_and_copies_it_once(bucket, house, capsys):
    maker, reader = house("maker", SHARED), house("reader", SHARED)
    run(maker)
    run(maker)
    assert run(reader, "pull") == 0
    assert capsys.readouterr().out.endswith(f"brought {names(maker)[0]}\n")
    bucket.asked.clear()
    assert run(reader, "pull") == 0

    assert bucket.asked == []
    assert names(reader) == names(maker)[:1]
    assert costs(reader) == costs(maker) != []


def test_a_build_that_is_gone_from_the_bucket_goes_everywhere(bucket, house):
    maker, reader = house("maker", SHARED), house("reader", SHARED)
    for _ in range(4):
        run(maker)
        run(reader, "pull")

    assert len(names(maker)) == 3
    assert names(reader) == names(maker)


def test_half_a_build_is_never_brought_from_a_shared_folder(house, tmp_path, monkeypatch, capsys):
    shared = f'[engine]\nbuilds = "file://{tmp_path}/shared"'
    maker, reader = house("maker", shared), house("reader", shared)
    copyfile = shutil.copyfile

    def cut_off(source, target):
        copyfile(source, target)
        os.truncate(target, 1000)
        raise OSError("disk full")

    with monkeypatch.context() as line:
        line.setattr(shutil, "copyfile", cut_off)
        run(maker, "--no-fetch")
    assert run(reader, "pull") == 75
    assert capsys.readouterr().err.endswith("Fix: run the ingest where the bills are\n")
    run(maker, "--no-fetch")
    (reader.folder / "data" / ".warehouse-killed.duckdb.4194305.writing").write_bytes(b"half")
    assert run(reader, "pull") == 0

    assert names(reader) == names(maker)[:1]
    assert list((reader.folder / "data").glob("*.writing")) == []


def test_a_bucket_without_a_build_is_told(bucket, house, capsys):
    assert run(house("reader", SHARED), "pull") == 75
    assert capsys.readouterr().err == (
        "builds: s3://bills/builds holds no build. Fix: run the ingest where the bills are\n"
    )


def test_pulling_without_a_bucket_names_the_setting(house, capsys):
    assert run(house("reader"), "pull") == 78
    assert capsys.readouterr().err.startswith(
        "[engine] builds: no bucket is set. Fix: name one, builds ="
    )
