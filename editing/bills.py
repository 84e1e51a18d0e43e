"""A bill stored next to dashboard.toml: its file, and one [[billing]] where none takes it yet.

The file is copied whole under a name of our own, made of its own name, its content and its kind;
nothing of it is read here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from config import Billing, Config
from editing import changes, commits, journal, undo
from editing.changes import By, Saved
from editing.save import NotSaved, save_copy

# What a stored bill may end with; what a file holds is decided by its content alone.
ENDINGS = (
    ".csv.gz", ".tsv.gz", ".json.gz", ".jsonl.gz", ".csv", ".tsv", ".tab", ".txt", ".json",
    ".jsonl", ".ndjson", ".parquet", ".zip", ".gz", ".xlsx",
)  # fmt: skip
LONGEST = 80  # characters of a name that are kept


@dataclass(frozen=True)
class Stored:
    """Where a bill was stored, and the last of its one or two saves."""

    place: str
    saved: Saved


def named(name: str, sha256: str) -> str:
    """The name a bill is stored under: its own words, 8 digits of its content, its ending.

    Whatever the name, no more than letters, digits, _ and - are left of it, and no folder.
    Raises NotSaved for a kind of file that is no bill.
    """
    last = re.split(r"[/\\]", name)[-1]
    ending = next((each for each in ENDINGS if last.casefold().endswith(each)), None)
    if ending is None:
        known = "CSV, Excel (.xlsx), JSON, Parquet, gzip or zip"
        raise NotSaved(f"{shown(last)} is not a kind of file that a bill has. Fix: {known}")
    words = re.sub(r"[^A-Za-z0-9_-]+", "-", last[: -len(ending)]).strip("-")[:LONGEST]
    return f"{words or 'bill'}-{sha256[:8]}{ending}"


def shown(name: str) -> str:
    """A name as a page may show it: one line, not too long."""
    plain = "".join(each if each.isprintable() else "�" for each in re.split(r"[/\\]", name)[-1])
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def taker(config: Config, account: str, name: str) -> tuple[Billing, PurePath] | None:
    """The [[billing]] of an account that reads a file of this name, and the folder for it.

    Only folders below that of dashboard.toml are written to.
    """
    for entry in config.billing:
        if entry.account != account or "://" in entry.path:
            continue
        path = config.resolve(entry.path)
        pattern = PurePosixPath(entry.path)
        is_folder = path.is_dir()
        takes = is_folder or (
            any(sign in pattern.name for sign in "*?[")
            and not any(sign in str(pattern.parent) for sign in "*?[")
            and fnmatchcase(name, pattern.name)
        )
        folder = path if is_folder else config.resolve(str(pattern.parent))
        inside = folder.is_relative_to(config.resolve("."))
        if takes and inside and folder != config.resolve("."):
            return entry, PurePath(folder.relative_to(config.resolve(".")))
    return None


def place_of(config: Config, account: str, name: str) -> str:
    """Where a bill of an account would be stored, relative to dashboard.toml.

    A new folder is one that no other [[billing]] or ledger reads. Raises NotSaved without one.
    """
    if found := taker(config, account, name):
        return (found[1] / name).as_posix()
    word = re.sub(r"[^a-z0-9-]+", "-", account.casefold()).strip("-")[:LONGEST] or "bill"
    paths = [each.path for each in config.billing]
    paths += [each.path for each in config.funding.ledgers]
    for folder in (f"bills/{word}", f"bills-{word}", f"bills-{word}-dropped"):
        place = f"{folder}/{name}"
        if not any(_reads(config, path, place) for path in paths):
            return place
    raise NotSaved(f"another [[billing]] reads bills/{word}. Fix: choose another account name")


def _reads(config: Config, path: str, place: str) -> bool:
    """Whether a path of dashboard.toml names a file at a place; "**" reaches into any folder."""
    if "://" in path:
        return False
    whole = config.resolve(place)
    if whole.is_relative_to(config.resolve(path)):
        return True
    parts, own = PurePath(config.folder, path).parts, PurePath(config.folder, place).parts
    if "**" in parts:
        return fnmatchcase("/".join(own), "/".join(parts))
    return len(parts) == len(own) and all(map(fnmatchcase, own, parts))


def store(config: Config, source: Path, name: str, settings: Mapping[str, Any], by: By) -> Stored:
    """Copy a bill next to dashboard.toml, and add its [[billing]] where none takes it.

    name      of `named`, which has the hash of its content
    settings  of a [[billing]], `account` among them; its path is made here
    Raises NotSaved, CannotEdit, ConfigError; then nothing is there.
    """
    account = settings["account"]
    place = place_of(config, account, name)
    if not name.rpartition("-")[2].startswith((journal.digest_of(source) or "")[:8]):
        raise NotSaved(f"{name} has changed since it was looked at. Fix: look at it again")
    change = None
    if taker(config, account, name) is None:
        folder = PurePosixPath(place).parent
        values = {**settings, "path": f"{folder}/*"}
        change = changes.entry(config, "billing", values)
    is_there = journal.digest_of(config.folder / place) == journal.digest_of(source)
    if is_there and change is not None:  # its [[billing]] alone was taken back
        return Stored(place, changes.save_change(config, change, by))
    size = f"a bill of {source.stat().st_size:,} bytes"
    made = journal.entry((place, None, size), file=place, who=by.who, why=by.why, now=by.now)
    entry = save_copy(config.folder, made, source)
    saved = Saved(entry, commits.commit(config, entry))
    if change is None:
        return Stored(place, saved)
    try:
        return Stored(place, changes.save_change(config, change, by))
    except NotSaved:
        undo.undo(config.folder, entry.number, who=by.who, why="its [[billing]]", now=by.now)
        raise
