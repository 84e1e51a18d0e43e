"""A real S3 server on loopback serves the same samples as files do."""

import pytest
from billing_house import HERE, House

from pipelines import SourceError, billing

boto3 = pytest.importorskip("boto3")
server = pytest.importorskip("moto.server")
pytest.importorskip("s3fs")
NOW = None  # buckets know no clock
SAMPLES = ["focus_snake_case.csv", "bigquery_nested.jsonl", "digitalocean_with_credit.csv"]


@pytest.fixture
def s3(monkeypatch):
    running = server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    settings = {
        "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
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


def test_only_a_changed_part_is_fetched_again(house, s3):
    data = (HERE / SAMPLES[0]).read_bytes()
    for name in ("a.csv", "b.csv"):
        s3.put_object(Bucket="bills", Key=name, Body=data)
    house.bill("us", "s3://bills/*.csv")
    list(billing.fetch(house.load(), now=NOW))
    copies = {path.name: path for path in (house.folder / "data/raw/billing/bills").iterdir()}
    for path in copies.values():
        path.write_text("kept")
    s3.put_object(Bucket="bills", Key="b.csv", Body=data + b"\n")
    list(billing.fetch(house.load(), now=NOW))

    assert copies["a.csv"].read_text() == "kept"
    assert copies["b.csv"].read_bytes() == data + b"\n"


def test_a_bucket_that_is_not_there_is_told_and_old_copies_stay(house, s3):
    house.bill("us", "s3://nowhere/bills/*.csv").bill("them", "ftp://old/bills")

    missing, strange = billing.fetch(house.load(), now=NOW)

    assert isinstance(missing, SourceError)
    assert (missing.unit, missing.passing) == ("us", True)
    assert (strange.unit, strange.what, strange.passing) == ("them", "ftp:// is no bucket", False)
