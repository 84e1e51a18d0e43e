"""What every test may ask for: a real build from records, and the real newest file of it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import BUILT_AT, INFO

from bench import real_input
from config import HOME, SAMPLE, House, load
from pipelines.commands import main as ingest
from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import BuildInfo


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write tests/wording/golden anew")


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files of wording are to be written anew."""
    return bool(request.config.getoption("--write-golden"))


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[[list[Any]], duckdb.DuckDBPyConnection]]:
    """Records → a real, published, read-only warehouse."""
    opened = []

    def make(records: list[Any]) -> duckdb.DuckDBPyConnection:
        given = next((r for r in records if isinstance(r, BuildInfo)), None)
        info = given or INFO
        every = [r for r in records if r is not given]
        file = warehouse_build.publish(
            [*every, info], tmp_path / "data", built_at=given.built_at if given else BUILT_AT
        )
        opened.append(connect(file))
        return opened[-1]

    yield make
    for db in opened:
        db.close()


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a real ingest of the sample; nothing of it may fail."""
    data = tmp_path_factory.mktemp("sample")
    command = [sys.executable, "-m", "pipelines", "--config", str(SAMPLE), "--data", str(data)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture(scope="session")
def sample_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A copy of the sample in a folder of its own, ingested."""
    folder = tmp_path_factory.mktemp("house")
    for part in SAMPLE.parent.iterdir():
        if part.name in ("notes", "bills", "raw", "sponsors"):
            shutil.copytree(part, folder / part.name)
        elif part.suffix in (".toml", ".csv"):
            shutil.copy(part, folder)
    settings = folder / "dashboard.toml"
    assert ingest(["--config", str(settings), "--data", str(folder), "--no-fetch"]) == 0
    return load(settings, folder)


@pytest.fixture(scope="session")
def real_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The real input, ingested; who asks for it skips where ../shared is not here."""
    folder = tmp_path_factory.mktemp("real")
    settings = real_input.lay_out(folder)
    command = [sys.executable, "-m", "pipelines", "--config", settings, "--only", "launches"]
    ran = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return load(settings, folder / "data")
