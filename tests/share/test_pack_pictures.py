"""Pictures of a pack are its own, and a browser that hangs or fails costs the pictures alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import chromium
import plotly.graph_objects as go
import pytest
from bill_records import days

from config import House, Preset, load
from share import browser, pack
from warehouse.read import newest, open_newest
from warehouse.records import BuildInfo

pytestmark = pytest.mark.slow

NOW = datetime(2026, 9, 17, 7)
BUILT = BuildInfo(NOW, date(2026, 9, 17), "Test", "USD", "UTC", "dashboard.toml", False, "0")
WITHOUT = "charts drawn by the embedded plotly.js, no PDF and no pictures"


def named(sponsor: str) -> dict[str, go.Figure]:
    """Two charts that bear their sponsor's name."""
    layout = {"height": 200, "title": {"text": f"For {sponsor}"}}
    return {key: go.Figure(go.Bar(y=[1, 2]), layout) for key in ("spend", "use")}


@pytest.mark.process
def test_packs_made_at_once_have_their_own_charts() -> None:
    sponsors = ["Alder", "Birch", "Cedar"]
    chrome = chromium.executable()
    with ThreadPoolExecutor(len(sponsors)) as pool:
        made = pool.map(lambda each: browser.pictures(named(each), chrome), sponsors)
    for sponsor, pictures in zip(sponsors, made, strict=True):
        assert list(pictures) == ["spend", "use"]
        for svg, png in pictures.values():
            assert [each for each in sponsors if f"For {each}".encode() in svg] == [sponsor]
            assert png.startswith(b"\x89PNG")


@pytest.mark.process
def test_charts_are_drawn_without_asking_a_server_for_a_script(tmp_path: Path) -> None:
    log, chrome = tmp_path / "net.json", tmp_path / "chrome"
    chrome.write_text(f'#!/bin/sh\nexec {chromium.executable()} --log-net-log={log} "$@"\n')
    chrome.chmod(0o700)
    assert list(browser.pictures(named("Alder"), str(chrome))) == ["spend", "use"]
    asked = log.read_text(encoding="utf-8")
    assert '"constants"' in asked  # Chrome asks its maker about updates all the same
    assert not re.findall(r'"url":"([^"]*[.]js)"', asked)


@pytest.fixture
def made(build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A pack made with a browser that does as a script says."""
    settings = tmp_path / "dashboard.toml"
    settings.write_text('[project]\nname = "Test"\n', encoding="utf-8")
    house = load(settings, tmp_path / "data")
    db = build([BUILT, *days(date(2025, 8, 12), 400, "100", account="cloud")])
    preset = Preset(name="estuary", recipient="Estuary Fund")
    content = pack.compose(db, house, preset, build=newest(house.data), now=NOW)

    def make(script: str) -> pack.Pack:
        chrome = tmp_path / "chrome"
        chrome.write_text(f"#!/bin/sh\n{script}\n")
        chrome.chmod(0o700)
        monkeypatch.setenv("BROWSER_PATH", str(chrome))
        return pack.make(db, house, preset, build=newest(house.data), now=NOW)

    make.content = content  # type: ignore[attr-defined] # what it is made from
    return make


def test_the_names_of_the_files_are_known_before_they_are_made(made: Any) -> None:
    drawn = made(f'exec {chromium.executable()} "$@"').files
    assert sorted(pack.files_of(made.content, drawn=True)) == sorted(drawn)
    assert {"pack.pdf", "charts/spend.svg", "csv/spend.csv"} <= set(drawn)
    assert list(pack.files_of(made.content, drawn=False)) == list(made("exit 3").files)


def test_a_browser_that_fails_leaves_a_pack_without_pictures_that_says_so(made: Any) -> None:
    found = made("exit 3")
    assert found.drawn.startswith(f"{WITHOUT}: ")
    assert not [name for name in found.files if name.endswith((".pdf", ".svg", ".png"))]
    assert b"plotly" in found.page


def test_a_browser_that_hangs_is_given_up(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "TOO_LONG", 3)
    found = made("exec sleep 600")
    assert found.drawn == f"{WITHOUT}: {tmp_path / 'chrome'} gave no answer in 3 seconds"
    assert "pack.pdf" not in found.files


@pytest.mark.heavy
def test_a_year_of_the_sample_is_four_pages_for_each_sponsor(
    sample_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", chromium.executable())
    pages = {}
    with open_newest(sample_house.data)[1] as db:
        for preset in sample_house.config.presets:
            made = pack.make(db, sample_house, preset, build=newest(sample_house.data), now=NOW)
            counts = re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", made.files["pack.pdf"])
            pages[preset.name] = max(map(int, counts))
    assert pages == {"estuary": 4, "skyhook": 4, "public": 4}
