"""The Markdown of a report as one self-contained page: no script, nothing fetched."""

import re
from html import escape

from markdown_it import MarkdownIt

from share.html import POLICY, STYLE

MORE = STYLE.with_name("report.css")


def page(text: str, *, title: str) -> bytes:
    """The whole page; no HTML of the text passes."""
    written = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table")
    base = STYLE.read_text(encoding="utf-8").replace("Data of AS_OF", "")
    style = base + MORE.read_text(encoding="utf-8")
    body = re.sub(r"<th(?=[ >])", '<th scope="col"', written.render(text))
    policy = escape(POLICY.format("'none'"), quote=True)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()
