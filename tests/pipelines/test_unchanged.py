"""A run without news takes the costs over from the build before; with news, nothing is old."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import commands, ingest
from tests.pipelines.test_one_unit import FILES, FINE, TOML, Place
from tests.warehouse.test_carried import is_planted, plant, tables
from warehouse import carried
from warehouse.read import newest

pytestmark = pytest.mark.slow

# Bills of two months, the second of which stands for the running one until the day it reaches.
OWN = {
    **FILES,
    "dashboard.toml": TOML.replace("as_of = 2024-04-30\n", ""),
    "bills/april.csv": "Day,Item,Cost\n2024-04-01,disk,1.25\n2024-04-20,tape,2.50\n",
}
NOW = datetime(2024, 4, 30, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team after two runs."""
    folder = tmp_path_factory.mktemp("ran")
    for name, text in OWN.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    for _ in range(2):
        assert run(folder) == FINE
    return folder


@pytest.fixture
def place(ran: Path, tmp_path: Path, capsys: Any) -> Place:
    """A copy of it of one's own, with a cost planted in its newest build."""
    own = Place(shutil.copytree(ran, tmp_path / "own"), capsys)
    plant(own.data)
    return own


def run(folder: Path, now: datetime = NOW) -> int:
    return commands.main(["--config", str(folder / "dashboard.toml")], now=lambda: now)


def facts(place: Place) -> dict[str, Any]:
    """Every row of the newest build, but when it was made and what was said on the way."""
    return {name: each for name, each in tables(newest(place.data)).items() if name != "headline"}


def full(place: Place, now: datetime = NOW) -> dict[str, Any]:
    """What a run gives that takes nothing over."""
    (place.data / "cache" / carried.NOTE).unlink()
    run(place.folder, now)
    return facts(place)


def test_a_run_without_news_takes_the_costs_over_and_is_the_full_run(ran, tmp_path, capsys):
    own = Place(shutil.copytree(ran, tmp_path / "own"), capsys)
    assert run(own.folder) == FINE
    assert facts(own) == full(own)
    plant(own.data)
    assert run(own.folder) == FINE
    assert is_planted(own.data)


def a_bill_more(place: Place) -> None:
    place.put("bills/may.csv", "Day,Item,Cost\n2024-04-29,disk,9.75\n")


def a_line_more(place: Place) -> None:
    with (place.folder / "bills/april.csv").open("a") as bill:
        bill.write("2024-04-21,tape,4.00\n")


def an_unreadable_bill(place: Place) -> None:
    place.put("bills/april.csv", "no bill\n")


def another_category(place: Place) -> None:
    toml = place.folder / "dashboard.toml"
    toml.write_text(toml.read_text().replace('path = "bills"', 'path = "bills"\ncategory = "hub"'))


def an_account_less(place: Place) -> None:
    toml = place.folder / "dashboard.toml"
    other = '[[billing]]\naccount = "other"\npath = "other"\n'
    assert other in toml.read_text()
    toml.write_text(toml.read_text().replace(other, ""))


def somebody_left(place: Place) -> None:
    """By the name of a service, which is in the costs."""
    place.put("people.toml", '[[people]]\nname = "Tape"\nopt_out = true\n')
    toml = place.folder / "dashboard.toml"
    toml.write_text(toml.read_text() + '\n[people]\nfile = "people.toml"\n')


@pytest.mark.parametrize(
    "news",
    [a_bill_more, a_line_more, an_unreadable_bill, another_category, an_account_less,
     somebody_left],
    ids=lambda news: news.__name__,
)  # fmt: skip
def test_with_news_of_the_costs_nothing_is_taken_over(place, news: Callable[[Place], None]):
    news(place)
    run(place.folder)
    got = facts(place)
    assert not is_planted(place.data)
    assert got == full(place)


def test_a_bill_that_vanished_is_reported_and_its_last_roll_up_counts(place):
    (place.folder / "bills/april.csv").unlink()
    run(place.folder)
    got = facts(place)
    assert "the file is gone" in str(got["source_run"])
    plant(place.data)  # costs are the same, what is said of them is not
    run(place.folder)
    assert is_planted(place.data)
    assert got["source_run"] == facts(place)["source_run"]


def test_a_source_that_fails_is_marked_while_its_costs_are_taken_over(place):
    place.put("balances.csv", "no balances\n")
    code = run(place.folder)
    got = facts(place)
    failed = [row for row in got["source_run"][1] if row[2] in ("stale", "failed")]
    assert code != FINE
    assert [row[1] for row in failed] == ["balances.csv"]
    assert is_planted(place.data)
    wanted = full(place)
    for name in got.keys() - {"cost_daily"}:
        assert got[name] == wanted[name], name


def test_on_another_day_the_costs_are_the_full_run_s(place):
    later = NOW.replace(month=5, day=2)
    run(place.folder, later)
    got = facts(place)
    assert got["build_info"][1] != [] and "2024, 5, 2" in repr(got["build_info"][1])
    wanted = full(place, later)
    for name in got.keys() - {"cost_daily"}:
        assert got[name] == wanted[name], name


def test_a_run_by_other_code_loads_all(place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ingest, "CODE", "of another version")
    assert run(place.folder) == FINE
    assert not is_planted(place.data)


def test_the_answers_of_a_run_without_news_are_those_of_its_own_rows(place):
    """Seen by a table that is not taken over: its change asks the questions again."""
    with duckdb.connect(newest(place.data)) as db:
        db.execute("update answer set body = 'planted'")
    known = carried.before(place.data)
    carried.note(place.data, newest(place.data), known.made, known.made_by)
    run(place.folder)
    assert "planted" in str(facts(place)["answer"])
    place.put("notes/2024-04-16.md", "# Sync 2024-04-16\n\nPresent: Ada Lund\n")
    run(place.folder)
    assert "planted" not in str(facts(place)["answer"])
