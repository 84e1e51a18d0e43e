"""A plugin of pytest: which lines of the measured rooms each test runs, and its processor time.

Written to MUTANTS_LINES as JSON: the test, its seconds, whether it passed, a mask of lines by file,
and the fixtures of a module or the session that it asks for, each with its seconds. The lines that
such a fixture runs belong to every test that asks for it.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

HOME = str(Path(__file__).resolve().parents[2])
ROOMS = os.environ.get("MUTANTS_ROOMS", "").split()
Masks = dict[str, int]

# coverage records lines in C; sys.settrace with a function of ours took five times the tests' time.
_measured = coverage.Coverage(
    data_file=None, config_file=False, include=[f"{HOME}/{room}/*" for room in ROOMS]
)
_measured.set_option("run:core", "ctrace")  # what Python 3.14 would take knows no contexts
_context = ["imports"]
_seconds: dict[str, float] = {}
_tests: dict[str, dict[str, Any]] = {}
_failed: set[str] = set()


def pytest_sessionstart() -> None:
    _measured.start()
    _measured.switch_context(_context[-1])


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[None]:
    if fixturedef.scope == "function":
        yield
        return
    _context.append(_named(fixturedef))
    before = sum(_seconds.values())
    _measured.switch_context(_context[-1])
    began = _spent()
    yield
    inner = sum(_seconds.values()) - before  # fixtures that this one asked for
    name = _context.pop()
    _seconds[name] = _seconds.get(name, 0) + _spent() - began - inner
    _measured.switch_context(_context[-1])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before, began = sum(_seconds.values()), _spent()
    _context.append(item.nodeid)
    _measured.switch_context(item.nodeid)
    yield
    _measured.switch_context(_context[0])
    _context.pop()
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
    Path(os.environ["MUTANTS_LINES"]).write_text(json.dumps(_tests), encoding="utf-8")


def _masks() -> dict[str, Masks]:
    """The lines of each file that ran in a context: a test, or a fixture."""
    found: dict[str, Masks] = defaultdict(lambda: defaultdict(int))
    data = _measured.get_data()
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in contexts:
                found[context][file.removeprefix(f"{HOME}/")] |= 1 << line
    return found


def _named(fixturedef: Any) -> str:
    return f"{fixturedef.baseid}::{fixturedef.argname}"


def _spent() -> float:
    """Processor time of this process and its children: what else runs does not count."""
    return sum(os.times()[:4])
