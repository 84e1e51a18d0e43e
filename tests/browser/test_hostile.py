"""Markup in any text of the data arrives on every page as words, and nothing of it runs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from servers.planting import AS_OF, Planter, costs, fund, meeting, statement
from servers.running import dashboard, free_port

from warehouse import build
from warehouse.records import ActionItem, BuildInfo, Claim, DocsBuild, DocsVersion, Issue

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
PATHS = [
    "", "burn", "runway", "funds", "people?names=on", "actions", "issues", "docs", "launches",
    "pack", "sources", "setup",
]  # fmt: skip
HOSTILE = (
    "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    "[x](javascript:window.hit=1) <a href='javascript:window.hit=1'>y</a> $x$ **b**"
)
ALIVE = """() => [window.hit, ...document.querySelectorAll(
    'main img[src="x"], a[href^="javascript"], main script, .katex, [onerror]')]
    .filter(Boolean).map(e => (e.parentElement || e).outerHTML || 'a script ran')"""


class Hostile(Planter):
    """Every private field holds markup that would do something, were it let."""

    def word(self) -> str:
        return f"{HOSTILE} {super().word()}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    planter = Hostile(seed=1)
    at = datetime(2018, 9, 20, 6)
    info = BuildInfo(at, AS_OF, HOSTILE, "USD", "UTC", "dashboard.toml", False, "0")
    earlier = replace(meeting("m0"), held_on=date(2018, 8, 2), title=HOSTILE)
    records = [
        meeting(), earlier, fund("estuary", HOSTILE), statement("estuary", 60_000),
        *costs(service=HOSTILE, category=HOSTILE), info,
        planter.record(ActionItem), replace(planter.record(Claim), kind="money", unit="USD"),
        planter.record(Issue, number=2, is_pull=False, state="open"),
        planter.record(DocsBuild, state="failed", version="latest", is_preview=False),
        planter.record(DocsVersion),
        *(each for each in planter.every() if type(each).__name__ not in SINGLE),
    ]  # fmt: skip
    build.publish(records, folder / "data", built_at=at)
    settings = folder / "dashboard.toml"
    settings.write_text(
        f'[[presets]]\nname = "x"\nrecipient = {json.dumps(HOSTILE)}\nfunds = ["estuary"]',
        encoding="utf-8",
    )
    with dashboard(settings, folder / "data", free_port()) as address:
        yield address


SINGLE = ("Meeting", "DocsBuild", "DocsVersion")


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_in_the_data_comes_alive(house: str, visitor: BrowserContext, path: str) -> None:
    page = visitor.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(f"{house}/{path}")
    expect(page.locator("h1").first).to_be_visible(timeout=40_000)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=40_000)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=40_000)
    assert page.evaluate(ALIVE) == []
    assert dialogs == []
    assert page.locator("[data-testid=stException]").count() == 0
    page.close()
