"""Fixtures of the tests of pipelines."""

import re
from collections.abc import Callable, Iterable

import pytest
from notes_tables import GOLDEN


@pytest.fixture
def holds(request: pytest.FixtureRequest, write_golden: bool) -> Callable[[Iterable[str]], None]:
    """Compares lines with the golden file of the test."""

    def compare(lines: Iterable[str]) -> None:
        name = re.sub(r"\W+", "_", request.node.name.removeprefix("test_")).strip("_")
        golden = GOLDEN / f"{name}.txt"
        found = "".join(f"{line}\n" for line in lines)
        if write_golden:
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(found, encoding="utf-8")
        assert found == golden.read_text(encoding="utf-8")

    return compare
