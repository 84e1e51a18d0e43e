"""Names inside sentences: who a sentence may be about, known from signatures and speakers."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.notes.roll_call.names import forms_of
from pipelines.notes.roll_call.roll_call import RollCall
from pipelines.notes.text.markdown import Block
from pipelines.notes.vocabulary import listed, marks, phrases

_NOBODY = frozenset(listed("nobody"))
_HANDLE = r"@[\w][\w-]*"
_WORD = r"[^\W\d_][\w.'’-]*"
_FULL = rf"(?:{_HANDLE}|{_WORD}(?: [^\W\d_a-z][\w.'’-]*){{0,3}})"
_AND = phrases("roll_call", "and")
_PARTED = rf"(?:\s*(?:,|;|&|/|\+)\s*(?:{_AND}\s+)?|\s+(?:and/or|{_AND}|or)\s+)"
NAMES = rf"{_FULL}(?:{_PARTED}{_FULL})*"
_SPLIT = re.compile(rf"\s*(?:,|;|&|/|\+|\band/or\b|(?<!\S){_AND}(?!\S)|\bor\b)\s*")
_NO_SPEAKER = re.compile(rf"\b(?:{marks('ballots')}|{marks('bodies')})\b", re.I)
_HONORED = re.compile(rf"(?:{marks('honors')})$")
_CROWD = f"{phrases('roll_call', 'crowd')}|{phrases('roll_call', 'nobody')}"
_TEAM = re.compile(rf"(?:(?:{marks('determiners')}) )?(?:{_CROWD}|co)", re.I)
_INITIALS = re.compile(r"[A-Z]{2,3}")
_LOWER = re.compile(r"(?<![\w@/.-])[a-z][a-z'-]+\b")


# What only a thing is: "on Kubernetes", "the Hub", "a Docker image"
_THING = re.compile(r"\b(?:in|on|into|via|using|the|an?|our)\s+([^\W\d_a-z][\w-]*)(?!['’\w])")


@dataclass(frozen=True, slots=True)
class People:
    """Who may be named in a meeting.

    known   every form of a name or handle that signed or speaks, case folded
    common  words the note also writes small, or as one does of things ("on Kubernetes", in links)
    """

    known: frozenset[str]
    common: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        """Whether somebody known is named so."""
        return name.casefold() in self.known


def people_of(roll: RollCall, labels: Iterable[str], blocks: list[Block]) -> People:
    """The people of one meeting, the absent too: full names, first names, initials and handles.

    labels  those before a colon; one speaks who does twice, or has a first and a last name
    """
    known: set[str] = set()
    spoken = Counter(label for label in labels if not _NO_SPEAKER.search(label))
    speakers = [s for s, times in spoken.items() if times > 1 or _is_full(s)]
    for name in (*(s.signature.name for s in roll.signed), *roll.absent, *speakers):
        known |= forms_of(name)
    known |= {s.signature.handle for s in roll.signed if s.signature.handle}
    common = set(_LOWER.findall(" ".join({w for block in blocks for w in block.raw.split()})))
    common |= {word.casefold() for block in blocks for word in _THING.findall(block.raw)}
    return People(frozenset(known - _NOBODY), frozenset(common))


def is_nobody(word: str) -> bool:
    """Whether a word that may begin a line names no person: Description, Notes, They."""
    return word.casefold().replace("’", "'").partition("'")[0] in _NOBODY


def split_names(text: str) -> list[str]:
    """`Ana, Ben & @cy` as its names; "Ana and team" is Ana."""
    parts = [_HONORED.sub("", part.strip(" @*_.:：")) for part in _SPLIT.split(text)]
    named = [part for part in parts if part]
    return named[:1] if len(named) == 2 and _TEAM.fullmatch(named[1]) else named


def are_people(text: str, people: People, *, strict: bool) -> list[str]:
    """The names in a text if it holds nothing else, else an empty list.

    strict  only names of the meeting, handles with @ and initials count
    """
    names = split_names(text)
    fine = [name for name in names if is_person(name, text, people, strict=strict)]
    return names if names and len(fine) == len(names) else []


def is_person(name: str, text: str, people: People, *, strict: bool) -> bool:
    """Whether one name may be a person's: known, a handle, or (not strict) written like a name."""
    words = name.split()
    is_sentence = re.search(r"[:：。、]", name)  # of a script without blanks
    if is_sentence or (any(is_nobody(word) for word in words) and name not in people):
        return False
    if name in people or (len(words) == 1 and f"@{name}" in text):
        return True
    if len(words) > 1 and words[0] in people:
        return all(word[0].isupper() for word in words[1:]) and len(words) <= 4
    if _INITIALS.fullmatch(name):
        return True
    if strict or len(words) > 4:
        return False
    small = len(words) == 1 and name.casefold() in people.common
    return all(_like_name(word) for word in words) and not small


def _like_name(word: str) -> bool:
    """A capital and small letters, or a script that has no small ones; no JupyterCon."""
    if not word[0].isalpha() or word[0].islower() or (len(word) > 1 and word.isupper()):
        return False
    return not re.search(r"(?<!Mc)(?<!Mac)(?<!De)(?<!Di)(?<!La)(?<!Le)(?<=[a-z])[A-Z]", word)


def _is_full(name: str) -> bool:
    """A first and a last name: "Ada Fenwick"."""
    return 2 <= len(name.split()) <= 3 and all(_like_name(word) for word in name.split())
