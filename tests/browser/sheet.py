"""One page of the dashboard in the browser, and the questions the tests ask it."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page
from runs import Runs

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
MODES: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
# On a deep link Streamlit first asks for these below the page's own path, then at the right place.
PROBES = ("/_stcore/health", "/_stcore/host-config")
# Whatever sticks out of the window, unless it scrolls within a part of the page of its own.
OUTSIDE = """() => {
    const root = document.querySelector('[data-testid="stMainBlockContainer"]');
    const scrolls = e => {
        for (let p = e.parentElement; p && p !== root; p = p.parentElement) {
            if (getComputedStyle(p).overflowX !== 'visible') return true;
        }
        return false;
    };
    const wide = [...root.querySelectorAll('*:not(details:not([open]) *)')].filter(e => {
        const box = e.getBoundingClientRect();
        const out = box.right > innerWidth + 1 || box.left < -1;
        return box.width && box.height && out && !scrolls(e);
    });
    const all = wide.map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`);
    const main = document.querySelector('[data-testid="stMain"]');
    if (main.scrollWidth > main.clientWidth + 1) all.push(`the page: ${main.scrollWidth} px`);
    return all;
}"""
# Words of a tile that end in "…".
CUT = """() => [...document.querySelectorAll('[data-testid="stMetric"] *')]
    .filter(e => getComputedStyle(e).textOverflow === 'ellipsis')
    .filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => e.textContent)"""


class Sheet:
    """A page as a person sees it, with everything its console complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.complaints, self.runs = page, list[str](), Runs(page)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        self.wait()

    def _listen(self, message: ConsoleMessage) -> None:
        probe = message.location["url"].endswith(PROBES) and "404" in message.text
        if message.type == "error" and not probe:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def wait(self) -> None:
        """Until every run that was asked for is over, and every chart is drawn."""
        self.runs.wait()

    def count(self, selector: str) -> int:
        """How many elements there are of a kind."""
        return self.page.locator(selector).count()

    def outside(self, width: int | None = None) -> list[str]:
        """What sticks out of the window sideways, at its own or another width."""
        if width:
            self.page.set_viewport_size({"width": width, "height": 844})
            self.wait()
        return self.page.evaluate(OUTSIDE)

    def cut(self) -> list[str]:
        """Words of tiles that do not fit."""
        return self.page.evaluate(CUT)

    def picture(self, file: Path) -> None:
        """Keep the whole page as a picture, however long it is."""
        file.parent.mkdir(exist_ok=True)
        size = self.page.viewport_size or {"width": 1440, "height": 900}
        block = '[data-testid="stMainBlockContainer"]'
        height = self.page.locator(block).evaluate("e => e.scrollHeight") + 80
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        self.wait()
        self.page.screenshot(path=file, animations="disabled")
        self.page.set_viewport_size(size)

    def barriers(self, inside: str | None = None) -> list[str]:
        """What axe finds moderate, serious or critical, on the page or in a part: rule, place."""
        found = (
            Axe()
            .run(self.page, context=inside, options={"resultTypes": ["violations"]})
            .response["violations"]
        )
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found
            if violation["impact"] in ("moderate", "serious", "critical")
            for node in violation["nodes"]
            if not _sparkline(violation["id"], node["html"])
        ]


def _sparkline(rule: str, html: str) -> bool:
    """Streamlit gives the parts of a tile's sparkline no name; the tile's words say it all."""
    return rule == "svg-img-alt" and "metric_chart_" in html
