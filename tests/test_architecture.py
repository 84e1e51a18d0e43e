"""docs/architecture.md and docs/glossary.md name files and functions that exist."""

import ast
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
ARCHITECTURE = (HOME / "docs" / "architecture.md").read_text(encoding="utf-8")
PLACE = r"(?<![\w/])((?:[a-z_]+/)*[a-z_]+\.(?:py|sql|css|toml))"
STEP = re.compile(PLACE + r" · (\w+)")
TRIPS = ("A roll-call line", "A bill line", "A balance", "A docs build")
STATIONS = ("pipelines/", "warehouse/", "metrics/", "wording/", "charts/", "views/")
OWN = {"dashboard.toml", "people.toml", "bills.toml", "actions.toml", "claims.toml"}  # a team's


def files(page: str) -> set[str]:
    """Every file of the repository that a page names."""
    return set(re.findall(PLACE, page)) - OWN


def defines(file: Path, name: str) -> bool:
    """Whether a module defines the name at its top, or a schema has a table of it."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".sql":
        return re.search(rf"^create table {name}\b", text, re.MULTILINE) is not None
    kinds = (ast.FunctionDef, ast.ClassDef)
    return any(isinstance(node, kinds) and node.name == name for node in ast.parse(text).body)


def trip(name: str) -> str:
    """The diagram under a heading."""
    return ARCHITECTURE.split(f"## {name}\n")[1].split("```mermaid\n")[1].split("```")[0]


@pytest.mark.parametrize("page", ["architecture.md", "glossary.md"])
def test_every_file_that_is_named_exists(page: str) -> None:
    named = files((HOME / "docs" / page).read_text(encoding="utf-8"))
    assert len(named) > 30
    assert sorted(name for name in named if not (HOME / name).is_file()) == []


@pytest.mark.slow
def test_every_step_is_a_function_a_class_or_a_table_of_its_file() -> None:
    steps = STEP.findall(ARCHITECTURE)
    assert len(steps) > 60
    assert [step for step in steps if not defines(HOME / step[0], step[1])] == []


@pytest.mark.parametrize("name", TRIPS)
def test_a_trip_passes_every_station_in_order(name: str) -> None:
    drawn = trip(name)
    places = [drawn.find(f'"{station}') for station in STATIONS]
    assert -1 not in places
    assert places[:4] == sorted(places[:4])


@pytest.mark.parametrize("name", TRIPS)
def test_every_step_of_a_trip_is_reached_from_its_first(name: str) -> None:
    arrows = re.findall(r"^\s*(\w+)(?:\[.*?\])? -->(?:\|.*?\|)? (\w+)", trip(name), re.MULTILINE)
    reached, letters = {"A"}, set(re.findall(r'(\w+)\["', trip(name)))
    for start, end in arrows:
        assert start in reached
        reached.add(end)
    assert reached == letters


def test_a_name_that_is_gone_would_be_found() -> None:
    assert not defines(HOME / "metrics/spending/burn.py", "burned")
    assert not defines(HOME / "warehouse/schema.sql", "cost_dail")
    assert files("look in wording/burnt.py, or charts/theme.py") == {
        "wording/burnt.py",
        "charts/theme.py",
    }
