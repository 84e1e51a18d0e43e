"""A bill of unknown layout is dropped on Setup: its months are seen, it is stored, and undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from servers.running import dashboard, free_port
from sheet import ARTEFACTS, MODES, Sheet

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
expect.set_options(timeout=60_000)

TOML = '[project]\nname = "Fernhollow"\n'
NAME = "Rack <img src=x> invoice.csv"
BILL = (
    "Date,Service,Cost (USD)\n2026-06-30,<b>Rack</b>,145.51\n2026-07-31,Rack,145.51\n"
    "2026-08-31,Rack,145.51\n2026-08-31,Uplink,20.00\n"
)
STORE = "Store it as shown"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dropping")
    (folder / "dashboard.toml").write_text(TOML)
    return folder


@pytest.fixture(scope="module")
def address(team: Path) -> Iterator[str]:
    port = free_port()
    with dashboard(
        team / "dashboard.toml", team / "data", port, QUARTERDECK_TOKEN="t0k3n"
    ) as found:
        yield found


def dropped(page: Page) -> None:
    file = {"name": NAME, "mimeType": "text/csv", "buffer": BILL.encode()}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.get_by_role("button", name=STORE)).to_be_visible()


def test_a_bill_is_dropped_seen_stored_and_taken_back(
    team: Path, address: str, browser: Browser
) -> None:
    for mode in ("dark", "phone", "light"):
        context = browser.new_context(**MODES[mode])
        sheet = Sheet(context.new_page(), f"{address}/setup?token=t0k3n")
        dropped(sheet.page)
        sheet.wait()
        rows = sheet.page.locator("table", has_text="On save").locator("tr")
        expect(rows.nth(3)).to_contain_text("August 2026, USD")
        expect(rows.nth(3)).to_contain_text("165.51")
        assert sheet.outside() == []
        ARTEFACTS.mkdir(exist_ok=True)
        sheet.page.screenshot(path=ARTEFACTS / f"dropped-{mode}.png", full_page=True)
        if mode != "light":
            context.close()
    assert [each.name for each in team.iterdir() if each.name != "data"] == ["dashboard.toml"]
    sheet.page.get_by_role("button", name=STORE).click()
    expect(sheet.page.get_by_text("is there already, as bills/")).to_be_visible()
    (stored,) = (team / "bills").rglob("*.csv")
    assert stored.read_text() == BILL
    assert stored.name.startswith("Rack-img-src-x-invoice-")
    assert '[[billing]]\naccount = "rack"' in (team / "dashboard.toml").read_text()
    for key in ("billing[rack]", "bills/rack/"):
        sheet.page.get_by_role("button", name=f"Undo {key}").click()
    expect(sheet.page.get_by_role("button", name="Undo")).to_have_count(0)
    assert (team / "dashboard.toml").read_text() == TOML
    assert not list((team / "bills").rglob("*.csv"))
    assert sheet.complaints == []
    context.close()
