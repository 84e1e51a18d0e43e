"""The team's own words for a sponsor: sponsors/NAME.md, four headings."""

import re
from pathlib import Path

from config import House, Preset

HEADINGS = ("What was done", "What got worse", "What we ask", "Answer by")
HEADING = re.compile(r"^#{1,3}\s+(.+?)\s*#*\s*$", re.MULTILINE)


def place(house: House, preset: Preset) -> Path:
    """Where the words of a preset are."""
    return house.config.resolve(preset.words or f"sponsors/{preset.name}.md")


def read(house: House, preset: Preset) -> dict[str, str]:
    """Markdown under each of the four headings that the file has; other headings are not read."""
    file = place(house, preset)
    if not file.is_file():
        return {}
    text = file.read_text(encoding="utf-8-sig")
    pieces = HEADING.split(text)[1:]
    pairs = zip(pieces[::2], pieces[1::2], strict=True)
    found = {title.strip().casefold(): body.strip() for title, body in pairs}
    return {h: found[h.casefold()] for h in HEADINGS if found.get(h.casefold())}


def missing(house: House, preset: Preset) -> list[str]:
    """What a reader will look for and not find, each with the remedy."""
    words = read(house, preset)
    file = house.config.place(place(house, preset))
    return [
        f'no "{heading}" from you. Fix: write it under "## {heading}" in {file}'
        for heading in HEADINGS
        if heading not in words
    ]
