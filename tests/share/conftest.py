"""A copy of the sample, ingested once, for what is made of a whole build."""

import shutil

import pytest

import config
from config import House
from pipelines.__main__ import main as ingest


@pytest.fixture(scope="session")
def sample_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The sample in a folder of its own, with a build."""
    folder = tmp_path_factory.mktemp("house")
    for part in config.SAMPLE.parent.iterdir():
        if part.name in ("notes", "bills", "raw", "sponsors"):
            shutil.copytree(part, folder / part.name)
        elif part.suffix in (".toml", ".csv"):
            shutil.copy(part, folder)
    settings = folder / "dashboard.toml"
    assert ingest(["--config", str(settings), "--data", str(folder), "--no-fetch"]) == 0
    return config.load(settings, folder)
