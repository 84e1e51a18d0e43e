"""Letters and reports: a text template filled in, checked for what is private, and drawn.

A template is Markdown with Jinja2, which a team can copy and change. Every value that data filled
is marked (share/slots.py) until the check has read it, and every sign of it that Markdown would act
on is escaped; only the team's own words are Markdown themselves.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from config import ConfigError, House, people
from metrics.meetings.at_places import at_places
from share import checks, markdown, private_terms
from share.content import Filled
from share.pack import Withheld
from share.slots import PUBLIC, TEXT, Slot, mark, plain, slots
from wording import numbers

FOLDER = Path(__file__).parent / "templates"
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
CODE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING = re.compile(r"^#{1,3}\s+(.+?)\s*#*\s*$", re.MULTILINE)
BLANK = "[not known:"


class Words(str):
    """Markdown that is written as it is: the team's own, marked, or a blank of ours."""

    __slots__ = ()


def own(text: str) -> Words:
    """The team's own Markdown, for the check; empty where there is none."""
    return Words(mark(TEXT, text.strip()) if text.strip() else "")


def inert(kind: str, text: str) -> str:
    """A value of data for a sentence that is written as it is: marked, and none of it Markdown."""
    return mark(kind, markdown.plain(text))


def named(text: str) -> str:
    """A name that may leave: of the team, the fund, the funder."""
    return mark(PUBLIC, text)


def blank(what: str) -> Words:
    """The place of something that is not known: a person fills it in. It has no ] of its own."""
    return Words(f"{BLANK} {markdown.plain(what.replace('[', '(').replace(']', ')'))}]")


def bold(text: str) -> Words:
    """A cell in bold; an empty one stays empty."""
    return Words(f"**{_written(text)}**" if text else "")


def filled_in(template: str | Path, values: Mapping[str, Any]) -> str:
    """The Markdown of a template, still marked. A name is ours, a path the team's.

    Raises ConfigError with file and line where a template of the team has a mistake.
    """
    home = SandboxedEnvironment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, finalize=_written,
        trim_blocks=True, lstrip_blocks=True, autoescape=False,
    )  # fmt: skip
    home.filters |= {"known": _known, "cells": _cells}
    try:
        if isinstance(template, str):
            made = home.get_template(template)
        else:
            made = home.from_string(template.read_text(encoding="utf-8-sig"))
        text = made.render(**values)
    except (TemplateError, OSError, UnicodeError) as error:
        if isinstance(template, str):
            raise
        line = getattr(error, "lineno", None)
        place = f"{template.name}, line {line}" if line else template.name
        raise ConfigError([f"{place}: {error}. Fix: compare it with {FOLDER.name}/"]) from None
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _known(value: object, what: str) -> object:
    """A value, or the blank that asks for it."""
    return blank(what) if value in (None, "") else value


def _cells(row: Iterable[object]) -> Words:
    """The cells of one row of a table."""
    return Words(" | ".join(map(_written, row)))


def _written(value: object) -> str:
    return str(value) if isinstance(value, Words) else markdown.plain(value)


def check(
    db: DuckDBPyConnection,
    house: House,
    funds: Iterable[str],
    marked: str,
    *,
    template: Path | None = None,
    pending: Iterable[str] = (),
) -> None:
    """Raises Withheld when a value, the team's own words or its template hold something private.

    funds   ids of the funds that may be named; a word may leave, too, that is public in a preset
            with one of them
    pending names of pending awards that may be named, too
    Raises ConfigError when people.toml cannot be read: who opted out is not known then.
    """
    shown = set(funds)
    listed = people.load(house.config)
    allowed = {("another funder", name) for name in pending}
    known = private_terms.terms(db, shown, listed)
    terms = [each for each in known if (each.kind, each.text) not in allowed]
    terms += checks.secrets(house.config)
    given = [fund for fund in house.config.funds if fund.id in shown]
    names = [part for fund in given for part in (fund.name, fund.funder) if part]
    public = [word for p in house.config.presets if shown & set(p.funds) for word in p.public]
    spared = [house.config.project.name, *names, *public]
    if found := checks.leaks(_filled(marked, template), terms, spared):
        raise Withheld(found)


def _filled(marked: str, template: Path | None) -> Iterator[Filled]:
    for slot in slots(marked):
        for line in slot.text.splitlines() or [""]:
            place = " ".join(line.split())[:40]
            yield Filled(f'"{place}"', Slot(slot.kind, ESCAPED.sub(r"\1", line)))
    if template is not None:
        text = CODE.sub(" ", template.read_text(encoding="utf-8-sig"))
        for number, line in enumerate(text.splitlines(), 1):
            yield Filled(f"{template.name}, line {number}", Slot(TEXT, line))


def unmarked(marked: str) -> str:
    """The Markdown as it is sent."""
    text: str = plain(marked)
    return text


def blanks(text: str) -> list[str]:
    """What a person has still to fill in, in order."""
    found = re.findall(re.escape(BLANK) + r" (.*?)\]", text)
    return [ESCAPED.sub(r"\1", each) for each in dict.fromkeys(found)]


def sections(file: Path, headings: Iterable[str]) -> dict[str, str]:
    """The team's Markdown under each of some headings of a file; without the file, nothing.

    A comment (<!-- -->) is no words. Raises ConfigError where the file has another heading.
    """
    if not file.is_file():
        return {}
    pieces = HEADING.split(COMMENT.sub("", file.read_text(encoding="utf-8-sig")))[1:]
    pairs = zip(pieces[::2], pieces[1::2], strict=True)
    found = {title.strip().casefold(): body.strip() for title, body in pairs}
    known = {heading.casefold(): heading for heading in headings}
    if odd := [title for title in found if title not in known]:
        meant = ", ".join(known.values())
        raise ConfigError([f"{file.name}: no heading is called {odd[0]!r}. Fix: use {meant}"])
    return {known[title]: body for title, body in found.items() if body}


def quoted(db: DuckDBPyConnection, places: Sequence[str]) -> list[dict[str, Any]]:
    """The actions and decisions that a person chose by FILE:LINE. Raises ConfigError for none."""
    found = at_places(db, places=tuple(places))
    there = {each.place for each in found}
    if gone := [place for place in places if place not in there]:
        raise ConfigError(
            [f"{gone[0]}: no action and no decision is at this line. Fix: copy FILE:LINE from the "
             "page Actions"]
        )  # fmt: skip
    return [
        {"kind": each.kind, "text": mark(TEXT, each.text),
         "day": each.held_on and numbers.long_day(each.held_on)}
        for each in found
    ]  # fmt: skip


def listed(house: House) -> str:
    """people.toml as part of a cache's key, or why it cannot be read."""
    try:
        return str(people.load(house.config))
    except people.PeopleUnread as error:
        return str(error)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
