"""Text for Streamlit labels, and sentences without their tags."""

import re
from collections.abc import Sequence

from render import cells
from wording.markup import words_of
from wording.page import Amount

__all__ = ["linked", "plain", "words_of"]

_ALIVE = re.compile(r":(?=//|[\w+/-]+:)|\bwww(?=\.)|@", re.IGNORECASE)


def plain(text: object) -> str:
    """Text for a Streamlit label, where Markdown would otherwise be read out of data.

    Addresses and names of signs (:smile:) come alive whatever is escaped, so a mark without width
    parts them.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", _ALIVE.sub("\\g<0>\u2060", str(text)))


def linked(text: str, figures: Sequence[Amount]) -> str:
    """Text for a title, its figures as links to their rows."""
    parts: list[str | Amount] = [text]
    for each in figures:
        pattern = re.compile(rf"(?<!\w){re.escape(str(each.text))}(?!\w)")
        for place, part in enumerate(parts):
            if isinstance(part, str) and each.opens and (at := pattern.search(part)):
                parts[place : place + 1] = [part[: at.start()], each, part[at.end() :]]
                break
    return "".join(map(_part, parts))


def _part(part: str | Amount) -> str:
    if isinstance(part, str):
        return plain(cells.unbroken(part))
    return f"[{plain(cells.unbroken(part.text))}]({cells.rows_of(part.opens)})"
