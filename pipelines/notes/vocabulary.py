"""The word lists of vocabulary.toml, read once."""

import tomllib
from pathlib import Path

_WORDS: dict[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of one list, in its order."""
    return tuple(_WORDS[name].split())
