"""Write docs/files.md, every file of the product in one line: `make docs`.

tests/test_docs.py fails when a file is missing there, or says something else of itself.
"""

import ast
import re
from itertools import groupby
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PAGE = HOME / "docs" / "files.md"
ROOMS = (
    "config", "editing", "pipelines", "warehouse", "metrics", "wording", "charts", "render",
    "views", "share",
)  # fmt: skip
HEAD = """# Every file in one line

Made by `make docs` from the first line of each file; a test compares them. The rooms stand in the
order in which data pass through them. To find the file of a task, search this page for its words,
or ask [architecture.md](architecture.md), which goes by what is wrong.
"""


KINDS = {".py", ".sql", ".css", ".js", ".j2", ".html", ".toml"}
# The marks around the comment that begins a file of another kind than Python.
MARKS = re.compile(
    r"^(?:<script>\n)?(?:--|/\*|//|\{#|#)\s*(?:title:)?\s*(.*?)\s*(?:\*/|-?#\})?$", re.MULTILINE
)


def render() -> str:
    """The whole page as Markdown, a folder after the other."""
    every = [file for room in ROOMS for file in (HOME / room).rglob("*") if _is_ours(file)]
    files = sorted(
        every,
        key=lambda file: (ROOMS.index(file.relative_to(HOME).parts[0]), file.parent, file.name),
    )
    lines = [HEAD]
    for folder, inside in groupby(files, lambda file: file.parent.relative_to(HOME).as_posix()):
        found = [(file.name, said) for file in inside if (said := _says(file))]
        lines += [f"## {folder}/\n", *(f"- `{name}` {said}" for name, said in found), ""]
    return "\n".join(lines)


def _is_ours(file: Path) -> bool:
    return file.suffix in KINDS and file.parent.name != "vendor"


def _says(file: Path) -> str:
    """The first line of its docstring, or of the comment that it begins with."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        said = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
    else:
        begins = MARKS.match(text)
        said = begins[1].partition(". ")[0] if begins else ""
    return said.replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
