"""Text for Streamlit labels, and sentences without their tags."""

import re

from wording.markup import words_of

__all__ = ["plain", "words_of"]

_ALIVE = re.compile(r":(?=//|[\w+/-]+:)|\bwww(?=\.)|@", re.IGNORECASE)


def plain(text: object) -> str:
    """Text for a Streamlit label, where Markdown would otherwise be read out of data.

    Addresses and names of signs (:smile:) come alive whatever is escaped, so a mark without width
    parts them.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", _ALIVE.sub("\\g<0>\u2060", str(text)))
