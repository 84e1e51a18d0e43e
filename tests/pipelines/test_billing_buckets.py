"""A real S3 server on loopback serves the same samples as files do."""

import re
import shutil
from hashlib import sha256
from urllib.request import Request, urlopen

import boto3
import pytest
import s3fs
from billing_house import HERE, House
from moto import server

from pipelines import SourceError, billing

NOW = None  # buckets know no clock
SAMPLES = ["focus_snake_case.csv", "bigquery_nested.jsonl", "digitalocean_with_credit.csv"]


@pytest.fixture
def s3(monkeypatch):
    running = server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    urlopen(Request(f"{address}/moto-api/reset", method="POST")).close()
    settings = {
        "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()  # it remembers the server of the last test
    client = boto3.client("s3", endpoint_url=address)
    client.create_bucket(Bucket="bills")
    yield client
    running.stop()


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


ROWS = "day, provider, service, charge_category, currency, sum(billed), sum(lines)"


def test_a_bucket_says_what_the_same_files_say(house, s3, tmp_path, build):
    beside = House(tmp_path / "beside", build)
    for name in SAMPLES:
        data = (HERE / name).read_bytes()
        s3.put_object(Bucket="bills", Key=f"team/2025/{name}", Body=data)
        beside.put(f"bills/{name}", data)
    s3.put_object(Bucket="bills", Key="team/2025/x-Manifest.json", Body=b"{}")
    house.bill("us", "s3://bills/team")
    beside.bill("us", "bills")

    assert list(billing.fetch(house.load(), now=NOW)) == ["us"]
    assert house.rows(ROWS) == beside.rows(ROWS) != []


def asked_for(caplog) -> list[str]:
    """Objects the server was asked for since the last look."""
    found = re.findall(r'"GET /bills/(\S+) ', caplog.text)
    caplog.clear()
    return found


def test_only_a_changed_part_is_fetched_again(house, s3, caplog):
    data = (HERE / SAMPLES[0]).read_bytes()
    for name in ("a.csv", "b.csv"):
        s3.put_object(Bucket="bills", Key=name, Body=data)
    house.bill("us", "s3://bills/*.csv")
    caplog.set_level("INFO")

    list(billing.fetch(house.load(), now=NOW))
    assert asked_for(caplog) == ["a.csv", "b.csv"]
    s3.put_object(Bucket="bills", Key="b.csv", Body=data + b"\n")
    list(billing.fetch(house.load(), now=NOW))
    assert asked_for(caplog) == ["b.csv"]
    list(billing.fetch(house.load(), now=NOW))
    assert asked_for(caplog) == []


def test_a_part_is_here_only_while_it_is_read(house, s3):
    s3.put_object(Bucket="bills", Key="a.csv", Body=(HERE / SAMPLES[0]).read_bytes())
    house.bill("us", "s3://bills/*.csv")

    list(billing.fetch(house.load(), now=NOW))
    kept = sorted(path.suffix for path in (house.folder / "data").rglob("*") if path.is_file())

    # the listing and its sum, the summary, what the rules take, and the roll-up
    assert kept == [".json", ".json", ".json", ".parquet", ".sha256"]
    assert house.files()[0].sha256 == sha256((HERE / SAMPLES[0]).read_bytes()).hexdigest()


def test_an_object_is_read_by_its_name_never_as_a_pattern(house, s3):
    s3.put_object(Bucket="bills", Key="may[1].csv", Body=(HERE / SAMPLES[0]).read_bytes())
    house.bill("us", "s3://bills/")
    assert list(billing.fetch(house.load(), now=NOW)) == ["us"]
    assert [f.source_file for f in house.files()] == ["s3://bills/may[1].csv"]
    assert house.rows(ROWS) != []


def test_a_part_that_left_the_bucket_keeps_its_roll_up_and_says_so(house, s3):
    data = (HERE / SAMPLES[0]).read_bytes()
    s3.put_object(Bucket="bills", Key="a.csv", Body=data)
    s3.put_object(Bucket="bills", Key="b.csv", Body=(HERE / SAMPLES[2]).read_bytes())
    house.bill("us", "s3://bills/*.csv")
    list(billing.fetch(house.load(), now=NOW))
    before = house.rows(ROWS)
    s3.delete_object(Bucket="bills", Key="b.csv")
    list(billing.fetch(house.load(), now=NOW))

    assert house.rows(ROWS) == before
    assert [(r.unit, r.status, r.message) for r in house.runs()] == [
        ("us", "ok", "1 bill left the bucket; the last roll-ups still count")
    ]


def test_a_part_that_is_no_bill_is_a_reject_by_its_name_and_is_asked_for_once(house, s3, caplog):
    s3.put_object(Bucket="bills", Key="a.csv", Body=(HERE / SAMPLES[0]).read_bytes())
    s3.put_object(Bucket="bills", Key="menu.csv", Body=b"dish,price\nsoup,4\n")
    house.bill("us", "s3://bills/*.csv")
    caplog.set_level("INFO")
    for _ in range(2):
        assert list(billing.fetch(house.load(), now=NOW)) == ["us"]

    assert asked_for(caplog) == ["a.csv", "menu.csv"]
    assert [(r.source_file, r.reason) for r in house.rejects()] == [
        ("s3://bills/menu.csv", "no export has these columns: dish, price")
    ]
    assert {f.source_file: f.lines_kept > 0 for f in house.files()} == {
        "s3://bills/a.csv": True, "s3://bills/menu.csv": False,
    }  # fmt: skip


def test_a_bucket_that_is_not_there_is_told_and_old_copies_stay(house, s3):
    house.bill("us", "s3://nowhere/bills/*.csv").bill("them", "ftp://old/bills")

    missing, strange = billing.fetch(house.load(), now=NOW)

    assert isinstance(missing, SourceError)
    assert str(missing) == (
        "billing us: s3://nowhere/bills/*.csv: nothing is there. "
        "Fix: check the address, or wait for the first export"
    )
    assert not missing.passing  # no run repairs a wrong name
    assert (strange.unit, strange.what, strange.passing) == ("them", "ftp:// is no bucket", False)


def test_a_bucket_that_was_emptied_may_fill_again(house, s3):
    s3.put_object(Bucket="bills", Key="a.csv", Body=(HERE / SAMPLES[0]).read_bytes())
    house.bill("us", "s3://bills/team")
    s3.put_object(Bucket="bills", Key="team/a.csv", Body=(HERE / SAMPLES[0]).read_bytes())
    assert list(billing.fetch(house.load(), now=NOW)) == ["us"]
    before = house.rows(ROWS)
    s3.delete_object(Bucket="bills", Key="team/a.csv")

    [failure] = billing.fetch(house.load(), now=NOW)
    assert (failure.what, failure.passing) == ("s3://bills/team: nothing is there", True)
    assert house.rows(ROWS) == before != []


def test_settings_and_raw_files_bring_a_buckets_figures_back_without_the_bucket(
    house, s3, tmp_path, build
):
    s3.put_object(Bucket="bills", Key="a.csv", Body=(HERE / SAMPLES[0]).read_bytes())
    house.bill("us", "s3://bills/*.csv")
    list(billing.fetch(house.load(), now=NOW))
    restored = House(tmp_path / "restored", build).bill("us", "s3://bills/*.csv")
    shutil.copytree(house.folder / "data" / "raw", restored.folder / "data" / "raw")

    assert restored.rows(ROWS) == house.rows(ROWS) != []


def test_a_changed_part_that_cannot_be_read_keeps_yesterdays_figures(house, s3, monkeypatch):
    s3.put_object(Bucket="bills", Key="a.csv", Body=(HERE / SAMPLES[0]).read_bytes())
    house.bill("us", "s3://bills/*.csv")
    list(billing.fetch(house.load(), now=NOW))
    before = house.rows(ROWS)
    s3.put_object(Bucket="bills", Key="a.csv", Body=(HERE / SAMPLES[0]).read_bytes() + b"\n")
    with monkeypatch.context() as line:
        line.setattr(s3fs.S3FileSystem, "_get_file", cut_off)
        s3fs.S3FileSystem.clear_instance_cache()
        [first] = billing.fetch(house.load(), now=NOW)
        [again] = billing.fetch(house.load(), now=NOW)
    assert first.what == again.what == "s3://bills/a.csv could not be read: cut off"
    assert house.rows(ROWS) == before != []
    s3fs.S3FileSystem.clear_instance_cache()
    list(billing.fetch(house.load(), now=NOW))
    list(billing.fetch(house.load(), now=NOW))
    assert house.rows(ROWS) == before
    assert len([*(house.folder / "data/raw/billing").glob("*.parquet")]) == 1  # the new one


async def cut_off(*_, **__):
    raise ConnectionResetError("cut off")
