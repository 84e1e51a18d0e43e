"""Figures of the pages as drawn: tiles, sparklines, charts and tables, by running the app."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from config import HOME, House

from .chart import traces
from .markup import cells
from .values import Pairs, plain
from .words import number

# The page of a sponsor draws a pack, which is held by itself.
PAGES = {
    "briefing": "briefing", "burn": "burn", "runway": "runway", "funds": "funds",
    "people": "people", "actions": "actions", "issues": "issues", "docs": "docs_builds",
    "launches": "launches", "sources": "sources", "setup": "setup",
}  # fmt: skip


def pages(house: House) -> Pairs:
    """Every page with its controls untouched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUARTERDECK_CONFIG", str(house.config.file))
        patch.setenv("QUARTERDECK_DATA", str(house.data))
        for name, view in PAGES.items():
            app = AppTest.from_file(str(HOME / "app.py"), default_timeout=120).run()
            if view != "briefing":
                app.switch_page(f"views/{view}.py").run()
            assert not app.exception, [each.message for each in app.exception]
            yield from _page(f"{name}.drawn", app)


def _page(block: str, app: AppTest) -> Pairs:
    for place, tile in enumerate(app.metric):
        value, delta = (text.replace("\\", "") for text in (tile.value, tile.delta or ""))
        yield f"{block}.tile.{place}", [number(value), number(delta)]
        if line := list(tile.proto.chart_data):
            yield f"{block}.tile.{place}.line", plain(line)
    for element in app.get("plotly_chart"):
        name = _key(element.proto.id)
        yield from traces(f"{block}.chart.{name}", json.loads(element.proto.spec))
    html = "".join(element.proto.body for element in app.get("html"))
    yield from cells(f"{block}.table", html)
    lists = re.findall(r'<ul class="qd-list">(.*?)</ul>', html, re.DOTALL)
    yield f"{block}.attention", [_tones(text) for text in lists]


def _tones(text: str) -> list[str]:
    return re.findall(r'<li><span><span class="qd-state qd-(\w+)"', text)


def _key(identity: str) -> Any:
    """The name a chart was given: Streamlit's own identity ends with it."""
    return identity.split("-", 2)[2]
