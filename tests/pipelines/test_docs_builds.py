"""Read the Docs and GitHub workflows, through real HTTP on loopback, into records."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from readthedocs_stub import ReadTheDocs, serve

import config
from pipelines import SourceError, docs_builds
from pipelines.docs_builds import actions, readthedocs
from pipelines.http import Clock
from warehouse.records import DocsBuild, DocsProject, DocsVersion, Reject, SourceRun

OWN = Path(__file__).resolve().parents[1] / "data" / "readthedocs"
SHARED = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "data" / "api" / "fixtures" / "readthedocs" / "local-server"
)  # fmt: skip
NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
A = "a" * 40


@dataclass
class Ticking:
    """A clock that only moves when somebody sleeps."""

    at: float = 1_000_000.0

    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def house(tmp_path: Path, slugs: list[str], api: str, more: str = "") -> config.House:
    file = tmp_path / "dashboard.toml"
    file.write_text(f'[docs]\nprojects = {json.dumps(slugs)}\napi = "{api}"\n{more}')
    return config.load(file, tmp_path / "data")


def fetched(
    tmp_path: Path, folder: Path, slugs: list[str], *, now: datetime = NOW, token: str = "right"
) -> tuple[config.House, list[Any], ReadTheDocs]:
    time = Ticking()
    stub = ReadTheDocs(folder, now=lambda: time.at, token="right")
    with serve(stub.answer) as api:
        made = house(tmp_path, slugs, api)
        results = list(readthedocs.fetch(made, now=now, clock=time.clock()))
    return made, results, stub


def builds(made: config.House) -> list[DocsBuild]:
    return [record for record in docs_builds.read(made) if isinstance(record, DocsBuild)]


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READTHEDOCS_TOKEN", "right")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


NEWEST = {
    "dependency": ("failed", "ERROR: No matching distribution found for sphinx==99", "dependency"),
    "sphinx": ("failed", "docs/index.md:12: unknown document: 'install'", "sphinx"),
    "latex": (
        "failed", "latexmk -r latexmkrc -pdf -f -dvi- -ps- book.tex ended with 12", "latex",
    ),
    "no-pdf": ("failed", "There is no PDF file in output directory", "latex"),
    "unexplained": ("failed", "Unknown problem", "other"),
    "time-out": ("failed", "Build terminated due to time out", "time-out"),
    "memory": ("failed", "Build terminated due to excessive memory consumption", "memory"),
    "configuration": ("failed", "Configuration key build.os is required", "configuration"),
    "their-own-failure": ("failed", "Unknown problem", "host"),
    "killed": ("failed", "Build terminated due to inactivity", "host"),
    "concurrency-limit": ("failed", "Maximum concurrency limit reached", "host"),
    "info-beside-failure": (
        "failed", "Your project doesn't have a .readthedocs.yaml file", "configuration",
    ),
    "cancelled-by-hand": ("cancelled", None, None),
    "skipped": ("skipped", None, None),
    "triggered": ("running", None, None),
    "cloning": ("running", None, None),
    "installing": ("running", None, None),
    "building": ("running", None, None),
    "uploading": ("running", None, None),
    "unknown-state": ("running", None, None),
    "not-started": ("not started", "triggered, but not begun", None),
    "stuck": ("stuck", "no end in sight", None),
}  # fmt: skip


@pytest.mark.parametrize("slug", NEWEST)
def test_every_state_of_read_the_docs_is_told_apart(tmp_path: Path, slug: str):
    made, results, _ = fetched(tmp_path, OWN, [slug])

    assert results == [slug]
    good, newest = builds(made)
    assert (good.state, good.reason, good.reason_class) == ("passed", None, None)
    assert (newest.state, newest.reason, newest.reason_class) == NEWEST[slug]
    assert newest.is_preview is False
