"""What may be a person's name, and which handles and letters are made from one."""

import re
import unicodedata

from pipelines.notes.vocabulary import listed, phrases

_CROWD = re.compile(rf"(?:{phrases('roll_call', 'crowd')})$", re.I)
_NOBODY = re.compile(phrases("roll_call", "nobody"), re.I)
_GRAMMAR = frozenset(listed("nobody"))
_PENDING = frozenset(listed("pending"))  # "Scribe: TBD"
# What is written where a name is due: that nobody came, or that it is not known who.
_NO_ONE = re.compile(
    r"\W*(?:(?:nobody|no[ -]one|no (?:attendees|participants))\b.*|none|no[ -]?one|nil|vacant"
    r"|(?-i:n\.?a\.?)|n/a|(?:(?:meeting|call) )?(?:was )?cancell?ed|[-–—]+)\W*",
    re.I | re.S,
)
_NOT_KNOWN = re.compile(
    r"(?:tb[acd]|unknown|not (?:known|recorded|noted|taken)|to be \w+)\W*", re.I
)


def is_like_name(handle: str, name: str) -> bool:
    """Whether a word is a handle made from a name (amoss91 of Ada Moss)."""
    word = re.sub(r"[^a-z]", "", handle.casefold())
    parts = [p for p in re.findall(r"[^\W\d_]+", name.casefold()) if len(p) >= 3]
    return any(part in word for part in parts) and not handle.isupper()


def is_code(aside: str, name: str) -> bool:
    """Whether two or three capitals are letters of the name in its order (AMS, Ada Moss)."""
    letters = iter(re.sub(r"[^A-Z]", "", unicodedata.normalize("NFKD", name).upper()))
    first = name.strip()[:1].upper() == aside[:1]
    return first and 2 <= len(aside) <= 3 and all(letter in letters for letter in aside)


def initials(name: str) -> str:
    """The first letters of a name's words, large."""
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)).upper()


def is_name(text: str) -> bool:
    """Whether a word or a few may be somebody's name."""
    tokens = text.split()
    if not 1 <= len(tokens) <= 6 or not re.search(r"[^\W\d_]", text) or _CROWD.search(text):
        return False
    if text.casefold() in _PENDING or is_no_one(text) or _NOT_KNOWN.fullmatch(text):
        return False
    if len(text) == 1 and text.isascii():
        return False
    return not re.search(r"[?=<>{}#|;]|\d{3,}|\b\d+\b", text) and not _NOBODY.search(text)


def is_no_one(text: str) -> bool:
    """Whether a text says that nobody came: "Nobody yet", "n/a", a dash alone."""
    return "?" not in text and _NO_ONE.fullmatch(text) is not None


def shape(text: str) -> str | None:
    """How a text without fields looks as a name.

    full (words that begin large, or of a script without large letters) · single (one word) ·
    weak (some begin large) · lower (none does) · None: too long for a name, or no words
    """
    tokens = [t for t in text.replace("_", " ").split() if re.search(r"\w", t)]
    if not tokens or not is_name(text):
        return None
    if len(tokens) == 1:  # a script without large letters has no blank in a full name
        letters = [ch for ch in tokens[0] if ch.isalpha()]
        plain = len(letters) > 1 and not any(ch.islower() or ch.isupper() for ch in letters)
        return "full" if plain else "single"
    large = [_is_particle(t) or _is_large(t) for t in tokens]
    if all(large) and _is_large(tokens[-1]):
        return "full"
    if len(tokens) > 3:
        return None
    return "weak" if any(_is_large(t) for t in tokens) else "lower"


def _is_particle(token: str) -> bool:
    """Whether a small word may stand inside a name (van, de la, bin): short, and not "of"."""
    return token.isalpha() and token.islower() and len(token) <= 3 and token not in _GRAMMAR


def _is_large(token: str) -> bool:
    """Whether a word begins with a capital, or its script has none."""
    first = next((ch for ch in token if ch.isalpha()), "")
    return (bool(first) and not first.islower()) or bool(re.match(r"[dlO][’'][A-Z]", token))


def forms_of(name: str) -> set[str]:
    """How a person may be named, case folded: in full, by first name, by initials."""
    words = name.split()
    letters = {initials(name).casefold()} if len(words) > 1 else set()
    return {name.casefold(), words[0].casefold()} | letters if words else set()
