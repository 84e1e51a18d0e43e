"""The dashboard over a build, and a Chromium that opens its pages."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from playwright.sync_api import Page, sync_playwright

HOME = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
CHROMIUM = "/usr/bin/chromium"
CALM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
# The run is over, nothing of an older run is left, and every chart and frame is drawn.
DRAWN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app || app.dataset.testScriptState !== 'notRunning') return false;
    if (!document.querySelector('h1')) return false;
    if (document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')) return false;
    return [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
        .every(chart => chart.querySelector('.main-svg .infolayer'));
}"""


# Of a page in a frame: its words. The charts of a pack come a second after whoever stays.
IN_FRAME = "() => document.readyState === 'complete' && !!document.querySelector('h1')"


def ingest(config: Path, data: Path) -> None:
    """One whole run of the pipelines that asks no network."""
    command = [sys.executable, "-m", "pipelines", "--no-fetch"]
    command += ["--config", str(config), "--data", str(data)]
    subprocess.run(command, cwd=HOME, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(config: Path, data: Path) -> Iterator[str]:
    """The address of the dashboard over the newest build of `data`, on a free port."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "QUARTERDECK_CONFIG": str(config), "QUARTERDECK_DATA": str(data)}
    serve = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with subprocess.Popen(
        [*serve, "--server.port", str(port)], cwd=HOME, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/_stcore/health")
            yield address
        finally:
            server.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address)  # noqa: S310 - our own loopback server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


@contextmanager
def chromium() -> Iterator[Page]:
    """One window of a headless Chromium; it keeps the app's scripts from visit to visit."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=CALM)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def visit(page: Page, address: str) -> float:
    """Seconds from the request to the drawn page. Raises RuntimeError where an error stands."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_function(DRAWN, timeout=600_000)
    for frame in page.frames[1:]:
        frame.wait_for_function(IN_FRAME, timeout=600_000)
    took = time.perf_counter() - began
    if page.locator('[data-testid="stException"]').count():
        raise RuntimeError(f"{address} shows an error")
    return took


def worked() -> float:
    """Processor seconds of all that this process started: servers, Chromium. Linux alone."""
    of: dict[int, tuple[int, float]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name may have blanks; behind it come state, parent and, from the 12th on, times.
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        of[int(file.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / TICKS)
    ours = {os.getpid()}
    while more := {pid for pid, (parent, _) in of.items() if parent in ours} - ours:
        ours |= more
    return sum(of[pid][1] for pid in ours - {os.getpid()})


def at_rest(page: Page) -> None:
    """Wait until the run is over, as somebody who reads the page does."""
    page.locator('[data-test-script-state="notRunning"]').wait_for(timeout=60_000)
