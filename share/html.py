"""A pack as one self-contained HTML page: every value escaped, nothing fetched from anywhere."""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markdown_it import MarkdownIt
from markupsafe import Markup

from charts.theme import inert
from share.amounts import AMOUNTS, SHARES
from share.content import Content
from share.slots import plain
from wording import numbers, pack

FOLDER = Path(__file__).parent
STYLE = FOLDER / "pack.css"
PLOTLY = FOLDER / "vendor" / "plotly-basic-4.1.1.min.js"
AT_REST = FOLDER / "at_rest.js"
# What the browser may do with the page: draw what is in it and run these scripts, by their hash.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src {}"
)
# Latin of the pages' own fonts (docs/decisions.md #71): a frame cannot ask the app for a file, and
# a document opens without a network. Other letters are drawn in what the reader's machine has.
FONTS = (("Source Sans", "pack-sans.woff2", "400 600"), ("Source Serif", "pack-serif.woff2", "600"))


def page(content: Content, svg: Mapping[str, bytes], *, at_rest: bool = False) -> bytes:
    """The whole page. Figures without an SVG are drawn by the one embedded copy of plotly.js.

    at_rest  for a frame of the app: they are drawn once somebody stays, and not while it loads
    """
    drawing = _scripts(
        {p.key: p.figure for p in content.parts if p.figure is not None and p.key not in svg}
    )
    held = [_packed(script) for script in drawing] if at_rest else []
    scripts = [AT_REST.read_text(encoding="utf-8")] if held else drawing
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in dict.fromkeys([*drawing, *scripts])
    )
    style = look().replace("AS_OF", numbers.day(content.as_of))
    written: str = _template().render(
        content=content,
        policy=POLICY.format(hashes or "'none'"),
        style=style,
        held=held,
        scripts=scripts,
        pictures={key: base64.b64encode(picture).decode() for key, picture in svg.items()},
    )
    return written.encode()


@cache
def look() -> str:
    """The look of a document with its fonts in it; AS_OF in its footer is yet to be filled in."""
    faces = [
        f"@font-face {{ font-family: '{family}'; font-weight: {weights}; src: "
        f"url(data:font/woff2;base64,{_encoded(PLOTLY.with_name(file))}) format('woff2'); }}\n"
        for family, file, weights in FONTS
    ]
    return "".join(faces) + STYLE.read_text(encoding="utf-8")


def _encoded(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


@cache
def _template() -> Template:
    home = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined
    )
    home.filters |= {
        "unmarked": plain,
        "rendered": rendered,
        "css": css,
        "cell": cell,
    }
    return home.get_template("pack.html.j2")


def rendered(markdown: str) -> Markup:
    """The team's own Markdown: no HTML passes, and no link but to http, https and mail."""
    written = MarkdownIt("commonmark", {"html": False}).disable("image")
    return Markup(written.render(markdown)) if markdown else Markup("")  # noqa: S704 - HTML is off


def css(table: pd.DataFrame, column: str) -> str:
    """Numbers are aligned right, words and days left."""
    values = table[column]
    number = column in (*AMOUNTS, *SHARES) or any(isinstance(v, int | float) for v in values)
    return "n" if number else ""


def cell(value: object, column: str) -> str:
    """A cell in words; an unknown one says so, it is never shown as nothing."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return pack.unknown(column)
    if isinstance(value, str):
        return value
    if hasattr(value, "year"):
        return numbers.month(value) if column in ("month", "period") else numbers.day(value)  # type: ignore[arg-type]
    if column in SHARES:
        return numbers.percent(value)  # type: ignore[arg-type]
    if column == "each":
        return numbers.number(value, max(2, numbers.decimals(value)))  # type: ignore[arg-type]
    places = 2 if column in AMOUNTS and float(value) != int(float(value)) else 0  # type: ignore[arg-type]
    return numbers.number(value, places)  # type: ignore[arg-type]


def _scripts(figures: Mapping[str, go.Figure]) -> list[str]:
    """The vendored bundle and our calls of it, in which no "<" of the data is left."""
    if not figures:
        return []
    calls = [
        f"Plotly.newPlot('chart-{key}', {_safe(figure)}, {{staticPlot: true, responsive: true}});"
        for key, figure in figures.items()
    ]
    return [_plotly(), *calls]


@lru_cache(maxsize=16)  # the bundle takes a tenth of a second
def _packed(script: str) -> str:
    return base64.b64encode(gzip.compress(script.encode(), mtime=0)).decode()


def unmarked(figure: go.Figure) -> go.Figure:
    """The figure with the marks of its slots taken off."""
    return go.Figure(inert(plain(json.loads(figure.to_json()))))


def _safe(figure: go.Figure) -> str:
    text: str = unmarked(figure).to_json()
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def _plotly() -> str:
    return PLOTLY.read_text(encoding="utf-8").replace("</script", "<\\/script")
