"""journal.jsonl in private/, else next to dashboard.toml: who changed what, when and why.

One line is one entry.

An entry holds the one place that changed, as it was and as it is, and the hashes of the whole file
before and after, so that the newest change can be undone to the byte. Bytes that are no UTF-8 are
written as lone surrogates. Of a bill that was stored it holds the hash alone.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from config.files import replace_file
from editing import private
from editing.toml_text import Path as Keys

NAME = "journal.jsonl"
PENDING = ".journal.pending"


@dataclass(frozen=True)
class Entry:
    """One change of one file.

    number      from 1; 0: not in the journal yet
    at          UTC, ISO 8601
    file        its name, relative to the folder of dashboard.toml
    key         what changed in words: funds[grant].ends_on, or the file alone
    path        the same as keys and places in lists; none: no key of dashboard.toml
    old, new    as TOML, or the line of a table; None: it was, or is, not there
    start       the byte at which `removed` was and `inserted` is
    before, after   SHA-256 of the file; None: there is none
    undoes      the number of the entry that this one takes back
    """

    at: str
    who: str
    file: str
    key: str
    old: str | None
    new: str | None
    why: str
    path: tuple[str | int, ...] = ()
    start: int = 0
    removed: str = ""
    inserted: str = ""
    before: str | None = None
    after: str | None = None
    undoes: int | None = None
    number: int = 0


class JournalUnread(Exception):
    """A line of the journal is no entry: nothing is saved before a person has looked at it."""


def digest(content: bytes | None) -> str | None:
    """The SHA-256 of a file's bytes; None: there is no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def digest_of(file: Path) -> str | None:
    """The SHA-256 of a file, however large; None where there is none."""
    if not file.is_file():
        return None
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def content_of(file: Path) -> bytes | None:
    """The bytes of a file; None where there is none."""
    return file.read_bytes() if file.is_file() else None


def entry(
    change: tuple[str, str | None, str | None],
    *,
    file: str,
    who: str,
    why: str,
    now: datetime,
    path: Keys = (),
    undoes: int | None = None,
) -> Entry:
    """An entry for a change (key, old, new) about to be saved."""
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    return Entry(at, who.strip(), file, *change, why.strip(), path, undoes=undoes)


def placed(entry: Entry, before: bytes | None, after: bytes | None) -> Entry:
    """The entry with the one place in which two contents of its file differ.

    Of a file that goes nothing is repeated: the entry that is undone by it has what it needs.
    """
    if after is None:
        return replace(entry, before=digest(before))
    old, new = before or b"", after
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    return replace(
        entry, start=start, removed=_words(old[start : len(old) - tail]),
        inserted=_words(new[start : len(new) - tail]), before=digest(before), after=digest(after),
    )  # fmt: skip


def taken_back(entry: Entry, content: bytes | None) -> bytes | None:
    """The bytes of its file before the entry, from those after it; None: there was no file."""
    if entry.before is None:
        return None
    held, inserted = content or b"", _bytes(entry.inserted)
    end = entry.start + len(inserted)
    return held[: entry.start] + _bytes(entry.removed) + held[end:]


def read(folder: Path) -> list[Entry]:
    """Every entry, oldest first; none without the file. Raises JournalUnread."""
    file = folder / place(folder)
    if not file.is_file():
        return []
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        raise JournalUnread(f"{NAME} is no UTF-8. Fix: restore it") from None
    return [_entry(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def open_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Those that can still be undone: not undone, and no undoing themselves."""
    gone = {each.undoes for each in entries}
    return [each for each in entries if each.undoes is None and each.number not in gone]


def place(folder: Path) -> str:
    """The journal's name, relative to the folder of dashboard.toml."""
    return private.place(folder, NAME)


def _pending(folder: Path) -> Path:
    """What was promised holds amounts, too: it is where the journal is."""
    return (folder / place(folder)).with_name(PENDING)


def promise(folder: Path, entry: Entry) -> None:
    """Write down what is about to be saved, for whoever comes after a process that was killed."""
    replace_file(_pending(folder), _line(entry), mode=0o600)


def finish(folder: Path) -> Entry | None:
    """Add what was promised to the journal if its file was saved, else drop it.

    A new journal may be read by whoever may read that file.

    Raises OSError, JournalUnread. Nothing is lost where it is called again.
    """
    pending = _pending(folder)
    if not pending.is_file():
        return None
    promised = _entry(pending.read_text(encoding="utf-8"), 1)
    known = read(folder)
    is_saved = digest_of(folder / promised.file) == promised.after
    is_new = not known or known[-1] != replace(promised, number=known[-1].number)
    if is_saved and is_new:
        promised = replace(promised, number=len(known) + 1)
        kept = folder / place(folder)
        held = content_of(kept) or b""
        gap = b"" if not held or held.endswith(b"\n") else b"\n"
        replace_file(kept, held + gap + _line(promised).encode(), mode=_rights(folder, promised))
    pending.unlink()
    return promised if is_saved else None


def _rights(folder: Path, promised: Entry) -> int:
    files = (folder / place(folder), folder / promised.file)
    return next((file.stat().st_mode & 0o777 for file in files if file.is_file()), 0o600)


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry)) + "\n"


def _entry(line: str, number: int) -> Entry:
    try:
        held = json.loads(line)
        known = {field.name for field in fields(Entry)}
        if not isinstance(held, dict) or set(held) - known:
            raise ValueError
        return Entry(**{**held, "path": tuple(held.get("path", ()))})
    except (TypeError, ValueError):
        what = f"{NAME}:{number}: not an entry. Fix: correct the line or take it out"
        raise JournalUnread(what) from None


def _words(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogateescape")
