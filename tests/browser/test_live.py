"""The dashboard follows what happens while it is open."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from servers.running import dashboard, free_port
from sheet import Sheet

from warehouse import build
from warehouse.records import BuildInfo, FundBalance, SourceRun

pytestmark = [pytest.mark.heavy, pytest.mark.browser, pytest.mark.xdist_group("browser")]
NEXT_TICK = 25_000  # milliseconds: the page looks for news every 10 s


def publish(data: Path, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 6, 10)
    info = BuildInfo(moment, day, "Test", "USD", "UTC", "dashboard.toml", False, "0")
    balance = FundBalance("grant", day, None, False, None)
    build.publish(
        [SourceRun("funds", "balances.csv", rows=1), balance, info], data, built_at=moment
    )


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served dashboard without a build, and its data folder."""
    folder = tmp_path_factory.mktemp("team")
    config, data = folder / "dashboard.toml", folder / "data"
    config.write_text("[project]\nname = 'Test'\nas_of = 2018-09-20\n")
    data.mkdir()
    with dashboard(config, data, free_port()) as address:
        yield address, data


def test_the_first_build_and_the_next_appear_by_themselves(
    team: tuple[str, Path], open_sheet: Callable[[str, str], Sheet]
) -> None:
    address, data = team
    page = open_sheet(f"{address}/sources", "light").page
    expect(page.locator("h1")).to_have_text(["Sources: not known, nothing has been read yet."])
    publish(data, date(2018, 9, 20))
    expect(page.locator(".qd-strip")).to_contain_text("20 Sep 2018", timeout=NEXT_TICK)
    publish(data, date(2018, 9, 21))
    expect(page.locator(".qd-strip")).to_contain_text("21 Sep 2018", timeout=NEXT_TICK)


def test_charts_follow_a_change_of_theme(
    team: tuple[str, Path], open_sheet: Callable[[str, str], Sheet]
) -> None:
    address, data = team
    publish(data, date(2018, 9, 22))
    page = open_sheet(f"{address}/sources", "light").page
    page.locator(".st-key-more summary").first.click()
    bar = page.locator(".js-plotly-plot .bars path").first
    expect(bar).to_have_css("fill", "rgb(74, 116, 172)")
    page.emulate_media(color_scheme="dark")
    expect(bar).to_have_css("fill", "rgb(107, 147, 204)", timeout=NEXT_TICK)
