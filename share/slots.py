"""Slots: the values in a pack's words that come from data, marked until the check has read them.

A mark is put around a value before wording makes a sentence of it, so that afterwards the check
finds the value inside the sentence and leaves our own words alone. Numbers, dates and units are
ours and have no mark. `plain` takes the marks off; no file is written with one.
"""

import re
from dataclasses import dataclass
from typing import Any

OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"  # private use: no data has them, see mark
MARKED = re.compile(f"{OPEN}(.*?){BETWEEN}(.*?){CLOSE}", re.DOTALL)
MARKS = re.compile(f"{OPEN}.*?{BETWEEN}|{CLOSE}", re.DOTALL)

PUBLIC = "public name"  # the team, the recipient, a fund that the preset names
SERVICE = "service"  # as the provider calls it
TEXT = "text"  # the team's own word: a category, remaining work, Markdown


@dataclass(frozen=True)
class Slot:
    """A value from data inside our words, and its kind: PUBLIC, SERVICE or TEXT."""

    kind: str
    text: str


def mark(kind: str, text: str) -> str:
    """The value with marks around it; a mark that data brought along is dropped first."""
    return f"{OPEN}{kind}{BETWEEN}{re.sub(f'[{OPEN}{BETWEEN}{CLOSE}]', '', text)}{CLOSE}"


def slots(text: str) -> list[Slot]:
    """The marked values of a text, in order."""
    return [Slot(kind, value) for kind, value in MARKED.findall(text)]


def plain(value: Any) -> Any:
    """Texts without marks, inside lists and dicts, too; anything else as it is."""
    match value:
        case str():
            return MARKS.sub("", value)
        case dict():
            return {plain(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return type(value)(plain(inner) for inner in value)
        case _:
            return value
