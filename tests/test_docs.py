"""The paper is true: metrics.md is the docstrings, links lead somewhere, commands exist."""

import re
import runpy
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
PAPER = [*sorted(HOME.glob("*.md")), *sorted((HOME / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)[^)]*\)")
TARGET = re.compile(r"`make ([a-z]+)[` ]")


def test_metrics_md_is_what_the_definitions_say() -> None:
    made = runpy.run_path(str(HOME / "docs" / "make_metrics.py"))
    assert made["render"]() == made["PAGE"].read_text(encoding="utf-8"), "run make docs"


@pytest.mark.parametrize("page", PAPER, ids=lambda page: page.name)
def test_every_link_of_the_paper_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAPER, ids=lambda page: page.name)
def test_every_make_target_the_paper_names_exists(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text(), re.MULTILINE)
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= set(targets)


def test_every_dependency_has_its_reason() -> None:
    listed = (HOME / "pyproject.toml").read_text().split("dependencies = [")[1].split("]")[0]
    names = re.findall(r'^    "([\w-]+)', listed, re.MULTILINE)
    reasons = (HOME / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"\b{name}\b", reasons)] == []
