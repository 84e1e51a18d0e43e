"""Saves one file: compared with what was opened, under a lock, written next to it and renamed.

A process may be killed at any moment: the file is whole, old or new, and what was promised before
it is added to the journal by whoever saves or reads next.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from config.files import replacing
from editing import journal, private
from editing.journal import Entry, content_of, digest, digest_of

LOCK = ".dashboard.lock"
WAIT = 10  # seconds; a save takes a few hundredths


class NotSaved(Exception):
    """Nothing was written; the sentence says why and what to do."""


class ChangedMeanwhile(NotSaved):
    """Somebody else has changed the file since it was opened."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone in a folder of settings, after what a killed process left was put in order.

    Raises NotSaved where somebody holds it too long or the folder cannot be written.
    """
    try:
        with FileLock(folder / LOCK, timeout=WAIT):
            for place in (folder, folder / private.FOLDER):
                for left in place.glob(".*.writing"):  # who holds the lock alone writes here
                    left.unlink(missing_ok=True)
            journal.finish(folder)
            journal.read(folder)
            yield
    except Timeout:
        raise NotSaved("somebody else is saving. Fix: try again in a minute") from None
    except journal.JournalUnread as trouble:
        raise NotSaved(str(trouble)) from None
    except OSError as trouble:
        why = trouble.strerror or str(trouble)
        raise NotSaved(f"{folder.name}: {why}. Fix: free space or its permissions") from None


def save(folder: Path, entry: Entry, after: bytes | None, *, opened: str | None) -> Entry:
    """Write the new content of entry.file, or delete it (None); the entry as the journal has it.

    opened  the hash of the file that the change was made from
    Raises ChangedMeanwhile, NotSaved; then the file is as it was.
    """
    with locked(folder):
        return save_locked(folder, entry, after, opened=opened)


def save_locked(folder: Path, entry: Entry, after: bytes | None, *, opened: str | None) -> Entry:
    """The same for who holds the lock already."""
    file = folder / entry.file
    before = content_of(file)
    if digest(before) != opened:
        what = f"{entry.file} has changed since this was opened"
        raise ChangedMeanwhile(f"{what}. Fix: look at it again, then save")
    promised = journal.placed(entry, before, after)
    journal.promise(folder, promised)
    if after is None:
        file.unlink()
    else:
        _write(file, after)
    try:
        return journal.finish(folder) or promised
    except OSError:  # it is saved; the entry stays promised, and the next save adds it
        return promised


def save_copy(folder: Path, entry: Entry, source: Path) -> Entry:
    """Copy a whole file, with its time, to entry.file; the entry as the journal has it.

    Raises ChangedMeanwhile where something is there already, NotSaved; then nothing is.
    """
    with locked(folder):
        file = folder / entry.file
        if file.exists() or file.is_symlink():
            raise ChangedMeanwhile(f"{entry.file} is there already. Fix: look at it again")
        for left in file.parent.glob(".*.writing"):
            left.unlink(missing_ok=True)
        promised = replace(entry, after=digest_of(source))
        journal.promise(folder, promised)
        with replacing(file) as unfinished:
            shutil.copyfile(source, unfinished)
            os.utime(unfinished, ns=(source.stat().st_mtime_ns,) * 2)
        _flush(file.parent)
        try:
            return journal.finish(folder) or promised
        except OSError:  # as above
            return promised


def _write(file: Path, content: bytes) -> None:
    rights = file.stat().st_mode & 0o777 if file.is_file() else None
    with replacing(file) as unfinished:
        unfinished.touch(0o600 if rights is not None else 0o666)
        unfinished.write_bytes(content)
        if rights is not None:
            unfinished.chmod(rights)
    _flush(file.parent)


def _flush(place: Path) -> None:
    folder = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
