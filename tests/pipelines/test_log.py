"""The lines of an ingest as real processes write them: for a person, a log file, a collector."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import HOME

STAMPED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (INFO|WARNING|ERROR) ")
NAMES = ["notes", "billing", "github", "docs_builds", "launches", "usage", "funds"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dashboard.toml").write_text("[funding]\ninvoices = 'gone.csv'\n")
    (tmp_path / "empty").mkdir()
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, list[str], list[str]]:
    """The exit code, and the lines on stdout and on stderr."""
    ran = subprocess.run(
        [sys.executable, "-m", "pipelines", *words], cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout.splitlines(), ran.stderr.splitlines()


def test_every_line_of_a_log_file_has_its_time_and_level_and_says_the_same(folder):
    code, out, err = run(folder)
    timed = run(folder, "--log-format", "time")

    assert code == timed[0] == 78
    assert [line.split(":")[0] for line in out] == [*NAMES, out[-1]]
    assert [line.split(". Fix: ")[0] for line in err] == ["funds gone.csv: gone.csv: no such file"]
    assert [STAMPED.sub("", line, count=1) for line in timed[1][:-1]] == out[:-1]
    assert [STAMPED.sub("", line, count=1) for line in timed[2]] == err
    assert {STAMPED.match(line).group(1) for line in timed[1]} == {"INFO"}
    assert {STAMPED.match(line).group(1) for line in timed[2]} == {"WARNING"}


def test_every_line_for_a_collector_is_an_object(folder):
    _, out, err = run(folder, "--log-format", "json")

    entries = [json.loads(line) for line in [*out, *err]]

    assert {tuple(entry) for entry in entries} == {("at", "level", "from", "message")}
    assert [entry["level"] for entry in entries] == ["info"] * len(out) + ["warning"]
    assert entries[0]["message"] == "notes: not set up"


def test_a_mistake_in_the_settings_is_a_line_of_the_log(folder):
    (folder / "dashboard.toml").write_text("[project]\ncurency = 'USD'\n")

    code, out, err = run(folder, "--log-format", "json")

    (entry,) = [json.loads(line) for line in err]
    assert (code, out, entry["level"]) == (78, [], "error")
    assert entry["message"].startswith("dashboard.toml: project.curency: unknown key")


def test_a_fault_of_ours_is_one_object_with_its_traceback(folder):
    script = (
        "import sys; from pipelines import ingest, commands;"
        "ingest.build.publish = None; sys.exit(commands.main(['--log-format', 'json']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=os.environ | {"PYTHONPATH": str(HOME)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    entries = [json.loads(line) for line in ran.stderr.splitlines()]

    assert (ran.returncode, entries[-1]["level"]) == (1, "critical")
    assert entries[-1]["traceback"].endswith("TypeError: 'NoneType' object is not callable")


def test_a_folder_without_settings_is_one_sentence_and_nothing_is_read(folder):
    empty = folder / "empty"

    assert run(empty) == (
        78, [], [f"{empty}: no dashboard.toml in this folder. Fix: make one with "
                 "python -m pipelines start, or name one with --config"],
    )  # fmt: skip
    assert list(empty.iterdir()) == []
