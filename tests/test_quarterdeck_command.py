"""quarterdeck COMMAND runs the module behind it, from any folder, in a process of its own."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import quarterdeck
from config import HOME, version

SETTINGS = """[project]
name = "Marram"
[[funds]]
id = "grant"
name = "Marsh grant"
kind = "grant"
currency = "USD"
[funding]
balances = "balances.csv"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "dashboard.toml").write_text(SETTINGS)
    (tmp_path / "team" / "balances.csv").write_text("fund,on_day,amount,confirmed,source\n")
    (tmp_path / "elsewhere").mkdir()
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quarterdeck", *words], cwd=folder / "elsewhere",
        env=os.environ | {"PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_script_of_pyproject_is_a_function_of_ours():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    module, name = project["project"]["scripts"]["quarterdeck"].split(":")
    assert getattr(import_module(module), name) is quarterdeck.main
    assert {"app", module} == set(project["tool"]["setuptools"]["py-modules"])


def test_the_places_may_come_before_or_after_the_command(folder):
    ingested = run(folder, "ingest", "--config", "../team/dashboard.toml", "--data", "../data")
    assert ingested.returncode == 0, ingested.stderr
    before = run(folder, "--config", "../team/dashboard.toml", "check")
    after = run(folder, "check", "--config", "../team/dashboard.toml")

    assert "published warehouse-" in ingested.stdout
    assert before.returncode == after.returncode == 0, before.stderr
    assert before.stdout == after.stdout
    assert "Marram, USD" in after.stdout
    assert [file.suffix for file in (folder / "data").glob("warehouse-*")] == [".duckdb"]


def test_arguments_reach_the_command_as_they_were_typed(folder):
    typed = "balance --config ../team/dashboard.toml grant --on 2026-09-01 -- -500"
    ran = run(folder, *typed.split())

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "grant,2026-09-01,-500" in (folder / "team" / "balances.csv").read_text()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 0, "usage: quarterdeck "),
        (("--version",), 0, version()),
        (("metrics", "--help"), 0, "usage: python -m metrics"),
        (("share", "--help"), 0, "usage: python -m share"),
        (("run", "--help"), 0, "Usage: streamlit run"),
        (("ingset",), 1, "ingset: no such command. Fix: quarterdeck --help lists them"),
        (("check",), 78, "no dashboard.toml in this folder. Fix: make one"),
    ],
)  # fmt: skip
def test_help_and_mistakes_are_those_of_the_command(folder, words, code, said):
    ran = run(folder, *words)
    assert ran.returncode == code
    assert said in ran.stdout + ran.stderr


def test_every_command_of_the_ingest_has_its_name_here(folder):
    listed = run(folder, "ingest", "--help").stdout
    named = re.findall(r"^    ([a-z-]+)  ", listed, re.MULTILINE)
    assert sorted(quarterdeck.PIPELINES) == sorted(named)
