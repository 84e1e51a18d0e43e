"""What a figure is, from the docstring of the metric that makes it: nothing is said twice."""

import inspect
import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from views.html import html

TERM = re.compile(r"^([A-Z][a-z]+) {2,}(.+)$")


def explained(
    definition: Callable[..., Any] | None, formula: str = "", rows: Sequence[tuple[str, str]] = ()
) -> Markup:
    """Definition, formula with the figures put in, and source rows as (words, address or "")."""
    parts = [_definition(definition) if definition else Markup("")]
    if formula:
        parts.append(html("<p><b>Here</b> {}</p>", formula))
    if rows:
        items = Markup("").join(html("<li>{}</li>", _row(*row)) for row in rows)
        parts.append(html("<p><b>From</b></p><ul>{}</ul>", items))
    return html('<div class="qd-explain">{}</div>', Markup("").join(parts))


def _row(text: str, address: str) -> Markup:
    if address.startswith(("http://", "https://")):
        return html('<a href="{}">{}</a>', address, text)
    return html("{}", text)


def _definition(metric: Callable[..., Any]) -> Markup:
    sentence, terms = read(inspect.getdoc(metric) or "")
    listed = Markup("").join(html("<dt>{}</dt><dd>{}</dd>", *term) for term in terms)
    return html("<p>{}</p><dl>{}</dl>", sentence, listed)


def read(docstring: str) -> tuple[str, list[tuple[str, str]]]:
    """A metric's docstring as its words and its terms (Unit, Rows, Source, Beware …)."""
    words: list[str] = []
    terms: list[tuple[str, str]] = []
    for line in docstring.replace("`", "").splitlines():
        found = TERM.match(line)
        if found:
            terms.append((found[1], found[2]))
        elif terms and line.startswith(" "):
            terms[-1] = (terms[-1][0], f"{terms[-1][1]} {line.strip()}")
        elif not terms:
            words.append(line.strip())
    return " ".join(filter(None, words)), terms
