"""A plugin of pytest: which lines of the measured rooms each test runs, and its processor time.

After ENOUGH calls of one function in one test its lines are known. Lines that a fixture of a module
or the session runs belong to every test that asks for it. Written to MUTANTS_LINES as JSON: the
test, its seconds, whether it passed, and a mask of lines by file.
"""

import json
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

HOME = str(Path(__file__).resolve().parents[2])
ROOMS = tuple(f"{HOME}/{room}/" for room in os.environ.get("MUTANTS_ROOMS", "").split())
ENOUGH = 25
Lines = dict[str, set[int]]

_now: Lines = defaultdict(set)
_known: dict[str, bool] = {}
_calls: dict[CodeType, int] = defaultdict(int)
_fixtures: dict[str, Lines] = {}
_seconds: dict[str, float] = {}
_tests: dict[str, dict[str, Any]] = {}
_failed: set[str] = set()


def _called(frame: FrameType, event: str, argument: object) -> Any:
    name = frame.f_code.co_filename
    measured = _known.get(name)
    if measured is None:
        measured = _known[name] = name.startswith(ROOMS)
    if not measured:
        return None
    _calls[frame.f_code] += 1
    if _calls[frame.f_code] > ENOUGH:
        return None
    lines = _now[name]
    lines.add(frame.f_code.co_firstlineno)

    def line(frame: FrameType, event: str, argument: object) -> Any:
        lines.add(frame.f_lineno)
        return line

    return line


def _spent() -> float:
    """Processor time of this process and its children: what else runs does not count."""
    return sum(os.times()[:4])


def _add(to: Lines, lines: Lines) -> None:
    for name, numbers in lines.items():
        to[name] |= numbers


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    global _now
    if fixturedef.scope == "function":
        yield
        return
    before, _now, began = _now, defaultdict(set), _spent()
    _calls.clear()
    yield
    _fixtures[fixturedef.argname], _now = _now, before
    _calls.clear()
    _seconds[fixturedef.argname] = _spent() - began


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    global _now
    _now, began = defaultdict(set), _spent()
    _calls.clear()
    threading.settrace(_called)
    sys.settrace(_called)
    yield
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type] # typeshed knows no None
    used = [name for name in getattr(item, "fixturenames", ()) if name in _fixtures]
    for name in used:
        _add(_now, _fixtures[name])
    seconds = _spent() - began
    _tests[item.nodeid] = {
        "seconds": round(seconds + sum(_seconds[name] for name in used), 2),
        "passed": item.nodeid not in _failed,
        "lines": {
            name.removeprefix(f"{HOME}/"): hex(sum(1 << number for number in numbers))
            for name, numbers in _now.items()
        },
    }


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if not report.passed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    Path(os.environ["MUTANTS_LINES"]).write_text(json.dumps(_tests), encoding="utf-8")
