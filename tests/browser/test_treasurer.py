"""A treasurer's whole way in the browser: from an empty folder to a runway, and no file touched."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from servers.running import CHECKOUT, dashboard, free_port
from sheet import ARTEFACTS, OUTSIDE, Sheet

from wording.start import NOTES_HINT

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
TOKEN = "t0k3n"
BLOCK = '[data-testid="stMainBlockContainer"]'
GOAL = 40  # clicks
AN_INGEST = 90_000  # milliseconds that one may take
NOTE = "# Team meeting\n\n- **Date:** 2026-09-03\n\n## Attendees\n\n* Sorrel / Marram / @sorrel\n"
BILL = (  # columns that no known export has
    "Period end,What for,Net price (USD)\n2026-08-31,Rack,8211.40\n2026-09-30,Rack,8390.15\n"
    "2026-10-31,Rack,8402.75\n2026-10-31,Uplink,120.00\n"
)


class Treasurer:
    """A person with a mouse: every click and every field that is entered counts."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.page = sheet, sheet.page
        self.clicks, self.began = 0, time.monotonic()

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1
        self.wait()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str, *, nth: int = 0) -> None:
        """Into a field, left with the tab key."""
        field = self.page.get_by_label(label, exact=True).nth(nth)
        field.click()
        self.clicks += 1
        field.fill(text)
        field.press("Tab")
        self.wait()

    def day(self, label: str, digits: str) -> None:
        """Into a field of year, month and day, which go on by themselves."""
        group = self.page.get_by_label(label, exact=True).first
        group.get_by_role("spinbutton").first.click()
        self.clicks += 1
        self.page.keyboard.type(digits, delay=30)
        self.page.keyboard.press("Escape")  # the calendar that opened next to it
        self.page.keyboard.press("Tab")
        self.wait()

    def wait(self) -> None:
        self.sheet.wait()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address with its token of a dashboard whose folder has notes, and no dashboard.toml."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-09-03.md").write_text(NOTE)
    file, port = tmp_path / "dashboard.toml", free_port()
    with dashboard(file, tmp_path / "data", port, QUARTERDECK_TOKEN=TOKEN) as address:
        yield f"{address}/start?token={TOKEN}", tmp_path


def test_from_an_empty_folder_to_a_runway_without_touching_a_file(
    empty: tuple[str, Path], browser: Browser
) -> None:
    address, folder = empty
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sheet = Sheet(page, address)
    someone = Treasurer(sheet)
    expect(page.locator("h1")).to_have_text("Three numbers give a first answer.")
    waits = page.get_by_role("button", name="Save and read it")
    expect(waits).to_be_disabled()
    expect(waits.locator("p")).not_to_have_css("color", "rgb(255, 255, 255)")  # on white
    three_numbers(someone)
    first = page.locator(".qd-answer").inner_text()
    assert first.startswith("It pays until "), first
    expect(page.locator(".qd-lead")).to_have_text("From your three numbers")
    keep(someone.sheet, "start-three")
    assert sheet.barriers() == []
    someone.button("Save and read it")
    read(sheet)
    another_fund_and_notes(someone)
    someone.button("Read now")
    read(sheet)
    expect(page.get_by_text("2 funds hold about", exact=False)).to_be_visible()
    keep(someone.sheet, "start-read")
    assert sheet.barriers() == []
    someone.click(page.get_by_role("link", name="Setup: extension rules"))
    an_extension_rule(someone)
    a_bill_of_unknown_layout(someone)
    someone.button("Read now")
    read(sheet)
    keep(someone.sheet, "setup-read")
    page.goto(address.replace("/start", "/runway"))
    someone.wait()
    keep(someone.sheet, "runway-after-start")
    assert sheet.complaints == []
    print(f"{someone.clicks} clicks, {time.monotonic() - someone.began:.0f} s with the pictures")
    assert someone.clicks < GOAL
    said = checked(folder)
    pieces = ("Meeting notes: team", "Bills: rack", "Funds: Our grant, Donations", "Fund balances",
              "Planned")  # fmt: skip
    for piece in pieces:
        assert f"set      {piece}" in said, said
    assert [file.name for file in (folder / "private").iterdir()] != []


