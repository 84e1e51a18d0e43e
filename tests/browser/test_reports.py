"""Reports with claims and interest in a real Chromium: accessible, and whole on a phone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from runway_records import balance, fund

import config
from config import House
from share import board_year, report
from share.report import Asked
from warehouse.records import (
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    AwardPayment,
    BookedCost,
    BuildInfo,
    FundingSetting,
    SourceRun,
)

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
D = Decimal
NOW, AS_OF = datetime(2026, 9, 17, 7), date(2026, 9, 17)
FIRST, LAST = date(2026, 1, 1), date(2026, 8, 31)
NSF = replace(
    fund("nsf", starts=FIRST, ends=date(2027, 12, 31)), awarded=D("1731000.50"),
    name="Sturdier servers for interactive research computing",
)  # fmt: skip
RECORDS = [
    BuildInfo(NOW, AS_OF, "Fernhollow", "USD", "UTC", "dashboard.toml", False, "0"), NSF,
    Award("nsf", "NSF-1", codes=["NSF"], paid="reimbursed"),
    AwardLine("nsf", 1, "Participant support costs", "travel", D("1731000.50"), ["5200"]),
    AwardPayment("nsf", D("80000.25"), "received", date(2026, 7, 1)),
    AwardClaim("nsf", date(2026, 6, 3), date(2026, 5, 31), D("1090000.10"), "C-1"),
    BookedCost(date(2026, 4, 2), "books", "travel", "NSF", "5200", "USD", D("1100000.75"), 1, "b"),
    fund("gift", starts=FIRST), Award("gift", "G-1", codes=["G"], paid="advance"),
    AwardInterest("gift", date(2026, 6, 30), D("12620.25"), "USD"), balance("gift", LAST, "500.25"),
    BookedCost(date(2026, 4, 2), "books", "travel", "G", "5200", "USD", D("99.75"), 1, "b"),
    FundingSetting(24, None, None, [], claims="claims.csv"),
    SourceRun("funds", "claims.csv", "ok", NOW, 1, 0),
]  # fmt: skip
CUT = """() => [...document.querySelectorAll('h1 ~ table:not(h2 ~ table) :is(th, td)')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth)
    .map(e => e.textContent)"""
# Tables beyond the page's column, which a PDF would cut; those that scroll are within it.
OUT = """() => [...document.querySelectorAll('table')].filter(e => e.getBoundingClientRect().right
    > document.querySelector('main').getBoundingClientRect().right + 1).map(e => e.textContent)"""


@pytest.fixture
def pages(
    tmp_path: Path, build: Callable[[list[Any]], Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, bytes]]:
    """The HTML of every template, and of the year for a board."""
    monkeypatch.setenv("BROWSER_PATH", "none")
    (tmp_path / "dashboard.toml").write_text('[project]\nname = "Fernhollow"\n')
    house = House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")
    db = build(RECORDS).cursor()
    found = {}
    for name in ("nsf", "gift"):
        for template in report.TEMPLATES:
            asked = Asked(name, FIRST, LAST, template)
            found[f"{name} {template}"] = report.make(db, house, asked, now=NOW).files
    year = (FIRST, date(2026, 12, 31))
    found["board"], _ = board_year.make(db, house, year, template=None, words=None, now=NOW)
    yield {name: files["report.html"] for name, files in found.items()}


def test_every_report_with_claims_or_interest_is_accessible_and_whole_on_a_phone(
    pages: dict[str, bytes], browser: Browser
) -> None:
    context = browser.new_context(offline=True)
    page, found = context.new_page(), []
    for width in (900, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name, content in pages.items():
            page.set_content(content.decode())
            seen = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            found += [(name, width, each["id"]) for each in seen if each["impact"] != "minor"]
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            found += [(name, width, f"{wide} wide")] if wide > width else []
            found += [(name, width, f"cut: {cell}") for cell in page.evaluate(CUT)]
            found += [(name, width, f"sticks out: {head}") for head in page.evaluate(OUT)]
    assert found == []
    assert b"Claims and interest" in pages["board"]
    context.close()
