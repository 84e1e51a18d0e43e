"""A treasurer's whole way in the browser: from an empty folder to a runway, and no file touched."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from servers.running import dashboard, free_port
from sheet import ARTEFACTS, DRAWN, OUTSIDE

pytestmark = [pytest.mark.heavy, pytest.mark.browser, pytest.mark.xdist_group("browser")]
TOKEN = "t0k3n"
GOAL = 40  # clicks
AN_INGEST = 90_000  # milliseconds that one may take
NOTE = "# Team meeting\n\n- **Date:** 2026-09-03\n\n## Attendees\n\n* Sorrel / Marram / @sorrel\n"


class Treasurer:
    """A person with a mouse: every click and every field that is entered counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.began = page, 0, time.monotonic()

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1
        self.wait()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str, *, nth: int = 0) -> None:
        """Into a field, left with the tab key."""
        field = self.page.get_by_label(label, exact=True).nth(nth)
        field.click()
        self.clicks += 1
        field.fill(text)
        field.press("Tab")
        self.wait()

    def wait(self) -> None:
        self.page.wait_for_timeout(150)  # until the click has reached the server
        self.page.wait_for_function(DRAWN, timeout=60_000)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address with its token of a dashboard whose folder has notes, and no dashboard.toml."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-09-03.md").write_text(NOTE)
    file, port = tmp_path / "dashboard.toml", free_port()
    with dashboard(file, tmp_path / "data", port, QUARTERDECK_TOKEN=TOKEN) as address:
        yield f"{address}/start?token={TOKEN}", tmp_path


def test_from_an_empty_folder_to_a_runway_without_touching_a_file(
    empty: tuple[str, Path], browser: Browser
) -> None:
    address, _folder = empty
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    someone = Treasurer(page)
    someone.wait()
    expect(page.locator("h1")).to_have_text("Three numbers give a first answer.")
    three_numbers(someone)
    keep(page, "start-three")
    someone.button("Save and read it")
    read(page)
    keep(page, "start-read")
    print(page.locator(".qd-answer").all_inner_texts())


def three_numbers(someone: Treasurer) -> None:
    someone.write("Amount left", "46,500")
    someone.write("Must be spent by", "2027/12/31")
    someone.write("A month costs (cloud, hosting), USD", "8,700")


def read(page: Page) -> None:
    """Until an ingest that was begun in the browser has ended, and its build is drawn."""
    expect(page.get_by_text("Read at", exact=False).first).to_be_visible(timeout=AN_INGEST)
    page.wait_for_function(DRAWN, timeout=60_000)


def keep(page: Page, name: str) -> None:
    """Pictures at both widths and in both themes; nothing sticks out of the window."""
    ARTEFACTS.mkdir(exist_ok=True)
    for mode, width in (("light", 1440), ("dark", 1440), ("phone", 390), ("phone-dark", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if "dark" in mode else "light")
        page.wait_for_timeout(300)
        page.wait_for_function(DRAWN, timeout=60_000)
        assert page.evaluate(OUTSIDE) == []
        page.screenshot(path=ARTEFACTS / f"{name}-{mode}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
