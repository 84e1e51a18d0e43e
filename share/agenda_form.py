"""The team's own agenda, emptied: the newest notes without what was said, with a new date."""

import re
from collections.abc import Set as AbstractSet
from datetime import date

from wording import numbers

ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
HEADING = re.compile(r"^#{1,6}\s")
AGENDA = re.compile(r"^#{1,6}\s.*\b(agenda|topics?|discussion|items)\b", re.IGNORECASE)
SAMPLE = re.compile(r"(?<![a-z])name\b.*\b(handle|institution|affiliation)\b", re.IGNORECASE)
BARE = """# {title}

{day}

## Attendees

* name / institution / GitHub handle

## Agenda items
"""


def emptied(
    lines: list[str], signed: AbstractSet[int], usual: AbstractSet[str]
) -> tuple[list[str], int]:
    """The lines that stay, and where in them the new items go.

    signed  indexes of lines on which somebody signed
    usual   lines that the notes before have, too
    Lists of people keep their sample line. Up to the agenda's heading everything else stays (date,
    place, links); below it only what is usual, and no list.
    """
    kept: list[str] = []
    at: int | None = None
    for first, last in _blocks(lines):
        block = lines[first:last]
        if signed & set(range(first, last)):
            kept += [line for line in block if SAMPLE.search(line)]
        elif at is None:
            kept += block
            at = len(kept) if AGENDA.match(block[0]) else None
        elif not ITEM.match(block[0]):
            kept += [line for line in block if line in usual or not line.strip()]
    if at is None:
        kept += ["", "## Agenda items"]
        at = len(kept)
    return kept, at


def redated(line: str, old: date, new: date) -> str:
    """The line with the meeting's day, or its month, replaced wherever it is written out."""
    for was, now in zip(_spellings(old), _spellings(new), strict=True):
        line = line.replace(was, now)
    return line


def _spellings(day: date) -> list[str]:
    american = f"{numbers.month_name(day)} {day.day}, {day.year}"
    spelled = [numbers.long_day(day), numbers.day(day), american, numbers.month(day)]
    return [day.isoformat(), f"{day:%Y/%m/%d}", *spelled]


def _blocks(lines: list[str]) -> list[tuple[int, int]]:
    """Whole lists with what hangs below their items; every other line by itself."""
    found: list[tuple[int, int]] = []
    inside = False
    for number, line in enumerate(lines):
        hangs = inside and (line.startswith((" ", "\t")) or _is_gap(lines, number))
        if hangs or (inside and ITEM.match(line)):
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
        inside = hangs or bool(ITEM.match(line))
    return found


def _is_gap(lines: list[str], number: int) -> bool:
    """A blank line inside a list: more of the list follows."""
    rest = next((line for line in lines[number:] if line.strip()), "")
    return not lines[number].strip() and bool(ITEM.match(rest) or rest.startswith((" ", "\t")))
