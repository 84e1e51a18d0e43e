"""Find the Chromium the browser tests drive, or get one: `python tests/chromium.py`.

pdftotext, with which a test reads a pack's PDF, is got with it where we may.

The system's own comes first, then Playwright's, then Debian's package when we are root. Browser
tests call `executable()`, which raises with the sentence that says what to install; none is ever
skipped for want of a browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "No Chromium was found, and none could be installed. The browser tests need one. "
    "Fix: install your system's package (Debian: apt-get install chromium), "
    "or run .venv/bin/playwright install --with-deps chromium, then make test again."
)


def executable() -> str:
    """The path of a Chromium that starts. Raises RuntimeError with the remedy if none does."""
    found = _system() or _playwrights()
    if found is None:
        raise RuntimeError(MISSING)
    return found


def _system() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path and _starts(path)), None)


def _playwrights() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() and _starts(path) else None


def _starts(path: str) -> bool:
    """Whether it runs at all: one without its libraries fails even at its version."""
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def _get() -> None:
    """Try Playwright's download, then Debian's package; each may fail, the last word is ours."""
    own = Path(sys.executable).with_name("playwright")
    subprocess.run([own, "install", "chromium"], check=False)
    if (_system() or _playwrights()) is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("chromium")


def _apt(package: str) -> None:
    for words in (["update"], ["install", "--yes", package]):
        subprocess.run(["apt-get", *words], check=False)


def main() -> int:
    """0 when there is a Chromium now; else 1 and the sentence."""
    if (_system() or _playwrights()) is None:
        _get()
    if not shutil.which("pdftotext") and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("poppler-utils")
    try:
        print(f"browser: {executable()}")
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
