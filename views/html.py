"""HTML out of data: every value that goes in is escaped."""

import re
from html import unescape

from markupsafe import Markup, escape

esc = escape


def html(template: str, *values: object) -> Markup:
    """HTML with `{}` places; every value is escaped unless it is Markup itself."""
    return Markup(template).format(*values)  # noqa: S704 - the template is ours, values are escaped


def plain(text: object) -> str:
    """Text for a Streamlit label, where Markdown would otherwise be read out of data."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", str(text))


def words_of(sentence_html: str) -> str:
    """A sentence without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", sentence_html)).split())
