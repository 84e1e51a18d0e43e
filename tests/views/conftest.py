"""A page of the app without a browser: what it drew, as words."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from views import PAGES

LINK = re.compile(r"(?<!\\)\[(.*?)(?<!\\)\]\([^)]*\)")  # of a figure to its rows
HOME = Path(__file__).resolve().parents[2]

# Pages that AppTest finds before it has run the app: by their file, which is their address, too.
AT_ONCE = {page.file for page in PAGES[1:] if page.file == page.path}

# Every AppTest would read the metadata of all installed packages anew: 0.2 s of processor each.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


class Drawn:
    """One run of one page."""

    def __init__(self, app: AppTest) -> None:
        self.app = app

    @property
    def mistakes(self) -> list[str]:
        """What went wrong while drawing; empty when all is well."""
        return [each.message for each in self.app.exception]

    @property
    def answer(self) -> str:
        """The one sentence of the page, without the signs that keep it from being Markdown."""
        (title,) = self.app.title
        said = title.value.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
        return LINK.sub(r"\1", said)

    @property
    def html(self) -> str:
        """Everything drawn as HTML, styles and scripts apart."""
        bodies = [each.proto.body for each in self.app.get("html")]
        return "\n".join(body for body in bodies if not body.startswith(("<style>", "<script>")))


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Drawn]:
    """(view, config, data) → the page as drawn; the home page is `briefing`.

    folds  keys of what is drawn once it is opened, to open
    """

    def opening(view: str, config: Path, data: Path, folds: Sequence[str] = ()) -> Drawn:
        monkeypatch.setenv("QUARTERDECK_CONFIG", str(config))
        monkeypatch.setenv("QUARTERDECK_DATA", str(data))
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60)
        if view not in AT_ONCE:
            app.run()
        if view != "briefing":
            app.switch_page(f"views/{view}.py").run()
        for fold in folds:
            app.session_state[fold] = True
        return Drawn(app.run() if folds else app)

    return opening
