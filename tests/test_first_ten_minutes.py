"""docs/first-ten-minutes.md is walked through, command by command, in an empty folder."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.read import connect, newest

HOME = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOTE = """# Team meeting

- **Date:** 2026-09-03

## Attendees

* name / institution / GitHub handle
* Sorrel Quickwater / Marram University / @sorrel-example
"""
BILL = "Date,Amount\n2026-07-01,120.50\n2026-08-01,131.25\n2026-09-01,not yet known\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-09-03.md").write_text(NOTE)
    (tmp_path / "bills").mkdir()
    (tmp_path / "bills" / "cloud.csv").write_text(BILL)
    return tmp_path


def _run(command: str, folder: Path) -> str:
    words = [sys.executable, *shlex.split(command)[1:]]
    place = os.environ | {"PYTHONPATH": str(HOME)}
    ran = subprocess.run(words, cwd=folder, env=place, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def _add(toml: str, file: Path) -> None:
    """What the page says to add; the first bill replaces the planned cost that stood for it."""
    text = file.read_text()
    if "[[billing]]" in toml:
        text = re.sub(r"\[\[planned_costs\]\]\n(.+\n)+", "", text)
    file.write_text(f"{text}\n{toml}")


def test_the_page_leads_from_an_empty_folder_to_an_own_runway(folder: Path) -> None:
    page = (HOME / "docs" / "first-ten-minutes.md").read_text(encoding="utf-8")
    said = []
    for language, text in BLOCK.findall(page):
        if language == "toml":
            _add(text, folder / "dashboard.toml")
        else:
            said += [_run(command, folder) for command in text.strip().splitlines()]
    assert "would lapse" in said[0] or "used up" in said[0]
    with connect(newest(folder / "data")) as db:
        counts = db.execute(
            """
            select (select count(*) from meeting), (select count(*) from attendance),
                   (select sum(billed)::varchar from cost_daily), (select count(*) from reject),
                   (select count(*) from fund), (select count(*) from fund_balance)
            """
        ).fetchall()
    assert counts == [(1, 1, "251.75000000000000000000", 1, 1, 1)]
