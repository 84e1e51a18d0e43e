"""Takes a saved change back.

The newest change of a file that nobody has touched since gives the file back to the byte. An older
one sets its old value, if its key still has the new one.
"""

import tomllib
from datetime import datetime
from pathlib import Path

from config import ConfigError
from editing import journal, proof, toml_text
from editing.journal import Entry, content_of, digest, open_entries
from editing.save import NotSaved, locked, save_locked


def undo(
    folder: Path, number: int | None = None, *, who: str, why: str = "", now: datetime
) -> tuple[Entry, bool]:
    """The entry that undoes, and whether the file is back to the byte.

    number  of the entry to undo; None: the newest that is not undone
    Raises NotSaved with what changed since, where it cannot be undone.
    """
    with locked(folder):
        known = journal.read(folder)
        possible = open_entries(known)
        chosen = [each for each in possible if number in (None, each.number)]
        if not chosen:
            raise NotSaved(_nothing(known, number))
        old = chosen[-1]
        held = content_of(folder / old.file)
        is_exact = digest(held) == old.after
        after = journal.taken_back(old, held) if is_exact else _set_back(folder, old, held)
        if is_exact and digest(after) != old.before:
            raise NotSaved(f"entry {old.number} of the journal does not fit its file. Fix: by hand")
        change = (old.key, old.new, old.old)
        made = journal.entry(
            change, file=old.file, who=who, why=why, now=now, path=old.path, undoes=old.number
        )
        return save_locked(folder, made, after, opened=digest(held)), is_exact


def _nothing(known: list[Entry], number: int | None) -> str:
    if number is None:
        return "nothing was saved that could be undone"
    is_there = any(each.number == number for each in known)
    said = "is undone, or undoes another" if is_there else "is not in the journal"
    return f"entry {number} {said}. Fix: undo --list shows those that can be undone"


def _set_back(folder: Path, old: Entry, held: bytes | None) -> bytes:
    """The file with the old value of one key or without the lines that were added."""
    if held is None:
        raise NotSaved(f"{old.file} is gone. Fix: restore it from a backup")
    if not old.path:
        return _without_line(old, held)
    file = folder / old.file
    try:
        values = toml_text.values_of(held.decode("utf-8-sig"))
        if old.old is None and isinstance(old.path[-1], int):
            block = old.inserted
            return proof.without_block(file, held, old.path, block).after
        now = proof.value_at(values, old.path)
        said = None if now is None else toml_text.rendered(now)
        if said != old.new or proof.label(old.path, values) != old.key:
            shown = "not there" if said is None else said
            raise NotSaved(
                f"{old.key} was set to {old.new or 'nothing'}, and is {shown} now. Fix: change it "
                f"by hand, if you mean to; before entry {old.number} it was "
                f"{old.old or 'not there'}"
            )
        value = None if old.old is None else toml_text.values_of(f"v = {old.old}")["v"]
        return proof.of_key(file, held, old.path, value).after
    except toml_text.CannotEdit as cannot:
        raise NotSaved(f"{cannot.why}. Fix: change it by hand:\n{cannot.lines}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise NotSaved(f"{old.file} is not readable as TOML. Fix: correct it") from None
    except ConfigError as mistakes:
        raise NotSaved(mistakes.lines[0]) from None


def _without_line(old: Entry, held: bytes) -> bytes:
    line = old.inserted.encode("utf-8", "surrogateescape")
    if old.removed or held.count(line) != 1 or not line:
        raise NotSaved(
            f"the lines that entry {old.number} added to {old.file} are not there as they were. "
            "Fix: change them by hand"
        )
    return held.replace(line, b"")
