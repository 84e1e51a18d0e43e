"""Every page, by its deep link, as a person sees it on a screen and on a phone."""

import io
import os
import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from servers import programs
from sheet import ARTEFACTS, MODES, Sheet

from metrics.data_quality.arrivals import Cause
from metrics.data_quality.sources import Freshness, Info
from views import PAGES
from wording import shell

HOME = Path(__file__).resolve().parents[2]
PATHS = ["", *(view.path for view in PAGES[1:])]
pytestmark = [pytest.mark.heavy, pytest.mark.browser]
Open = Callable[[str, str], Sheet]
TOP, BOTTOM = ("e => e.getBoundingClientRect().top", "e => e.getBoundingClientRect().bottom")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "briefing")
def test_a_page_opens_whole(sample: str, open_sheet: Open, path: str, mode: str) -> None:
    sheet = open_sheet(f"{sample}/{path}", mode)
    if mode == "light":
        _picture_of_the_tour(sheet, path or "briefing")
    if os.environ.get("QUARTERDECK_SCREENSHOT"):
        sheet.picture(ARTEFACTS / f"{path or 'briefing'}-{mode}.png")
    assert sheet.count('[data-testid="stException"]') == 0
    assert sheet.count("h1") == 1
    drawn = sheet.count('[data-testid="stPlotlyChart"] .js-plotly-plot')
    assert drawn == sheet.count('[data-testid="stPlotlyChart"]')
    assert sheet.outside() == []
    assert sheet.cut() == []
    if mode == "phone":
        chart = sheet.page.locator('[data-testid="stPlotlyChart"]').first
        assert path != "runway" or chart.evaluate(TOP) < 700
        assert path or sheet.page.locator(".qd-sheet li").nth(1).evaluate(BOTTOM) < 844
        assert sheet.outside(720) == []
    else:
        first = sheet.page.locator('[data-testid="stPlotlyChart"]').first
        assert path != "runway" or first.evaluate(TOP) < 520
        assert sheet.barriers() == []
    assert sheet.complaints == []


SILENT = Cause("billing", ("rack",), "silent", date(2026, 6, 18), 91)
FRESH = [
    Freshness(source, "ok", datetime(2026, 9, 17, 6, 10), True)
    for source in ("notes", "github", "launches")
]
OLD = Freshness("billing", "ok", datetime(2026, 6, 18), True, cause=SILENT)
EVERY = (
    "notes to 17 Sep", "▲ bills to 18 Jun, 91 days old", "issues 17 Sep 06:10 UTC",
    "launches to 17 Sep",
)  # fmt: skip


@pytest.mark.parametrize("last", [FRESH[2], OLD])
def test_a_phone_s_strip_keeps_the_day_and_what_is_old(browser: Browser, last: Freshness) -> None:
    """Sources in time are behind its link; on a call, where there is none, all stay."""
    about = Info(
        datetime(2026, 9, 17, 6, 10), date(2026, 9, 17), "T", "USD", "UTC", "d", False, "0"
    )
    fresh = [each for each in [FRESH[0], OLD, *FRESH[1:]] if each is not last] + [last]
    with browser.new_page() as page:
        for on_a_call in (False, True):
            said = shell.strip(about, fresh, None, on_a_call=on_a_call)
            page.set_content(f"<style>{(HOME / 'render/look.css').read_text()}</style>{said}")
            for width, kept in ((390, EVERY if on_a_call else EVERY[1:2]), (1440, EVERY)):
                page.set_viewport_size({"width": width, "height": 800})
                shown = " ".join(page.locator(".qd-strip").inner_text().split())
                assert [each for each in EVERY if each in shown] == list(kept)
                assert "As of 17 Sep 2026" in shown
                assert shown.endswith("sources") is not on_a_call


@pytest.mark.parametrize("folded", [True, False])
def test_paper_says_what_is_folded_only_where_something_is(browser: Browser, folded: bool) -> None:
    fold = '<div data-testid="stExpander"><details{}><summary>More</summary></details></div>'
    said = '<div data-testid="stElementContainer"><p class="qd-paper"><b></b> folded</p></div>'
    with browser.new_page() as page:
        style = f"<style>{(HOME / 'render/look.css').read_text()}</style>"
        page.set_content(style + fold.format("" if folded else " open") + said)
        assert not page.locator(".qd-paper").is_visible()
        page.emulate_media(media="print")
        assert page.locator(".qd-paper").is_visible() is folded


@pytest.mark.parametrize("path", ["", "runway"])
def test_a_page_for_a_meeting_prints_on_one_sheet_of_a4(
    sample: str, open_sheet: Open, path: str
) -> None:
    sheet = open_sheet(f"{sample}/{path}", "light")
    pdf = sheet.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    sheet.page.emulate_media(media="print")
    sheet.page.set_viewport_size({"width": 688, "height": 1032})  # A4 inside its margins, in px
    columns = sheet.page.locator(".qd-table th:visible").all_text_contents()
    assert any("Encumbered" in each for each in columns) or not path  # every column is on paper
    sheet.page.emulate_media(media="screen")


# Folds as one sees them: those inside a closed one are out of sight.
CLOSED = """() => [...document.querySelectorAll('.stMain details:not([open])')].filter(
    each => !each.parentElement.closest('details:not([open])')).length"""
