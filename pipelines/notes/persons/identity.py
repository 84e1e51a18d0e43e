"""Signatures → persons: one person across spellings, by rules that would rather part than merge.

A handle is a person, but for who borrowed it; a full name is one, too. Every rule is decided on
all names before it joins any, so that no order of files changes a person. Two who signed one
meeting are never joined, nor two of people.toml, which wins over all of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.people import Person
from pipelines.notes.files.slugs import folded, slug
from pipelines.notes.persons.likeness import (
    fits,
    handles_alike,
    is_short_for,
    names_alike,
    without_initials,
)
from pipelines.notes.roll_call.names import is_like_name

Spelling = tuple[str, str, str | None]  # series, name and handle as signed
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Signing:
    """One spelling of one series, and the numbers of its meetings."""

    series: str
    name: str
    handle: str | None
    meetings: set[int]

    @property
    def spelling(self) -> Spelling:
        """What tells this signing from the others."""
        return self.series, self.name, self.handle


class Persons:
    """Clusters of signatures, grown by joining them rule by rule."""

    def __init__(
        self, signings: list[Signing], people: list[Person], homes: frozenset[str] = frozenset()
    ) -> None:
        self._signings, self._people, self._homes = signings, people, homes
        owners = _owners(signings, people)
        apart = {s.spelling for s in signings if not _may_bear(s, owners, people)}
        self.borrowed = {spelling for spelling in apart if _is_full(folded(spelling[1]))}
        self.nodes = {s.spelling: _node(s, own=s.spelling not in apart) for s in signings}
        self._parent = {node: node for node in self.nodes.values()}
        self._meetings: dict[str, set[int]] = defaultdict(set)
        self._said: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[tuple[str, str]]] = defaultdict(set)  # node → series, name
        for signing in signings:
            node = self.nodes[signing.spelling]
            self._meetings[node] |= signing.meetings
            own = {i for i, p in enumerate(people) if _is(p, signing)}
            self._said[node] |= own if len(own) == 1 else set()  # what two bear names neither
            self._names[node].add((signing.series, folded(signing.name)))
        self._join_said()
        for rule in (self._same_full_name, self._alike, self._slips, self._first_names, self._bare):
            self._join(list(rule()))

    def ids(self) -> dict[Spelling, str]:
        """The person_id of every spelling."""
        ids = self._ids()
        return {spelling: ids[self._root(node)] for spelling, node in self.nodes.items()}

    def opted_out(self) -> dict[str, Person]:
        """The person_ids of those who opted out."""
        ids = self.ids()
        gone = [p for p in self._people if p.opt_out]
        return {ids[s.spelling]: p for s in self._signings for p in gone if _is(p, s)}

    def staying(self) -> set[str]:
        """The person_ids that people.toml gives to somebody who did not opt out."""
        ids = self.ids()
        stay = [p for p in self._people if not p.opt_out]
        return {ids[s.spelling] for s in self._signings for p in stay if _is(p, s)}

    def called(self) -> dict[Spelling, str]:
        """By spelling: the name in people.toml of whoever signed with a handle alone."""
        found: dict[Spelling, str] = {}
        for each in self._signings:
            said = self._said[self._root(self.nodes[each.spelling])]
            if said and each.handle and folded(each.name) == folded(each.handle):
                name = self._people[min(said)].name
                found |= {} if name.startswith("@") else {each.spelling: name}
        return found

    def _root(self, node: str) -> str:
        while self._parent[node] != node:
            node = self._parent[node]
        return node

    def _clusters(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node in self._parent:
            found[self._root(node)].append(node)
        return found

    def _join_said(self) -> None:
        """Join what people.toml says is one person."""
        for i in range(len(self._people)):
            own = sorted(node for node, said in self._said.items() if i in said)
            for node in own[1:]:
                self._merge(own[0], node)

    def _merge(self, one: str, two: str) -> None:
        a, b = sorted((self._root(one), self._root(two)))
        if a != b:
            self._parent[b] = a
            self._meetings[a] |= self._meetings[b]
            self._said[a] |= self._said[b]

    def _join(self, edges: list[Edge]) -> None:
        """Join all that a rule holds for one person; none of them where two of them met."""
        own = [(self._root(a), self._root(b)) for a, b in edges]
        group = {root: root for edge in own for root in edge}

        def top(root: str) -> str:
            while group[root] != root:
                root = group[root]
            return root

        for a, b in own:
            if top(a) != top(b):
                group[top(b)] = top(a)
        together: dict[str, list[str]] = defaultdict(list)
        for root in group:
            together[top(root)].append(root)
        for roots in together.values():
            if not self._conflict(roots):
                for other in roots[1:]:
                    self._merge(roots[0], other)

    def _conflict(self, roots: list[str]) -> bool:
        """Whether two of some clusters signed one meeting, or are two persons of people.toml."""
        met: set[int] = set()
        for root in set(roots):
            if met & self._meetings[root]:
                return True
            met |= self._meetings[root]
        return len(set().union(*(self._said[root] for root in roots))) > 1

    def _forms(self) -> dict[str, set[tuple[str, str]]]:
        """Every cluster with the names it signed with, by series."""
        return {
            root: set().union(*(self._names[node] for node in nodes))
            for root, nodes in self._clusters().items()
        }

    def _same_full_name(self) -> Iterator[Edge]:
        by_name: dict[str, list[str]] = defaultdict(list)
        for node, names in self._names.items():
            for name in {name for _, name in names if " " in name}:
                by_name[name].append(node)
        for nodes in by_name.values():
            yield from ((nodes[0], node) for node in nodes[1:])

    def _alike(self) -> Iterator[Edge]:
        """Full names that differ by a middle initial, a slip, or an organisation behind them."""
        full = {(name, root) for root, forms in self._forms().items()
                for _, name in forms if " " in name}  # fmt: skip
        by_first: dict[str, set[Edge]] = defaultdict(set)
        for name, root in full:
            by_first[name.split()[0]].add((name, root))
        for own in by_first.values():
            middles: dict[str, set[str]] = defaultdict(set)
            for name, _ in own:
                short, middle = without_initials(name)
                middles[short] |= {middle} if middle else set()
            torn = {short for short, found in middles.items() if len(found) > 1}
            for one, a in own:
                for two, b in own:
                    alike = names_alike(one, two, self._homes)
                    if a < b and alike and without_initials(one)[0] not in torn:
                        yield a, b

    def _slips(self) -> Iterator[Edge]:
        """Handles that differ by a letter, under one first name and no two full names."""
        forms = self._forms()
        by_first: dict[str, set[Edge]] = defaultdict(set)
        for node in self._parent:
            if node.startswith("@"):
                root = self._root(node)
                for first in {name.split()[0] for _, name in forms[root] if name}:
                    by_first[first].add((node, root))
        for own in by_first.values():
            for one, a in own:
                for two, b in own:
                    if a < b and handles_alike(one, two) and not _two_full(forms[a], forms[b]):
                        yield a, b

    def _first_names(self) -> Iterator[Edge]:
        """A handle signed with a first name alone, and the one full name of its series it fits."""
        yield from self._short(with_handle=True)

    def _bare(self) -> Iterator[Edge]:
        """A bare first name, initials or a handle without @, and the one it can be."""
        yield from self._short(with_handle=False)

    def _short(self, *, with_handle: bool) -> Iterator[Edge]:
        for root, others in self._can_be(with_handle=with_handle):
            if len(others) == 1:
                yield root, others.pop()

    def ambiguous(self) -> Iterator[tuple[str, set[str]]]:
        """Each short name that may be somebody, and all whom it can be: none met it."""
        for with_handle in (True, False):
            for root, every in self._can_be(with_handle=with_handle):
                if others := {other for other in every if self.may_be_one(root, other)}:
                    yield root, others

    def may_be_one(self, one: str, two: str) -> bool:
        """Whether nothing keeps two clusters apart: no meeting of both, not people.toml."""
        return self._root(one) != self._root(two) and not self._conflict([one, two])

    def root_of(self, signing: Signing) -> str:
        """The cluster of a signing."""
        return self._root(self.nodes[signing.spelling])

    def bears(self, signing: Signing) -> bool:
        """Whether the handle of a signing is the signer's own."""
        return self.nodes[signing.spelling] == f"@{signing.handle}"

    def _can_be(self, *, with_handle: bool) -> Iterator[tuple[str, set[str]]]:
        """Each cluster without a full name, and all that it can be short for."""
        forms = self._forms()
        handles = {root: frozenset(node[1:] for node in nodes if node.startswith("@"))
                   for root, nodes in self._clusters().items()}  # fmt: skip
        in_series: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for root, names in forms.items():
            for series, name in names:
                in_series[series].append((name, root))
        for root, names in forms.items():
            if bool(handles[root]) != with_handle or any(_is_full(name) for _, name in names):
                continue
            others = {
                other
                for series, name in names
                for form, other in in_series[series]
                if other != root and is_short_for(name, form, handles[other])
            }
            if len(others) > 1:  # "Ben @bnorth" is the Ben whose last name the handle holds
                last = {o: [form.partition(" ")[2] for _, form in forms[o]] for o in others}
                held = {other for other in others
                        if any(is_like_name(h, n) for h in handles[root] for n in last[other])
                        }  # fmt: skip
                others = held or others
            yield root, others

    def _ids(self) -> dict[str, str]:
        """The id of every cluster: what people.toml calls it, its usual handle, or its name."""
        members: dict[str, Counter[str]] = defaultdict(Counter)
        for signing in self._signings:
            node = self.nodes[signing.spelling]
            members[self._root(node)][node] += len(signing.meetings)
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for root in sorted((r for r in members if self._said[r]), key=lambda r: min(self._said[r])):
            ids[root] = _free(slug(self._people[min(self._said[root])].name), taken)
            taken.add(ids[root])
        for root in sorted(members.keys() - ids.keys()):
            usual = min(members[root], key=lambda n: (not n.startswith("@"), -members[root][n], n))
            ids[root] = _free(slug(usual), taken)
            taken.add(ids[root])
        return ids


