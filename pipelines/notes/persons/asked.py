"""Who is who, where the rules would rather part than merge: what a person may know, as questions.

Two kinds: a short name that may be one of several people, and two full names that may be one
person's. Nobody is asked about who opted out, nor about what people.toml says already.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from config.people import Person
from config.traces import Traces
from pipelines.notes.files.slugs import folded
from pipelines.notes.persons.identity import Persons, Signing
from pipelines.notes.persons.likeness import may_be_one
from warehouse.records import IdentityQuestion

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
    full = sorted(root for root, name in usual.items() if " " in name)
    found += [
        ("same", one, [two])
        for one, two in combinations(full, 2)
        if may_be_one(folded(usual[one]), folded(usual[two])) and persons.may_be_one(one, two)
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
