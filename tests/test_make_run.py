"""`make run` opens the dashboard on whatever could be built."""

import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
PYTHON = """#!/bin/sh
case "$*" in
*pipelines*) exit {code} ;;
*streamlit*) echo opened ;;
esac
"""


@pytest.mark.parametrize(
    ("code", "opens"), [(0, True), (70, True), (75, True), (78, True), (1, False), (130, False)]
)
def test_the_dashboard_opens_unless_nothing_was_published(tmp_path, code, opens):
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text(PYTHON.format(code=code))
    python.chmod(0o755)
    (tmp_path / "installed").touch()
    variables = (f"VENV={tmp_path}", f"BIN={tmp_path / 'bin'}")
    made = subprocess.run(
        ["make", "--silent", "--old-file", str(tmp_path / "installed"), "run", *variables],
        cwd=HOME, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ("opened" in made.stdout, made.returncode == 0) == (opens, opens), made.stderr
