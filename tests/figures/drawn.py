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
    "briefing": "briefing", "burn": "burn", "runway": "runway",
    "people": "people", "actions": "actions", "issues": "issues", "docs": "docs_builds",
    "launches": "launches", "sources": "sources", "setup": "setup",
}  # fmt: skip


# The controls of a page set otherwise, by their keys.
OTHERWISE: dict[str, dict[str, Any]] = {
    "burn": {"by": "category", "show": "payable", "window": 12},
    "people": {"months": 60, "names": True},
    "actions": {"months": 120, "names": True},
    "issues": {"kind": "Pull requests", "months": 24, "bots": True},
    "docs": {"show": "Failing only", "active": False},
    "launches": {"per": "week"},
}
# The folds whose figures are asked for only once they are opened, by their keys.
MORE = {
    "briefing": ("more-fold",), "burn": ("windows-fold", "reconcile-fold"), "runway": ("more",),
    "actions": ("more", "open-actions-more", "decisions-more"),
    "issues": ("more", "claims-newest-more"), "sources": ("more", "reasons-more"),
}  # fmt: skip
# Of these the second choice; the choices depend on the build.
CHOICES = {"briefing": "between", "runway": "scenario", "docs": "site"}


def pages(house: House) -> Pairs:
    """Every page as it opens, with its fold opened, and with its controls set otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUARTERDECK_CONFIG", str(house.config.file))
        patch.setenv("QUARTERDECK_DATA", str(house.data))
        for name, view in PAGES.items():
            app = AppTest.from_file(str(HOME / "app.py"), default_timeout=120).run()
            if view != "briefing":
                app.switch_page(f"views/{view}.py").run()
            yield from _page(f"{name}.drawn", app)
            if folds := MORE.get(name):
                for folded in folds:
                    app.session_state[folded] = True
                yield from _page(f"{name}.more", app.run())
            if _set(app, name):
                yield from _page(f"{name}.otherwise", app.run())


def _set(app: AppTest, name: str) -> bool:
    """Whether the page has a control to set."""
    values = {k: v for k, v in OTHERWISE.get(name, {}).items() if k in app.session_state}
    choice = CHOICES.get(name)
    if choice in app.session_state and len(options := app.selectbox(key=choice).options) > 1:
        values[choice] = options[1]
        app.selectbox(key=choice).select_index(1)
    for key, value in values.items():
        if key != choice:
            app.session_state[key] = value
    return bool(values)


def _page(block: str, app: AppTest) -> Pairs:
    assert not app.exception, [each.message for each in app.exception]
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
