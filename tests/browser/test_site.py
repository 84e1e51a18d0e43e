"""The static site in a real Chromium, opened from a folder without a network."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sheet import ARTEFACTS, MODES

from bench import SHARED
from config import House
from metrics.search.find import Line
from metrics.search.newest import Newest
from share.__main__ import main as share
from share.site import pages, search, write
from share.site.ink import COLORS, INK
from tests.metrics.search_questions import REAL, SAMPLE
from warehouse.read import connect, newest
from wording import search as wording
from wording.markup import Markup

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
PHRASE = "seven quiet otters count moss"
DRAWN = """() => [...document.querySelectorAll('.chart')].every(
    e => e.closest('details:not([open])') || e.querySelector('.main-svg .infolayer'))"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Words of a chart that are cut off at its edge.
CUT = """() => [...document.querySelectorAll('.chart .main-svg text')].filter(e => {
    const box = e.getBoundingClientRect();
    const own = e.closest('.chart').getBoundingClientRect();
    return box.width && (box.left < own.left - 1 || box.right > own.right + 1);
}).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def sites(sample_house: House, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each audience's site of the sample."""
    at = ["--config", str(sample_house.config.file), "--data", str(sample_house.data), "site"]
    folders = {name: tmp_path_factory.mktemp(name) for name in ("team", "public")}
    for name, folder in folders.items():
        assert share([*at, "--audience", name, "--out", str(folder)]) == 0
    folders["locked"] = tmp_path_factory.mktemp("locked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHRASE", PHRASE)
        assert share([*at, "--passphrase-env", "PHRASE", "--out", str(folders["locked"])]) == 0
    return folders


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """(file, mode) → the page as drawn, and all it asked for or complained of."""
    contexts = []

    def opening(
        file: Path, mode: str = "light", now: datetime | None = None, without: str = ""
    ) -> Any:
        contexts.append(browser.new_context(offline=True, **MODES[mode]))
        page, heard = contexts[-1].new_page(), list[str]()
        if without:
            page.add_init_script(without)
        if now:
            page.clock.set_fixed_time(now)
        page.on("request", lambda request: heard.append(request.url))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_function(DRAWN)
        return page, heard

    yield opening
    for context in contexts:
        context.close()


def barriers(page: Page) -> list[str]:
    """What axe finds moderate or worse."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("moderate", "serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("audience", ["team", "public"])
@pytest.mark.parametrize("mode", MODES)
def test_every_page_opens_from_a_folder_in_silence(
    sites: dict[str, Path], opened: Any, audience: str, mode: str
) -> None:
    walk(sites[audience], opened, audience, mode)


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="it reads the real notes (../shared), which may not be kept here"
)
@pytest.mark.xdist_group("real input")
def test_the_site_of_real_input_opens_in_silence_and_answers(
    real_house: House, opened: Any, tmp_path: Path
) -> None:
    at = ["--config", str(real_house.config.file), "--data", str(real_house.data), "site"]
    assert share([*at, "--out", str(tmp_path / "site")]) == 0
    for mode in MODES:
        walk(tmp_path / "site", opened, "real", mode)
    page, _ = opened(tmp_path / "site" / "search.html")
    page.wait_for_selector(INDEXED)
    assert len(answered(page, REAL)) >= 18
    page.screenshot(path=ARTEFACTS / "site-real-found.png")


def walk(folder: Path, opened: Any, name: str, mode: str) -> None:
    """Each page asks for the site's own files alone, fits, and is open to all readers."""
    rows = sorted((folder / "rows").iterdir())
    page, heard = opened(folder / "index.html", mode)
    for file in [*sorted(folder.glob("*.html")), rows[0], rows[-1]]:
        heard.clear()
        page.goto(file.as_uri())
        page.wait_for_function(DRAWN)
        page.screenshot(path=ARTEFACTS / f"site-{name}-{file.stem}-{mode}.png", full_page=True)
        own = {each.as_uri() for each in (file, *folder.glob("*.*"))}
        assert [each for each in heard if each not in own] == [], file.name
        assert page.evaluate(WIDE) <= 0, file.name
        assert page.evaluate(CUT) == [], file.name
        assert page.locator("#silent").is_hidden()
        if mode != "phone":
            assert barriers(page) == [], file.name


def test_a_fold_draws_its_chart_once_it_is_opened(sites: dict[str, Path], opened: Any) -> None:
    page, _ = opened(sites["team"] / "runway.html")
    assert page.locator("details .chart .main-svg").count() == 0
    page.get_by_text("More: months equally likely").click()
    page.wait_for_function(DRAWN)
    assert page.locator("details .chart .main-svg .infolayer").count() > 0


