"""Every page opens, whatever state its source is in, and says that state in words."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from config import SAMPLE
from views import PAGES
from warehouse.records import SourceRun
from wording.setup import PIECES, USES

VIEWS = [view.file for view in PAGES]
# The source without which a page has nothing to say, and what dashboard.toml calls it.
NEEDS = {
    "burn": "billing",
    "people": "notes",
    "actions": "notes",
    "issues": "github",
    "docs_builds": "docs_builds",
    "launches": "launches",
}
SOURCES = list(PIECES)


@pytest.fixture
def draw(
    tmp_path: Path, build: Callable[..., Any], open_view: Callable[..., Any]
) -> Callable[..., Any]:
    """(view, runs) → the page drawn on a build that knows how its sources were read, no more."""
    config = tmp_path / "dashboard.toml"
    config.write_text("[project]\nname = 'Test'\nas_of = 2018-09-20\n")

    def drawing(view: str, *runs: SourceRun) -> Any:
        build(list(runs))
        return open_view(view, config, tmp_path / "data")

    return drawing


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_opens_on_the_sample(
    view: str, open_view: Callable[..., Any], sample_build: Path
) -> None:
    page = open_view(view, SAMPLE, sample_build)
    assert page.mistakes == []
    assert len(page.answer) > 10


@pytest.mark.parametrize("view", VIEWS)
def test_every_number_in_a_tile_is_explained_a_click_away(
    view: str, open_view: Callable[..., Any], sample_build: Path
) -> None:
    page = open_view(view, SAMPLE, sample_build)
    labels = [escape(tile.label.replace("\\", "")) for tile in page.app.metric]
    assert [label for label in labels if f"<p><b>{label}: " not in page.html] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_opens_when_nothing_is_set_up(view: str, draw: Callable[..., Any]) -> None:
    page = draw(view, *(SourceRun(source, "", "not_set_up") for source in SOURCES))
    assert page.mistakes == []
    assert page.answer


@pytest.mark.parametrize(("view", "source"), NEEDS.items())
def test_a_page_whose_source_is_not_set_up_shows_the_lines_that_set_it_up(
    view: str, source: str, draw: Callable[..., Any]
) -> None:
    page = draw(view, *(SourceRun(each, "", "not_set_up") for each in SOURCES))
    assert page.html.count("not set up.</b>") >= 1
    assert USES[PIECES[source]].lines.splitlines()[0] in page.html
    assert "qd-act" not in page.html


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_opens_when_every_source_was_read_and_held_nothing(
    view: str, draw: Callable[..., Any]
) -> None:
    assert draw(view, *(SourceRun(source, "unit", "ok") for source in SOURCES)).mistakes == []


@pytest.mark.parametrize(("view", "source"), NEEDS.items())
def test_a_page_whose_source_could_not_be_read_says_so_and_what_to_do(
    view: str, source: str, draw: Callable[..., Any]
) -> None:
    trouble = {"message": "the line is dead", "remedy": "mend the line", "passing": False}
    page = draw(view, SourceRun(source, "ours", "failed", **trouble))
    assert page.mistakes == []
    assert "</span>Not read</span> · " in page.html
    assert "ours: the line is dead. Fix: mend the line." in page.html


@pytest.mark.parametrize(("view", "source"), NEEDS.items())
def test_a_page_whose_source_is_old_says_since_when(
    view: str, source: str, draw: Callable[..., Any]
) -> None:
    trouble = {"message": "403", "remedy": "set a token", "as_of": datetime(2018, 8, 3)}
    page = draw(view, SourceRun(source, "ours", "stale", rows=1, **trouble))
    assert page.mistakes == []
    assert "</span>Old</span> · " in page.html
    assert "These figures are from 3 Aug 2018." in page.html
