"""No figure and no row moves while the code is moved, renamed and reworded (tests/figures)."""

from itertools import islice
from pathlib import Path

import pytest

from bench import SHARED
from config import SAMPLE, House, load
from tests import figures

SHOWN = 20  # differences printed


@pytest.fixture(scope="module")
def sample(sample_build: Path) -> dict[str, dict[str, object]]:
    return _measured(load(SAMPLE, sample_build))


@pytest.fixture(scope="module")
def real(real_house: House) -> dict[str, dict[str, object]]:
    return _measured(real_house)


def _measured(house: House) -> dict[str, dict[str, object]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", "none")  # packs are the same with and without a Chrome
        return figures.measured(house, house.config.presets or figures.PRESETS)


@pytest.mark.xdist_group("numbers of the sample")
@pytest.mark.parametrize("part", ["figures", "tables"])
def test_the_sample_shows_the_same_numbers(sample: dict[str, dict[str, object]], part: str) -> None:
    _same(figures.read()["sample"][part], sample[part])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real input (../shared) is not here")
@pytest.mark.xdist_group("real input")
@pytest.mark.parametrize("part", ["figures", "tables"])
def test_the_real_input_shows_the_same_numbers(
    real: dict[str, dict[str, object]], part: str
) -> None:
    _same(figures.read()["real"][part], real[part])


def _same(held: dict[str, object], now: dict[str, object]) -> None:
    found = list(figures.differences(held, now))
    shown = "\n".join(islice(found, SHOWN))
    assert not found, f"{len(found)} of {len(held)} differ, the first {SHOWN}:\n{shown}"
