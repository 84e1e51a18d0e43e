"""Text for Streamlit labels, and sentences without their tags."""

import re
from html import unescape


def plain(text: object) -> str:
    """Text for a Streamlit label, where Markdown would otherwise be read out of data."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", str(text))


def words_of(sentence_html: str) -> str:
    """A sentence without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", sentence_html)).split())
