"""The real app on a free port, over a build of the sample, driven by a real Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from servers.running import dashboard, free_port
from sheet import MODES, Sheet

from config import SAMPLE


@pytest.fixture(scope="session")
def sample(sample_build: Path) -> Iterator[str]:
    """The address of the dashboard over a fresh build of the sample."""
    with dashboard(SAMPLE, sample_build, free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one this fails with the sentence that says what to install."""
    path = chromium.executable()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One context per mode, so that the app's scripts are loaded once for each."""
    made = {name: browser.new_context(**settings) for name, settings in MODES.items()}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def open_sheet(contexts: dict[str, BrowserContext]) -> Iterator[Callable[[str, str], Sheet]]:
    """(address, mode) → the page, drawn; it closes when the test ends."""
    opened: list[Sheet] = []

    def opening(address: str, mode: str) -> Sheet:
        opened.append(Sheet(contexts[mode].new_page(), address))
        return opened[-1]

    yield opening
    for each in opened:
        each.page.close()
