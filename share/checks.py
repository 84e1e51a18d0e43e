"""Whether a pack holds anything that must not leave the house.

Only the slots that data filled are read, never our own words, numbers, dates and units. In a slot
every private term counts, whatever its case and accents; the only words excused are those of the
preset's public names and, for accounts, projects, labels and other funders, those of the services
that the provider names. A handle written as @handle is excused by nothing.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config import Config
from config.names import compared
from share.content import Filled
from share.private_terms import Term

MENTION = re.compile(r"(?<![\w.])@([\w-]+)")
# Known by their shape, whoever's they are.
SHAPES = {
    "a token": re.compile(
        r"\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abp]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16})"
        r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    ),
    "a file path": re.compile(r"(?<![\w:/.])(?:/(?:home|Users|root|srv|tmp|var)/|[A-Z]:\\)"),
    "a private link": re.compile(r"\b(?:zoom\.us|hackmd\.io|meet\.google\.com)/", re.IGNORECASE),
}


@dataclass(frozen=True)
class Leak:
    """Something private and its place; never written into any file."""

    place: str
    kind: str
    term: str

    def __str__(self) -> str:
        """The line for whoever asked for the file."""
        return f"{self.place}: holds {self.kind}, {self.term!r}"


def leaks(filled: Iterable[Filled], terms: Iterable[Term], public: Iterable[str]) -> list[Leak]:
    """Each slot that holds something private; empty when the file may be written.

    public  names that the preset itself makes public: the team, the recipient, its funds, and
            the words that it lists
    """
    excused = {word for value in public for word in compared(value)}
    strict: dict[tuple[str, ...], tuple[str, str]] = {}
    handles: dict[str, tuple[str, str]] = {}
    for term in terms:
        key = compared(term.text)
        if term.kind == "a handle":
            handles[term.text.casefold()] = (term.kind, term.shown or term.text)
        spared = excused | {word for value in term.unless for word in compared(value)}
        if key and not (len(key) == 1 and key[0] in spared):
            strict[key] = (term.kind, term.shown or term.text)
    longest = max((len(key) for key in strict), default=0)
    found = []
    for each in filled:
        found += [Leak(each.place, *hit) for hit in _runs(each.slot.text, strict, longest)]
        mentions = (name.casefold() for name in MENTION.findall(each.slot.text))
        found += [Leak(each.place, *handles[name]) for name in mentions if name in handles]
        for kind, shape in SHAPES.items():
            if seen := shape.search(each.slot.text):
                found.append(Leak(each.place, kind, seen[0]))
    return list(dict.fromkeys(found))


def secrets(config: Config) -> Iterator[Term]:
    """The secrets of the environment, under the names that dashboard.toml gives."""
    names = [s.token_env for s in (config.github, config.docs) if s is not None]
    for name in names:
        if value := os.environ.get(name):
            yield Term("a token", value)


def _runs(
    text: str, strict: dict[tuple[str, ...], tuple[str, str]], longest: int
) -> Iterator[tuple[str, str]]:
    """Every run of words that is a private term."""
    said = compared(text)
    for first in range(len(said)):
        for last in range(first + 1, min(first + longest, len(said)) + 1):
            if hit := strict.get(said[first:last]):
                yield hit
