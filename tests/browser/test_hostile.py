"""Markup in any text of the data arrives on every page as words, and nothing of it runs."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from runs import Runs
from servers.planting import AS_OF, Planter, costs, fund, meeting, statement
from servers.running import dashboard, free_port

from config import HOME, load
from warehouse import build
from warehouse.records import (
    ActionItem,
    Award,
    AwardLine,
    AwardReport,
    BuildInfo,
    Claim,
    DocsBuild,
    DocsVersion,
    Issue,
)

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
PATHS = [
    "", "burn", "runway", "funds", "people", "actions", "issues", "docs", "launches",
    "pack", "sources", "setup", "award?of=estuary",
]  # fmt: skip
QUIET = ("setup",)  # it shows no text of the data
# Each sign does something where it is let, and most wrap one word: an element of that word alone
# was made by a sign. A chart shortens names, so the first one is short.
HOSTILE = (
    "<a href='//evil.example'>evil</a> <b>evil</b> **evil** _evil_ `evil` :red[evil] "
    ":red-badge[evil] [evil](https://evil.example/a) [evil](javascript:window.hit=1) "
    "https://evil.example/b <https://evil.example/c> evil@evil.example $evil$ $$evil$$ "
    "![evil](https://evil.example/d.png) <img src='//evil.example/e' onerror='window.hit=1'> "
    "<script>window.hit=1</script> :material/bug_report: :smile: :streamlit:"
)
HISTORY = (HOME / "views" / "history.html").read_text(encoding="utf-8")
OURS = json.dumps(re.split("</?script>", HISTORY)[1])  # the one script that a page brings
MADE = """() => [
    ...(window.hit ? [document.body] : []),
    ...document.querySelectorAll(`img[src*="evil"], [*|href^="javascript:"], [onerror],
        .katex, [alt="Streamlit logo"]`),
    ...[...document.querySelectorAll('main script')].filter(each => each.textContent !== OURS),
    ...[...document.querySelectorAll('[*|href]')].filter(each =>
        new URL(each.href.baseVal ?? each.href, location).host.includes('evil')),
    ...[...document.querySelectorAll('body *')].filter(each => !each.children.length
        && /^(evil|bug_report|evil@evil.example)$/.test(each.textContent.trim())
        || [...each.childNodes].some(n => n.nodeType === 3 && n.data.includes('😄'))),
].map(each => (each.parentElement || each).outerHTML.slice(0, 400))""".replace("OURS", OURS)
UNFOLD = "() => document.querySelectorAll('main summary').forEach(each => each.click())"


class Hostile(Planter):
    """Every text field holds markup that would do something, were it let."""

    def word(self) -> str:
        return f"{HOSTILE} {super().word()}"

    def _value(self, name: str, hint: Any) -> Any:
        if name == "assumed":
            return "both"
        return HOSTILE if name in FREE else super()._value(name, hint)


def award() -> list[Any]:
    """The fund as an award whose letter and report can be written, hostile in every field."""
    words = ("number", "title", "contact", "signer", "bank_account", "restriction", "letter")
    return [
        fund("estuary", HOSTILE, extension_months=6, notice_days=60, work_remaining=HOSTILE,
             work_months=Decimal(3), extension_source=HOSTILE, funder=HOSTILE),
        Award("estuary", **dict.fromkeys(words, HOSTILE)),
        AwardLine("estuary", 0, HOSTILE, "people", Decimal(50_000), persons=4),
        AwardReport("estuary", HOSTILE, None, date(2018, 1, 1), date(2018, 6, 30), HOSTILE),
    ]  # fmt: skip


SHOWN = "() => document.querySelector('main').innerText.includes('**evil**')"
FUND = '[[funds]]\nid = "estuary"\nname = {}\nkind = "grant"\ncurrency = "USD"\nawarded = 1\n'
TABLE = '[[presets]]\nname = "{}"\nrecipient = {}\nfunds = ["estuary"]\n'


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    planter = Hostile(seed=1)
    at = datetime(2018, 9, 20, 6)
    info = BuildInfo(at, AS_OF, HOSTILE, "USD", "UTC", "dashboard.toml", False, "0")
    earlier = replace(meeting("m0"), held_on=date(2018, 8, 2), title=HOSTILE)
    records = [
        meeting(), earlier, *award(), statement("estuary", 60_000),
        *costs(service=HOSTILE, category=HOSTILE, provider=HOSTILE, region=HOSTILE), info,
        planter.record(ActionItem), replace(planter.record(Claim), kind="money", unit="USD"),
        planter.record(Issue, number=2, is_pull=False, state="open"),
        planter.record(DocsBuild, state="failed", version="latest", is_preview=False),
        planter.record(DocsVersion),
        *(each for each in planter.every() if type(each).__name__ not in SINGLE),
    ]  # fmt: skip
    build.publish(records, folder / "data", built_at=at)
    settings = folder / "dashboard.toml"
    settings.write_text(
        "".join(TABLE.format(n, json.dumps(HOSTILE)) for n in ("x", "y"))
        + FUND.format(json.dumps(HOSTILE))
        + f"[[scenarios]]\nname = {json.dumps(HOSTILE)}\ncut = 0.25\n",
        encoding="utf-8",
    )
    load(settings)  # no mistake: it would be shown in place of each page
    with dashboard(settings, folder / "data", free_port()) as address:
        yield address


# Fields that joins need to be the same everywhere.
FREE = ("category", "provider", "service", "region", "project", "origin")
SINGLE = ("Meeting", "DocsBuild", "DocsVersion")


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_in_the_data_comes_alive(house: str, visitor: BrowserContext, path: str) -> None:
    page = visitor.new_page()
    runs = Runs(page)
    dialogs: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{house}/{path}")
    runs.wait()
    page.evaluate(UNFOLD)
    runs.wait()
    assert page.evaluate(MADE) == []
    opened = page.locator("main [data-testid=stPopoverButton], main [data-baseweb=select]")
    for number in range(opened.count()):
        opened.nth(number).click()
        assert page.evaluate(MADE) == []
        page.keyboard.press("Escape")
    if path not in QUIET:  # a fold may still be on its way
        page.wait_for_function(SHOWN, timeout=60_000)
    assert dialogs == []
    assert not [url for url in asked if "evil" in url]
    assert page.locator("[data-testid=stException]").count() == 0
    page.close()


def test_what_the_letter_and_the_report_of_an_award_say_is_words(
    house: str, visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    runs = Runs(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{house}/award?of=estuary")
    runs.wait()
    for button in ("Write the letter", "Write the report"):
        page.get_by_role("button", name=button).click()
        popover = page.get_by_test_id("stPopoverBody")
        if button.endswith("report"):
            popover.get_by_role("button", name="Make it").click()
            runs.wait()
            popover.get_by_label("Period").click()
            choice = page.get_by_role("option").first.inner_text()
            assert "**evil**" in choice and "\\" not in choice  # as it is written, no sign escaped
            page.keyboard.press("Escape")
        else:
            popover.get_by_text("holds an e-mail").first.wait_for()  # tried once it is opened
            assert popover.get_by_label("Award").count() == 0  # a page of one award has no choice
        assert "evil" in popover.inner_text()
        assert page.evaluate(MADE) == []
        page.keyboard.press("Escape")
    assert not [url for url in asked if "evil" in url]
    page.close()
