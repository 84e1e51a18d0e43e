"""Every public figure of four invented teams, whole: no part of an answer moves unseen.

answers/ has a file for each team and room: the question, then each part of the answer, properties
included. `python -m pytest tests/metrics/test_whole_answers.py --write-golden` writes them anew;
who does says in the commit which answers moved, and why.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
from invented_teams import TEAMS, Team
from questions import ADDRESSES, COSTLY, MORE, OF_METRICS, SLOW

from metrics import figures
from metrics.metric import public
from metrics.once import within
from tests.figures.values import plain
from warehouse import build as warehouse_build
from warehouse.read import connect

ANSWERS = Path(__file__).with_name("answers")
WIDEST, LONGEST = 400, 30  # characters of a line, rows of an answer that are kept as they are
AGAIN = {"own", "known"}  # properties that hold the same facts once more


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
        yield address, partial(figure, db, **given, **figures.own(figure, **days))


def _asked(question: str, ask: Callable[[], Any]) -> Iterator[str]:
    yield f"# {question}"
    try:
        found = ask()
    except ValueError as error:
        yield f"{type(error).__name__} {vars(error) or error}"
        return
    yield from _lines(found)


def _lines(found: Any) -> Iterator[str]:
    """A part of the answer a line: the fields of one, the rows of many."""
    if isinstance(found, pd.DataFrame):
        yield _line([*found.columns])
        rows = [[*row] for row in found.astype(object).itertuples(index=False)]
    elif is_dataclass(found):
        parts = [(n, _part(found, n)) for n in _names(found)]
        for name, value in parts:
            if isinstance(value, pd.DataFrame | tuple | list) and len(value) > 1:
                yield f"{name}:"
                yield from (f"  {line}" for line in _lines(value))
            else:
                yield f"{name}: {_line(value)}"
        return
    elif isinstance(found, Mapping):
        rows = [[key, value] for key, value in found.items()]
    else:
        rows = [*found] if isinstance(found, list | tuple) else [found]
    yield from map(_line, rows[:LONGEST])
    if len(rows) > LONGEST:
        yield f"{len(rows)} rows, {_digest(_line_of(rows))}"


def _line(value: Any) -> str:
    said = _line_of(value)
    return said if len(said) <= WIDEST else f"{said[:WIDEST]} … {_digest(said)}"


def _line_of(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """A value as JSON: of a class its fields and properties, by name."""
    match value:
        case pd.DataFrame():
            return [[*value.columns], *map(_plain, value.astype(object).values.tolist())]
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case set() | frozenset():
            return sorted(map(_plain, value))
        case list() | tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {name: _plain(_part(value, name)) for name in _names(value)}
    return plain(value)


def _names(value: Any) -> list[str]:
    kind = type(value)
    made = [n for n in dir(kind) if isinstance(getattr(kind, n, None), property | cached_property)]
    return [*(f.name for f in fields(value)), *(n for n in made if n not in AGAIN)]


def _part(value: Any, name: str) -> Any:
    return getattr(value, name)


def _wanted(each: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    known = inspect.signature(each).parameters
    return {name: known[name] for name in known if name not in ("db", "as_of", "on")}


def _words(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in given.items())
