"""Signatures → persons: one person across spellings, by rules that would rather part than merge.

A handle is a person; a name without a handle joins a person only if it can be nobody else's. Two
handles are one person if they bear the same full name, or differ by a slip of the finger under one
first name, and never if both signed one meeting. people.toml wins over all of it.
"""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from config.people import Person
from pipelines.notes.files.slugs import folded, slug
from pipelines.notes.roll_call.names import initials, is_like_name

_SLIP = 0.88  # pancakreport and pancakereport are 0.96 alike, ana-lima and anna-lopez 0.7
Spelling = tuple[str, str, str | None]  # series, name and handle as signed


@dataclass(frozen=True, slots=True)
class Signing:
    """One spelling of one series, and the numbers of the meetings that bear it."""

    series: str
    name: str
    handle: str | None
    meetings: set[int]

    @property
    def spelling(self) -> Spelling:
        """What tells this signing from the others."""
        return self.series, self.name, self.handle


class Persons:
    """Clusters of signatures, grown by merging; two clusters that met are never merged."""

    def __init__(self, signings: list[Signing], people: list[Person]) -> None:
        self._parent: dict[str, str] = {}
        self._meetings: dict[str, set[int]] = defaultdict(set)
        self._people = people
        self._usual = _usual_names(signings)
        self.nodes = {s.spelling: self._node(s) for s in signings}
        for signing in signings:
            node = self.nodes[signing.spelling]
            self._parent.setdefault(node, node)
            self._meetings[node] |= signing.meetings
        self._signings = signings
        self._said()
        self._same_full_name()
        self._slips()
        self._lone_names()

    def ids(self) -> dict[Spelling, str]:
        """The person_id of every spelling."""
        names = self._names()
        return {spelling: names[self._root(node)] for spelling, node in self.nodes.items()}

    def opted_out(self) -> dict[str, Person]:
        """The person_ids of those who opted out."""
        ids = self.ids()
        gone = [p for p in self._people if p.opt_out]
        return {ids[s.spelling]: p for s in self._signings for p in gone if _is(p, s)}

    def _node(self, signing: Signing) -> str:
        """A handle, unless its usual signer is somebody else; then the name (a borrowed handle)."""
        if signing.handle and _fits(signing.name, signing.handle, self._usual[signing.handle]):
            return f"@{signing.handle}"
        full = folded(signing.name)
        return full if " " in full else f"{full} in {signing.series}"

    def _root(self, node: str) -> str:
        while self._parent[node] != node:
            node = self._parent[node]
        return node

    def _merge(self, one: str, two: str, *, sure: bool = False) -> None:
        a, b = sorted((self._root(one), self._root(two)))
        if a == b or (not sure and self._meetings[a] & self._meetings[b]):
            return
        self._parent[b] = a
        self._meetings[a] |= self._meetings[b]

    def _said(self) -> None:
        """What people.toml says."""
        for person in self._people:
            own = [self.nodes[s.spelling] for s in self._signings if _is(person, s)]
            for node in own[1:]:
                self._merge(own[0], node, sure=True)

    def _same_full_name(self) -> None:
        by_name: dict[str, set[str]] = defaultdict(set)
        for signing in self._signings:
            if " " in (full := folded(signing.name)):
                by_name[full].add(self.nodes[signing.spelling])
        for nodes in by_name.values():
            first, *others = sorted(nodes)
            for node in others:
                self._merge(first, node)

    def _slips(self) -> None:
        """Handles that differ by a letter, under the same first name."""
        first_names: dict[str, set[str]] = defaultdict(set)
        for signing in self._signings:
            if (node := self.nodes[signing.spelling]).startswith("@"):
                first_names[folded(signing.name).split(" ")[0]].add(node)
        for nodes in first_names.values():
            for a in nodes:
                for b in difflib.get_close_matches(a, nodes - {a}, cutoff=_SLIP):
                    self._merge(a, b)

    def _lone_names(self) -> None:
        """A name without a handle joins the one person of its series whose name it begins."""
        forms: dict[str, set[str]] = defaultdict(set)  # series → folded names, and their nodes
        nodes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for signing in self._signings:
            name = folded(signing.name)
            forms[signing.series].add(name)
            nodes[signing.series, name].add(self.nodes[signing.spelling])
        for signing in self._signings:
            node, name = self.nodes[signing.spelling], folded(signing.name)
            if node.startswith("@"):
                continue
            alike = (f for f in forms[signing.series] if f == name or _begins(f, name))
            others = {self._root(n) for f in alike for n in nodes[signing.series, f]}
            others -= {self._root(node)}
            if len(others) == 1:
                self._merge(node, others.pop())

    def _names(self) -> dict[str, str]:
        """The id of every cluster: what people.toml calls it, its usual handle, or its name."""
        members: dict[str, Counter[str]] = defaultdict(Counter)
        said: dict[str, str] = {}
        for signing in self._signings:
            node = self.nodes[signing.spelling]
            root = self._root(node)
            members[root][node] += len(signing.meetings)
            for person in self._people:
                if _is(person, signing):
                    said[root] = slug(person.name)
        ids, taken = {}, set(said.values())
        for root in sorted(members):
            usual = min(members[root], key=lambda n: (not n.startswith("@"), -members[root][n], n))
            name = said.get(root) or _free(slug(usual), taken)
            taken.add(name)
            ids[root] = name
        return ids


def _free(name: str, taken: set[str]) -> str:
    n = 2
    wanted = name
    while wanted in taken:
        wanted, n = f"{name}-{n}", n + 1
    return wanted


def _usual_names(signings: Iterable[Signing]) -> dict[str, str]:
    """Who usually signs with each handle; at a tie the name the handle is made from."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for signing in signings:
        if signing.handle:
            counts[signing.handle][folded(signing.name)] += len(signing.meetings)
    return {
        handle: max(sorted(names), key=lambda n: (names[n], is_like_name(handle, n)))
        for handle, names in counts.items()
    }


def _fits(name: str, handle: str, usual: str) -> bool:
    """Whether a name may be the usual signer's: a word in common, initials, or a like spelling."""
    own = folded(name)
    mine, theirs = set(own.split()), set(usual.split())
    return bool(
        mine & theirs
        or is_like_name(handle, own)
        or own == handle.casefold()
        or initials(usual).startswith(own.upper())
        or any(difflib.get_close_matches(word, theirs, cutoff=0.75) for word in mine)
    )


def _begins(long: str, short: str) -> bool:
    """Whether a short name is the beginning of a long one: sheila, sheila kahwai."""
    return long.startswith(short + " ") or short.startswith(long + " ")


def _is(person: Person, signing: Signing) -> bool:
    """Whether people.toml means this signature."""
    handles = {handle.lstrip("@").casefold() for handle in person.handles}
    if signing.handle and handles:
        return signing.handle.casefold() in handles
    return folded(signing.name) in {folded(name) for name in (person.name, *person.aliases)}
