"""An answer about who is who, written to people.toml: one entry more, or an alias in one.

The file must say afterwards exactly what it said before and the answer, or nothing is saved.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

from config import Config, people
from config.mistakes import ConfigError
from editing import changes, private, undo
from editing.changes import By, Line, Saved
from editing.journal import content_of
from editing.save import NotSaved
from editing.toml_text import CannotEdit, with_entry, with_value

FILE = "people.toml"
KEYS = {"person", "unknown"}  # of values that are about a person


def save(config: Config, values: Mapping[str, Any], by: By) -> Saved:
    """Save an answer; where dashboard.toml names no people.toml, it does afterwards.

    values  person and alias: one of two spellings of a person, with `handles`; person and apart:
            a person of their own, and perhaps another; person and handle: whose a handle is, with
            all their `handles`; unknown: a spelling that nobody knows
    Raises NotSaved; then nothing is written.
    """
    if "unknown" not in values and not str(values["person"]).strip():
        raise NotSaved("the answer needs a name. Fix: give it")
    name = config.people.file or private.place(config.folder, FILE)
    file = config.resolve(name)
    before = content_of(file)
    try:
        text = (before or b"").decode("utf-8-sig")
        held = tomllib.loads(text)
        after, said = _with(text, held, values)
        if tomllib.loads(after) != said:
            raise NotSaved(_by_hand(name, values))
        people.parse(after)
    except CannotEdit as cannot:
        raise NotSaved(f"{cannot.why}. Fix: add by hand:\n{cannot.lines}") from None
    except ValueError as mistake:
        raise NotSaved(f"{name} cannot be read: {mistake}. Fix: correct it") from None
    if before and before.startswith(b"\xef\xbb\xbf"):
        after = f"\ufeff{after}"
    saved = changes.save_line(config, Line(file, before, after.encode(), _lines(values)), by)
    if config.people.file is None:
        try:
            return changes.save_change(config, changes.key(config, ("people", "file"), name), by)
        except (NotSaved, CannotEdit, ConfigError) as trouble:
            undo.undo(config.folder, saved.entry.number, who=by.who, why="its file", now=by.now)
            raise NotSaved(f'{trouble}. Fix: set file = "{name}" in [people]') from None
    return saved


def is_given(config: Config, values: Mapping[str, Any]) -> bool:
    """Whether people.toml says it already."""
    if config.people.file is None:
        return False
    content = content_of(config.resolve(config.people.file))
    try:
        held = tomllib.loads((content or b"").decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    if "unknown" in values:
        return {"name": values["unknown"]} in held.get("unknown", [])
    people = held.get("people", [])
    if "handle" in values:
        return any(_bare(values["handle"]) in map(_bare, e.get("handles", [])) for e in people)
    entry = next((e for e in people if e.get("name") == values["person"]), None)
    return entry is not None and values.get("alias", entry["name"]) in (
        entry["name"], *entry.get("aliases", [])
    )  # fmt: skip


def _with(
    text: str, held: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The file with an answer, and what it must say."""
    if "unknown" in values:
        return _added(text, held, "unknown", [{"name": values["unknown"]}])
    known = [each.get("name") for each in held.get("people", [])]
    handles = str(values.get("handles") or "").split()
    alias = [values["alias"]] if "alias" in values else []
    if not alias and "handle" not in values:
        new = [n for n in (values["person"], values.get("apart")) if n and n not in known]
        return _added(text, held, "people", [{"name": name} for name in new])
    at = _place(held, values["person"])
    if at is None:
        entry: dict[str, Any] = {"name": values["person"]} | ({"aliases": alias} if alias else {})
        return _added(text, held, "people", [entry | ({"handles": handles} if handles else {})])
    entry = held["people"][at]
    own = entry.get("handles", [])
    wanted = {**entry, "aliases": [*entry.get("aliases", []), *alias]} if alias else {**entry}
    if handles and (own or not alias):  # with handles of theirs, no other is theirs
        wanted["handles"] = [*own, *(h for h in handles if _bare(h) not in map(_bare, own))]
    for key in ("aliases", "handles"):
        if wanted.get(key) != entry.get(key):
            text = with_value(text, ("people", at, key), wanted[key])
    everybody = [*held["people"][:at], wanted, *held["people"][at + 1 :]]
    return text, {**held, "people": everybody}


def _place(held: Mapping[str, Any], name: str) -> int | None:
    """Which entry is a person's, by name or another spelling, or None."""
    for at, each in enumerate(held.get("people", [])):
        names = (each.get("name", ""), *each.get("aliases", []))
        if name.casefold() in (str(own).casefold() for own in names):
            return at
    return None


def _bare(handle: str) -> str:
    return handle.lstrip("@").casefold()


def _added(
    text: str, held: Mapping[str, Any], section: str, entries: list[dict[str, Any]]
) -> tuple[str, dict[str, Any]]:
    for entry in entries:
        text = with_entry(text, section, entry)
    return text, {**held, section: [*held.get(section, []), *entries]}


def _lines(values: Mapping[str, Any]) -> str:
    return _with("", {}, values)[0].strip()


def _by_hand(name: str, values: Mapping[str, Any]) -> str:
    return f"{name} would say something else, too. Fix: add by hand:\n{_lines(values)}"
