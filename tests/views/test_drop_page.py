"""Bills dropped on Setup: the process that reads them, and who may not store them."""

import json
import os
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from config import HOME
from wording import dropped

TOML = '[project]\nname = "Fernhollow"\n'
BILL = "Date,Service,Cost (USD)\n2026-07-01,<b>Rack</b>,120.50\n"
STORE = """
import hashlib
import config
from editing import bills
from views import drop
from wording.dropped import Dropped

content = {content!r}.encode()
name = bills.named("bill.csv", hashlib.sha256(content).hexdigest())
found = Dropped(account="rack", kept=1, settings={{"account": "rack"}})
drop._store(config.load().config, memoryview(content), name, found)
"""


@pytest.fixture
def team(tmp_path, monkeypatch):
    folder = tmp_path / "team"
    folder.mkdir()
    (folder / "dashboard.toml").write_text(TOML)
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(folder / "dashboard.toml"))
    return folder


def test_a_reader_who_calls_the_write_path_stores_nothing(team):
    app = AppTest.from_string(STORE.format(content=BILL), default_timeout=60).run()
    assert not app.exception
    assert app.session_state["said"][:2] == (
        "not_saved", "This page was not opened as localhost with the server's own port."
    )  # fmt: skip
    assert [each.name for each in team.iterdir()] == ["dashboard.toml"]


def test_a_reader_has_no_place_to_drop_a_bill(team, open_view):
    drawn = open_view("setup", team / "dashboard.toml", team / "data")
    assert drawn.mistakes == []
    assert not drawn.app.get("file_uploader")


@pytest.mark.parametrize(
    ("content", "code"), [(BILL, 0), ("\0\1\2", 78), ("a,b\n1,2\n", 78), (None, 78)]
)
def test_the_process_answers_with_one_object(team, content, code):
    file = team.parent / "bill.csv"
    if content is not None:
        file.write_text(content)
    words = [sys.executable, "-m", "pipelines", "preview", "--json", "--", str(file)]
    ran = subprocess.run(words, cwd=HOME, env={**os.environ}, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (code, b"")
    found = dropped.of(json.loads(ran.stdout))
    assert bool(found.error) == bool(code)
    assert found.can_be_stored == (code == 0)
