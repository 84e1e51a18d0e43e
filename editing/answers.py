"""A person's answer to a question, added to bills.toml, claims.toml or people.toml for good."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from config import Config, bills
from config.mistakes import ConfigError
from editing import changes, people
from editing.changes import By, Line, Saved
from editing.journal import content_of
from editing.save import NotSaved
from editing.toml_text import with_entry

CLAIMS = "claims.toml"
DAY = "YYYY-MM-DD"


def save(
    config: Config, lines: str, values: Mapping[str, Any], by: By, *, day: date | None = None
) -> Saved:
    """Append an answer. Raises NotSaved.

    lines   of bills.toml, with a place for `day` where they need one; empty: it is about a claim
    values  of a [[claims]] then, or of people.toml
    """
    if people.KEYS & values.keys():
        return people.save(config, values, by)
    if DAY in lines and day is None:
        raise NotSaved("the answer needs a day. Fix: give the day of the credit")
    added = _added(config, *_place(config, lines, values, day))
    if lines:
        try:
            bills.parse(added.after)
        except ConfigError as mistake:
            raise NotSaved(f"{mistake.lines[0]}. Fix: correct {bills.FILE} by hand") from None
    return changes.save_line(config, added, by)


def is_given(config: Config, lines: str, values: Mapping[str, Any]) -> bool:
    """Whether the files next to dashboard.toml hold the very lines of an answer already."""
    if people.KEYS & values.keys():
        return people.is_given(config, values)
    name, _, text = _place(config, lines.partition(DAY)[0], values, None)
    held = content_of(config.resolve(name))
    return held is not None and text in held.decode("utf-8", "replace")


def _place(
    config: Config, lines: str, values: Mapping[str, Any], day: date | None
) -> tuple[str, str, str]:
    """The file, its section, and the lines."""
    if lines:
        return bills.FILE, "answer", lines.replace(DAY, str(day))
    name = (config.github and config.github.claims) or CLAIMS
    return name, "claims", with_entry("", "claims", values)


def _added(config: Config, name: str, section: str, lines: str) -> Line:
    """The file with the lines at its end, which add entries and change none. Raises NotSaved."""
    file = config.resolve(name)
    before = content_of(file)
    gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    after = (before or b"") + gap + lines.encode()
    try:
        held, said, new = (
            tomllib.loads(text.decode("utf-8-sig"))
            for text in (before or b"", after, lines.encode())
        )
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as mistake:
        raise NotSaved(f"{name} cannot be read: {mistake}. Fix: correct it") from None
    if said != {**held, section: [*held.get(section, []), *new.get(section, [])]}:
        raise NotSaved(f"{name} would say something else, too. Fix: add by hand:\n{lines}")
    return Line(file, before, after, lines)