def _node(signing: Signing, *, own: bool) -> str:
    """The handle where it is the signer's own, else the name; a lone name per series."""
    if signing.handle and own:
        return f"@{signing.handle}"
    full = folded(signing.name)
    return full if " " in full else f"{full} in {signing.series}"


def _two_full(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> bool:
    """Whether two clusters have full names, and none of them both."""
    mine, theirs = ({name for _, name in forms if _is_full(name)} for forms in (one, two))
    return bool(mine and theirs) and not mine & theirs


def _is_full(name: str) -> bool:
    """Whether a folded name has two words at least, and the last is more than an initial."""
    words = name.split()
    return len(words) > 1 and (len(words[-1]) > 1 or not words[-1].isascii())


def _free(name: str, taken: set[str]) -> str:
    n = 2
    wanted = name
    while wanted in taken:
        wanted, n = f"{name}-{n}", n + 1
    return wanted


def _owners(signings: Iterable[Signing], people: list[Person]) -> dict[str, list[str]]:
    """Whose each handle is: whom people.toml names, else whom it is made from, else the usual.

    Several spellings where they are equally usual; nobody where those share nothing.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for signing in signings:
        if signing.handle:
            counts[signing.handle][folded(signing.name)] += len(signing.meetings)
    owners = {h.lstrip("@").casefold(): [folded(p.name)] for p in people for h in p.handles}
    for handle, names in counts.items():
        rank = {name: (is_like_name(handle, name), count, _is_full(name))
                for name, count in names.items()}  # fmt: skip
        first = [name for name in sorted(names) if rank[name] == max(rank.values())]
        agree = all(fits(a, handle, b) for a in first for b in first)
        owners.setdefault(handle, first if agree else [])
    return owners


def _may_bear(signing: Signing, owners: dict[str, list[str]], people: list[Person]) -> bool:
    """Whether a signer's handle is the signer's own."""
    said = [
        person for person in people
        if signing.handle in {handle.lstrip("@").casefold() for handle in person.handles}
    ]  # fmt: skip
    if not signing.handle or any(_is(person, signing) for person in said or people):
        return True
    name = folded(signing.name)
    own = "" if said else signing.handle  # whose it is said to be, it is not by its letters
    return any(fits(name, own, owner) for owner in owners[signing.handle])


def _is(person: Person, signing: Signing) -> bool:
    """Whether people.toml means this signature: by its handle, unless another full name has it."""
    names = {folded(name) for name in (person.name, *person.aliases)}
    handles = {handle.lstrip("@").casefold() for handle in person.handles}
    own = folded(signing.name)
    if signing.handle and handles:
        fit = not _is_full(own) or any(fits(own, "", name) for name in names)
        return signing.handle.casefold() in handles and fit
    return own in names
