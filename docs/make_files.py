"""Write docs/files.md, every file of the product in one line: `make docs`.

tests/test_docs.py fails when a file is missing there, or says something else of itself.
"""

import ast
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


def render() -> str:
    """The whole page as Markdown, a folder after the other."""
    files = [file for room in ROOMS for file in sorted((HOME / room).rglob("*.py"))]
    lines = [HEAD]
    for folder, inside in groupby(files, lambda file: file.parent.relative_to(HOME).as_posix()):
        found = [(file.name, said) for file in inside if (said := _says(file))]
        lines += [f"## {folder}/\n", *(f"- `{name}` {said}" for name, said in found), ""]
    return "\n".join(lines)


def _says(file: Path) -> str:
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
