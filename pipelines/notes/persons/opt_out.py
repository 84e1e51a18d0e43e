"""Who asked not to be named is left out of every record, wherever the notes name them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from config.names import WITHHELD
from config.people import Person
from pipelines.notes.persons.identity import Signing
from warehouse.records import ActionItem, AgendaItem, Attendance

_WORDS = ("title", "section", "text", "quote", "subject", "repo", "url", "note")


@dataclass(frozen=True, slots=True)
class Withheld:
    """The persons left out, and every form in which the notes name them."""

    person_ids: frozenset[str]
    forms: re.Pattern[str] | None


def withheld(
    people: dict[str, Person],
    listed: Iterable[Person],
    signings: list[Signing],
    ids: dict[Any, str],
) -> Withheld:
    """What to leave out: names, aliases and handles of people.toml, and all spellings signed.

    A first name alone goes too, unless somebody who did not opt out bears it.
    """
    forms: set[str] = set()
    for person in listed:
        if person.opt_out:
            forms |= {person.name, *person.aliases, *(h.lstrip("@") for h in person.handles)}
    others = {s.name.split()[0].casefold() for s in signings if ids[s.spelling] not in people}
    for signing in signings:
        if ids[signing.spelling] in people:
            forms |= {signing.name, *filter(None, [signing.handle])}
    forms |= {form.split()[0] for form in forms if form.split()[0].casefold() not in others}
    words = sorted((re.escape(f) for f in forms if len(f) > 1), key=len, reverse=True)
    pattern = rf"@?(?<![\w-])(?:{'|'.join(words)})(?![\w-])" if words else None
    return Withheld(frozenset(people), re.compile(pattern, re.I) if pattern else None)


def without(record: Any, left_out: Withheld) -> Any | None:
    """The record without those who opted out; None where nothing of it remains."""
    if left_out.forms is None:
        return record
    if isinstance(record, Attendance) and record.person_id in left_out.person_ids:
        return None
    changed: dict[str, Any] = {}
    for name in {field.name for field in fields(record)}.intersection(_WORDS):
        value = getattr(record, name)
        if isinstance(value, str) and left_out.forms.search(value):
            changed[name] = left_out.forms.sub(WITHHELD, value)
    if isinstance(record, ActionItem | AgendaItem):
        changed["owners"] = [o for o in record.owners if not left_out.forms.fullmatch(o)]
    return replace(record, **changed) if changed else record
