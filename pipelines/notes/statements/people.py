"""Names inside sentences: who a sentence may be about, known from signatures and speakers."""

import re
from collections.abc import Iterable

from pipelines.notes.roll_call.names import initials
from pipelines.notes.roll_call.roll_call import Signed
from pipelines.notes.vocabulary import words_of

_NOBODY = frozenset(words_of("nobody"))
_MONTHS_TOO = frozenset({"april", "june", "august"})
_WORD = r"@?[^\W\d_][\w.'’-]*"
_FULL = rf"{_WORD}(?: [A-Z][\w'’-]*){{0,2}}"
_PARTED = r"(?:\s*(?:,|&|/|\+)\s*|\s+and/or\s+|\s+and\s+|\s+or\s+)"
NAMES = rf"{_FULL}(?:{_PARTED}{_FULL})*"


def known_names(signed: Iterable[Signed], speakers: Iterable[str]) -> frozenset[str]:
    """Every form in which a meeting's people may be named: full, first and handle; case folded."""
    known: set[str] = set()
    for name in (*(s.signature.name for s in signed), *speakers):
        if name.split():
            known |= {name.casefold(), name.split()[0].casefold()}
            known |= {initials(name).casefold()} if len(name.split()) > 1 else set()
    known |= {s.signature.handle for s in signed if s.signature.handle}
    return frozenset(known - _NOBODY)


def is_nobody(word: str) -> bool:
    """Whether a word that may begin a line names no person: Description, Notes, They."""
    return word.casefold() in _NOBODY


def split_names(text: str) -> list[str]:
    """`Ana, Ben & @cy` as its names."""
    parts = re.split(r"\s*(?:,|&|/|\+|\band/or\b|\band\b|\bor\b)\s*", text)
    return [part.strip(" @*_.:") for part in parts if part.strip(" @*_.:")]


def are_people(text: str, known: frozenset[str], *, strict: bool) -> list[str]:
    """The names in a text if it holds nothing else, else an empty list.

    strict  only names of the meeting, handles with @ and short capitals count
    """
    names = split_names(text)
    if len(names) > 1:  # "Ada and April": the month is nobody, her namesake beside others is
        known |= _MONTHS_TOO
    fine = [name for name in names if is_person(name, text, known, strict=strict)]
    return names if names and len(fine) == len(names) else []


def is_person(name: str, text: str, known: frozenset[str], *, strict: bool) -> bool:
    """Whether one name may be a person's (or a small team's)."""
    words = name.split()
    if any(word.casefold() in _NOBODY for word in words[1:]):
        return False
    if name.casefold() in known or words[0].casefold() in known or f"@{name}" in text:
        return len(words) <= 3
    if any(word.casefold() in _NOBODY for word in words) or len(words) > 3:
        return False
    if re.fullmatch(r"[A-Z]{2,3}" if strict else r"[A-Z]{2,6}", name):
        return True
    large = all(re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ'’-]+", word) for word in words)
    return large and not strict