FOLDED = "Folded, so not on this paper: {}."


@pytest.mark.parametrize(
    ("path", "fold", "inside"),
    [("actions", "More: ", "Age of open actions"),
     ("burn", "By window, gross and net", "Burn by window")],
)  # fmt: skip
def test_what_is_open_is_on_paper_and_what_is_folded_is_counted(
    sample: str, open_sheet: Open, path: str, fold: str, inside: str
) -> None:
    sheet = open_sheet(f"{sample}/{path}", "light")
    closed = sheet.page.evaluate(CLOSED)
    assert closed > 1
    before = _printed(sheet)
    assert FOLDED.format(closed) in before
    assert inside not in before
    assert fold not in before
    assert "Folded" not in sheet.page.inner_text("body")  # a screen has the folds themselves

    sheet.page.locator("summary", has_text=fold).click()
    sheet.page.get_by_role("heading", name=inside).wait_for()
    sheet.wait()

    after = _printed(sheet)
    assert inside in after
    assert FOLDED.format(sheet.page.evaluate(CLOSED)) in after
    assert sheet.complaints == []


def test_a_page_without_folds_says_nothing_of_them_on_paper(sample: str, open_sheet: Open) -> None:
    sheet = open_sheet(f"{sample}/search", "light")
    assert sheet.page.evaluate(CLOSED) == 0
    assert "Folded" not in _printed(sheet)


def _printed(sheet: Sheet) -> str:
    """The words of the page as Chromium prints it, lines joined."""
    reader = programs.need("pdftotext", "poppler-utils", "it reads a printed page")
    pdf = sheet.page.pdf(format="A4")
    ran = subprocess.run([reader, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(ran.stdout.decode().split())


def _picture_of_the_tour(sheet: Sheet, name: str) -> None:
    """Kept as an artefact; with QUARTERDECK_SCREENSHOT set, docs/tour/ is made anew."""
    drawn = Image.open(io.BytesIO(sheet.page.screenshot(animations="disabled")))
    small = drawn.convert("RGB").resize((960, 600), Image.Resampling.LANCZOS).quantize(64)
    home = HOME / "docs" if os.environ.get("QUARTERDECK_SCREENSHOT") else ARTEFACTS
    file = home / "tour" / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    small.save(file, optimize=True)
    assert 5_000 < file.stat().st_size < 150_000


@pytest.mark.parametrize("mode", MODES)
def test_the_page_of_an_award_opens_whole(sample: str, open_sheet: Open, mode: str) -> None:
    sheet = open_sheet(f"{sample}/award?of=grant", mode)
    assert sheet.count("h1") == 1
    assert sheet.outside() == []
    assert mode == "phone" or sheet.barriers() == []
    assert sheet.complaints == []


def test_the_deep_link_of_the_briefing_leads_home(sample: str, open_sheet: Open) -> None:
    sheet = open_sheet(f"{sample}/briefing", "light")
    assert sheet.page.get_by_text("Page not found").count() == 0
    assert sheet.page.url.rstrip("/") == sample


def test_the_picture_of_the_readme_is_of_this_build(sample: str, open_sheet: Open) -> None:
    """Kept as an artefact; with QUARTERDECK_SCREENSHOT set, docs/screenshot.png is made anew."""
    sheet = open_sheet(sample, "light")
    folder = HOME / "docs" if os.environ.get("QUARTERDECK_SCREENSHOT") else ARTEFACTS
    sheet.picture(folder / "screenshot.png")
    assert (folder / "screenshot.png").stat().st_size > 10_000


def test_a_filter_stands_in_the_address_and_a_value_that_is_not_there_is_dropped(
    sample: str, open_sheet: Open
) -> None:
    sheet = open_sheet(f"{sample}/burn?project=hub&provider=Nobody", "phone")
    answer = sheet.page.locator("h1")
    assert answer.inner_text().startswith("Project hub is ")
    assert sheet.page.url == f"{sample}/burn?project=hub"

    sheet.page.get_by_role("button", name="Filter").press("Enter")
    sheet.page.get_by_role("button", name="Clear value").press("Enter")
    sheet.page.wait_for_function("!document.querySelector('h1').innerText.startsWith('Project')")
    sheet.wait()

    said = answer.inner_text().replace("\xa0", " ")  # a number and its unit stay together
    assert said.startswith("A month costs 8,700 USD with people. Bills are steady: ")
    assert sheet.page.url == f"{sample}/burn"
    assert sheet.outside() == []


def test_a_filter_is_chosen_with_the_keyboard_alone(sample: str, open_sheet: Open) -> None:
    sheet = open_sheet(f"{sample}/burn", "light")
    sheet.page.get_by_role("button", name="Filter").press("Enter")
    box = sheet.page.get_by_role("combobox", name="Category")
    box.press_sequentially("host")
    box.press("Enter")
    sheet.page.wait_for_function("document.querySelector('h1').innerText.startsWith('Category')")
    sheet.wait()
    assert sheet.page.url == f"{sample}/burn?category=hosting"
    assert sheet.barriers() == []
    assert sheet.complaints == []
