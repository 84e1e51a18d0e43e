"""The Markdown of a report as one self-contained page: no script, nothing fetched."""

import base64
import re
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt

from share.html import POLICY, STYLE, look

MORE = STYLE.with_name("report.css")


@dataclass(frozen=True)
class Picture:
    """A chart for the page, before its second section: heading, SVG, text alternative, note."""

    title: str
    svg: bytes
    alt: str
    note: str


def page(text: str, *, title: str, picture: Picture | None = None) -> bytes:
    """The whole page; no HTML of the text passes."""
    written = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table")
    base = look().replace("Data of AS_OF", "")
    style = base + MORE.read_text(encoding="utf-8")
    body = re.sub(r"<th(?=[ >])", '<th scope="col"', written.render(text))
    body = body.replace("<table>", '<table tabindex="0">')  # on a phone it scrolls by itself
    if picture:
        body = _with(body, picture)
    policy = escape(POLICY.format("'none'"), quote=True)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()


def _with(body: str, picture: Picture) -> str:
    drawn = base64.b64encode(picture.svg).decode()
    section = (
        f"<h2>{escape(picture.title)}</h2>\n"
        f'<img class="chart" alt="{escape(picture.alt)}" src="data:image/svg+xml;base64,{drawn}">\n'
        f'<p class="note">{escape(picture.note)}</p>\n'
    )
    first, second, rest = body.partition("<h2>")
    lead, third, last = rest.partition("<h2>")
    return f"{first}{second}{lead}{section}{third}{last}" if third else body + section
