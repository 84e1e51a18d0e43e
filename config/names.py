"""The words of a name, and the sign in the place of a name that is withheld."""

import re
import unicodedata

WITHHELD = "[name withheld]"
# Letters and digits, with hyphens between them: Anne-Marie, min-p.
WORD = re.compile(r"[^\W_]+(?:-+[^\W_]+)*")
PART = re.compile(r"[^\W_]+")  # of a word, between its hyphens


def words(text: str) -> list[str]:
    """The words of a name or of a text, as written, accents composed."""
    return WORD.findall(unicodedata.normalize("NFC", text))


def compared(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which they are compared: no accents, case or hyphens."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return tuple(PART.findall(text.casefold()))
