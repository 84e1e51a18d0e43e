"""What a form or a command saves: one key, one entry, or one line of a table of the team's own."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from config import PRIVATE, Config, private_file
from editing import commits, journal, proof
from editing.journal import Entry, content_of, digest
from editing.save import NotSaved, save
from editing.toml_text import Path as Keys
from editing.toml_text import values_of

MARKS = ",;\t|"


@dataclass(frozen=True)
class By:
    """Who changes something, why and when (aware)."""

    who: str
    now: datetime
    why: str = ""


@dataclass(frozen=True)
class Saved:
    """What was saved.

    warning  why it was not committed, where it should have been
    public   private files that git would publish, or has
    """

    entry: Entry
    warning: str | None = None
    public: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line to be added to a table: the file, its content before and after, the line."""

    file: Path
    before: bytes | None
    after: bytes
    line: str


def key(config: Config, path: Keys, value: Any) -> proof.Change:
    """One key of dashboard.toml, proven. Raises CannotEdit, ConfigError."""
    file = file_of(config, str(path[0]))
    return proof.of_key(file, file.read_bytes(), path, value)


def entry(config: Config, section: str, values: Mapping[str, Any]) -> proof.Change:
    """One more [[section]] of dashboard.toml, proven. Raises CannotEdit, ConfigError."""
    file = file_of(config, section)
    return proof.of_entry(file, file.read_bytes(), section, values)


def file_of(config: Config, section: str) -> Path:
    """The file that has a section: dashboard.toml, or the one in private/ next to it."""
    private = private_file(config.file)
    if section not in PRIVATE or not private.is_file():
        return config.file
    is_held = section in values_of(config.file.read_text(encoding="utf-8-sig"))
    return config.file if is_held else private


def save_change(config: Config, change: proof.Change, by: By) -> Saved:
    """Save a proven change, if the file is still the one it was proven on. Raises NotSaved."""
    made = journal.entry(
        (change.key, change.old, change.new), file=config.place(change.file), who=by.who,
        why=by.why, now=by.now, path=change.path,
    )  # fmt: skip
    saved = save(config.folder, made, change.after, opened=digest(change.before))
    return said(config, saved)


def said(config: Config, entry: Entry) -> Saved:
    """What there is to say after a save: it is committed, if it is to be."""
    return Saved(entry, commits.commit(config, entry), commits.public(config))


def line(file: Path, columns: Sequence[str], values: Mapping[str, str], needed: int) -> Line:
    """A line for the end of a table, in the order of the columns that the file has.

    columns  of a new file     needed  how many of them the file must have, the first ones
    Raises NotSaved where its first line does not name them.
    """
    before = content_of(file)
    try:
        text = (before or b"").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotSaved(f"{file.name} is no UTF-8. Fix: save it as a CSV in UTF-8") from None
    head = text.partition("\n")[0].rstrip("\r")
    mark = max(MARKS, key=head.count) if head else ","
    names = next(csv.reader([head], delimiter=mark)) if head else list(columns)
    names = [name.strip().casefold() for name in names]
    if missing := [name for name in columns[:needed] if name not in names]:
        begin = mark.join(columns)
        raise NotSaved(f"{file.name} has no column {missing[0]}. Fix: begin it with {begin}")
    ends = "\r\n" if "\r\n" in text else "\n"
    out = io.StringIO()
    rows = csv.writer(out, delimiter=mark, lineterminator=ends)
    if not text:
        rows.writerow(columns)
    start = out.tell()
    rows.writerow([values.get(name, "") for name in names])
    gap = "" if not text or text.endswith("\n") else ends
    added = gap + out.getvalue()
    return Line(file, before, (before or b"") + added.encode(), out.getvalue()[start:].strip())


def save_line(config: Config, added: Line, by: By) -> Saved:
    """Append a line to a table next to dashboard.toml. Raises NotSaved."""
    name = config.place(added.file)
    made = journal.entry((name, None, added.line), file=name, who=by.who, why=by.why, now=by.now)
    saved = save(config.folder, made, added.after, opened=digest(added.before))
    return said(config, saved)
