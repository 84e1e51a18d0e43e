"""Write docs/metrics.md from the docstrings of metrics/: `make docs`.

Functions that anybody may quote say their Unit, Rows, Columns, Source or Beware; each of them is
a section. tests/test_docs.py fails when the page and the docstrings part.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PAGE = HOME / "docs" / "metrics.md"
LABEL = re.compile(r"^(Unit|Rows|Columns|Source|Beware|Formula)\s{2,}", re.MULTILINE)
HEAD = """# What each number means

Made from the docstrings of `metrics/` by `make docs`; a test holds the two together. The same
words stand behind every chart, under "Show as table". Unknown is never shown as zero; currencies
are never added.
"""


def render() -> str:
    """The whole page as Markdown."""
    sections = [_module(file) for file in sorted((HOME / "metrics").rglob("*.py"))]
    return "\n".join([HEAD, *filter(None, sections)])


def _module(file: Path) -> str:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    metrics = list(_metrics(tree))
    if not metrics:
        return ""
    name = file.relative_to(HOME).with_suffix("").as_posix().replace("/", ".")
    title = (ast.get_docstring(tree) or "").splitlines()[0]
    return "\n".join([f"## {name.removesuffix('.__init__')}\n\n{title}\n", *metrics])


def _metrics(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            text = ast.get_docstring(node) or ""
            if LABEL.search(text):
                yield _section(node.name, text)


def _section(name: str, text: str) -> str:
    """The first sentence, what follows it, and one list item per label."""
    start = LABEL.search(text).start()  # type: ignore[union-attr] # asked before
    words, labels = text[:start].strip(), LABEL.split(text[start:])[1:]
    items = [
        f"- **{label}:** {' '.join(says.split())}"
        for label, says in zip(labels[::2], labels[1::2], strict=True)
    ]
    return "\n".join([f"### {name}\n\n{words}\n", *items, ""])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
