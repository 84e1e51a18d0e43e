"""Charts as pictures and pages as PDF, where a Chrome is found; said plainly where none is."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import kaleido
import plotly.graph_objects as go

from charts.sponsor_pack import WIDTH

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PRINT = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-background-networking"]
TOO_LONG = 120  # seconds until a browser counts as hung


def find() -> str | None:
    """The Chrome to use: BROWSER_PATH, else one on the path, else None."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pictures(figures: Mapping[str, go.Figure], chrome: str) -> dict[str, tuple[bytes, bytes]]:
    """Each figure as (SVG, PNG at twice its size), drawn in one run of the browser."""
    with _server(chrome):
        return {
            name: (_drawn(figure, "svg", 1), _drawn(figure, "png", 2))
            for name, figure in figures.items()
        }


def pdf(page: bytes, chrome: str) -> bytes:
    """The page as Chrome prints it, by the page's own print rules."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "pack.html", Path(folder) / "pack.pdf"
        source.write_bytes(page)
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chrome refuses its sandbox to root
        own = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(  # noqa: S603 - the Chrome that was found
            [chrome, *PRINT, *root, *own], check=True, capture_output=True, timeout=TOO_LONG
        )
        return target.read_bytes()


@contextmanager
def _server(chrome: str) -> Iterator[None]:
    kaleido.start_sync_server(path=chrome, silence_warnings=True)
    try:
        yield
    finally:
        kaleido.stop_sync_server(silence_warnings=True)


def _drawn(figure: go.Figure, form: str, scale: int) -> bytes:
    height = figure.layout.height
    options = {"format": form, "width": WIDTH, "height": height, "scale": scale}
    drawn: bytes = kaleido.calc_fig_sync(figure, opts=options)
    return drawn