def test_a_mark_opens_its_rows_and_a_tile_too(sites: dict[str, Path], opened: Any) -> None:
    page, _ = opened(sites["team"] / "burn.html")
    bars = page.locator(".chart .bars path")
    bars.nth(bars.count() - 1).scroll_into_view_if_needed()
    bars.nth(5).click(force=True)
    page.wait_for_url("**/rows/spending-*.html")
    assert "is the sum of" in page.locator("h1").inner_text()
    page.go_back()
    page.locator("a.value").first.click()
    page.wait_for_url("**/rows/*.html")


def test_a_table_is_sorted_by_a_click_and_its_total_stays_last(
    sites: dict[str, Path], opened: Any
) -> None:
    month = sorted((sites["public"] / "rows").iterdir())[-1]
    page, _ = opened(month)
    before = page.locator("tbody tr").all_inner_texts()
    page.get_by_role("button", name="Before credits").click()
    amounts = [float(each) for each in page.locator("tbody td.n").all_inner_texts()]
    assert amounts[:-1] == sorted(amounts[:-1])
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Before credits")
    page.get_by_role("button", name="Before credits").click()
    amounts = [float(each) for each in page.locator("tbody td.n").all_inner_texts()]
    assert amounts[:-1] == sorted(amounts[:-1], reverse=True)
    assert page.locator("tbody tr").last.inner_text() == before[-1]
    assert "Total" in before[-1]
    page, _ = opened(sites["public"] / "spend.html")
    page.get_by_role("button", name="Month", exact=True).click()
    months = page.locator("tbody th").all_inner_texts()
    assert (months[0], months[-1]) == ("September 2025", "August 2026")
    page.get_by_role("button", name="Month", exact=True).click()
    months = page.locator("tbody th").all_inner_texts()
    assert (months[0], months[-1]) == ("August 2026", "September 2025")


def test_a_site_that_nobody_renews_says_so(
    sites: dict[str, Path], opened: Any, sample_house: House
) -> None:
    with connect(newest(sample_house.data)) as db:
        built = db.execute("select built_at from build_info").fetchall()[0][0]
    moment = built.replace(hour=12, tzinfo=UTC)
    for days, is_shown in ((2, False), (3, True)):
        page, _ = opened(sites["public"] / "index.html", now=moment + timedelta(days=days))
        assert page.locator("#silent").is_visible() is is_shown
    assert "nobody has renewed this site" in page.locator("#silent").inner_text()


def test_the_page_finds_the_lines_that_answer_the_labelled_questions(
    sites: dict[str, Path], opened: Any
) -> None:
    page, heard = opened(sites["team"] / "search.html")
    heard.clear()
    page.wait_for_selector(INDEXED)
    assert len(answered(page, SAMPLE)) >= 18
    assert heard == []


def test_the_search_has_phrases_filters_copies_and_words_in_place_of_markup(
    opened: Any, tmp_path: Path
) -> None:
    page, heard = opened(searchable(tmp_path))
    page.wait_for_selector(INDEXED)
    heard.clear()
    assert page.locator("#found").is_hidden()
    search = page.get_by_label("Search")
    for text, places in {
        "CAFE keel": ["a.md:2", "a.md:1"],
        "kubern": ["a.md:1"],
        '"the café moved" oak': ["a.md:1"],
        '"moved café"': [],
        "sails": ["a.md:3"],
        "mast": ["moss/boat#7", "a.md:4"],
        "binnacle lamp": ["a.md:10", "a.md:9"],
        "lamp binnacle": ["a.md:9", "a.md:10"],
        "…": [],
        "zebra": [],
    }.items():
        search.fill(text)
        assert page.locator("#found td:last-child").evaluate_all(OWN) == places, text
    expect(page.get_by_role("status")).to_have_text("No line has these words.")
    search.fill("sails")
    assert "<img src=x onerror=alert(1)> & <b>sails</b>" in page.locator("tbody th").inner_text()
    copies = "also b.md:5also b.md:6also b.md:7and 1 more"
    expect(page.locator("tbody td").last).to_contain_text(copies)
    expect(page.get_by_role("link", name="sails")).to_have_attribute("href", f"{WEB}#L3")
    search.fill("mast")
    page.get_by_label("Kind").select_option("issues")
    expect(page.get_by_role("status")).to_have_text("1 line has one of these words or more.")
    page.get_by_label("Kind").select_option("All")
    page.get_by_label("To", exact=True).fill("2018-12-31")
    assert page.locator("#found td:last-child").evaluate_all(OWN) == ["a.md:4"]
    search.fill("board")
    page.get_by_label("To", exact=True).fill("")
    page.get_by_label("Series").select_option("board")
    expect(page.get_by_role("status")).to_have_text(
        "60 lines have one of these words or more. These are the best 50."
    )
    assert page.locator("tbody tr").count() == 50
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(WIDE) <= 0
    page.screenshot(path=ARTEFACTS / "site-found-phone.png")
    assert heard == []
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page) == []


