"""The sample is what its script makes, small, and of an invented team only."""

import subprocess
import sys
from pathlib import Path

import config

SAMPLE = config.SAMPLE.parent
MADE = ("notes", "bills", "raw", "balances.csv", "openpurse.csv")


def _files(folder: Path) -> dict[str, bytes]:
    made = (part for name in MADE for part in (folder / name, *(folder / name).rglob("*")))
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in made if f.is_file()}


def test_the_script_makes_the_committed_sample_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLE / "make_sample.py", tmp_path], check=True)
    made, committed = _files(tmp_path), _files(SAMPLE)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_sample_pins_the_clock_and_is_known_as_the_sample() -> None:
    sample = config.load(config.SAMPLE).config
    assert (sample.is_sample, str(sample.project.as_of)) == (True, "2026-09-17")
    assert [fund.kind for fund in sample.funds] == ["grant", "credits", "donation", "in_kind"]
