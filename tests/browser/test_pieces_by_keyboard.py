"""Each piece of Setup by keyboard alone: Tab reaches every field and leaves the form; and axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from servers.running import dashboard, free_port
from sheet import MODES, Sheet

from wording import sections
from wording.sections import PIECES

expect.set_options(timeout=60_000)
pytestmark = [pytest.mark.heavy, pytest.mark.browser]
TOML = """\
[project]
name = "Fernhollow"
currency = "USD"
as_of = 2026-09-17

[[funds]]
id = "grant"
name = "Our grant"
kind = "grant"
"""
FOLD = "Change any piece"
INSIDE = '[data-testid="stExpander"]:has(input[aria-label="Piece"])'
FORM = f"{INSIDE} [data-testid=stForm]"
SPOKEN = r'main [aria-label*="\\"]'  # names that a screen reader would speak with a backslash
# What can be typed or pressed in the form, by its label, in the order of the page.
WANTED = """form => [...form.querySelectorAll('[data-testid="stElementContainer"]')]
    .filter(each => each.querySelector('[data-testid="stWidgetLabel"], button[kind]'))
    .map(each => (each.querySelector('[data-testid="stWidgetLabel"]') || each).innerText.trim())"""
# What has the focus: whether it is in the form, the label of its field, and a fold that is shut.
FOCUSED = """form => {
    const here = document.activeElement;
    const field = here.closest('[data-testid="stElementContainer"]');
    const label = field && field.querySelector('[data-testid="stWidgetLabel"]');
    const isHelp = label && label.contains(here) && here.tagName === 'BUTTON';
    return {
        inside: form.contains(here),
        field: !field || isHelp ? '' : (label || field).innerText.trim(),
        shut: here.tagName === 'SUMMARY' && !here.parentElement.open,
    };
}"""


@pytest.fixture
def sheet(tmp_path: Path, browser: Browser) -> Iterator[Sheet]:
    (tmp_path / "dashboard.toml").write_text(TOML, encoding="utf-8")
    port = free_port()
    with dashboard(
        tmp_path / "dashboard.toml", tmp_path / "data", port, QUARTERDECK_TOKEN="t0k3n"
    ) as address:
        page = browser.new_context(**MODES["light"]).new_page()
        yield Sheet(page, f"{address}/setup?token=t0k3n")
        page.context.close()


def _tab_to(page: Page, wanted: Any, key: str = "Tab") -> None:
    """Press Tab until an element has the focus."""
    for _ in range(300):
        page.keyboard.press(key)
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"{key} never reaches {wanted}")


def _walk(page: Page) -> tuple[list[str], list[str]]:
    """The fields that Tab reaches until it leaves the form, and all that there are."""
    form = page.locator(FORM)
    reached = dict[str, None]()
    for _ in range(300):
        page.keyboard.press("Tab")
        here = form.evaluate(FOCUSED)
        if not here["inside"] and reached:
            return list(reached), form.evaluate(WANTED)
        if here["shut"]:
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.activeElement.parentElement.open")
        elif here["inside"] and here["field"]:
            reached[here["field"]] = None
    pytest.fail(f"Tab never leaves the form; last it was at {here['field']!r}")


def test_a_letter_can_be_read_in_the_dark(sample: str, browser: Browser) -> None:
    sheet = Sheet(browser.new_context(**MODES["dark"]).new_page(), f"{sample}/award?of=grant")
    sheet.page.get_by_test_id("stPopoverButton").filter(has_text="letter").click()
    expect(sheet.page.get_by_role("button", name="Markdown")).to_be_visible()
    sheet.wait()
    assert sheet.barriers('[data-testid="stPopoverBody"]') == []
    assert sheet.complaints == []
    sheet.page.context.close()


def test_tab_reaches_every_field_of_every_piece_and_none_has_a_barrier(sheet: Sheet) -> None:
    page = sheet.page
    _tab_to(page, page.locator("summary", has_text=FOLD))
    page.keyboard.press("Enter")
    piece = page.get_by_label("Piece", exact=True)
    _tab_to(page, piece)
    for at, each in enumerate(PIECES):
        if at:  # the first one is chosen
            page.keyboard.press("Control+A")
            page.keyboard.type(each.name)
            expect(page.get_by_role("option", name=each.name, exact=True)).to_be_visible()
            page.keyboard.press("Enter")
            sheet.wait()
        expect(page.get_by_text(sections.unlocks(each), exact=True)).to_be_visible()
        expect(page.locator(FORM)).to_have_count(1)  # that of the piece before is gone
        reached, wanted = _walk(page)
        assert reached == wanted, each.name
        assert page.locator(SPOKEN).count() == 0, each.name
        theme = ("light", "dark")[at % 2]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # one of them
        assert sheet.barriers(INSIDE) == [], (each.name, theme)
        _tab_to(page, piece, "Shift+Tab")
    assert sheet.complaints == []
