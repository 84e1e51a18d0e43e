"""An ingest begun in the browser is a process of its own, and two at once are one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

import config
from views import ingesting

TOML = '[project]\nname = "A"\n[[funds]]\nid = "gift"\nname = "Gifts"\nkind = "donation"\n'


@pytest.fixture
def house(tmp_path: Path) -> config.House:
    (tmp_path / "dashboard.toml").write_text(TOML)
    return config.load(tmp_path / "dashboard.toml")


def until_it_ends(data: Path) -> ingesting.Reading:
    """Blocks on the lock that the process holds as long as it runs."""
    with FileLock(data / ingesting.LOCK, timeout=90):
        found = ingesting.last(data)
    assert found is not None
    return found


def test_it_says_what_the_command_says_and_how_it_ended(house: config.House) -> None:
    assert ingesting.last(house.data) is None
    ingesting.begin(house)
    found = ingesting.last(house.data)
    assert found is not None
    assert found.is_running
    ended = until_it_ends(house.data)
    assert (ended.code, ended.is_running) == (0, False)
    assert ended.lines[0] == "notes: not set up"
    assert ended.lines[-2] == "funds: 1 row"
    assert ended.lines[-1].startswith("published warehouse-")
    assert (house.data / ingesting.LOG).stat().st_mode & 0o777 == 0o600


def test_two_at_once_are_one(house: config.House) -> None:
    house.data.mkdir()
    (house.data / ingesting.LOG).write_text("notes: asking\n")
    places = [str(house.data), "--config", str(house.config.file)]
    apart = [sys.executable, "-m", "pipelines.apart", *places]
    with FileLock(house.data / ingesting.LOCK):  # one is running
        ingesting.begin(house)  # the second browser
        subprocess.run(apart, cwd=config.HOME, check=True)  # and one that did not see it
        found = ingesting.last(house.data)
    assert found is not None
    assert (found.is_running, found.lines) == (True, ("notes: asking",))
    assert [*house.data.glob("warehouse-*")] == []


def test_one_that_cron_runs_is_named_and_nothing_waits(house: config.House) -> None:
    house.data.mkdir()
    with FileLock(house.data / "ingest.lock"):
        ingesting.begin(house)
        ended = until_it_ends(house.data)
    assert ended.code == 75
    assert "another ingest" in " ".join(ended.lines)


def test_a_mistake_in_the_settings_is_what_it_said(house: config.House) -> None:
    house.config.file.write_text(TOML + "kidn = 1\n")
    ingesting.begin(house)
    ended = until_it_ends(house.data)
    assert ended.code == 78
    assert "unknown key" in ended.lines[0]


def test_one_that_was_killed_has_no_end_and_is_not_running(house: config.House) -> None:
    house.data.mkdir()
    (house.data / ingesting.LOG).write_text("notes: asking\n")
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); "
         "lock.acquire(); print(flush=True); input()", str(house.data / ingesting.LOCK)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        running = ingesting.last(house.data)
        os.kill(holder.pid, signal.SIGKILL)
    killed = ingesting.last(house.data)
    assert running is not None
    assert killed is not None
    assert (running.is_running, running.code) == (True, None)
    assert (killed.is_running, killed.code) == (False, None)
    assert killed.lines == ("notes: asking",)


def test_a_reader_sees_no_button(house: config.House, open_view) -> None:  # type: ignore[no-untyped-def]
    drawn = open_view("setup", house.config.file, house.data)
    assert drawn.mistakes == []
    assert [button.label for button in drawn.app.button] == []
