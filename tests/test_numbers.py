"""No figure and no row moves while the code is moved, renamed and reworded (tests/figures)."""

from itertools import islice
from pathlib import Path

import pytest

from bench import SHARED
from config import SAMPLE, House, load
from tests import figures

SHOWN = 20  # differences printed


def _measured(house: House) -> dict[str, dict[str, object]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", "none")  # packs are the same with and without a Chrome
        return figures.measured(house, house.config.presets or figures.PRESETS)


def test_the_sample_shows_the_same_numbers(sample_build: Path) -> None:
    _same("sample", _measured(load(SAMPLE, sample_build)))


@pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="it reads the real notes and bills (../shared), which may not be kept here",
)
@pytest.mark.xdist_group("real input")
def test_the_real_input_shows_the_same_numbers(real_house: House) -> None:
    _same("real", _measured(real_house))


def _same(build: str, now: dict[str, dict[str, object]]) -> None:
    """Every figure and every table of a build is as tests/numbers.json has it."""
    for part, held in figures.read()[build].items():
        found = list(figures.differences(held, now[part]))
        shown = "\n".join(islice(found, SHOWN))
        assert not found, f"{len(found)} of {len(held)} {part} differ, the first {SHOWN}:\n{shown}"
