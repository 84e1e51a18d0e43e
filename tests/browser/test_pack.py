"""The pack in a real Chromium without a network: silent, whole, printable, accessible."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from servers import programs

from config import House
from share.__main__ import main as share

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
PRESETS = ["estuary", "skyhook", "public"]
# Pictures and charts that stick out of the page's column, or are as good as empty.
CUT = """() => [...document.querySelectorAll('.chart')].map(e => e.getBoundingClientRect())
    .filter(b => b.width < 300 || b.height < 60 || b.right > document.body.clientWidth + 1)
    .length"""


# Words of a chart that reach beyond it: drawn charts are part of the page and can be measured.
WORDS_CUT = """() => [...document.querySelectorAll('.chart .main-svg text')].filter(e => {
    const box = e.getBoundingClientRect();
    const own = e.closest('.chart').getBoundingClientRect();
    return box.width && (box.left < own.left - 1 || box.right > own.right + 1
        || box.top < own.top - 1 || box.bottom > own.bottom + 1);
}).map(e => e.textContent)"""

CHARTS = """() => [...document.querySelectorAll('figure.chart')].map(e =>
    [e.getAttribute('aria-label'), e.getBoundingClientRect().height])"""
COUNT = """const real = atob; window.asked = 0;
    window.atob = text => { window.asked += 1; return real(text); };"""
ALL_DRAWN = """() => {
    const charts = [...document.querySelectorAll('figure.chart')];
    return charts.length && charts.every(e => e.querySelector('.main-svg .infolayer'));
}"""


@pytest.fixture(scope="module")
def packs(sample_house: House, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each preset's pack with pictures; "drawn" is one made where no Chrome is."""
    place = ["--config", str(sample_house.config.file), "--data", str(sample_house.data)]
    made = {name: tmp_path_factory.mktemp(name) for name in [*PRESETS, "drawn"]}
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in made.items():
            patch.setenv("BROWSER_PATH", "none" if name == "drawn" else chromium.executable())
            preset = "skyhook" if name == "drawn" else name
            command = [*place, "pack", "--preset", preset, "--out", str(folder)]
            assert share(command) == 0
    return made


@pytest.fixture
def offline(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page without a network, and everything it asked for or complained of."""
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 1200})
    page = context.new_page()
    heard: list[str] = []

    def hear(text: str) -> None:
        heard.append(text)

    page.on("request", lambda request: hear(request.url[:200]))
    page.on("console", lambda message: hear(message.text))
    page.on("pageerror", lambda error: hear(str(error)))
    yield page, heard
    context.close()


@pytest.mark.parametrize("name", [*PRESETS, "drawn"])
def test_a_pack_opens_from_a_file_in_silence(
    packs: dict[str, Path], offline: tuple[Page, list[str]], name: str
) -> None:
    page, heard = offline
    address = (packs[name] / "pack.html").as_uri()
    page.goto(address)
    drawn = "figure.chart svg.main-svg" if name == "drawn" else "img.chart"
    page.wait_for_selector(drawn)
    assert [each for each in heard if not each.startswith("data:")] == [address]
    assert page.evaluate(CUT) == 0
    assert page.evaluate(WORDS_CUT) == []
    seen = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [v["id"] for v in seen if v["impact"] in ("serious", "critical")] == []
    broken = "() => [...document.images].filter(i => !i.complete || !i.naturalWidth).length"
    assert page.evaluate(broken) == 0


@pytest.mark.parametrize("name", [*PRESETS, "drawn"])
def test_a_pack_prints_with_no_chart_cut(
    packs: dict[str, Path], offline: tuple[Page, list[str]], name: str
) -> None:
    """On A4 and on Letter every block with a chart fits on one sheet, and no chart is wider."""
    page, _ = offline
    page.goto((packs[name] / "pack.html").as_uri())
    page.wait_for_selector(".chart")
    page.emulate_media(media="print")
    for width, height in ((174, 261), (180, 245)):  # mm inside the margins: A4, Letter
        page.set_viewport_size({"width": round(width * 96 / 25.4), "height": 1000})
        page.wait_for_function(f"() => ({CUT})() === 0")
        tall = f"b => b.getBoundingClientRect().height > {height * 96 / 25.4}"
        blocks = f"() => [...document.querySelectorAll('.whole')].filter({tall}).length"
        assert page.evaluate(blocks) == 0


def test_the_pdf_is_a4_and_says_what_the_page_says(packs: dict[str, Path]) -> None:
    reader = programs.need("pdftotext", "poppler-utils", "it reads a pack's PDF")
    text = subprocess.run(
        [reader, "-layout", packs["estuary"] / "pack.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "Fernhollow ran" in text
    assert "Data of 17 Sep 2026" in text
    assert "1 of " in text
    assert "by confirmed statement" in text


def test_a_pack_names_nobody_of_the_sample(packs: dict[str, Path]) -> None:
    people = ("Dapplestone", "Marblethorn", "-example", "Sorrel", "Hazel", "skyhook-2026")
    for name, folder in packs.items():
        for file in folder.rglob("*"):
            if file.suffix in (".html", ".csv", ".json", ".svg"):
                text = file.read_text(encoding="utf-8")
                found = [person for person in people if person in text]
                assert found == [], f"{name} {file.name}"
    assert "Skyhook" not in (packs["estuary"] / "pack.html").read_text(encoding="utf-8")
    assert "Estuary" not in (packs["skyhook"] / "pack.html").read_text(encoding="utf-8")


def test_charts_of_the_preview_are_drawn_for_who_stays(sample: str, browser: Browser) -> None:
    """They have their names and their room before they are drawn, so that no word moves.

    Until the page has rested for a second not even plotly.js is unpacked.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{sample}/pack?preset=skyhook")
    source = page.locator("iframe[src]").get_attribute("src")
    framed = page.frames[1]
    framed.wait_for_function(ALL_DRAWN)
    drawn = framed.evaluate(CHARTS)
    assert len(drawn) == 5
    assert all(name.endswith(".") for name, _ in drawn)  # sentences

    passing = context.new_page()
    passing.set_viewport_size({"width": framed.evaluate("innerWidth"), "height": 1100})
    passing.add_init_script(COUNT)
    passing.clock.install(time=0)
    passing.clock.pause_at(1000)
    passing.goto(str(source))
    passing.clock.run_for(999)
    assert passing.evaluate("[window.asked, typeof Plotly]") == [0, "undefined"]
    assert passing.evaluate(CHARTS) == drawn
    passing.clock.run_for(1)
    assert passing.evaluate("window.asked") == 1
    passing.clock.resume()
    passing.wait_for_function(ALL_DRAWN)
    assert [each for each in complaints if "Content Security" in each] == []
    context.close()
