"""Write docs/metrics.md from the Definitions and the metrics' own declarations: `make docs`.

tests/test_docs.py fails when the page is not what they say.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from metrics.metric import Metric, public  # noqa: E402 - found once HOME is on the path
from wording.definitions import DEFINITIONS, Definition  # noqa: E402

PAGE = HOME / "docs" / "metrics.md"
HEAD = """# The meaning of each number

Made by `make docs` from `wording/definitions` and from each metric's own declaration; a test
compares them. A page explains its figures in the same words. Unknown is never shown as zero, and
currencies are never added. `python -m metrics NAME` prints any of them. A tile or a mark of a chart
opens the rows behind its figure, at an address such as
`/rows?of=spending.total&month=2026-08&basis=gross`.
"""


def render() -> str:
    """The whole page as Markdown, a room of metrics/ after the other."""
    lines, room = [HEAD], ""
    for name, function in public().items():
        if name.split(".")[0] != room:
            room = name.split(".")[0]
            lines.append(f"## {room.replace('_', ' ').capitalize()}\n")
        lines += _section(DEFINITIONS[name], function.metric)  # type: ignore[attr-defined] # marked
    return "\n".join(lines)


def _section(definition: Definition, metric: Metric) -> Iterator[str]:
    yield f"### {definition.name}\n\n`{definition.metric}` · {definition.means}\n"
    yield f"- **Unit:** {metric.unit}, per {metric.grain}, as a {metric.kind}"
    yield f"- **Rests on:** {', '.join(metric.rests_on)}"
    if definition.formula:
        yield f"- **Rule:** {definition.formula}"
    yield from (f"- {caveat}" for caveat in definition.caveats)
    yield ""


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
