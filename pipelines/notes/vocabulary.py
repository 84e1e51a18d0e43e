"""The word lists of vocabulary.toml, read once."""

import re
import tomllib
from pathlib import Path
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of one list, in its order."""
    return tuple(_WORDS[name].split())


def phrases(room: str, name: str) -> str:
    """A pattern for any phrase of one list of a room, in every language it is written in.

    `*` is any ending of a word, a blank also a hyphen or nothing.
    """
    tables = [_WORDS[room], *(_WORDS["languages"][k].get(room, {}) for k in _WORDS["languages"])]
    found = [phrase for table in tables for phrase in table.get(name, ())]
    return "|".join(_pattern(phrase) for phrase in sorted(found, key=len, reverse=True))


def months() -> dict[str, int]:
    """How the names of the months begin, in every language, and the number of each."""
    rows = enumerate(_WORDS["meetings"]["months"], start=1)
    return {stem: number for number, stems in rows for stem in stems.split()}


def _pattern(phrase: str) -> str:
    words = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", "[ -]*").replace("'", "['’]")
    # Scripts without blanks between words have no edges of words to ask for.
    return words if not re.search(r"[A-Za-z]", phrase) else rf"\b{words}(?!\w)"
