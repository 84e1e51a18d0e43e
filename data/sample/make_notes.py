"""The sample's meeting notes: monthly meetings one per file, cafés many per file."""

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import cafe_text
import monthly_text
from team import ORGANIZATION, PEOPLE, SEED, Person, cafe_days, monthly_days

NO_ROLL_CALL = date(2025, 7, 17)
ON_A_PHOTO = "The names are on the photo of the whiteboard."

MONTHLY = """# Fernhollow monthly meeting, {long}

- **Date:** {day}
- **Time:** 16:00 UTC
- **Where:** the usual room

## Attendees

{roll_call}

## Agenda items
{agenda}
## Next meeting

Third Thursday of next month, same place.
"""

CAFE = """## {day}

### Check-in

* _Name / GitHub handle / affiliation_
{roll_call}

### Topics

{topics}
"""


def make(folder: Path, facts: dict[str, object]) -> None:
    """Write notes/monthly/*.md and notes/cafe/*.md; `facts` fills the texts' braces."""
    chance = random.Random(SEED)
    facts = {"org": ORGANIZATION, **facts}
    for day in monthly_days():
        _write(folder / "notes" / "monthly" / f"{day}.md", _monthly(day, chance, facts))
    sections = [(day, _cafe(day, chance, facts)) for day in cafe_days()]
    for year in (2024, 2025, 2026):
        newest_first = [text for day, text in reversed(sections) if day.year == year]
        text = f"# Fernhollow café {year}\n\n" + "\n".join(newest_first)
        _write(folder / "notes" / "cafe" / f"{year}.md", text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _monthly(day: date, chance: random.Random, facts: dict[str, object]) -> str:
    agenda = monthly_text.AGENDA[f"{day:%Y-%m}"].format(**facts)
    odds = [1.0 if f"**{p.first_name}**" in agenda else p.monthly for p in PEOPLE]
    came = _came(day, chance, odds)
    lines = ["* name / institution / GitHub handle", *map(_name_place_handle, came)]
    return MONTHLY.format(
        long=f"{day:%B %Y}",
        day=day,
        roll_call=ON_A_PHOTO if day == NO_ROLL_CALL else "\n".join(lines),
        agenda=agenda,
    )


def _cafe(day: date, chance: random.Random, facts: dict[str, object]) -> str:
    month = f"{day:%Y-%m}"
    came = _came(day, chance, [person.cafe for person in PEOPLE])
    if month in cafe_text.CANCELLED:
        return f"## {day}\n\n{cafe_text.CANCELLED[month] or 'Meeting cancelled, happy new year.'}\n"
    topics = "\n".join(f"* {line}" for line in cafe_text.AGENDA[month]).format(**facts)
    return CAFE.format(day=day, roll_call="\n".join(map(_name_handle_place, came)), topics=topics)


def _came(day: date, chance: random.Random, odds: Iterable[float]) -> list[Person]:
    """Who came, in an order of their own; a draw is made for everybody so that days stay apart."""
    drawn = [(person, chance.random() < odd) for person, odd in zip(PEOPLE, odds, strict=True)]
    came = [person for person, comes in drawn if comes and person.since <= day <= person.until]
    chance.shuffle(came)
    return came


def _name_place_handle(person: Person) -> str:
    return f"* {person.name} / {person.place}" + (f" / @{person.handle}" if person.handle else "")


def _name_handle_place(person: Person) -> str:
    handle = f"@{person.handle}" if person.handle else ""
    return f"* {person.name} / {handle} / {person.place}"
