"""One ingest over sources made for the purpose: what is told, kept and published."""

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import config
from pipelines import SourceError, commands
from pipelines.ingest import FAULT, FINE, PASSING, PERSON, ingest
from pipelines.sources import NAMES
from warehouse.read import builds, open_newest
from warehouse.records import Reject, SourceRun

NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)


@dataclass
class Given:
    """A source that answers what the test says."""

    fetched: list[Any] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)
    NAME: str = "notes"

    def fetch(self, house: config.House, *, now: datetime) -> Any:
        yield from map(told, self.fetched)

    def read(self, house: config.House) -> Any:
        yield from map(told, self.records)


def told(answer: Any) -> Any:
    if isinstance(answer, BaseException) and not getattr(answer, "unit", ""):
        raise answer
    return answer


@pytest.fixture
def house(tmp_path: Path) -> config.House:
    file = tmp_path / "dashboard.toml"
    file.write_text("[project]\nname = 'Test'\n")
    return config.load(file)


def run(house: config.House, source: Given) -> int:
    return ingest(house, [source], fetch={source.NAME}, now=NOW)


def runs(house: config.House) -> list[tuple[Any, ...]]:
    _, db = open_newest(house.data)
    with db:
        return db.execute(
            "select unit, status, rows, message, remedy, passing from source_run order by unit"
        ).fetchall()


def away(unit: str, *, passing: bool = True) -> SourceError:
    return SourceError("notes", "no answer", remedy="try later", unit=unit, passing=passing)


def test_a_failed_fetch_leaves_older_rows_stale_and_no_rows_failed(house, capsys):
    """A site that never built has been read, too: it is as old as the others of a dead host."""
    read = [
        SourceRun("notes", "team", rows=3), SourceRun("notes", "hpc", rows=0),
        SourceRun("notes", "never-built", as_of=datetime(2018, 9, 19), rows=0),
    ]  # fmt: skip
    code = run(house, Given([away("team"), away("hpc"), away("never-built")], read))
    assert code == PASSING
    assert runs(house) == [
        ("hpc", "failed", 0, "no answer", "try later", True),
        ("never-built", "stale", 0, "no answer", "try later", True),
        ("team", "stale", 3, "no answer", "try later", True),
    ]
    assert "no answer. Fix: try later" in capsys.readouterr().err


def test_one_unit_for_a_person_makes_the_whole_exit_78(house):
    read = [SourceRun("notes", "team", rows=3), SourceRun("notes", "hpc", rows=1)]
    assert run(house, Given([away("team"), away("hpc", passing=False)], read)) == PERSON


def test_what_failed_stays_told_without_fetching_until_a_fetch_succeeds(house):
    read = [SourceRun("notes", "team", rows=3)]
    assert run(house, Given([away("team")], read)) == PASSING
    assert ingest(house, [Given([], read)], fetch=set(), now=NOW) == PASSING
    assert run(house, Given(["team"], read)) == FINE
    assert runs(house) == [("team", "ok", 3, None, None, True)]
    assert not (house.raw / "failures.json").exists()


def test_a_source_that_stops_whole_marks_every_unit_of_it(house):
    read = [SourceRun("notes", "hpc", rows=1), SourceRun("notes", "team", rows=3)]
    assert run(house, Given([away("", passing=False)], read)) == PERSON
    assert [row[:2] for row in runs(house)] == [("hpc", "stale"), ("team", "stale")]


def test_a_source_that_stops_whole_before_its_first_unit_is_told_all_the_same(house):
    assert run(house, Given([away("")], [])) == PASSING
    assert runs(house) == [("", "failed", 0, "no answer", "try later", True)]


def test_a_unit_that_was_never_read_is_told_as_failed(house):
    assert run(house, Given([away("gone")], [])) == PASSING
    assert [row[:2] for row in runs(house)] == [("gone", "failed")]


def test_a_source_that_is_not_set_up_is_no_failure(house, capsys):
    assert run(house, Given([], [SourceRun("notes", "", "not_set_up")])) == FINE
    assert "notes: not set up" in capsys.readouterr().out


