"""The team's static site says what the app says, in files that link to each other."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import config
from bench import SHARED
from charts.theme import DARK, LIGHT
from config import SAMPLE, House
from render.figures import figure_of
from share.site import blocks, team
from share.site.ink import COLORS, INK
from views import PAGES
from warehouse.read import open_newest
from wording import gather, more, shell
from wording.markup import words_of
from wording.page import Chart, Fold

NOW = datetime(2026, 9, 17, 7)
LEFT_OUT = {"setup", "pack"}  # they need a server, or are files of their own
INLINE = re.compile(r"<(?!/?(?:b|i|a|span|small|code)\b)")


def words(html: str) -> str:
    """What HTML says: the edges of its blocks are blanks, and data are left out."""
    said = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return words_of(INLINE.sub(" <", said))


@pytest.fixture(scope="module")
def site(sample_build: Path) -> dict[str, str]:
    """The team's site of the sample."""
    build, db = open_newest(sample_build)
    with db:
        own = House(config.load(SAMPLE).config, sample_build)
        made = team.make(db, own, build=build, now=NOW)
    assert sum(map(len, made.values())) <= 6_000_000
    return {name: page.decode() for name, page in made.items()}


def test_the_site_has_the_pages_of_the_app() -> None:
    app = [(v.path, v.title, v.room, v.pieces) for v in PAGES if v.path not in LEFT_OUT]
    assert [(p.path, p.title, p.room, p.pieces) for p in team.PLACES] == app


@pytest.mark.parametrize("place", team.PLACES, ids=lambda place: place.path)
def test_a_page_says_what_the_apps_page_says(
    place: team.Place, site: dict[str, str], open_view: Callable[..., Any], sample_build: Path
) -> None:
    same(place, site[place.file], open_view(view_of(place), SAMPLE, sample_build))


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="it reads the real notes (../shared), which may not be kept here"
)
@pytest.mark.xdist_group("real input")
def test_the_pages_of_real_input_say_what_the_apps_pages_say(
    real_house: House, open_view: Callable[..., Any]
) -> None:
    build, db = open_newest(real_house.data)
    with db:
        site = team.make(db, real_house, build=build, now=datetime(2018, 9, 20, 7))
    offered = [place for place in team.PLACES if place.file in site]
    assert {"burn", "launches", "people", "docs"} <= {place.path for place in offered}
    for place in offered:
        app = open_view(view_of(place), real_house.config.file, real_house.data)
        same(place, site[place.file].decode(), app)


def view_of(place: team.Place) -> str:
    """The file of the app's page."""
    return next(each.file for each in PAGES if each.path == place.path)


def same(place: team.Place, page: str, app: Any) -> None:
    """Every text and every tile that the app shows is on the site's page."""
    said = words(page)
    bodies = [each.proto.body for each in app.app.get("html")]
    spoken = [words(body) for body in bodies if not body.startswith(("<style", "<script"))]
    assert len(spoken) > 3
    assert app.answer in said
    # In the navigation; where a chart has no rows; where there are no boxes to type into; on paper.
    typed = "Nothing typed here is saved. To keep it, run:"
    here = {place.title, "Open the rows of", typed, words(shell.ON_PAPER)}
    here |= {f"Rows of {tile.label}".replace("\\", "") for tile in app.app.metric}  # over its tile
    assert [each for each in spoken if each not in here and each not in said] == []
    for tile in app.app.metric:
        parts = (tile.label, tile.value, tile.delta, tile.proto.delta_description)
        plain = [each.replace("\\", "").replace("\u2060", "") for each in parts if each]
        assert " ".join(plain[:2]) in said
        assert [each for each in plain if each not in said] == []


def test_a_chart_is_the_apps_in_either_theme(sample_build: Path) -> None:
    build, db = open_newest(sample_build)
    with db:
        own = House(config.load(SAMPLE).config, sample_build)
        asker = team.asker_of(db, own, build=build, on=NOW.date())
        folded = Fold("More", more.issues(asker))
        charts = [*_charts(gather.burn_page(asker)), *_charts(folded)]
    assert len(charts) > 4
    for chart in charts:
        drawn = figure_of(chart, INK).to_json()
        for side, ink in enumerate((LIGHT, DARK)):
            colors = {name: pair[side] for name, pair in COLORS.items()}
            shown = re.sub("|".join(colors), lambda found: colors[found[0]], drawn)  # noqa: B023
            assert json.loads(shown) == json.loads(figure_of(chart, ink).to_json())


def _charts(found: Any) -> Iterator[Chart]:
    if isinstance(found, Chart):
        yield found
    for each in getattr(found, "blocks", ()):
        yield from _charts(each)
    for column in getattr(found, "columns", ()):
        if isinstance(column, tuple):
            for each in column:
                yield from _charts(each)


def test_every_link_leads_to_a_file_and_no_table_is_long(site: dict[str, str]) -> None:
    for name, page in site.items():
        if not name.endswith(".html"):
            continue
        up = "../" if "/" in name else ""
        links = {unescape(to) for to in re.findall(r'<a\b[^>]*href="([^"]*)"', page)}
        marks = re.findall(r'"href":"([^"]*)"', page)
        inside = {to for to in links if not to.startswith(("http", "#", "mailto:"))}
        assert {to.removeprefix(up) for to in inside} | set(marks) <= site.keys(), name
        assert all(to.startswith(up) for to in inside)
        tables = re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL)
        assert all(table.count("<tr>") <= blocks.MOST + 1 for table in tables), name
    assert sum(name.startswith("rows/") for name in site) > 100


def test_a_figure_opens_its_rows(site: dict[str, str]) -> None:
    shape = r'class="value" href="(rows/spending-burn-[^"]*)">([\d,]+) USD'
    file, figure = re.findall(shape, site["burn.html"])[0]
    said = words(site[file])
    assert f"{figure} USD a month is the mean of" in said
    assert "more in the app." in said


def test_every_page_says_that_it_is_the_teams(site: dict[str, str]) -> None:
    pages = [page for name, page in site.items() if name.endswith(".html")]
    assert all('content="noindex"' in page and "For the team only" in page for page in pages)