# The place of each line found, without those of its copies.
INDEXED = "#search[data-ready]"
OWN = "cells => cells.map(cell => cell.firstChild.textContent)"
WEB = "https://github.com/moss/notes/blob/0123abc/a.md"


def searchable(folder: Path) -> Path:
    """The search page alone, over a few lines."""
    day = date(2018, 9, 6)

    def line(number: int, text: str, **changes: Any) -> Line:
        return replace(Line("note", "team", day, text, "Agenda", "a.md", number, WEB), **changes)

    hostile = "<img src=x onerror=alert(1)> & <b>sails</b>"
    lines = [
        line(1, "The café moved to Kubernetes 1.30"), line(2, "a keel of oak"), line(3, hostile),
        *(line(n, hostile, source_file="b.md", day=date(2017, 1, 1)) for n in range(5, 9)),
        line(4, "paint the mast"), line(9, "lamp at binnacle"),
        line(10, "here is one more long binnacle lamp of ours"),
        line(7, "the mast falls", kind="issue", series="moss/boat", source_file=None, under="",
             day=date(2019, 1, 2), url="https://example.org/moss/boat/issues/7"),
        *(line(n, f"minutes {n}", series="board", under="Board") for n in range(20, 80)),
    ]  # fmt: skip
    form = search.form(Newest(tuple(lines), len(lines)), ["team", "board", "moss/boat"])
    places = (("search.html", "Search", "Work"),)
    frame = pages.Frame("Binder", places, Markup(""), "", datetime(2026, 9, 17))
    files = pages.assets() | search.assets()
    files["search.html"] = pages.page(frame, wording.nothing_read(), form, here="search.html")
    write.write(files, folder / "site")
    return folder / "site" / "search.html"


def answered(page: Page, questions: list[tuple[str, str, int]]) -> list[str]:
    """The questions whose line is among the first three that the page finds."""
    found = []
    for text, file, number in questions:
        page.get_by_label("Search").fill(text)
        places = page.locator("tbody tr:nth-child(-n+3) td:last-child").all_inner_texts()
        named = (place for each in places for place in each.splitlines())
        if any(place.endswith(f"/{file}:{number}") for place in named):
            found.append(text)
    return found


def test_a_chart_follows_the_theme_and_prints_in_light(sites: dict[str, Path], opened: Any) -> None:
    page, _ = opened(sites["public"] / "spend.html", "dark")
    month = page.locator(".xtick text").first
    light, dark = (rgb(COLORS[INK.muted][side]) for side in (0, 1))
    expect(month).to_have_css("fill", dark)
    page.emulate_media(color_scheme="light")
    expect(month).to_have_css("fill", light)
    page.emulate_media(color_scheme="dark")
    expect(month).to_have_css("fill", dark)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(month).to_have_css("fill", light)


def test_a_locked_site_opens_with_its_passphrase_alone(sites: dict[str, Path], opened: Any) -> None:
    asking, _ = opened(sites["locked"] / "index.html")
    assert barriers(asking) == []
    page, heard = opened(sites["locked"] / "index.html")
    page.get_by_label("Passphrase").fill("another one of many words")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("status")).to_contain_text("That is not the passphrase.")
    page.get_by_label("Passphrase").fill(PHRASE)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("Monthly meeting")).to_be_visible()
    page.get_by_role("link", name="Burn").click()
    expect(page.locator("h1")).to_contain_text("Bills are steady")
    page.wait_for_function(DRAWN)
    page.locator("a.value").first.click()
    expect(page.locator("h1")).to_contain_text("is the mean of")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Bills are steady")
    page.wait_for_function(DRAWN)
    assert page.locator(".chart .main-svg").count() > 0
    own = {each.as_uri() for each in sites["locked"].iterdir()}
    assert [each for each in heard if each.partition("#")[0] not in own] == []


def test_a_locked_site_shows_nothing_where_a_browser_cannot_decrypt(
    sites: dict[str, Path], opened: Any
) -> None:
    page, _ = opened(sites["locked"] / "index.html", without="delete Crypto.prototype.subtle")
    expect(page.get_by_role("status")).to_contain_text("This browser cannot decrypt")
    assert page.get_by_label("Passphrase").is_hidden()


def rgb(color: str) -> str:
    return f"rgb({', '.join(str(int(color[n : n + 2], 16)) for n in (1, 3, 5))})"
