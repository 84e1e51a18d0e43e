"""Every public figure of four invented teams, whole: no part of an answer moves unseen.

answers/ has a file for each team and room: the question, then each part of the answer, properties
included. `python -m pytest tests/metrics/test_whole_answers.py --write-golden` writes them anew;
who does says in the commit which answers moved, and why.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from answer_lines import lines
from invented_teams import TEAMS, Team
from questions import ADDRESSES, COSTLY, MORE, OF_METRICS, PAGED, SLOW

from metrics import figures
from metrics.ledger import MOST, Ledger
from metrics.metric import public
from metrics.once import within
from warehouse import build as warehouse_build
from warehouse.read import connect

ANSWERS = Path(__file__).with_name("answers")


@pytest.fixture(scope="session")
def built(template: Any) -> Callable[[str], Path]:
    """The build of a team, published once per run."""

    def file(name: str) -> Path:
        team = TEAMS[name]
        folder = template(f"team-{name}", lambda made: warehouse_build.publish(
            team.all_records(), made, built_at=team.built_at))  # fmt: skip
        return next(folder.glob("warehouse-*.duckdb"))

    return file


# Rooms that rest on the same simulation are asked together, so that it runs once.
MONEY = ("awards", "briefing", "data_quality", "funds", "runway")
ALONE = ("docs", "issues", "launches", "meetings", "search", "spending")
CASES = [
    pytest.param(team, rooms, marks=[pytest.mark.slow] if rooms[0] in SLOW[team] else [],
                 id=f"{team}-{rooms[0]}")
    for team in TEAMS
    for rooms in (MONEY, *((room,) for room in ALONE))
    if team in ("hub", "empty") or rooms in (MONEY, ("spending",))
]  # fmt: skip


@pytest.mark.parametrize(("team", "rooms"), CASES)
def test_no_answer_moves(built, team: str, rooms: tuple[str, ...], write_golden: bool) -> None:
    with connect(built(team)) as db, within({}):
        for room in rooms:
            found = "\n".join(_answers(db, team, room)) + "\n"
            file = ANSWERS / f"{team}-{room}.txt"
            if write_golden:
                file.parent.mkdir(exist_ok=True)
                file.write_text(found, encoding="utf-8", newline="\n")
            assert found == file.read_text(encoding="utf-8")


def test_every_public_metric_and_every_ledger_is_asked() -> None:
    rooms = {name.split(".")[0] for name in (*public(), *MORE)}
    assert {*MONEY, *ALONE} == rooms
    without = {
        name for name, each in public().items()
        if any(p.default is p.empty for p in _wanted(each).values()) and name not in OF_METRICS
    }  # fmt: skip
    assert without == set()
    assert {parse_qs(each)["of"][0] for each in ADDRESSES} == {*figures.FIGURES}


def _answers(db: Any, team: str, room: str) -> Iterator[str]:
    for question, ask in _questions(db, TEAMS[team]):
        name = question.removeprefix("of=")
        if name.startswith(f"{room}.") and not (team == "hub" and question.startswith(COSTLY)):
            yield from _asked(question, ask)


def _questions(db: Any, team: Team) -> Iterator[tuple[str, Callable[[], Any]]]:
    days = {"as_of": team.as_of, "on": team.on}
    for name, each in public().items():
        for given in OF_METRICS.get(name, ({},)):
            own = {n: day for n, day in days.items() if n in inspect.signature(each).parameters}
            yield f"{name}({_words(given)})", partial(each, db, **(own | given))
    for name, question in MORE.items():
        yield name, partial(question, db, team)
    for address in ADDRESSES:
        figure, given = figures.asked(parse_qs(address))
        asked = partial(figure, db, **given, **figures.own(figure, **days))
        yield address, partial(_by_pages, asked) if address in PAGED else asked


def _by_pages(asked: Callable[..., Ledger]) -> Ledger:
    """An answer, of which the second page is known to be its second row and third."""
    every, page = asked(), asked(start=1, most=2)
    assert [*lines(page.rows)] == [*lines(every.rows[1:3].reset_index(drop=True))]
    assert (page.count, page.figure, page.total) == (every.count, every.figure, every.total)
    return every


def _asked(question: str, ask: Callable[[], Any]) -> Iterator[str]:
    yield f"# {question}"
    try:
        found = ask()
    except ValueError as error:
        yield f"{type(error).__name__} {vars(error) or error}"
        return
    yield from lines(found)


def _wanted(each: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    known = inspect.signature(each).parameters
    return {name: known[name] for name in known if name not in ("db", "as_of", "on")}


def _words(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in given.items())


def test_what_an_address_leaves_out_is_no_flag_and_begins_at_the_first_row() -> None:
    left_out = {"start": 0, "most": MOST}
    for name, figure in figures.FIGURES.items():
        wanted = inspect.signature(figure).parameters
        given = {n: each.default for n, each in wanted.items() if n in left_out}
        flags = {n: each.default for n, each in wanted.items() if each.annotation is bool}
        assert (name, given) == (name, left_out)
        assert (name, flags) == (name, dict.fromkeys(flags, False))
