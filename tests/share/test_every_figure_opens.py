"""Every tile, every figure of a sentence or table and a mark of every chart has rows that agree.

In a browser tests/browser/test_opening_rows.py clicks them; here every address is asked at once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from agreement import agree

from config import SAMPLE, House, load
from metrics import figures
from metrics.data_quality import standing
from metrics.ledger import Ledger
from render import cells
from share.site import team
from warehouse import read
from wording import ledger
from wording.gather import Asker
from wording.markup import words_of
from wording.page import Amount, Chart, Figure, Heading, Sentence, Table, Tile

PLACES = {place.path: place for place in team.PLACES if place.path != "search"}


@pytest.fixture(scope="module")
def sample(sample_build: Any) -> Iterator[Asker]:
    yield from _asker(load(SAMPLE, sample_build))


@pytest.fixture(scope="module")
def real(real_house: House) -> Iterator[Asker]:
    yield from _asker(real_house)


def _asker(house: House) -> Iterator[Asker]:
    build = read.newest(house.data)
    with read.connect(build) as db:
        as_of: date = db.execute("select as_of from build_info").fetchall()[0][0]
        yield team.asker_of(db, house, build=build, on=as_of)


@pytest.mark.parametrize("path", PLACES)
def test_every_figure_of_the_sample_opens_rows_that_give_it(sample: Asker, path: str) -> None:
    assert _checked(sample, path) > 0


@pytest.mark.parametrize("path", PLACES)
def test_every_figure_of_real_input_opens_rows_that_give_it(real: Asker, path: str) -> None:
    if PLACES[path].is_offered(real.config):
        _checked(real, path)


def _checked(asker: Asker, path: str) -> int:
    """How many figures the page has; each was held to its rows."""
    made = PLACES[path].make(asker)
    every = [*_walked((made.page.answer, *made.page.blocks, *made.controls.values()))]
    said = cache(lambda address: _said(asker, dict(address)))
    shown = [pair for block in every for pair in _shown(block)]
    for text, opens in shown:
        agree(text, said(_key(opens)))
    for block in every:
        if isinstance(block, Chart):
            assert block.marks, f"{path}: no mark of {block.title} opens its rows"
            said(_key(block.marks[0].opens))
        if isinstance(block, Chart | Table | Heading):
            _are_in_its_words(block)
    return len(shown)


def _walked(value: Any) -> Iterator[Any]:
    """Every block, tile and figure in it, however deep."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from _walked(each)
    elif is_dataclass(value):
        yield value
        for each in fields(value):
            if each.name not in ("facts", "table", "data"):
                yield from _walked(getattr(value, each.name))


def _shown(block: object) -> Iterator[tuple[str, Any]]:
    """The figures of one block as it shows them, with their addresses."""
    match block:
        case Tile():
            assert block.opens or not re.search(r"\d", block.value), f"{block.label}: no rows"
            if block.opens:
                yield block.value, block.opens
        case Sentence():
            said = f"{block.claim} {block.advice} {block.basis}"
            yield from ((str(f.text), f.opens) for f in block.figures if str(f.text) in said)
        case Amount() | Figure():
            yield words_of(str(block.text)), block.opens


def _are_in_its_words(block: Chart | Table | Heading) -> None:
    """A finding that has a number with rows has it as a link."""
    text = block.remark if isinstance(block, Heading) else block.finding
    drawn = cells.linked(text, block.figures)
    named = [each for each in block.figures if str(each.text) in str(text)]
    assert drawn.count('class="qd-rows"') == len(named), drawn


def _key(opens: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((n, (v,) if isinstance(v, str) else tuple(v)) for n, v in sorted(opens.items()))


def _said(asker: Asker, address: dict[str, Any]) -> str:
    """The sentence of the page of rows; the rows lead to its figure."""
    figure, arguments = figures.asked(address)
    days = figures.own(figure, as_of=asker.as_of, on=asker.on)
    found: Ledger = asker.ask(figure, **arguments | days)
    assert found.holds, address
    how = asker.ask(standing.standing, metric=found.metric, on=asker.on)
    return str(ledger.page(found, how).answer.claim)
