"""The stations point one way: who may import whom, walked through every file."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
# What each part of the house may import of the rest of it.
MAY = {
    "config": set(),
    "editing": {"config"},
    "warehouse": {"config"},
    "metrics": {"config", "warehouse.read"},
    "wording": {"config", "metrics", "editing.balances", "editing.journal", "editing.replies"},
    "charts": {"config", "metrics"},
    "render": {"config", "wording", "charts"},
    "share": {"config", "warehouse.read", "metrics", "wording", "charts", "render"},
    "views": {
        "config",
        "editing",
        "warehouse.read",
        "metrics",
        "wording",
        "charts",
        "render",
        "share",
    },
    "app": {"config", "warehouse.read", "views", "wording"},
    "quarterdeck": {"config"},  # it runs the others as python -m would
    "pipelines": {"config", "editing", "warehouse", "metrics"},
    "pipelines/commands": {"wording"},  # what a person types answers in the words of the pages
}
# What only these places may import.
ONLY = {
    "streamlit": ("app.py", "views/"),
    "requests": ("pipelines/http/",),
    "tomlkit": ("editing/",),
}
FILES = [
    file.relative_to(HOME).as_posix()
    for part in {room.split("/")[0]: None for room in MAY}
    for file in [HOME / f"{part}.py", *sorted((HOME / part).rglob("*.py"))]
    if file.is_file()
]


def violations(place: str, source: str) -> list[str]:
    """Each import or open of `source` that a file at `place` may not have."""
    part = place.split("/")[0].removesuffix(".py")
    tree = ast.parse(source)
    found = [_forbidden(place, part, module) for module in _imports(tree)]
    if part != "warehouse":
        found += ["opens a database file" for call in ast.walk(tree) if _opens_a_file(call)]
    return [f"{place}: {what}" for what in found if what]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _forbidden(place: str, part: str, module: str) -> str:
    top = module.split(".")[0]
    if not place.startswith(ONLY.get(top, ("",))):
        return f"imports {top}"
    allowed = {part}.union(
        *(MAY[room] for room in MAY if place.startswith((f"{room}/", f"{room}.")))
    )
    if top in MAY and not any(f"{module}.".startswith(f"{each}.") for each in allowed):
        return f"imports {module}"
    return ""


def _opens_a_file(node: ast.AST) -> bool:
    """`duckdb.connect(file)`; an in-memory database has no argument, or ":memory:"."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect"):
        return False
    return bool(node.args) and ast.unparse(node.args[0]) != "':memory:'"


@pytest.mark.parametrize("place", FILES)
def test_a_file_imports_only_what_stands_below_it(place: str) -> None:
    assert violations(place, (HOME / place).read_text(encoding="utf-8")) == []


def test_every_part_of_the_house_is_walked() -> None:
    walked = {place.split("/")[0].removesuffix(".py") for place in FILES}
    assert walked == {room.split("/")[0] for room in MAY}


@pytest.mark.parametrize(
    ("place", "line", "what"),
    [
        (
            "metrics/burn.py",
            "from pipelines.billing import rollup",
            "imports pipelines.billing.rollup",
        ),
        ("app.py", "import pipelines", "imports pipelines"),
        ("metrics/burn.py", "import streamlit as st", "imports streamlit"),
        ("charts/burn.py", "from streamlit import html", "imports streamlit"),
        ("pipelines/github/sync.py", "import requests", "imports requests"),
        (
            "pipelines/billing/report.py",
            "from wording import numbers",
            "imports wording.numbers",
        ),
        ("views/burn.py", "from requests import get", "imports requests"),
        ("views/setup.py", "import tomlkit", "imports tomlkit"),
        ("share/pack.py", "from editing import save", "imports editing.save"),
        ("metrics/burn.py", "import duckdb\nduckdb.connect('x.duckdb')", "opens a database file"),
        ("views/burn.py", "import duckdb\nduckdb.connect(build)", "opens a database file"),
        ("warehouse/read.py", "from metrics import burn", "imports metrics.burn"),
        ("config.py", "import warehouse.read", "imports warehouse.read"),
        ("charts/burn.py", "from views import page", "imports views.page"),
        ("share/pack.py", "from warehouse.build import publish", "imports warehouse.build.publish"),
        ("views/burn.py", "from warehouse import build", "imports warehouse.build"),
    ],
)
def test_a_planted_violation_is_found(place: str, line: str, what: str) -> None:
    assert violations(place, line) == [f"{place}: {what}"]


def test_what_is_allowed_is_not_called_a_violation() -> None:
    billing = "import duckdb\nfrom warehouse.records import Reject\nduckdb.connect(':memory:')"
    assert violations("pipelines/billing/rollup.py", billing) == []
    assert violations("views/burn.py", "import streamlit\nfrom charts.theme import Ink") == []
    assert violations("share/pack.py", "from warehouse.read import newest") == []
    assert violations("pipelines/commands/check.py", "from wording import setup") == []


def test_the_only_fragments_are_those_that_ask_who_may_be_here() -> None:
    own = [place for place in FILES if "st.fragment" in (HOME / place).read_text(encoding="utf-8")]
    assert own == ["views/access.py"]


CARRIED = HOME / "pipelines" / "billing" / "rollup"
WORKERS_HAVE = {*sys.stdlib_module_names, "duckdb", "pyarrow", "dateutil", "fsspec"}


@pytest.mark.parametrize("file", sorted(CARRIED.glob("*.py")), ids=lambda file: file.name)
def test_what_is_sent_to_a_worker_needs_nothing_of_the_house(file: Path) -> None:
    nodes = [*ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    named = [node for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    plain = [a.name for node in nodes if isinstance(node, ast.Import) for a in node.names]
    tops = {name.split(".")[0] for name in [*plain, *(node.module for node in named)]}

    assert tops <= WORKERS_HAVE


# The rooms of pipelines/notes, in order
ROOMS = ("formats", "files", "text", "roll_call", "persons", "statements")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_notes_imports_only_the_rooms_before_it(room: str) -> None:
    before = ROOMS[: ROOMS.index(room) + 1]
    found = [
        module
        for file in sorted((HOME / "pipelines" / "notes" / room).glob("*.py"))
        for module in _imports(ast.parse(file.read_text(encoding="utf-8")))
        if module.startswith("pipelines.notes.")
    ]

    upward = [m for m in found if m.split(".")[2] not in (*before, "note", "vocabulary")]

    assert upward == []
