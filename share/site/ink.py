"""One ink for both themes: each colour is a name, which the page resolves by the theme it is in.

A figure is drawn once. A name is a hexadecimal colour that no theme has, so that Plotly accepts it.
"""

import json
import re
from dataclasses import fields
from typing import Any

from charts.theme import DARK, LIGHT, Ink

NAME = re.compile(r"#fe00([0-9a-f]{2})")


def _named() -> tuple[Ink, dict[str, tuple[str, str]]]:
    """The ink of names, and of each name its colour in light and in dark."""
    colors: dict[str, tuple[str, str]] = {}

    def name(light: str, dark: str) -> str:
        made = f"#fe00{len(colors):02x}"
        colors[made] = light, dark
        return made

    values: dict[str, Any] = {}
    for each in fields(Ink):
        light, dark = getattr(LIGHT, each.name), getattr(DARK, each.name)
        if isinstance(light, dict):
            values[each.name] = {member: name(light[member], dark[member]) for member in light}
        else:
            values[each.name] = name(light, dark)
    return Ink(**values), colors


INK, COLORS = _named()


def variables() -> str:
    """The colours as variables of a style sheet, for what is drawn as HTML."""
    lines = (
        f"--ink-{name[-2:]}: light-dark({light}, {dark});" for name, (light, dark) in COLORS.items()
    )
    return ":root { " + " ".join(lines) + " }\n"


def script() -> str:
    """The colours for the script that draws the charts."""
    return json.dumps(COLORS)


def in_html(text: str) -> str:
    """HTML with the variables in place of the names."""
    return NAME.sub(r"var(--ink-\1)", text)
