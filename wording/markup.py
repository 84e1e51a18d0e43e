"""Text with marks in it: every value that goes in is escaped."""

import re
from html import unescape

from markupsafe import Markup

__all__ = ["Markup", "Text", "html", "joined"]

Text = str | Markup


def html(template: str, *values: object) -> Markup:
    """HTML with `{}` places; every value is escaped unless it is Markup itself."""
    return Markup(template).format(*values)  # noqa: S704 - the template is ours, values are escaped


def joined(parts: list[Text], between: str = " ") -> Markup:
    """Texts in a row, those that are empty left out; plain ones are escaped."""
    return Markup(between).join(part for part in parts if part)  # noqa: S704 - the sign is ours


def words_of(sentence_html: str) -> str:
    """A sentence without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", sentence_html)).split())


def bare(name: str) -> str:
    """A name without the marks that share/slots may have put around it."""
    return re.sub("\ue000.*?\ue001|\ue002", "", name, flags=re.DOTALL)


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
