"""A plugin of pytest: which lines of the measured rooms each test runs, and its processor time.

Written to MUTANTS_LINES as JSON: the test, its seconds, whether it passed, a mask of lines by file,
and the fixtures of a module or the session that it asks for, each with its seconds. The lines that
such a fixture runs belong to every test that asks for it. Lines of Python processes that a test
starts are its own: coverage measures them, too, under the context that MUTANTS_CONTEXT holds.
"""

import json
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import coverage
import pytest

HOME = str(Path(__file__).resolve().parents[2])
LINES = Path(os.environ["MUTANTS_LINES"])
MEASURED = [f"{HOME}/{room}/*" for room in os.environ.get("MUTANTS_ROOMS", "").split()]
CHILDREN = LINES.with_name("children")  # a folder: one database for each process that a test starts
SETTINGS = """[run]
core = ctrace
parallel = true
data_file = {folder}/lines
context = ${{MUTANTS_CONTEXT-imports}}
include = {include}
patch = _exit
"""
CHILDS_LINES = """
select context, path, numbits
from line_bits
join context on context.id = context_id
join file on file.id = file_id
"""
Masks = dict[str, int]

# coverage records lines in C; sys.settrace with a function of ours took five times the tests' time.
_measured = coverage.Coverage(data_file=None, config_file=False, include=MEASURED)
_measured.set_option("run:core", "ctrace")  # what Python 3.14 would take knows no contexts
_context = ["imports"]
_seconds: dict[str, float] = {}
_tests: dict[str, dict[str, Any]] = {}
_failed: set[str] = set()


def pytest_sessionstart() -> None:
    shutil.rmtree(CHILDREN, ignore_errors=True)
    CHILDREN.mkdir()
    settings = CHILDREN / "settings.ini"
    settings.write_text(SETTINGS.format(folder=CHILDREN, include=",".join(MEASURED)))
    os.environ["COVERAGE_PROCESS_START"] = str(settings)
    _measured.start()
    _switch()


def _switch() -> None:
    """What runs from here on, in this process or in one it starts, belongs to the last context."""
    _measured.switch_context(_context[-1])
    os.environ["MUTANTS_CONTEXT"] = _context[-1]


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[None]:
    if fixturedef.scope == "function":
        yield
        return
    _context.append(_named(fixturedef))
    before = sum(_seconds.values())
    _switch()
    began = _spent()
    yield
    inner = sum(_seconds.values()) - before  # fixtures that this one asked for
    name = _context.pop()
    _seconds[name] = _seconds.get(name, 0) + _spent() - began - inner
    _switch()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before, began = sum(_seconds.values()), _spent()
    _context.append(item.nodeid)
    _switch()
    yield
    _context.pop()
    _switch()
    fixtures = sum(_seconds.values()) - before
    defined = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009 - private
    used = [name for each in defined for name in map(_named, each) if name in _seconds]
    _tests[item.nodeid] = {
        "seconds": round(_spent() - began - fixtures, 3),
        "passed": item.nodeid not in _failed,
        "fixtures": {name: round(_seconds[name], 3) for name in used},
    }


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if not report.passed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    _measured.stop()
    masks = _masks()
    for name, test in _tests.items():
        lines: Masks = defaultdict(int)
        for context in (name, *test["fixtures"]):
            for file, mask in masks[context].items():
                lines[file] |= mask
        test["lines"] = {file: hex(mask) for file, mask in lines.items()}
    LINES.write_text(json.dumps(_tests), encoding="utf-8")
    shutil.rmtree(CHILDREN)


def _masks() -> dict[str, Masks]:
    """The lines of each file that ran in a context: a test, or a fixture."""
    found: dict[str, Masks] = defaultdict(lambda: defaultdict(int))
    data = _measured.get_data()
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in contexts:
                found[context][file.removeprefix(f"{HOME}/")] |= 1 << line
    for database in CHILDREN.glob("lines.*"):
        # One whose process was killed while it wrote has no tables.
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as db:
            for context, file, mask in db.execute(CHILDS_LINES):
                found[context][file.removeprefix(f"{HOME}/")] |= int.from_bytes(mask, "little")
    return found


def _named(fixturedef: Any) -> str:
    return f"{fixturedef.baseid}::{fixturedef.argname}"


def _spent() -> float:
    """Processor time of this process and its children: what else runs does not count."""
    return sum(os.times()[:4])
