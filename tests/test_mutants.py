"""The mutants themselves: each changes one expression, and code that says nothing has none."""

from pathlib import Path

import pytest

from tests.mutants import drill
from tests.mutants.mutate import mutants, mutated


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
