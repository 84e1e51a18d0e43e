"""Names of funds short enough for a line of a phone."""

from textwrap import shorten

LONG = 36  # characters


def short(name: str) -> str:
    """A long name up to a whole word, or cut where it is one word; "…" says that it goes on."""
    found = shorten(name, LONG, placeholder=" …")
    return f"{name[: LONG - 1]}…" if found.strip() == "…" else found
