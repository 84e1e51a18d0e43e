"""The word lists of vocabulary.toml, read once."""

import re
import tomllib
from pathlib import Path

_WORDS: dict[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of one list, in its order."""
    return tuple(_WORDS[name].split())


def pattern_of(name: str) -> str:
    """One list as a pattern, longest first: `_` is a blank, a hyphen or nothing; plurals count."""
    longest = sorted(words_of(name), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", "[ -]?") + "s?" for word in longest)
