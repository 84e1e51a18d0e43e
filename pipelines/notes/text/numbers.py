"""Numbers written as words: three, twelve, twenty-four."""

import unicodedata
from contextlib import suppress


def number_of(words: str) -> int | None:
    """The number that Unicode draws in a circle by these words (⑫ is CIRCLED NUMBER TWELVE).

    None for other words, and above fifty.
    """
    for kind in ("DIGIT", "NUMBER"):
        with suppress(KeyError):
            sign = unicodedata.lookup(f"CIRCLED {kind} {words.replace('-', ' ').upper()}")
            return int(unicodedata.numeric(sign))
    return None
