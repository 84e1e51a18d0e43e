"""One definition of a name's word, for pages that withhold names and for files that leave."""

import pytest

from config import names


@pytest.mark.parametrize(
    ("text", "as_written", "as_compared"),
    [
        ("Zoe\u0308 Ångström", ["Zoë", "Ångström"], ("zoe", "angstrom")),
        ("Anne-Marie's plan_", ["Anne-Marie", "s", "plan"], ("anne", "marie", "s", "plan")),
        ("@min-p, zoe_2 (R2D2)", ["min-p", "zoe", "2", "R2D2"], ("min", "p", "zoe", "2", "r2d2")),
        ("– … -", [], ()),
    ],
)
def test_a_word_keeps_what_joins_it_and_is_compared_without(text, as_written, as_compared):
    assert names.words(text) == as_written
    assert names.compared(text) == as_compared