def three_numbers(someone: Treasurer) -> None:
    someone.write("Amount left", "46,500")
    someone.day("Must be spent by", "20271231")
    someone.write("A month costs (cloud, hosting), USD", "8,700")


def another_fund_and_notes(someone: Treasurer) -> None:
    page = someone.page
    someone.write("Name of the fund", "Donations")
    someone.click(page.get_by_text("Cash", exact=True))
    someone.write("Amount left", "30,100")
    someone.button("Add this fund")
    expect(page.get_by_text("Saved: private/balances.csv")).to_be_visible()
    someone.write(NOTES_HINT, "notes")
    someone.button("Add these notes")
    expect(page.get_by_text("Saved: notes[team]")).to_be_visible()


def an_extension_rule(someone: Treasurer) -> None:
    page = someone.page
    someone.click(page.get_by_text("Change any piece", exact=True))
    someone.click(page.get_by_label("Piece", exact=True))
    someone.click(page.get_by_role("option", name="Extension rules of funds"))
    someone.write("Longest extension, months", "6")
    someone.write("Ask before the end, days", "45")
    keep(someone.sheet, "setup-form")
    someone.button("Show the change")
    expect(page.get_by_text("+extension = {months = 6, notice_days = 45}")).to_be_visible()
    keep(someone.sheet, "setup-change")
    someone.click(page.get_by_role("button", name="Save", exact=True).last)
    expect(page.get_by_text("Saved: funds[grant].extension")).to_be_visible()


def a_bill_of_unknown_layout(someone: Treasurer) -> None:
    """Dropped, its columns looked at with the sums of its months, and stored."""
    page = someone.page
    file = {"name": "rack.csv", "mimeType": "text/csv", "buffer": BILL.encode()}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    someone.clicks += 2  # the window of the browser: the file, and Open
    store = page.get_by_role("button", name="Store it as shown")
    expect(store).to_be_visible(timeout=60_000)
    months = page.locator("table", has_text="On save").locator("tr")
    expect(months.nth(3)).to_contain_text("October 2026, USD")
    expect(months.nth(3)).to_contain_text("8,522.75")
    keep(someone.sheet, "setup-bill")
    someone.click(store)
    expect(page.get_by_text("is there already, as bills/")).to_be_visible(timeout=60_000)


def checked(folder: Path) -> str:
    """What python -m pipelines check says of the settings that were written."""
    command = [sys.executable, "-m", "pipelines", "check"]
    place = os.environ | {"QUARTERDECK_CONFIG": str(folder / "dashboard.toml")}
    ran = subprocess.run(
        command, cwd=CHECKOUT, env=place, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def read(sheet: Sheet) -> None:
    """Until an ingest that was begun in the browser has ended, and its build is drawn."""
    page = sheet.page
    sheet.wait()  # what says that it reads is drawn, or already that it has read
    expect(page.get_by_text("Reading …")).to_be_hidden(timeout=AN_INGEST)
    expect(page.get_by_text("Read at", exact=False).first).to_be_visible()
    sheet.wait()


def keep(sheet: Sheet, name: str) -> None:
    """Pictures at both widths and in both themes; nothing sticks out of the window."""
    ARTEFACTS.mkdir(exist_ok=True)
    page = sheet.page
    for mode, width in (("light", 1440), ("dark", 1440), ("phone", 390), ("phone-dark", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if "dark" in mode else "light")
        sheet.wait()
        assert page.evaluate(OUTSIDE) == []
        height = page.locator(BLOCK).evaluate("e => e.scrollHeight") + 80
        page.set_viewport_size({"width": width, "height": max(900, height)})
        page.screenshot(path=ARTEFACTS / f"{name}-{mode}.png")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    sheet.wait()
