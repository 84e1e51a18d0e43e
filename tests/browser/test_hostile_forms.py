"""Markup typed into any field of any form is words wherever it is shown; nothing of it runs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from runs import Runs
from servers.running import dashboard, free_port
from test_hostile import HOSTILE, MADE

from wording.sections import PIECES

expect.set_options(timeout=60_000)
pytestmark = [pytest.mark.heavy, pytest.mark.browser]
SHORT = "**evil** :red[evil] $evil$ <img src='//evil.example/e' onerror='window.hit=1'>"
TOML = f"""\
[project]
name = {json.dumps(HOSTILE)}
currency = "USD"
as_of = 2026-09-17

[funding]
balances = "balances.csv"

[[funds]]
id = "gift"
name = {json.dumps(HOSTILE)}
kind = "donation"
ask = {json.dumps(HOSTILE)}
"""
FIELDS = "main input[type=text]:not([role=combobox]):not([aria-label*=date]), main textarea"
UNFOLD = """() => document.querySelectorAll('main details:not([open]) > summary')
    .forEach(each => each.click())"""
# What React listens to is the setter of the element's own kind, and the event after it.
TYPE = """([fields, long, short]) => [...document.querySelectorAll(fields)]
    .filter(each => each.offsetParent && !each.disabled && !each.readOnly
        && !each.closest('[data-testid=stDateInput]'))
    .map(each => {
        const kind = each.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
        const text = each.maxLength > 0 && each.maxLength < long.length ? short : long;
        const most = each.maxLength > 0 ? text.slice(0, each.maxLength) : text;
        Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(each, most);
        each.dispatchEvent(new Event('input', {bubbles: true}));
        each.dispatchEvent(new FocusEvent('focusout', {bubbles: true}));
        return each.getAttribute('aria-label');
    })"""


class Visitor:
    """A browser on one page, with every dialog and every address that it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.dialogs, self.asked = page, list[str](), list[str]()
        self.runs = Runs(page)
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(address)
        self.wait()

    def _dialog(self, dialog: object) -> None:
        self.dialogs.append(str(dialog))

    def wait(self) -> None:
        self.runs.wait()
        for _ in range(2):  # a fold in a fold
            self.page.evaluate(UNFOLD)

    def type_everywhere(self) -> list[str]:
        """Markup in every field that can be seen; their names."""
        names: list[str] = self.page.evaluate(TYPE, [FIELDS, HOSTILE, SHORT])
        self.wait()
        return names

    def choose(self, name: str) -> None:
        """Choose a piece by its name, from a list that then has few entries and does not scroll."""
        piece = self.page.get_by_label("Piece").first
        self.wait()
        piece.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(name)
        self.page.get_by_role("option", name=name, exact=True).click()
        self.wait()
        expect(piece).to_have_value(name)

    def click(self, words: str) -> None:
        """Click a button wherever it is, if it is there."""
        self.page.evaluate(
            "words => [...document.querySelectorAll('main button')]"
            ".filter(each => each.textContent.trim() === words).forEach(each => each.click())",
            words,
        )
        self.wait()

    def is_harmless(self) -> None:
        """Nothing came alive, was asked for, or broke."""
        assert self.page.evaluate(MADE) == []
        assert self.dialogs == []
        assert not [url for url in self.asked if "evil" in url]
        assert self.page.locator("[data-testid=stException]").count() == 0


@pytest.fixture
def team(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    (tmp_path / "dashboard.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "balances.csv").write_text("fund,on_day,amount,confirmed,source\n")
    port = free_port()
    with dashboard(
        tmp_path / "dashboard.toml", tmp_path / "data", port, QUARTERDECK_TOKEN="t0k3n"
    ) as found:
        yield tmp_path, found


def test_markup_in_any_field_of_setup_is_shown_as_words(
    team: tuple[Path, str], browser: Browser
) -> None:
    folder, address = team
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    there = Visitor(page, f"{address}/setup?token=t0k3n")
    typed = set(there.type_everywhere())
    assert {"Your name, for the journal", "Where you saw it"} <= typed
    for words in ("Show the change", "Read the rows", "Ask for it", "Save"):
        there.click(words)
        there.is_harmless()
    expect(page.locator("main")).to_contain_text("**evil**")
    for piece in PIECES:
        there.choose(piece.name)
        there.is_harmless()
        there.type_everywhere()
        there.click("Show the change")
        there.is_harmless()
    drop = page.locator("input[type=file]").first
    name = "b'><img src=x onerror=window.hit=1> **evil** :red[evil].csv"
    drop.set_input_files({
        "name": name, "mimeType": "text/csv",
        "buffer": f'Day,"{SHORT}",Amount\n2026-08-01,"{SHORT}",{SHORT}\n'.encode(),
    })  # fmt: skip
    expect(
        page.get_by_text("could not be read").or_(page.get_by_text("Fix:")).first
    ).to_be_visible()
    there.is_harmless()
    saved = (folder / "dashboard.toml").read_text(encoding="utf-8")
    assert "window.hit" in saved
    page.context.close()


def test_what_was_saved_with_markup_is_words_in_the_journal_and_on_every_page(
    team: tuple[Path, str], browser: Browser
) -> None:
    folder, address = team
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    there = Visitor(page, f"{address}/setup?token=t0k3n")
    page.get_by_label("Your name, for the journal").fill(SHORT)
    page.get_by_label("Your name, for the journal").press("Enter")
    there.wait()
    form = page.get_by_test_id("stForm").filter(has_text="Where you saw it")
    form.get_by_label("Amount, USD").fill("18,000")
    form.get_by_label("Where you saw it").fill(HOSTILE[:200])
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("Saved: balances.csv")).to_be_visible()
    there.wait()
    there.is_harmless()
    expect(page.locator("main")).to_contain_text(SHORT[:8])
    assert "evil" in (folder / "balances.csv").read_text()
    for path in ("search", "start"):
        page.goto(f"{address}/{path}")
        there.wait()
        there.type_everywhere()
        page.keyboard.press("Enter")
        there.wait()
        there.is_harmless()
    page.context.close()


def test_markup_in_the_boxes_of_an_empty_folder_is_words(tmp_path: Path, browser: Browser) -> None:
    file, port = tmp_path / "dashboard.toml", free_port()
    with dashboard(file, tmp_path / "data", port, QUARTERDECK_TOKEN="t0k3n") as address:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        there = Visitor(page, f"{address}/start?token=t0k3n")
        there.type_everywhere()
        for example in ("46,500", "4,000"):
            box = page.get_by_placeholder(example, exact=True)
            box.fill(SHORT[:40])
            box.press("Tab")
            there.wait()
            there.is_harmless()
        expect(page.get_by_text("is no amount").first).to_contain_text("**evil** :red[evil] $evil$")
        page.context.close()
