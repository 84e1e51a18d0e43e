"""Packs of the real input: they add up, and no name of a real roll call stops them."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from test_pack_sums import disagreements

from bench import SHARED
from config import House, Preset
from share.__main__ import main as share

pytestmark = [
    pytest.mark.skipif(
        not SHARED.is_dir(),
        reason="it reads the real notes and bills (../shared), which may not be kept here",
    ),
    pytest.mark.xdist_group("real input"),
]
PRESETS = """
[[presets]]
name = "cloud"
recipient = "The cloud"
audience = "credits"

[[presets]]
name = "all"
recipient = "everybody"
audience = "public"
"""


def test_they_add_up_and_sponsors_read_one_figure_alike(real_house: House) -> None:
    asked = {"funder": "A fund", "credits": "The cloud", "public": "everybody"}
    presets = [Preset(name=a, recipient=who, audience=a) for a, who in asked.items()]  # type: ignore[arg-type] # one of three
    assert disagreements(real_house, real_house.data, presets, datetime(2018, 9, 20)) == []


def test_packs_of_the_real_input_are_written(
    real_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "none")
    settings = shutil.copytree(real_house.config.folder, tmp_path / "own") / "dashboard.toml"
    settings.write_text(settings.read_text() + PRESETS)
    for name in ("cloud", "all"):
        out = tmp_path / name
        command = ["--config", str(settings), "pack", "--preset", name, "--out", str(out)]
        assert share(command) == 78, "its bills end in June: a sponsor gets no old figure unseen"
        assert not out.exists()
        assert share([*command, "--with-old-data"]) == 0
        page = (out / "pack.html").read_text(encoding="utf-8")
        assert "No bill later than 18 June 2018 is in these figures." in page
        assert "betatim" not in page.casefold()
        assert "zoom.us" not in page
