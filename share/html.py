"""A sheet as one self-contained HTML page: every value escaped, nothing fetched from anywhere."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from markdown_it import MarkdownIt
from markupsafe import Markup

from metrics import words
from share.amounts import AMOUNTS
from share.sheet import Part, Sheet

FOLDER = Path(__file__).parent
STYLE = FOLDER / "pack.css"
PLOTLY = FOLDER / "vendor" / "plotly-basic-4.1.1.min.js"
# What the browser may do with the page: draw what is in it and run these scripts, by their hash.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {}"
SHARES = ("spent_share", "time_share")

PAGE = Markup("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{team}: report for {recipient}</title>
<style>{style}</style>
</head>
<body>
<main>
<header>
<p class="kicker">{team} · report for {recipient} · {period}</p>
<h1>{answer}</h1>
<ul class="figures">{figures}</ul>
</header>
{parts}
<section class="method"><h2>How these figures are made</h2><dl>{method}</dl></section>
<section class="tables"><h2>The figures</h2>{tables}</section>
<section class="manifest"><h2>What this report was made from</h2><table>{manifest}</table></section>
</main>
{script}
</body>
</html>
""")


def page(sheet: Sheet, svg: Mapping[str, bytes]) -> bytes:
    """The whole page. Figures without an SVG are drawn by the one embedded copy of plotly.js."""
    scripts = _scripts(
        {p.key: p.figure for p in sheet.parts if p.figure is not None and p.key not in svg}
    )
    return PAGE.format(
        policy=POLICY.format(" ".join(map(_hashed, scripts)) or "'none'"),
        style=Markup(STYLE.read_text(encoding="utf-8").replace("AS_OF", words.day(sheet.as_of))),  # noqa: S704 - our own file
        team=sheet.team,
        recipient=sheet.recipient,
        period=sheet.period,
        answer=sheet.answer,
        figures=_joined(FIGURE.format(value, label) for value, label in sheet.figures),
        parts=_joined(_part(part, svg.get(part.key)) for part in sheet.parts),
        tables=_joined(_table(p, p.table) for p in sheet.parts if p.table is not None),
        method=_joined(TERM.format(name, text) for name, text in sheet.method),
        manifest=_joined(ROW.format(name, value) for name, value in sheet.manifest),
        script=_joined(Markup("<script>{}</script>\n").format(Markup(s)) for s in scripts),  # noqa: S704 - see _scripts
    ).encode()


FIGURE = Markup("<li><b>{}</b> {}</li>")
TERM = Markup("<dt>{}</dt><dd>{}</dd>")
TABLE = Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")
ROW = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>')


def _joined(pieces: object) -> Markup:
    return Markup("").join(pieces)  # type: ignore[arg-type] # any iterable of Markup


def _part(part: Part, svg: bytes | None) -> Markup:
    said = _joined(Markup("<p>{}</p>").format(sentence) for sentence in part.sentences)
    note = Markup('<p class="note">{}</p>').format(part.note) if part.note else Markup("")
    shape = Markup('<section class="{}"><div class="whole"><h2>{}</h2>{}{}{}{}{}</div></section>')
    return shape.format(
        part.key, part.title, said, _legend(part), _picture(part, svg), note, _words(part)
    )


def _legend(part: Part) -> Markup:
    swatch = Markup('<span class="swatch" style="background:{}"></span>{} ')
    named = _joined(swatch.format(color, name) for name, color in part.legend)
    return Markup('<p class="legend">{}</p>').format(named) if part.legend else Markup("")


def _picture(part: Part, svg: bytes | None) -> Markup:
    if part.figure is None:
        return Markup("")
    alt = part.sentences[0] if part.sentences else part.title
    if svg is not None:
        source = base64.b64encode(svg).decode()
        shape = Markup('<img class="chart" alt="{}" src="data:image/svg+xml;base64,{}">')
        return shape.format(alt, source)
    shape = Markup('<figure class="chart" id="chart-{}" aria-label="{}"></figure>')
    return shape.format(part.key, alt)


def _words(part: Part) -> Markup:
    """The team's own Markdown: no HTML passes, and no link but to http, https and mail."""
    if not part.markdown:
        return Markup("")
    written = MarkdownIt("commonmark", {"html": False}).disable("image")
    return Markup(written.render(part.markdown))  # noqa: S704 - rendered with HTML switched off


def _table(part: Part, table: pd.DataFrame) -> Markup:
    kinds = {column: _kind(column, table[column]) for column in table.columns}
    heads = _joined(
        Markup('<th scope="col" class="{}">{}</th>').format(kind, part.headings[column])
        for column, kind in kinds.items()
    )
    rows = _joined(
        Markup("<tr>{}</tr>").format(
            _joined(
                Markup('<td class="{}">{}</td>').format(kind, told(column, row[column]))
                for column, kind in kinds.items()
            )
        )
        for row in table.to_dict("records")
    )
    return TABLE.format(part.title, heads, rows)


def _kind(column: str, values: pd.Series) -> str:
    """Numbers stand right, words and days left."""
    number = column in (*AMOUNTS, *SHARES) or any(isinstance(v, int | float) for v in values)
    return "n" if number else ""


def told(column: str, value: object) -> str:
    """A cell in words; unknown is said, never shown as nothing."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return "not confirmed" if column in ("spent", "remaining", "confirmed_on") else "not known"
    if isinstance(value, str):
        return value
    if hasattr(value, "year"):
        return words.month(value) if column in ("month", "period") else words.day(value)  # type: ignore[arg-type]
    if column in SHARES:
        return words.percent(value)  # type: ignore[arg-type]
    places = 2 if column in AMOUNTS and float(value) != int(float(value)) else 0  # type: ignore[arg-type]
    return words.number(value, places)  # type: ignore[arg-type]


def _scripts(figures: Mapping[str, go.Figure]) -> list[str]:
    """The vendored bundle and our own call of it, in which no "<" of the data is left."""
    if not figures:
        return []
    lines = [
        f"Plotly.newPlot('chart-{key}', {_safe(figure)}, {{staticPlot: true, responsive: true}});"
        for key, figure in figures.items()
    ]
    return [_plotly(), "".join(lines)]


def _hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _safe(figure: go.Figure) -> str:
    text: str = figure.to_json()
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def _plotly() -> str:
    return PLOTLY.read_text(encoding="utf-8").replace("</script", "<\\/script")
