"""The static site in a real Chromium, opened from a folder without a network."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sheet import ARTEFACTS, MODES

from config import House
from share.__main__ import main as share
from share.site.ink import COLORS, INK
from warehouse.read import connect, newest

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
    folder = sites[audience]
    rows = sorted((folder / "rows").iterdir())
    page, heard = opened(folder / "index.html", mode)
    for file in [*sorted(folder.glob("*.html")), rows[0], rows[-1]]:
        heard.clear()
        page.goto(file.as_uri())
        page.wait_for_function(DRAWN)
        page.screenshot(path=ARTEFACTS / f"site-{audience}-{file.stem}-{mode}.png", full_page=True)
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
    expect(page.locator("h1")).to_contain_text("Cloud bills come to")
    page.wait_for_function(DRAWN)
    page.locator("a.value").first.click()
    expect(page.locator("h1")).to_contain_text("is the mean of")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Cloud bills come to")
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
