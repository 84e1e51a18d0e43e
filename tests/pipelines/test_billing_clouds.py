"""gs:// and az:// against real servers on loopback: the same bills, each part asked for once."""

import asyncio
from datetime import UTC, datetime

import fsspec
import pytest
from billing_house import HERE, House

from pipelines.billing import rollup
from pipelines.billing.rollup import clouds as spoken
from pipelines.commands import main
from tests.servers import clouds
from warehouse.read import connect, newest

NOW = datetime(2025, 6, 1, 6, tzinfo=UTC)
SAMPLES = ["focus_snake_case.csv", "bigquery_nested.jsonl", "digitalocean_with_credit.csv"]
ROWS = "select day, provider, service, charge_category, currency, billed, lines from cost_daily"


@pytest.fixture(scope="module")
def azurite(tmp_path_factory):
    with clouds.azurite(tmp_path_factory.mktemp("azurite")) as url:
        yield url


@pytest.fixture(params=["gs", "az"])
def cloud(request, monkeypatch):
    """One cloud, told to our side by the environment alone; clients wait no time before retries."""
    waiting = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds, result=None: waiting(0, result))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    is_azure = request.param == "az"
    one = clouds.azure(request.getfixturevalue("azurite")) if is_azure else clouds.google()
    with one as running:
        _use(monkeypatch, running, running.environment())
        yield running
        fsspec.get_filesystem_class(running.scheme).clear_instance_cache()


def _use(monkeypatch, cloud, environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    fsspec.get_filesystem_class(cloud.scheme).clear_instance_cache()


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def run(house):
    house.load()
    place = ["--config", str(house.folder / "dashboard.toml")]
    return main([*place, "--data", str(house.folder / "data")], now=lambda: NOW)


def rows(house):
    with connect(newest(house.folder / "data")) as db:
        return db.execute(f"{ROWS} order by all").fetchall()


def test_a_bucket_says_what_the_same_files_say(house, cloud, tmp_path, build):
    beside = House(tmp_path / "beside", build).bill("us", "bills")
    for name in SAMPLES:
        data = (HERE / name).read_bytes()
        cloud.put(f"team/2025 may/{name}", data)
        beside.put(f"bills/{name}", data)
    house.bill("us", f"{cloud.scheme}://bills/team")

    assert (run(house), run(beside)) == (0, 0)
    assert rows(house) == rows(beside) != []


def test_only_a_changed_part_is_asked_for_again(house, cloud):
    data = (HERE / SAMPLES[0]).read_bytes()
    for name in ("a.csv", "b.csv"):
        cloud.put(f"team/{name}", data)
    house.bill("us", f"{cloud.scheme}://bills/team/*.csv")

    assert run(house) == 0
    assert [contents(cloud, name) for name in ("a.csv", "b.csv")] == [True, True]
    cloud.put("team/b.csv", data + b"\n")
    assert run(house) == 0
    assert [contents(cloud, name) for name in ("a.csv", "b.csv")] == [False, True]


def contents(cloud, name):
    """Whether a part's content was asked for since the last look at it."""
    asked = [line for line in cloud.front.asked if name in line]
    cloud.front.asked[:] = [line for line in cloud.front.asked if name not in line]
    return any(is_content(line) for line in asked)


def is_content(line):
    """Google has an address of its own for contents, Azure the part's with no question."""
    return line.startswith(("GET /download/", "GET /devstoreaccount1/")) and "restype" not in line


def test_a_refused_credential_is_told_with_its_remedy(house, cloud, monkeypatch, capsys):
    cloud.put("team/a.csv", (HERE / SAMPLES[0]).read_bytes())
    house.bill("us", f"{cloud.scheme}://bills/team")
    assert run(house) == 0
    before = rows(house)
    _use(monkeypatch, cloud, cloud.refuse())

    assert run(house) == 78
    told = capsys.readouterr().err
    assert f"billing us: {cloud.scheme}://bills/team refused: " in told
    assert "Fix: give the account that runs this the right to list and read" in told
    assert rows(house) == before != []


def test_a_server_that_is_down_keeps_what_was_read(house, cloud, monkeypatch, capsys):
    cloud.put("team/a.csv", (HERE / SAMPLES[0]).read_bytes())
    house.bill("us", f"{cloud.scheme}://bills/team")
    assert run(house) == 0
    before = rows(house)
    _use(monkeypatch, cloud, cloud.environment(clouds.nobody()))

    assert run(house) == 75
    assert "could not be read" in capsys.readouterr().err
    assert rows(house) == before != []


def test_azure_with_no_account_at_all_is_a_matter_for_a_person(house, monkeypatch, capsys):
    for name in ("CONNECTION_STRING", "ACCOUNT_NAME", "ACCOUNT_KEY"):
        monkeypatch.delenv(f"AZURE_STORAGE_{name}", raising=False)
    fsspec.get_filesystem_class("az").clear_instance_cache()
    house.bill("us", "az://bills/team")

    assert run(house) == 78
    assert "AZURE_STORAGE_CONNECTION_STRING" in capsys.readouterr().err


def test_s3_without_credentials_is_a_matter_for_a_person(house, monkeypatch, capsys, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", clouds.nobody())
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    house.bill("us", "s3://bills/team")

    assert run(house) == 78
    assert "credentials come from AWS_PROFILE" in capsys.readouterr().err


def test_how_a_cloud_is_spoken_to_is_no_rule_of_a_bill(monkeypatch):
    def version(**changed):
        files = {f"{name}.py": text for name, text in changed.items()}
        monkeypatch.setattr(rollup, "code", lambda: code | files)
        return rollup.version.__wrapped__(rollup.Rules())

    code = rollup.code()
    assert {"clouds.py", "work.py"} < code.keys()
    assert version() == version(clouds=b"a new remedy")
    assert version() != version(work=b"a new sum")


def test_times_are_read_as_s3_lists_them_and_as_other_answers_of_aws_write_them():
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    forms = ("2026-11-28T12:00:00.000Z", "Sat, 28 Nov 2026 12:00:00 GMT", noon.timestamp())
    assert [spoken._moment(form) for form in forms] == [noon] * 3
