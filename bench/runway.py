"""How fast the runway engine is, and how soon the page answers a scenario."""

import tempfile
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from bench import Figure, browser, seconds
from config import SAMPLE
from metrics.runway.engine import Case, Fund, Stream, simulate


def figures() -> Iterator[Figure]:
    """The engine at its largest promised size, then one scenario change in a real browser."""
    case = _case()
    simulate(case)
    taken = sorted(seconds(lambda: simulate(case)) for _ in range(5))
    what = "5,000 paths × 24 months × 3 categories × 6 restricted funds, median of 5"
    yield Figure(what, f"{taken[2]:.2f} s", "2 s")
    if not Path(browser.CHROMIUM).is_file():
        yield Figure("a scenario change on the page", "not measured: no Chromium", "1 s")
        return
    with tempfile.TemporaryDirectory() as data:
        browser.ingest(SAMPLE, Path(data))
        with browser.served(SAMPLE, Path(data)) as address:
            for name, spent in _changes(address):
                yield Figure(f"a scenario change on the page: {name}", f"{spent:.2f} s", "1 s")


def _case() -> Case:
    random = np.random.default_rng(1)
    streams = tuple(
        Stream(name, tuple(random.uniform(80, 160, 12).tolist()))
        for name in ("cloud", "people", "travel")
    )
    cloud, people, travel = "cloud", "people", "travel"
    funds = (
        Fund("a", Decimal(60_000), None, date(2026, 6, 30), frozenset({cloud, people})),
        Fund("b", Decimal(40_000), None, date(2027, 3, 31), frozenset({cloud})),
        Fund("c", Decimal(50_000), date(2026, 3, 1), date(2027, 9, 30), frozenset({people})),
        Fund(
            "d", Decimal(20_000), None, date(2027, 12, 31), frozenset({travel, people}),
            {people: Decimal(8_000)},
        ),
        Fund("e", Decimal(15_000), None, date(2026, 9, 15), frozenset({cloud, travel})),
        Fund("f", Decimal(30_000), date(2026, 8, 1), None, frozenset({travel, cloud})),
    )  # fmt: skip
    return Case(date(2026, 1, 31), funds, streams)


def _changes(address: str) -> list[tuple[str, float]]:
    """Seconds from a choice on the whole page to its new answer, each for the first time.

    Each is simulated when it is chosen, on the paths of the plan: click, run, new sentence drawn.
    """
    with browser.chromium() as page:
        page.goto(f"{address}/runway")
        page.get_by_role("button", name="What if").click(timeout=120_000)
        names = ("The grant is extended by six months", "Half of the cloud is switched off")
        found = [(name, _named(page, name)) for name in names]
        found.append(("one of one's own", _own(page)))
    return found


def _named(page: Page, name: str) -> float:
    browser.at_rest(page)
    page.get_by_role("combobox", name="Scenario").click()
    option = page.get_by_role("option", name=name)
    option.wait_for()
    begun = time.perf_counter()
    option.click()
    page.locator(".qd-what-if", has_text=f"{name}:").wait_for(timeout=30_000)
    return time.perf_counter() - begun


def _own(page: Page) -> float:
    browser.at_rest(page)
    page.get_by_role("combobox", name="Scenario").click()
    page.get_by_role("option", name="Your own").click()
    burn = page.get_by_role("slider", name="Spending, ± %")
    burn.wait_for()
    browser.at_rest(page)
    burn.focus()
    begun = time.perf_counter()
    burn.press("End")
    page.locator(".qd-what-if", has_text="100 % higher").wait_for(timeout=30_000)
    return time.perf_counter() - begun
