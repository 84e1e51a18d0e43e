"""What must not leave the house, and whether a file to be sent holds any of it.

Only inserted values are checked, never our own template or the vendored script. A term of
several words, an address or an id with a digit is always a leak. A single bare word (a handle, a
project id) is one unless Quarterdeck itself uses that word in its own sentences, or the preset
names it in public: a team with members called Grant, Bill, Min and Will still gets its pack.
Written as @grant it always is one.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config import HOME, Config
from config.names import compared
from share.private import Term

SPOKEN = ("charts", "metrics", "share", "wording")  # whose sentences and labels a file is made of
MENTION = re.compile(r"(?<![\w.])@([\w-]+)")
# Told by their shape, whoever's they are.
SHAPES = {
    "a token": re.compile(
        r"\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abp]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16})"
        r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    ),
    "a file path": re.compile(r"(?<![\w:/.])(?:/(?:home|Users|root|srv|tmp|var)/|[A-Z]:\\)"),
    "a private link": re.compile(r"\b(?:zoom\.us|hackmd\.io|meet\.google\.com)/", re.IGNORECASE),
}


@dataclass(frozen=True)
class Inserted:
    """A value on its way out: where it stands, and its text as it came from data."""

    place: str
    text: str


@dataclass(frozen=True)
class Leak:
    """What must not leave and where it was about to; never written into any file."""

    place: str
    kind: str
    term: str

    def __str__(self) -> str:
        """The line told to who asked for the file."""
        return f"{self.place}: holds {self.kind}, {self.term!r}"


def leaks(values: Iterable[Inserted], terms: Iterable[Term], public: Iterable[str]) -> list[Leak]:
    """Each place where a value holds something private; empty when the file may be written.

    public  values the preset itself names: the team, the recipient, its allow-listed funds
    """
    said = _words_of_sources() | {word for value in public for word in compared(value)}
    strict, handles = _sorted(terms, said)
    longest = max((len(key) for key in strict), default=0)
    found = []
    for value in values:
        found += [Leak(value.place, *hit) for hit in _runs(value.text, strict, longest)]
        found += [Leak(value.place, *hit) for hit in _mentions(value.text, handles)]
        found += [Leak(value.place, *hit) for hit in _shapes(value.text)]
    return list(dict.fromkeys(found))


def secrets(config: Config) -> Iterator[Term]:
    """What the environment holds under the names that dashboard.toml gives."""
    names = [s.token_env for s in (config.github, config.docs) if s is not None]
    for name in names:
        if value := os.environ.get(name):
            yield Term("a token", value)


def _sorted(
    terms: Iterable[Term], said: set[str]
) -> tuple[dict[tuple[str, ...], tuple[str, str]], dict[str, tuple[str, str]]]:
    """Terms by their words, without the single words that anybody may say; and all handles."""
    strict, handles = {}, {}
    for term in terms:
        key, hit = compared(term.text), (term.kind, term.shown or term.text)
        if term.kind == "a handle":
            handles[term.text.casefold()] = hit
        spoken = said | {word for value in term.unless for word in compared(value)}
        if key and not (len(key) == 1 and key[0] in spoken):
            strict[key] = hit
    return strict, handles


def _runs(
    text: str, strict: dict[tuple[str, ...], tuple[str, str]], longest: int
) -> Iterator[tuple[str, str]]:
    said = compared(text)
    for first in range(len(said)):
        for last in range(first + 1, min(first + longest, len(said)) + 1):
            if hit := strict.get(said[first:last]):
                yield hit


def _mentions(text: str, handles: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for mention in MENTION.findall(text):
        if hit := handles.get(mention.casefold()):
            yield hit


def _shapes(text: str) -> Iterator[tuple[str, str]]:
    for kind, shape in SHAPES.items():
        if found := shape.search(text):
            yield kind, found[0]


@cache
def _words_of_sources() -> set[str]:
    """The words Quarterdeck itself may write: those of the modules that word its files."""
    files = [file for folder in SPOKEN for file in sorted((HOME / folder).rglob("*.py"))]
    return {word for file in files for word in compared(_spoken(file))}


def _spoken(file: Path) -> str:
    return file.read_text(encoding="utf-8")
