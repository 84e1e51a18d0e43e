"""The mutants themselves: each changes one expression, and code that says nothing has none."""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants import drill
from tests.mutants.live import swapped
from tests.mutants.mutate import Mutant, mutants, mutated


def made(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "code.py").write_text(text, encoding="utf-8")
    return [(each.old, each.new) for each in mutants(folder, "code.py")]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("a < b", [("a < b", "a <= b"), ("a < b", "a >= b")]),
        ("a and b", [("a and b", "a or b"), ("a and b", "b"), ("a and b", "a")]),
        ("not a", [("not a", "a")]),
        ("a + b", [("a + b", "a - b")]),
        ("'x' + a", []),
        ("x = 3", [("3", "4"), ("3", "2")]),
        ("a[0]", [("a[0]", "a[-1]"), ("0", "1")]),
        ("def f():\n    return [a]", [("return [a]", "return []")]),
        ("f(a, b)", [("f(a, b)", "f(b, a)")]),
        ("max(a, b)", [("max(a, b)", "min(a, b)")]),
        ("zip(a, b, strict=True)", []),
        ("[a for a in b if a.c]", [("if a.c", "(no filter)")]),
        ('"""Words, 1 < 2."""\nimport os', []),
        ("Days = Mapping[date, 3] | None", []),
        ("def f(a: Literal[1]) -> Literal[2]:\n    log.info('x', 3)\n    raise E(4)", []),
        (
            'sql("""\nselect sum(a)\nfrom b\nwhere c < ?\n    and d\n""")',
            [
                ("where c < ?", "(where … dropped)"), ("and d", "(and … dropped)"),
                ("where c < ?", "where c <= ?"), ("select sum(a)", "select max(a)"),
            ],
        ),
    ],
)  # fmt: skip
def test_each_expression_has_its_changes(tmp_path: Path, text: str, changes: list) -> None:
    assert made(tmp_path, text) == changes


def test_a_mutant_is_the_file_with_that_one_change() -> None:
    text = "def f(a):\n    # why\n    return a >= 0 and a != 2\n"
    assert [mutated(text, n).splitlines()[1].strip() for n in range(5)] == [
        "return None", "return a >= 0 or a != 2", "return a != 2", "return a >= 0",
        "return a > 0 and a != 2",
    ]  # fmt: skip


def test_a_clause_that_is_dropped_still_takes_its_value(tmp_path: Path) -> None:
    text = 'x = "select a from b\\nwhere c = ?"'
    assert made(tmp_path, text)[0] == ("where c = ?", "(where … dropped)")
    assert "where ((c = ?) or true)" in mutated(text, 0)


