"""python -m tests.structure: the shape of the house in figures, measured from the source alone.

modules and arrows   of metrics/: an arrow is one module that imports another
upward imports       an import of a room or part that comes later in the order of the house
sentences            strings of four or more words in metrics/, outside docstrings, SQL and
                     the messages of exceptions
positional rows      .fetchall() and .fetchone() in metrics/, wording/, charts/, views/, share/,
                     outside the one reader, metrics/rows.py
used once            private functions that one place calls, as a share of all functions
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
# Each room of metrics/ may import those before it; runway's engine and inputs come before runway.
ROOMS = (
    "metric", "once", "rows", "calendar", "spreadsheet", "ledger", "runway.engine", "spending",
    "docs", "issues.scope", "meetings", "data_quality", "runway.inputs", "runway", "funds",
    "awards", "issues", "launches", "search", "briefing", "figures",
)  # fmt: skip
MEASURED = ("metrics", "wording", "charts", "render", "views", "share")
SQL = re.compile(
    r"\b(select|from|where|with|join|group by|order by|over|coalesce|case when|regexp_replace)\b"
)


def files(*parts: str) -> list[Path]:
    """The source files of these parts of the house."""
    return [file for part in parts for file in sorted((HOME / part).rglob("*.py"))]


def name_of(file: Path) -> str:
    """A file as a module's dotted name."""
    return (
        file.relative_to(HOME)
        .with_suffix("")
        .as_posix()
        .replace("/", ".")
        .removesuffix(".__init__")
    )


def arrows() -> list[tuple[str, str]]:
    """Each import of one module of metrics/ by another."""
    known = {name_of(file): file for file in files("metrics")}
    found = set()
    for module, file in known.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    target = full if full in known else node.module
                    if target in known and target != module:
                        found.add((module, target))
    return sorted(found)


def upward() -> list[tuple[str, str]]:
    """Arrows from a room to one that comes after it."""
    return [(a, b) for a, b in arrows() if _place(b) > _place(a)]


def _place(module: str) -> int:
    inside = module.removeprefix("metrics.")
    fits = [n for n, room in enumerate(ROOMS) if f"{inside}.".startswith(f"{room}.")]
    return max(fits, key=lambda n: len(ROOMS[n]), default=len(ROOMS))


def sentences() -> list[str]:
    """Strings of four or more words in metrics/ that are neither docstring, SQL nor a message."""
    found = []
    for file in files("metrics"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        spared = {id(node) for node in _spared(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = re.findall(r"(?<!\S)[A-Za-z'’,.;:]{2,}(?!\S)", node.value)
                if id(node) not in spared and len(words) >= 4 and not SQL.search(node.value):
                    found.append(f"{name_of(file)}:{node.lineno}: {node.value[:60]!r}")
    return found


def _spared(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, all inside a raise, patterns, and the help texts of command lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.Raise) or _is_pattern_or_help(node):
            yield from ast.walk(node)


def _is_pattern_or_help(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
        ("re.compile", "add_argument", "ConfigError", "metric")
    )


def positional() -> list[str]:
    """Rows read by position."""
    found = []
    for file in files(*MEASURED):
        if name_of(file) != "metrics.rows":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in ("fetchall", "fetchone"):
                    found.append(f"{name_of(file)}:{node.lineno}")
    return found


def used_once() -> tuple[int, int, list[str]]:
    """(private functions that one place uses, all functions, their names)."""
    once, every = [], 0
    for file in files(*MEASURED):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        every += len(functions)
        names = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]
        uses = Counter([*names, *(n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute))])
        once += [
            f"{name_of(file)}.{node.name}"
            for node in functions
            if node.name.startswith("_") and not node.name.startswith("__") and uses[node.name] == 1
        ]
    return len(once), every, once


DIALECT = re.compile(r"(^|_)(told|tell|telling)(_|$)")


def named_told() -> list[str]:
    """Functions with the old dialect in their names."""
    return [
        f"{name_of(file)}.{node.name}"
        for file in files(*MEASURED, "pipelines", "warehouse", "config", "bench")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and DIALECT.search(node.name)
    ]


def main() -> None:
    """Print every figure, and the places behind those that should be none."""
    once, every, _ = used_once()
    print(f"metrics/: {len(files('metrics'))} modules, {len(arrows())} arrows")
    for title, places in (
        ("upward imports", [f"{a} -> {b}" for a, b in upward()]),
        ("sentences in metrics/", sentences()),
        ("rows read by position", positional()),
        ("functions named told", named_told()),
    ):
        print(f"{title}: {len(places)}")
        print("".join(f"  {place}\n" for place in places[:40]), end="")
    print(f"helpers used once: {once} of {every} functions, {once / every:.0%}")
    by_part = Counter(name.split(".")[0] for name in used_once()[2])
    print("  " + ", ".join(f"{part} {n}" for part, n in by_part.most_common()))


if __name__ == "__main__":
    main()
