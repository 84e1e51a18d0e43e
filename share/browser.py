"""Charts as pictures and pages as PDF, where a Chrome is found; said plainly where none is."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from charts.sponsor_pack import WIDTH
from config import HOME
from share.html import PLOTLY

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PRINT = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-background-networking"]
TOO_LONG = 120  # seconds until a browser counts as hung


class Failed(Exception):
    """A browser that hangs or ends with an error; its words."""


def find() -> str | None:
    """The Chrome to use: BROWSER_PATH, else one on the path, else None."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pictures(figures: Mapping[str, go.Figure], chrome: str) -> dict[str, tuple[bytes, bytes]]:
    """Each figure as (SVG, PNG at twice its size). Raises Failed."""
    asked = {"figures": {k: f.to_plotly_json() for k, f in figures.items()}, "width": WIDTH}
    given = json.dumps(asked, cls=PlotlyJSONEncoder).encode()
    command = [sys.executable, "-m", "share.drawing", PLOTLY.as_uri(), chrome]
    said = json.loads(_run(command, given))
    return {name: (b64decode(svg), b64decode(png)) for name, (svg, png) in said.items()}


def pdf(page: bytes, chrome: str) -> bytes:
    """The page as Chrome prints it, by the page's own print rules. Raises Failed."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "pack.html", Path(folder) / "pack.pdf"
        source.write_bytes(page)
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chrome refuses its sandbox to root
        own = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        _run([chrome, *PRINT, *root, *own])
        if not target.exists():
            raise Failed(f"{chrome} printed nothing")
        return target.read_bytes()


def _run(command: list[str], given: bytes = b"") -> bytes:
    """What a command prints. It and its children are ended with it, or when it hangs."""
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - the Chrome that was found, and our own module
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=HOME, start_new_session=True
    ) as run:
        try:
            said, trouble = run.communicate(given, timeout=TOO_LONG)
        except subprocess.TimeoutExpired:
            raise Failed(f"{command[-1]} gave no answer in {TOO_LONG} seconds") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
    if run.returncode:
        raise Failed(trouble.decode(errors="replace").strip().rpartition("\n")[2])
    return said
