"""The front door: before the first build, with a mistake in the settings, and the strip."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from config import HOME, load
from views import PAGES
from views.strip import place
from warehouse.read import newest
from warehouse.records import BuildInfo, SourceRun
from wording.markup import words_of


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "dashboard.toml"
    file.write_text("[project]\nname = 'Test'\nas_of = 2018-09-20\n")
    return file


def test_before_the_first_build_a_page_names_the_command(
    open_view: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    page = open_view("briefing", config, tmp_path / "data")
    assert (page.mistakes, page.answer) == ([], "Briefing: not known, nothing has been read yet.")
    assert "Run python -m pipelines" in words_of(page.html)


def test_pages_of_no_room_stand_in_the_navigation_before_the_rooms() -> None:
    rooms = {"": ["Briefing", "Start"], "Money": ["Runway", "Burn"], "Work": ["People"]}
    assert [place(name, rooms) for name in ("Money", "Work")] == [3, 4]
    assert place("Work", rooms | {"": ["Briefing"]}) == 3


def test_before_the_first_build_setup_says_what_to_add(
    open_view: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    page = open_view("setup", config, tmp_path / "data")
    assert page.mistakes == []
    assert page.answer.startswith("Next: set up meeting notes, so that People shows ")
    lines = [code.value for code in page.app.code]
    assert lines[0].startswith("[[notes]]")
    assert any(each.startswith("python -m pipelines add balance FUND") for each in lines)


def test_a_build_of_another_version_is_told_with_the_command_that_makes_a_new_one(
    open_view: Callable[..., Any], build: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    build([]).close()
    with duckdb.connect(newest(tmp_path / "data")) as db:
        db.execute("update build_schema set fingerprint = 'of last year'")
    page = open_view("burn", config, tmp_path / "data")
    assert (page.mistakes, page.answer) == ([], "Quarterdeck has changed since the last ingest.")
    assert "run python -m pipelines" in words_of(page.html)


def test_a_mistake_in_the_settings_is_shown_as_its_line(
    open_view: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    config.write_text("[project]\ncurency = '<b>'\n")
    page = open_view("briefing", config, tmp_path / "data")
    assert page.answer == "The settings have a mistake, so nothing is shown."
    assert "dashboard.toml: project.curency: unknown key. Fix: did you mean currency?" in page.html


def test_the_strip_says_whose_day_it_is_and_how_far_each_source_reaches(
    open_view: Callable[..., Any], build: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    build(
        [
            SourceRun("billing", "cloud", as_of=datetime(2018, 9, 18), rows=1),
            SourceRun("github", "hub", "stale", datetime(2018, 8, 3, 6, 10), 4, 0, "403", "wait"),
        ]
    )
    strip = open_view("briefing", config, tmp_path / "data").html.splitlines()[0]
    assert "As of <b>20 Sep 2018</b>" in strip
    assert "<span>bills to 18 Sep</span>" in strip
    assert "▲</span> issues 3 Aug 06:10 UTC, old</span>" in strip
    assert "ago" not in strip


def test_a_cron_job_that_stopped_is_seen_in_the_strip(
    open_view: Callable[..., Any], build: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    config.write_text("[project]\nname = 'Test'\n")
    build([SourceRun("notes", "team", rows=1)])
    strip = open_view("briefing", config, tmp_path / "data").html.splitlines()[0]
    assert "▲</span> last read " in strip


def test_a_new_build_is_shown_without_a_restart(
    open_view: Callable[..., Any], build: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    build([SourceRun("notes", "team", rows=1)])
    page = open_view("sources", config, tmp_path / "data")
    assert "20 Sep 2018 at 06:10" in page.html
    later = datetime(2018, 9, 21, 6, 10)
    build([BuildInfo(later, date(2018, 9, 21), "Test", "USD", "UTC", "d.toml", False, "0")])
    page.app.run()
    assert "21 Sep 2018 at 06:10" in page.html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))"])
def test_what_data_say_is_words_and_never_a_part_of_the_page(
    text: str,
    open_view: Callable[..., Any],
    build: Callable[..., Any],
    config: Path,
    tmp_path: Path,
) -> None:
    build([SourceRun("billing", text, "failed", message=text, remedy=text)])
    page = open_view("sources", config, tmp_path / "data")
    assert page.mistakes == []
    assert "<script>" not in page.html
    assert 'href="javascript' not in page.html


def test_a_page_whose_piece_is_not_set_up_keeps_its_address_alone(
    open_view: Callable[..., Any], build: Callable[..., Any], config: Path, tmp_path: Path
) -> None:
    config.write_text(config.read_text() + "[github]\nrepositories = ['a/b']\n")
    build([]).close()
    settings = load(config, tmp_path / "data").config
    offered = [view.title for view in PAGES if view.is_offered(settings)]
    assert offered == ["Briefing", "Issues", "Search", "Sources", "Setup"]
    assert open_view("issues", config, tmp_path / "data").mistakes == []
    hidden = open_view("burn", config, tmp_path / "data")
    assert hidden.mistakes == []
    assert "Bills: not set up." in hidden.html


@pytest.mark.process
def test_what_was_imported_is_not_looked_through_after_every_page():
    """Streamlit imports `app` to serve it, and collects garbage after every run of a page."""
    asked = "import app, gc; print(gc.get_freeze_count(), len(gc.get_objects()))"
    command = [sys.executable, "-c", asked]
    ran = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)
    frozen, looked_through = map(int, ran.stdout.splitlines()[-1].split())
    assert frozen > 20 * looked_through
