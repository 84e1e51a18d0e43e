"""docs/first-ten-minutes.md is walked through, command by command, in an empty folder."""

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from metrics.runway.outlook import outlook
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
    """The lines that the page says to add, and nothing removed."""
    file.write_text(f"{file.read_text()}\n{toml}")


def test_the_page_leads_from_an_empty_folder_to_an_own_runway(folder: Path) -> None:
    page = (HOME / "docs" / "first-ten-minutes.md").read_text(encoding="utf-8")
    said = []
    for language, text in BLOCK.findall(page):
        if language == "toml":
            _add(text, folder / "dashboard.toml")
        elif text.startswith("python"):
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


def test_a_monthly_invoice_typed_as_the_page_writes_it_ends_in_the_right_date(
    folder: Path,
) -> None:
    """26,000 on 1 September, 3,400 ÷ 31 a day: 211 days later about 2,860 lapse."""
    page = (HOME / "docs" / "first-ten-minutes.md").read_text(encoding="utf-8")
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(page)
    start = next(line for line in readme.splitlines() if "pipelines start" in line).strip()
    _run(f"{start} --on 2026-09-01", folder)
    invoice = next(text for _, text in blocks if text.startswith("Date,Amount"))
    (folder / "bills" / "cloud.csv").write_text(invoice)
    billing = next(text for _, text in blocks if "[[billing]]" in text)
    _add(billing, folder / "dashboard.toml")
    _run("python -m pipelines", folder)
    with connect(newest(folder / "data")) as db:
        found = outlook(db.cursor())
    assert 3300 < found.per_month < 3400
    assert found.likely == date(2027, 4, 1)
    assert (found.reason, found.currency) == ("fund_end_date", "USD")
    assert abs(float(found.lapse) - (26_000 - 3_400 / 31 * 211)) < 100
