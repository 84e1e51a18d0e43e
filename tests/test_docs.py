"""The paper is true: metrics.md is the docstrings, links lead somewhere, commands exist."""

import re
import runpy
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
PAPER = [*sorted(HOME.glob("*.md")), *sorted((HOME / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)[^)]*\)")
TARGET = re.compile(r"`make ([a-z-]+)[` ]")


def test_metrics_md_is_what_the_definitions_say() -> None:
    made = runpy.run_path(str(HOME / "docs" / "make_metrics.py"))
    assert made["render"]() == made["PAGE"].read_text(encoding="utf-8"), "run make docs"


def test_files_md_has_every_file_in_its_own_words() -> None:
    made = runpy.run_path(str(HOME / "docs" / "make_files.py"))
    assert made["render"]() == made["PAGE"].read_text(encoding="utf-8"), "run make docs"


def test_support_md_is_what_pyproject_and_the_lock_say() -> None:
    made = runpy.run_path(str(HOME / "docs" / "make_support.py"))
    assert made["render"]() == made["PAGE"].read_text(encoding="utf-8"), "run make docs"


@pytest.mark.parametrize("page", PAPER, ids=lambda page: page.name)
def test_every_link_of_the_paper_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAPER, ids=lambda page: page.name)
def test_every_make_target_the_paper_names_exists(page: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(), re.MULTILINE)
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= set(targets)


def test_every_dependency_has_its_reason() -> None:
    listed = (HOME / "pyproject.toml").read_text().split("dependencies = [")[1].split("]")[0]
    names = re.findall(r'^    "([\w-]+)', listed, re.MULTILINE)
    reasons = (HOME / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"\b{name}\b", reasons)] == []


DECISION = re.compile(r"^## (.*)\n\n(.*)$", re.MULTILINE)
STATUS = re.compile(r"\*\d{4}-\d\d-\d\d · (?:accepted|superseded by (\d+))(?: · .+)?\*")


def test_decisions_are_numbered_in_order_and_have_a_date_and_a_status() -> None:
    found = DECISION.findall((HOME / "docs" / "decisions.md").read_text(encoding="utf-8"))
    titles, states = zip(*found, strict=True)
    assert [title.split(". ")[0] for title in titles] == [str(n + 1) for n in range(len(titles))]
    assert [state for state in states if not STATUS.fullmatch(state)] == []
    later = [(n, STATUS.fullmatch(state)[1]) for n, state in enumerate(states, start=1)]
    assert [n for n, by in later if by and not n < int(by) <= len(titles)] == []