def test_each_source_that_asks_a_host_has_a_line_of_progress(house, capsys):
    file = house.config.file
    asking = '[docs]\nprojects = ["guide"]\n[launches]\narchive = "https://archive.example"\n'
    file.write_text(file.read_text() + asking)
    given = [
        Given([], [SourceRun(n, "x", rows=4)], n) for n in ("docs_builds", "launches", "notes")
    ]
    names = {each.NAME for each in given}
    assert ingest(config.load(file), given, fetch=names, now=NOW) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["docs_builds: asking", "launches: asking"]
    assert lines.count("launches: 4 rows") == 1


def test_rejected_lines_alone_do_not_change_the_exit_code(house, capsys):
    read = [Reject("notes", "a.md", 3, "??", "no name"), SourceRun("notes", "team", rejected=1)]
    assert run(house, Given(["team"], read)) == FINE
    assert "notes: 0 rows, 1 line left out (see the Sources page)" in capsys.readouterr().out


def test_a_failure_of_many_units_names_the_first_and_counts_the_others(house, capsys):
    assert run(house, Given([away(f"unit {n}") for n in range(1, 1_207)], [])) == PASSING
    assert capsys.readouterr().err == (
        "notes unit 1, unit 2, unit 3, unit 4, unit 5 and 1,201 more: no answer. Fix: try later\n"
    )


def test_a_source_that_is_not_set_up_is_not_even_imported(house):
    script = (
        "import sys, config\n"
        "from pipelines.sources import sources\n"
        "made = sources(config.load(sys.argv[1]))\n"
        "print([s.NAME for s in made], [n for n in sys.modules if n.startswith('pipelines.')])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, house.config.file],
        cwd=config.HOME, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.startswith(str(list(NAMES)))
    assert "'pipelines.funds'" in said
    assert not [name for name in NAMES[:-1] if f"'pipelines.{name}'" in said]


def test_ctrl_c_before_the_command_is_there_is_one_line_too(house):
    script = (
        "import runpy, sys\n"
        "class Stopping:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'pipelines.commands': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stopping())\n"
        "runpy.run_module('pipelines', run_name='__main__')"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=config.HOME, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (
        130, "", "stopped by hand: nothing was begun\n",
    )  # fmt: skip


def test_a_reader_that_goes_away_stops_no_run_and_is_no_traceback(house):
    command = [sys.executable, "-m", "pipelines", "--config", str(house.config.file)]
    with subprocess.Popen(
        [*command, "--data", str(house.data), "--no-fetch"],
        cwd=config.HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        running.stdout.close()  # as head does
        said = running.stderr.read()
    assert (running.returncode, said, len(builds(house.data))) == (FINE, "", 1)


def test_our_own_bug_costs_its_source_and_is_not_hidden(house, capsys):
    assert run(house, Given(["team"], [SourceRun("notes", "team", rows=1)])) == FINE
    assert run(house, Given(["team"], [ZeroDivisionError()])) == FAULT
    assert len(builds(house.data)) == 2
    (file,) = (house.data / "errors").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("source notes, unit all\n  File")
    message = (
        "a fault of Quarterdeck in reading it (ZeroDivisionError); it is left out (it held 1 row)"
    )
    remedy = f"report it with data/errors/{file.name}"
    assert capsys.readouterr().err == f"notes: {message}. Fix: {remedy}\n"
    assert runs(house) == [("", "failed", 0, message, remedy, True)]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_is_one_line_and_keeps_the_last_build(house, capsys, monkeypatch, stop):
    run(house, Given())
    before = builds(house.data)
    monkeypatch.setattr(commands, "sources", lambda _: [Given(records=[stop])])
    assert commands.main(["--config", str(house.config.file), "--no-fetch"]) == 130
    told = capsys.readouterr().err
    assert told.endswith("stopped by hand: nothing was published, the last build is kept\n")
    assert "Traceback" not in told
    assert builds(house.data) == before
