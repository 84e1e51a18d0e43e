"""What may be a person's name, and which handles and letters are made from one."""

import re
import unicodedata

_CROWD = re.compile(
    r"\b(?:teams?|cohort|committee|members|council|group|board|maintainers|folks|staff"
    r"|attendees|participants)$",
    re.I,
)


def is_like_name(handle: str, name: str) -> bool:
    """Whether a word is a handle made from a name (sgibson91 of Sarah Gibson)."""
    word = re.sub(r"[^a-z]", "", handle.casefold())
    parts = [p for p in re.findall(r"[^\W\d_]+", name.casefold()) if len(p) >= 3]
    return any(part in word for part in parts) and not handle.isupper()


def is_code(aside: str, name: str) -> bool:
    """Whether two or three capitals are letters of the name in its order (YSV, Yulia Startsev)."""
    letters = iter(re.sub(r"[^A-Z]", "", unicodedata.normalize("NFKD", name).upper()))
    first = name.strip()[:1].upper() == aside[:1]
    return first and 2 <= len(aside) <= 3 and all(letter in letters for letter in aside)


def initials(name: str) -> str:
    """The first letters of a name's words, large."""
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)).upper()


def is_name(text: str) -> bool:
    """Whether a word or a few may be somebody's name."""
    tokens = text.split()
    if not 1 <= len(tokens) <= 5 or sum(ch.isalpha() for ch in text) < 2 or _CROWD.search(text):
        return False
    return not re.search(
        r"[?=<>{}#]|\d{3,}|\b(all|everyone|others?|nobody|none|tbd|n/a)\b", text, re.I
    )
