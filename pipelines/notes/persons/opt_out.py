"""Who asked not to be named is left out of every record, wherever the notes name them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from config import traces
from config.names import WITHHELD, compared
from config.people import Person
from config.traces import Traces
from pipelines.notes.files.slugs import folded
from pipelines.notes.persons.identity import Signing
from pipelines.notes.persons.likeness import fits
from warehouse.records import ActionItem, AgendaItem, Attendance

_PLACES = ("meeting_id", "series", "source_file")  # withheld where the build is written
_OWNED = (ActionItem, AgendaItem)


@dataclass(frozen=True, slots=True)
class Withheld:
    """The persons left out, and every form in which the notes name them.

    listed     of them, the forms that people.toml says
    namesakes  persons of such a name who did not opt out
    """

    person_ids: frozenset[str]
    traces: Traces
    listed: Traces
    namesakes: frozenset[str] = frozenset()

    @property
    def names_anybody(self) -> bool:
        """Whether anybody is left out, by id or by name."""
        return bool(self.person_ids) or self.traces.names_anybody


def withheld(
    people: dict[str, Person],
    listed: Iterable[Person],
    signings: list[Signing],
    ids: dict[Any, str],
    stays: Iterable[str],
) -> Withheld:
    """What to leave out: names, aliases and handles of people.toml, and all spellings signed.

    stays  person_ids that people.toml gives to somebody who did not opt out
    A first name alone goes too, unless somebody who did not opt out bears it. Somebody of the same
    name stays whom people.toml lists apart, or who signed a meeting next to the one who left.
    """
    listed = list(listed)
    gone = {s.spelling for s in signings if ids[s.spelling] in people}
    met = {meeting for s in signings if s.spelling in gone for meeting in s.meetings}
    own = traces.of(listed)
    apart = {
        ids[s.spelling]
        for s in signings
        if s.spelling not in gone and own.found(s.name) and s.meetings & met
    }
    namesakes = frozenset(apart | set(stays))
    named = [(s, ids[s.spelling]) for s in signings]
    theirs = {i for s, i in named if i in people or (own.found(s.name) and i not in namesakes)}
    left = [s for s, i in named if i in theirs]
    kept = {s.spelling for s, i in named} - {s.spelling for s in left}
    others = {compared(name)[:1] for _, name, _ in kept}
    shared = {compared(name) for _, name, _ in kept}  # by somebody else's handle, perhaps
    names = {s.name for s in left if _is_of(s, people.get(ids[s.spelling])) and s.name.split()}
    names = {name for name in names if compared(name) not in shared}
    names |= {n for p in listed if p.opt_out for n in (p.name, *p.aliases) if n.split()}
    firsts = {compared(name)[:1] for name in names} - others - {()}
    names |= {first for (first,) in firsts}
    handles = {s.handle for s in left if s.handle} - {handle for _, _, handle in kept}
    return Withheld(frozenset(people) | theirs, traces.of(listed, names, handles), own, namesakes)


def _is_of(signing: Signing, person: Person | None) -> bool:
    """Whether a name signed with somebody's handle may be theirs: others borrow handles."""
    owners = (person.name, *person.aliases) if person else ()
    name = folded(signing.name)
    return person is None or any(fits(name, "", folded(owner)) for owner in owners)


def without(record: Any, left_out: Withheld) -> Any | None:
    """The record without those who opted out; None where nothing of it remains."""
    own = left_out.traces
    changed: dict[str, Any] = {}
    if left_out.names_anybody:  # a million records of notes are not looked through for nobody
        if isinstance(record, Attendance) and _is_theirs(record, left_out):
            return None
        changed = _changed(record, own)
    if isinstance(record, _OWNED):
        owners = [o for o in record.owners if own.without(o) != WITHHELD]
        if owners != record.owners:
            changed["owners"] = owners
    return replace(record, **changed) if changed else record


def _is_theirs(record: Attendance, left_out: Withheld) -> bool:
    named = left_out.listed.found(record.name) and record.person_id not in left_out.namesakes
    return record.person_id in left_out.person_ids or named


def _changed(record: Any, own: Traces) -> dict[str, Any]:
    """The texts that name one of them, without. Who signs is decided by the person alone."""
    person = ("person_id", "name", "handle") if isinstance(record, Attendance) else ()
    texts = {field.name: getattr(record, field.name) for field in fields(record)}
    return {
        name: own.without(text)
        for name, text in texts.items()
        if isinstance(text, str) and name not in (*_PLACES, *person) and own.found(text)
    }
