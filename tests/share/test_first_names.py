"""Who opted out is in no build and is held back all the same; a first name alone is told."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from servers.planting import AS_OF, costs, fund, meeting, person, statement

import config
from config import House, Preset
from share import pack, preview
from share.__main__ import main
from share.content import Part
from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import BuildInfo

SETTINGS = """
[people]
file = "people.toml"

[[funds]]
id = "estuary"
name = "Estuary Fund grant"
kind = "grant"

[[presets]]
name = "estuary"
recipient = "Estuary Fund"
funds = ["estuary"]
"""
# Who opted out is in no build: these three are known from people.toml alone.
PEOPLE = """
[[people]]
name = "Thistle Brack"
aliases = ["Tib Brack"]
handles = ["@thibrack"]
opt_out = true

[[people]]
name = "Bill Sorrow"
opt_out = true

[[people]]
name = "Ivo Lathe"
handles = ["ivolathe"]
"""
NOW = datetime(2018, 9, 20, 7)
RECORDS = [
    BuildInfo(NOW, AS_OF, "Binder", "USD", "UTC", "dashboard.toml", False, "0"), meeting(),
    fund("estuary", "Estuary Fund grant", funder="Estuary Fund"), statement("estuary", 60_000),
    person("Bill Bright", "bill"), person("Zoë Ångström", "zoeang"), *costs(),
]  # fmt: skip
PRESET = Preset(name="estuary", recipient="Estuary Fund", funds=["estuary"])
Check = Callable[[str], tuple[str, ...]]


def _house(folder: Path) -> tuple[House, Path]:
    """A team's folder with one build in it."""
    settings = folder / "dashboard.toml"
    settings.write_text(SETTINGS)
    (folder / "people.toml").write_text(PEOPLE)
    house = config.load(settings, folder / "data")
    return house, warehouse_build.publish(RECORDS, house.data, built_at=NOW)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Check]:
    """The team's own words → what a person should look at, or Withheld; on one build."""
    house, file = _house(tmp_path_factory.mktemp("checked"))
    with connect(file) as db:
        content = pack.compose(db, house, PRESET, build=file, now=NOW)

        def check(words: str) -> tuple[str, ...]:
            own = Part("what-was-done", "What was done", markdown=words)
            said = replace(content, parts=(own, *content.parts))
            pack.check(db, house, PRESET, said)
            return pack.first_names(db, house, said)

        yield check


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Thistle Brack left the team.", "a name, '[name withheld]'"),
        ("Thistle left the team.", "a name, '[name withheld]'"),
        ("Tib Brack left the team.", "a name, '[name withheld]'"),
        ("@thibrack is gone.", "a handle, '[name withheld]'"),
        ("thibrack moved the machines.", "a handle, '[name withheld]'"),
        ("Bill Sorrow is gone.", "a name, '[name withheld]'"),
        ("Ivo Lathe came.", "a name, 'Ivo Lathe'"),
        ("ivolathe came.", "a handle, 'ivolathe'"),
    ],
)
def test_whom_people_toml_names_is_in_no_pack_and_who_opted_out_in_no_complaint(
    checked: Check, words: str, told: str
) -> None:
    with pytest.raises(pack.Withheld) as withheld:
        checked(words)
    place = "what-was-done, line 1 of your words"
    lines = {str(leak) for leak in withheld.value.leaks}
    assert f"{place}: holds {told}" in lines
    assert not any("Sorrow" in line or "Brack" in line for line in lines)


def test_a_first_name_is_told_and_the_words_pass(checked: Check) -> None:
    place = "what-was-done, line 2 of your words"
    words = "All went well.\nZoe\u0308 and Ivo's cat; Zoëm."
    assert checked(words) == tuple(
        f"{place}: may name somebody, {name!r}. Fix: if it does, reword that place"
        for name in ("Zoë", "Ivo")
    )


def test_the_page_says_what_stands_in_the_way_and_looks_again_when_people_toml_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "none")
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(tmp_path / "dashboard.toml"))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "data"))
    file = _house(tmp_path)[1]
    with connect(file) as db:
        before = preview.state("estuary")
        asked = {"build": file.name, "name": "estuary", "state": before}
        assert preview.preview(db, **asked).old == (
            "Nothing later than 20 September 2018 is in these figures.",
        )
        shown = preview.preview(db, **asked, old_data=True)
        assert (bool(shown.page), shown.leaks) == (True, ())
        (tmp_path / "people.toml").unlink()
        after = preview.state("estuary")
        shown = preview.preview(db, build=file.name, name="estuary", state=after)
    assert before != after
    assert shown.page == b""
    assert shown.leaks == (
        "people.toml is not there. Fix: put it back, or take it out of [people] in dashboard.toml",
    )


def test_the_page_starts_no_browser_and_its_files_are_drawn_and_checked_once_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chrome, ran = tmp_path / "chrome", tmp_path / "ran"
    chrome.write_text(f"#!/bin/sh\ntouch {ran}\nexit 3\n")
    chrome.chmod(0o700)
    monkeypatch.setenv("BROWSER_PATH", str(chrome))
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(tmp_path / "dashboard.toml"))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "data"))
    file = _house(tmp_path)[1]
    asked: dict[str, Any] = {"build": file.name, "name": "estuary", "old_data": True}
    with connect(file) as db:
        shown = preview.preview(db, state=preview.state("estuary"), **asked)
        assert (shown.leaks, ran.exists()) == ((), False)
        assert not [remark for remark in shown.remarks if pack.WITHOUT in remark]
        assert b"Plotly.newPlot" not in shown.page  # packed, until somebody stays
        assert b'<script type="text/plain">' in shown.page
        with zipfile.ZipFile(io.BytesIO(preview.archive(db, **asked))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        assert ran.exists()
        (tmp_path / "people.toml").unlink()
        with pytest.raises(config.ConfigError):
            preview.archive(db, **asked)
    made = {name for name in files if not name.startswith("csv/")}
    assert made == {"pack.html", "manifest.json", "read-before-sending.txt"}
    assert b"Plotly.newPlot" in files["pack.html"]
    assert files["read-before-sending.txt"].decode().startswith(f"{pack.WITHOUT}: ")


def test_the_command_tells_first_names_and_writes_no_pack_without_people_toml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "none")
    _house(tmp_path)
    (tmp_path / "sponsors").mkdir()
    (tmp_path / "sponsors" / "estuary.md").write_text("## What was done\nIvo came.\n")
    words = ["--config", str(tmp_path / "dashboard.toml"), "pack", "--preset", "estuary"]
    assert main([*words, "--out", str(tmp_path / "pack")], now=lambda: NOW) == 0
    assert capsys.readouterr().err.splitlines()[0] == (
        "estuary: what-was-done, line 1 of your words: may name somebody, 'Ivo'."
        " Fix: if it does, reword that place"
    )
    (tmp_path / "people.toml").unlink()
    assert main([*words, "--out", str(tmp_path / "second")], now=lambda: NOW) == 78
    assert capsys.readouterr().err == (
        "people.toml is not there. Fix: put it back, or take it out of [people] in dashboard.toml\n"
    )
    assert not (tmp_path / "second").exists()
