"""Who is who, where the rules would rather part than merge: what a person may know, as questions.

Three kinds: a short name that may be one of several people, two full names that may be one
person's, and a handle that nobody signed with a name. Nobody is asked about who opted out, nor
about what people.toml says already.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from config.people import Person
from config.traces import Traces
from pipelines.notes.files.slugs import folded
from pipelines.notes.persons.identity import Persons, Signing
from pipelines.notes.persons.likeness import may_be_one
from warehouse.records import ActionItem, IdentityQuestion, Meeting

MOST_NAMES = 4  # people that a name may be; of more nobody chooses at a glance
FEWEST = 2  # meetings: what was signed once may be a slip that never comes again


def questions(
    persons: Persons,
    signings: Iterable[Signing],
    *,
    days: dict[int, date | None],
    people: Iterable[Person],
    unknown: Iterable[str],
    left: Traces,
) -> Iterator[IdentityQuestion]:
    """Every open question about who signed, the most meetings first.

    days     number of a meeting → its day
    unknown  spellings that a person could not tell, as people.toml has them
    left     how whoever opted out may be named: no question holds such a name
    """
    usual, handles, meetings = _forms(persons, signings)
    said = {folded(name) for each in people for name in (each.name, *each.aliases)}
    rests = said | {folded(name) for name in unknown}
    found = [
        ("which", root, sorted(others, key=lambda r: usual[r]))
        for root, others in persons.ambiguous()
        if len(others) <= MOST_NAMES
    ]
    full = {root: folded(name) for root, name in sorted(usual.items()) if " " in name}
    found += [
        ("same", one, [two])
        for one, two in combinations(full, 2)
        if may_be_one(full[one], full[two]) and persons.may_be_one(one, two)
    ]
    for kind, root, others in sorted(found, key=lambda f: (-len(meetings[f[1]]), usual[f[1]])):
        names = [usual[root], *(usual[other] for other in others)]
        own = [handle for r in (root, *others) for handle in handles[r]]
        is_open = folded(names[0]) not in rests and not (
            kind == "same" and {folded(names[1])} & rests
        )
        held = [day for at in meetings[root] if (day := days.get(at))]
        if is_open and held and len(held) >= FEWEST and not any(map(left.found, (*names, *own))):
            yield IdentityQuestion(
                kind, names[0], " ".join(sorted(handles[root])) or None, names[1:],
                [" ".join(sorted(handles[other])) for other in others], len(held), max(held),
            )  # fmt: skip


def settled(
    people: Iterable[Person], unknown: Iterable[str], asked: Iterable[IdentityQuestion]
) -> frozenset[str]:
    """Handles, and names that may be one, that people.toml settles or another question asks about.

    In small letters, without @.
    """
    found = {name for each in people for name in (each.name, *each.aliases, *each.handles)}
    found |= {*unknown, *(handle for each in asked for handle in (each.handle or "").split())}
    return frozenset(name.lstrip("@").casefold() for name in found)


def nameless(
    persons: Persons,
    signings: Sequence[Signing],
    *,
    days: dict[int, date | None],
    known: frozenset[str],
    left: Traces,
) -> Iterator[IdentityQuestion]:
    """A question for each handle that signed and never with a name, whether it matters or not.

    known  handles that need no question: see `settled`
    """
    usual, handles, meetings = _forms(persons, signings)
    named = {persons.root_of(s) for s in signings if folded(s.name) != folded(s.handle or "")}
    for root in sorted(usual.keys() - named, key=lambda root: usual[root]):
        own = sorted(handles[root])
        first = next((each for each in own if folded(each) == folded(usual[root])), None)
        held = [day for at in meetings[root] if (day := days.get(at))]
        if first and held and known.isdisjoint(own) and not any(map(left.found, own)):
            yield IdentityQuestion(
                "handle", f"@{first}", " ".join(own), [], [], len(held), max(held)
            )


def with_owners(found: Iterable[Any], known: frozenset[str]) -> Iterator[Any]:
    """The records as they are, then a question for each handle that has actions and never signed.

    known  the handles of all who signed, and those that need no question: see `settled`
    """
    days: dict[str, date | None] = {}
    held: dict[str, set[str]] = defaultdict(set)
    for record in found:
        if isinstance(record, Meeting):
            days[record.meeting_id] = record.held_on
        elif isinstance(record, ActionItem) and record.meeting_id:
            for owner in record.owners:
                written = rf"@{re.escape(owner)}(?![\w/-])"
                # A team's handle (@hub/leads) is nobody.
                if "/" not in owner and re.search(written, record.text, re.IGNORECASE):
                    held[owner.casefold()].add(record.meeting_id)
        yield record
    for handle in sorted(held.keys() - known):
        if on := [day for each in held[handle] if (day := days.get(each))]:
            yield IdentityQuestion("handle", f"@{handle}", handle, [], [], 0, max(on))


def _forms(
    persons: Persons, signings: Iterable[Signing]
) -> tuple[dict[str, str], dict[str, set[str]], dict[str, set[int]]]:
    """By cluster: the name it signs most, full ones first, its handles, its meetings."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    handles: dict[str, set[str]] = defaultdict(set)
    meetings: dict[str, set[int]] = defaultdict(set)
    for each in signings:
        root = persons.root_of(each)
        names[root][each.name] += len(each.meetings)
        handles[root] |= {each.handle} if each.handle and persons.bears(each) else set()
        meetings[root] |= each.meetings
    usual = {
        root: max(own, key=lambda name: (" " in name, own[name], name))
        for root, own in names.items()
    }
    return usual, handles, meetings
