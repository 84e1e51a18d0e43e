"""The real app on a free port, over a build of the sample, driven by a real Chromium."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import chromium
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sheet import MODES, Sheet
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from config import HOME, SAMPLE


@contextmanager
def serving(config: Path, data: Path) -> Iterator[str]:
    """The address of the dashboard over a config and a data folder, for as long as it is held."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    names = {"QUARTERDECK_CONFIG": str(config), "QUARTERDECK_DATA": str(data)}
    log = (data / "server.log").open("w")
    server = subprocess.Popen(
        [*command, "--server.headless", "true"],
        cwd=HOME, env=os.environ | names, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _healthy(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@retry(stop=stop_after_delay(40), wait=wait_fixed(0.1), retry=retry_if_exception_type(OSError))
def _healthy(address: str) -> None:
    with urlopen(address, timeout=5) as answer:
        assert answer.read() == b"ok"


@pytest.fixture(scope="session")
def sample(sample_build: Path) -> Iterator[str]:
    """The address of the dashboard over a fresh build of the sample."""
    with serving(SAMPLE, sample_build) as address:
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