@pytest.mark.slow
def test_the_same_seed_draws_the_same_mutants_and_another_one_others() -> None:
    first, again, other = (drill.chosen("share", 20, seed) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.slow
def test_what_is_listed_as_equivalent_is_in_the_code_and_has_a_reason() -> None:
    known = drill.equivalent()
    every = {
        m.key for room in drill.ROOMS for p in drill.files(room) for m in mutants(drill.HOME, p)
    }
    assert [key for key, reason in known.items() if key not in every or not reason] == []


CHANGED = Mutant("a.py", 0, line=4, first=4, last=5, function="f", old="1", new="2")
MOST = 10  # seconds of tests
LINE_FIVE, LINE_SIX = {"a.py": 1 << 5}, {"a.py": 1 << 6}


def reaching(*tests: drill.Traced) -> list[str]:
    return drill._reaching(CHANGED, list(tests), MOST)


def test_the_tests_of_a_mutant_run_a_line_of_its_statement_quick_ones_first() -> None:
    slow, quick = drill.Traced("slow", 2, LINE_FIVE), drill.Traced("quick", 1, LINE_FIVE)
    assert reaching(slow, drill.Traced("beyond", 0, LINE_SIX), quick) == ["quick", "slow"]


def test_of_a_line_that_only_an_import_runs_all_tests_of_the_file_are_run() -> None:
    other = drill.Traced("other", 0, {"b.py": 1 << 5})
    assert reaching(drill.Traced("beyond", 0, LINE_SIX), other) == ["beyond"]


def test_of_a_constant_not_only_the_test_that_imported_it_first_is_run() -> None:
    first, other = drill.Traced("first", 0, LINE_FIVE), drill.Traced("other", 1, LINE_SIX)
    constant = replace(CHANGED, function="")
    assert drill._reaching(constant, [first, other], MOST) == ["first", "other"]


def test_a_fixture_of_many_tests_is_spent_once() -> None:
    dear = [drill.Traced(f"{n}", 1, LINE_FIVE, {"sample": MOST - 4}) for n in range(6)]
    assert reaching(*dear) == ["0", "1", "2", "3"]


TRACED = """
import subprocess
import sys

import pytest

from pipelines.billing.rollup import periods


@pytest.fixture(scope="module")
def may():
    return periods.month_of("May 2026")


def test_a_quarter():
    assert periods.month_of("Q2 2026") == (4, 3, 2026)


def test_its_days(may):
    assert len(periods._days(*may)) == 2


def test_another_process():
    asked = "from pipelines.billing.rollup import periods; periods.month_of('May 2026')"
    subprocess.run([sys.executable, "-c", asked], check=True)


def test_nothing():
    assert periods.month_of("") == 0
"""


@pytest.mark.slow
def test_a_test_has_the_lines_that_it_and_its_fixtures_ran(tmp_path: Path) -> None:
    (tmp_path / "test_traced.py").write_text(TRACED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.tracing"]
    command += ["-p", "no:cacheprovider", "-c", drill.HOME / "pyproject.toml", tmp_path]
    environment = os.environ | {
        "MUTANTS_LINES": str(tmp_path / "lines.json"), "MUTANTS_ROOMS": "pipelines/billing",
    }  # fmt: skip
    subprocess.run(command, cwd=drill.HOME, env=environment, capture_output=True, check=False)
    tests = json.loads((tmp_path / "lines.json").read_text(encoding="utf-8"))
    file = "pipelines/billing/rollup/periods.py"
    lines = (drill.HOME / file).read_text(encoding="utf-8").splitlines()
    asked = {
        word: 1 + next(n for n, line in enumerate(lines) if word in line)
        for word in ("3 * int(", "cells.MONTHS[", "last = month + months")
    }
    assert {
        name.partition("::")[2]: (
            test["passed"], [w for w, n in asked.items() if int(test["lines"][file], 16) >> n & 1],
        )
        for name, test in tests.items()
    } == {
        "test_a_quarter": (True, ["3 * int("]),
        "test_its_days": (True, ["cells.MONTHS[", "last = month + months"]),
        "test_another_process": (True, ["cells.MONTHS["]),
        "test_nothing": (False, []),
    }  # fmt: skip


LIVE = """
from functools import cache

MOST = 3

class Counted:
    def most(self, n=4):
        return [n + MOST for _ in range(1)]

@cache
def least():
    return Counted().most()[0] - 5
"""


@pytest.mark.parametrize(
    ("old", "new", "most", "least"),
    [
        ("n + MOST", "n - MOST", [1], -4),
        ("range(1)", "range(2)", [7, 7], 2),
        ("- 5", "+ 5", [7], 12),
        ("MOST = 3", "MOST = 4", None, None),  # an import would run these
        ("n=4", "n=5", None, None),
        ("@cache", "@lambda f: f", None, None),
    ],
)
def test_an_imported_function_is_changed_in_its_place_where_no_import_runs_it(
    tmp_path: Path, old: str, new: str, most: list[int] | None, least: int | None
) -> None:
    file = tmp_path / "live_code.py"
    file.write_text(LIVE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("live_code", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    swap = swapped(file, LIVE, LIVE.replace(old, new))
    if swap:
        swap()
    found = (module.Counted().most(), module.least()) if swap else (None, None)
    assert found == (most, least)


TESTS = """
import code_of_mine


def test_a():
    assert code_of_mine.twice(2) == 4


def test_ab():
    assert code_of_mine.twice(3) == 6


def test_other():
    assert code_of_mine.twice(0) == 1
"""


@pytest.mark.parametrize(
    ("new", "fate"), [("2 * n + n // 3", "killed"), ("n + n", "survived"), ("n +", "killed")]
)
def test_a_mutant_is_killed_by_a_test_that_fails_with_the_change_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str, fate: str
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "test_twice.py").write_text(TESTS, encoding="utf-8")
    text = "def twice(n):\n    return 2 * n\n"
    (tree / "code_of_mine.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tree)
    names = [f"test_twice.py::test_{each}" for each in ("other", "a", "ab")]
    changed = text.replace("2 * n", new)
    assert drill._fate(names, tree / "code_of_mine.py", text, changed) == fate
    assert (tree / "code_of_mine.py").read_text(encoding="utf-8") == text
