"""The cron lines of docs/bills.md, taken from there and run as cron runs them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from billing_house import HERE, House
from moto.server import ThreadedMotoServer

from tests.servers import programs

DOCS = Path(__file__).resolve().parents[2] / "docs" / "bills.md"
LINE = re.compile(r"^    (?:\d+|\*) \d+ \* \* \*  (.*)$", re.MULTILINE)
ROWS = "day, provider, service, charge_category, currency, sum(billed), sum(lines)"
FOCUS, BIGQUERY = "focus_snake_case.csv", "bigquery_nested.jsonl"
DIGITALOCEAN = "digitalocean_with_credit.csv"


def line(program):
    """The one line of docs/bills.md that calls a program."""
    [found] = [text for text in LINE.findall(DOCS.read_text()) if re.search(rf"\b{program} ", text)]
    return found


class Cron:
    """cron on a machine of its own: /bin/sh, few folders, few variables, % is the end of a line."""

    def __init__(self, home):
        self.home, self.known = home, {}
        self.programs = home / "programs"
        self.programs.mkdir(parents=True)

    def has(self, name, program):
        command = f'"{sys.executable}" "{program}"' if program.endswith(".py") else f'"{program}"'
        (self.programs / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        (self.programs / name).chmod(0o755)
        return self

    def run(self, text, **changed):
        """Whether the command succeeded; its words are in `said`."""
        command = re.split(r"(?<!\\)%", text)[0].replace("\\%", "%")
        environment = {
            "HOME": str(self.home), "LOGNAME": "team", "SHELL": "/bin/sh",
            "PATH": f"{self.programs}:/usr/bin:/bin", **self.known, **changed,
        }  # fmt: skip
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self.home, env=environment, capture_output=True,
            text=True, check=False, timeout=60,
        )  # fmt: skip
        self.said = done.stdout + done.stderr
        return done.returncode == 0

    def without(self, name):
        """The PATH of a machine that lacks one program."""
        for tool in ("mkdir", "grep", "mv", "date"):
            self.has(tool, shutil.which(tool))
        (self.programs / name).unlink()
        return self.programs

    def place(self, folder):
        return self.home / "quarterdeck" / "bills" / folder

    def files(self, folder):
        place = self.place(folder)
        return sorted(str(p.relative_to(place)) for p in place.rglob("*") if p.is_file())


@pytest.fixture
def cron(tmp_path):
    return Cron(tmp_path / "home")


@pytest.fixture
def said(cron, tmp_path, build):
    """What the bills of a folder that a line filled say, and what sample files say."""

    def ask(folder):
        return House(cron.home / "quarterdeck", build).bill("us", f"bills/{folder}").rows(ROWS)

    def samples(*names):
        house = House(tmp_path / "beside", build).bill("us", "bills")
        for name in names:
            house.put(f"bills/{name}", (HERE / name).read_bytes())
        return house.rows(ROWS)

    ask.samples = samples
    return ask


@pytest.fixture
def s3(cron):
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    cron.known = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1", "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    client = boto3.client(
        "s3", endpoint_url=cron.known["AWS_ENDPOINT_URL"], aws_access_key_id="test",
        aws_secret_access_key="test", region_name="us-east-1",
    )  # fmt: skip
    client.create_bucket(Bucket="my-bucket")
    yield client
    server.stop()


def test_the_line_of_aws_brings_bills_and_loses_none_that_left_the_bucket(cron, s3, said):
    for name in (FOCUS, DIGITALOCEAN):
        s3.put_object(Bucket="my-bucket", Key=f"exports/{name}", Body=(HERE / name).read_bytes())
    cron.has("aws", programs.aws())

    assert cron.run(line("aws")), cron.said
    s3.delete_object(Bucket="my-bucket", Key=f"exports/{FOCUS}")
    assert cron.run(line("aws")), cron.said
    assert cron.files("aws") == [DIGITALOCEAN, FOCUS]
    assert said("aws") == said.samples(FOCUS, DIGITALOCEAN) != []


def test_the_line_of_google_brings_bills_into_one_file_a_month(cron, said):
    cron.has("bq", programs.stand_in("bq"))

    for _ in range(2):
        assert cron.run(line("bq"), STAND_IN_ROWS=str(HERE / BIGQUERY)), cron.said
    [name] = cron.files("gcp")
    assert re.fullmatch(r"\d{6}\.json", name)
    assert said("gcp") == said.samples(BIGQUERY) != []


@pytest.mark.parametrize("trouble", ["it fails", "it finds nothing", "it is not there"])
def test_where_google_gives_no_bill_the_last_one_stays(cron, tmp_path, trouble):
    cron.has("bq", programs.stand_in("bq"))
    assert cron.run(line("bq"), STAND_IN_ROWS=str(HERE / BIGQUERY)), cron.said
    [good] = cron.files("gcp")
    before = (cron.place("gcp") / good).read_bytes()
    (tmp_path / "nothing.jsonl").touch()
    changed = {
        "it fails": lambda: {"STAND_IN_ROWS": str(HERE / BIGQUERY), "STAND_IN_FAILS": "1"},
        "it finds nothing": lambda: {"STAND_IN_ROWS": str(tmp_path / "nothing.jsonl")},
        "it is not there": lambda: {"PATH": str(cron.without("bq"))},
    }[trouble]()

    assert not cron.run(line("bq"), **changed)
    assert cron.files("gcp") == [good, "new"]
    assert (cron.place("gcp") / good).read_bytes() == before
    house = House(cron.home / "quarterdeck", None).bill("us", "bills/gcp")
    assert [Path(file.source_file).name for file in house.files()] == [good]


def test_the_line_of_azure_brings_bills_and_a_refusal_loses_none(cron, said, tmp_path):
    container = tmp_path / "container" / "costs"
    container.mkdir(parents=True)
    (container / FOCUS).write_bytes((HERE / FOCUS).read_bytes())
    cron.has("azcopy", programs.stand_in("azcopy"))
    cron.known = {"STAND_IN_CONTAINER": str(container.parent)}

    assert cron.run(line("azcopy")), cron.said
    assert not cron.run(line("azcopy"), STAND_IN_FAILS="1")
    assert cron.files("azure") == [f"costs/{FOCUS}"]
    assert said("azure") == said.samples(FOCUS) != []


def test_the_line_of_rclone_brings_invoices_and_a_lost_folder_loses_none(cron, said, tmp_path):
    shared = tmp_path / "drive" / "Bills"
    shared.mkdir(parents=True)
    (shared / DIGITALOCEAN).write_bytes((HERE / DIGITALOCEAN).read_bytes())
    cron.has("rclone", programs.rclone())
    settings = cron.home / ".config" / "rclone" / "rclone.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[team-drive]\ntype = alias\nremote = {shared.parent}\n")

    assert cron.run(line("rclone")), cron.said
    shared.rename(tmp_path / "lost")
    assert not cron.run(line("rclone"))
    assert cron.files("inbox") == [DIGITALOCEAN]
    assert said("inbox") == said.samples(DIGITALOCEAN) != []


def test_every_line_is_one_that_cron_can_hold():
    """A line of cron ends at 998 characters and at the first % that has no backslash."""
    lines = LINE.findall(DOCS.read_text())

    assert [re.search(r"(?<!\\)%", text) for text in lines] == [None] * 4
    assert [len(text) < 900 for text in lines] == [True] * 4
    assert os.linesep not in "".join(lines)
