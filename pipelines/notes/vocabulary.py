"""The word lists of vocabulary.toml, read once."""

import re
import tomllib
from pathlib import Path
from typing import Any

_LATIN = re.compile(r"[A-Za-z]")
_WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def phrases(room: str, name: str) -> str:
    """A pattern for any phrase of one list of a room, in every language it is written in.

    `*` is any ending of a word, a blank also a hyphen or nothing.
    """
    found = _listed(room, name)
    latin = [_pattern(phrase) for phrase in found if _LATIN.search(phrase)]
    # Scripts without blanks between words have no edges of words to ask for.
    other = [_pattern(phrase) for phrase in found if not _LATIN.search(phrase)]
    edged = [rf"(?<!\w)(?:{'|'.join(latin)})(?!\w)"] if latin else []
    return "|".join([*edged, *other])


def marks(name: str) -> str:
    """The same for a list of `statements`, without the edges of its words; plurals count, too."""
    found = (re.escape(phrase).replace(r"\ ", "[ -]?") for phrase in _listed("statements", name))
    return "|".join(phrase.replace(r"\*", r"\w*") + "s?" for phrase in found)


def stems(room: str, *names: str) -> tuple[str, ...]:
    """One part of each phrase of some lists, case folded: a text without any holds no phrase."""
    found = (re.findall(r"[^\W\d_]+", phrase) for name in names for phrase in _listed(room, name))
    return tuple(dict.fromkeys(max(parts, key=len).casefold() for parts in found))


def holds(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a text has one of some stems: asked before a pattern that is dear to look for."""
    folded = text.casefold()
    for part in parts:  # noqa: SIM110 - any() takes twice as long, for every sentence
        if part in folded:
            return True
    return False


def listed(name: str) -> list[str]:
    """One list of `statements` as it stands there, in its order."""
    return list(_WORDS["statements"][name])


def _listed(room: str, name: str) -> list[str]:
    tables = [_WORDS[room], *(_WORDS["languages"][k].get(room, {}) for k in _WORDS["languages"])]
    return sorted((p for table in tables for p in table.get(name, ())), key=len, reverse=True)


def months() -> dict[str, int]:
    """How the names of the months begin, in every language, and the number of each."""
    rows = enumerate(_WORDS["meetings"]["months"], start=1)
    return {stem: number for number, stems in rows for stem in stems.split()}


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", "[ -]*").replace("'", "['’]")
