"""Every form of Setup: axe and pictures in both themes, by keyboard alone, and a pasted table."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from servers.running import CHECKOUT, dashboard, free_port
from sheet import ARTEFACTS, MODES, Sheet

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
awarded = 142500
ends_on = 2027-12-31
ask = "the treasurer"

# as in the letter
[[payments]]
fund = "grant"
amount = 40000
state = "received"
on = 2026-01-15

[funding]
balances = "balances.csv"

[[billing]]
account = "cloud"
path = "bills"
currency = "USD"
columns = {date = "Day", amount = "Cost", service = "Item"}
"""
BALANCES = "fund,on_day,amount,confirmed,source\ngrant,2026-06-30,96000,yes,portal\n"
PASTED = "Our grant\t20.000,00 $\tto come\t\nOur grant\t1.234,50\tclaimed\t31.08.2026\n"
OPEN = "inside => document.querySelectorAll(inside).forEach(e => e.click())"
# Boxes whose border hardly differs from the page (WCAG 1.4.11: 3 to 1).
FAINT = """() => {
    const light = color => {
        const [r, g, b] = color.match(/[\\d.]+/g).map(c => c / 255)
            .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = light(getComputedStyle(document.querySelector('.stApp')).backgroundColor);
    return [...document.querySelectorAll('main [data-testid=stCheckbox]')]
        .map(each => each.querySelector('[data-testid=stWidgetLabel]').previousElementSibling)
        .filter(box => {
            const edge = light(getComputedStyle(box).borderTopColor);
            return (Math.max(edge, ground) + .05) / (Math.min(edge, ground) + .05) < 3;
        }).map(box => box.parentElement.textContent);
}"""
OUTER, INNER = "details:not([open], details *) > summary", "details:not([open]) > summary"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team with a fund, and two bills of which nobody knows whether they bill the same."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "dashboard.toml").write_text(TOML)
    (folder / "balances.csv").write_text(BALANCES)
    (folder / "bills").mkdir()
    lines = [f"2026-08-{day:02},Rack,10" for day in range(1, 29)]
    other = [line.replace("Rack", "Disk") if n < 20 else line for n, line in enumerate(lines)]
    for name, rows in (("hub", lines), ("tools", other)):
        (folder / "bills" / f"{name}.csv").write_text("\n".join(["Day,Item,Cost", *rows, ""]))
    place = os.environ | {"QUARTERDECK_CONFIG": str(folder / "dashboard.toml")}
    words = [sys.executable, "-m", "pipelines", "--data", str(folder / "data")]
    subprocess.run(words, cwd=CHECKOUT, env=place, capture_output=True, check=False)
    return folder


@pytest.fixture(scope="module")
def address(team: Path) -> Iterator[str]:
    file, port = team / "dashboard.toml", free_port()
    with dashboard(file, team / "data", port, QUARTERDECK_TOKEN="t0k3n") as found:
        yield f"{found}/setup?token=t0k3n"


def test_every_form_has_no_barrier_in_either_theme_and_fits_a_phone(
    address: str, browser: Browser
) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    for mode in MODES:
        sheet = Sheet(browser.new_context(**MODES[mode]).new_page(), address)
        for folds in (OUTER, INNER):
            sheet.page.evaluate(OPEN, folds)
            sheet.wait()
        expect(sheet.page.get_by_test_id("stDataFrame")).to_be_visible()
        assert sheet.outside() == []
        assert sheet.page.evaluate(FAINT) == []
        if mode != "phone":  # there Streamlit's own drawer has a list of its own making
            assert sheet.barriers() == []
        sheet.picture(ARTEFACTS / f"forms-{mode}.png")
        assert sheet.complaints == []
        sheet.page.context.close()


def _tab_to(page: Page, role: str, words: str) -> None:
    """Press Tab until the element of this role and name has the focus."""
    wanted = page.get_by_role(role, name=words).first  # type: ignore[arg-type] # one of them
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"Tab never reaches {words!r}")


def test_a_question_is_answered_and_a_balance_is_set_by_keyboard_alone(
    team: Path, address: str, browser: Browser
) -> None:
    sheet = Sheet(browser.new_context(**MODES["light"]).new_page(), address)
    page = sheet.page
    first = page.locator('[class*="st-key-answer"] button').first.inner_text()
    _tab_to(page, "button", first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: bills.toml", exact=False).first).to_be_visible()
    assert "[[answer]]" in (team / "bills.toml").read_text()
    _tab_to(page, "textbox", "Amount, USD")
    page.keyboard.type("18,000.40")
    _tab_to(page, "textbox", "Where you saw it")
    page.keyboard.type("the portal")
    _tab_to(page, "button", "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: balances.csv")).to_be_visible()
    assert (team / "balances.csv").read_text() == (
        f"{BALANCES}grant,2026-08-31,18000.40,no,the portal\n"
    )
    assert sheet.complaints == []
    page.context.close()


def test_rows_of_a_spreadsheet_are_pasted_corrected_saved_and_taken_back(
    team: Path, address: str, browser: Browser
) -> None:
    sheet = Sheet(browser.new_context(**MODES["light"]).new_page(), address)
    page = sheet.page
    page.get_by_text("claims as a table", exact=False).click()
    page.get_by_label("Table", exact=True).click()
    page.get_by_role("option", name="Payments of awards").click()
    sheet.wait()
    page.get_by_label("Paste rows from a spreadsheet").fill(PASTED)
    page.get_by_role("button", name="Read the rows").click()
    expect(page.get_by_text("2 rows are in the table now, not saved", exact=False)).to_be_visible()
    sheet.wait()
    sheet.picture(ARTEFACTS / "forms-pasted.png")
    page.get_by_role("button", name="Show the change").last.click()
    expect(page.get_by_text("+amount = 1234.50")).to_be_visible()
    sheet.picture(ARTEFACTS / "forms-change.png")
    assert sheet.barriers() == []
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved: payments")).to_be_visible()
    new = """
[[payments]]
fund = "grant"
amount = 20000
state = "to_come"

[[payments]]
fund = "grant"
amount = 1234.50
state = "claimed"
on = 2026-08-31
"""
    saved = (team / "dashboard.toml").read_text()
    assert saved == TOML.replace("on = 2026-01-15\n", f"on = 2026-01-15\n{new}")
    page.get_by_role("button", name="Undo payments").click()
    expect(page.get_by_role("button", name="Undo payments")).to_have_count(0)
    assert (team / "dashboard.toml").read_text() == TOML
    assert sheet.complaints == []
    page.context.close()
