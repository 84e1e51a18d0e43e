"""Which bills there are: files and objects of each [[billing]], and those that vanished."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config import Billing, House, Ledger
from editing import journal
from pipelines import raw, unit
from pipelines.billing.files import buckets
from pipelines.billing.files.manifests import Gap, verdict
from pipelines.billing.rollup import Rules, Task, is_bucket, periods, version

TABLES = (
    ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".zip", ".gz", ".pdf",
    ".xlsx",
)  # fmt: skip
NOT_BILLS = ("manifest.json", "metadata.json", ".sql", ".writing")


@dataclass(frozen=True)
class Found:
    """A bill as it stands, or as it was last seen (then `address` is None).

    place   how records name it
    key     what its content is called: SHA-256 of a file, name and ETag of an object
    folder  where its roll-up is kept
    before  what an object's content was called when it was last read, if it changed
    last_read  the same of a file
    changed  when the file was last changed, in ns since 1970; None where that is not known
    read_on  that day, but none after the day asked for
    manifest  the manifest that names it as a part of a set
    """

    entry: Billing
    place: str
    address: str | None
    key: str
    size: int
    folder: Path
    mark: str | None = None
    manifest: str | None = None
    before: str | None = None
    changed: int | None = None
    read_on: date | None = None
    last_read: str | None = None

    def rolled_up(self, by: Rules) -> str:
        """The name of its roll-up: content and rules."""
        return f"{self.key[:32]}-{version(self._own(by))}"

    def task(self, by: Rules) -> Task:
        """The work of rolling it up."""
        return Task(self.rolled_up(by), str(self.address), self._own(by), mark=self.mark)

    def _own(self, by: Rules) -> Rules:
        """The rules for this file: with the days in its name, and without `through` if it is newer.

        Two files of one text may be bills of two months that only their names state.
        """
        return by_name(by, self.place.rpartition("/")[2], self.read_on)


def by_name(by: Rules, name: str, read_on: date | None = None) -> Rules:
    """The rules of an entry for a file of this name that was changed on a day."""
    newer = read_on and by.through and f"{read_on:%Y-%m}" > by.through[:7]
    named = _named_days(name)
    if named is None and not newer:
        return by
    return replace(by, through=None if newer else by.through, named=named)


@cache
def _named_days(name: str) -> str | None:
    """The days in a file's name; asked several times a run of ten thousand names."""
    days = periods.span(name) if "20" in name else None
    return " – ".join(map(str, days)) if days else None


def of(bill: Found, entry: Billing) -> Found:
    """The same bill by other settings of its entry."""
    return replace(bill, entry=entry)


def today(house: House) -> date:
    """The last day that may have a cost: `as_of` of [project], else today in its time zone."""
    project = house.config.project
    return project.as_of or datetime.now(ZoneInfo(project.timezone)).date()


def rules(entry: Billing) -> Rules:
    """The settings of an entry that shape its roll-ups."""
    return Rules(
        entry.currency, entry.timezone, tuple(entry.columns.items()),
        tuple((column, tuple(some)) for column, some in entry.where.items()),
        tuple(entry.tags), entry.format, entry.decimal, entry.day_first, entry.negate,
        entry.period, entry.through.isoformat() if entry.through else None,
        entry.arrears, entry.is_metered or not entry.columns,
        sheets=tuple(entry.sheets),
    )  # fmt: skip


@dataclass(frozen=True)
class Delivered:
    """The bills of an entry that count, and what its manifests say of the others."""

    entry: Billing
    bills: tuple[Found, ...]
    gaps: tuple[Gap, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


def files(house: House, entry: Billing | Ledger) -> list[Path]:
    """The files of this machine an entry names: one, a folder's, or those of a pattern."""
    if is_bucket(entry.path):
        return []
    path = house.config.resolve(entry.path)
    if path.is_file():
        return [path]
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if _is_file(p) and is_table(p.name))
    pattern = Path(entry.path).expanduser()
    if (house.config.folder / pattern).is_symlink():  # to what is not mounted: as if not there,
        return []  # whatever glob makes of it: before Python 3.12 nothing, since then the link
    base = Path(pattern.anchor) if pattern.is_absolute() else house.config.folder
    relative = str(pattern.relative_to(pattern.anchor) if pattern.is_absolute() else pattern)
    return sorted(p for p in base.glob(relative) if _is_file(p) and not _is_beside(p.name))


def _is_file(path: Path) -> bool:
    """A file, or a link that leads nowhere: it is reported, not passed over."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def found(house: House, entry: Billing, unread: Set[str] = frozenset()) -> Delivered:
    """Every bill of an entry that its manifests, if any, let count; `unread` are as if missing."""
    if is_bucket(entry.path):
        listed = buckets.listing(house, entry)
        bills, manifests = list(_objects(house, entry, listed)), listed.manifests
    else:
        bills, manifests = list(_files(house, entry)), _manifests(house, entry)
    if not manifests:
        return Delivered(entry, tuple(bills))
    said = verdict(manifests, ({each.place for each in bills} | manifests.keys()) - unread)
    counting = tuple(
        replace(each, manifest=said.deliveries.get(each.place, each.manifest))
        for each in bills
        if each.place in said.counts
    )
    if not is_bucket(entry.path):
        _remember_manifests(house, counting)
    return Delivered(entry, counting, said.gaps, said.unread)


def _remember_manifests(house: House, bills: Iterable[Found]) -> None:
    """Note of each part whose it is: a set that is deleted with its manifest stays one set."""
    known = _index(house)
    new = {
        each.place: known[each.place] | {"manifest": each.manifest}
        for each in bills
        if each.manifest and known[each.place].get("manifest") != each.manifest
    }
    if new:
        _note(house, known | new)


def is_table(name: str) -> bool:
    """Whether a file may be a bill, by the ending of its name."""
    known = name.lower().endswith(TABLES) and not name.startswith(".")
    return known and not _is_beside(name)


def _manifests(house: House, entry: Billing) -> dict[str, str]:
    """The manifests in an entry's folder: place → text."""
    path = house.config.resolve(entry.path)
    found = path.rglob("*") if path.is_dir() else ()
    return {
        house.config.place(file): file.read_text(encoding="utf-8", errors="replace")
        for file in found
        if buckets.is_manifest(file.name) and file.is_file()
    }


def _objects(house: House, entry: Billing, listed: buckets.Listing) -> Iterator[Found]:
    """Objects as they were last listed; one that is gone counts by its last roll-up."""
    folder = buckets.folder(house)
    for name, (mark, size) in listed.objects.items():
        if is_table(name.rsplit("/", 1)[-1]):
            last = listed.before.get(name)
            before = buckets.key(name, last[0]) if last else None
            key = buckets.key(name, mark)
            yield Found(entry, name, name, key, size, folder, mark, before=before)
    for name, (mark, size) in listed.gone.items():
        yield Found(entry, name, None, buckets.key(name, mark), size, folder, mark)


def _files(house: House, entry: Billing) -> Iterator[Found]:
    """Files of this machine; hashed again only if path, size, time or inode changed."""
    known, me, last = _index(house), [entry.account, entry.path], today(house)
    before = dict(known)
    moved = set()  # contents that were not at this place before
    present, unopened, undone = set[str](), set[str](), _undone(house)
    for file in files(house, entry):
        place = house.config.place(file)
        old = known.get(place)
        seen = unit.alone("billing", place, partial(_seen, file, old), has_other=old is not None)
        if seen is None:
            unopened.add(place)
            continue
        stat, mark, sha256 = seen
        present.add(place)
        owners = _owners(old) if old else []
        owners = owners if me in owners else [*owners, me]
        known[place] = (old or {}) | {"mark": mark, "sha256": sha256, "owners": owners}
        if old is None or old["sha256"] != sha256:
            moved.add(sha256)
        if old and old["sha256"] != sha256:
            known[place]["last_read"] = old["sha256"]
        yield Found(
            entry,
            place,
            str(file),
            sha256,
            stat.st_size,
            house.cache,
            last_read=known[place].get("last_read"),
            changed=stat.st_mtime_ns,
            read_on=min(last, datetime.fromtimestamp(stat.st_mtime, UTC).date()),
        )
    for place, old in sorted(known.items()):
        is_there = place not in unopened and (house.config.folder / place).exists()
        if me not in _owners(old) or place in present or is_there:
            continue
        if old["sha256"] in moved or place in undone:
            del known[place]
        else:
            manifest = old.get("manifest")
            yield Found(entry, place, None, old["sha256"], 0, house.cache, manifest=manifest)
    if known != before:
        _note(house, known)


def _undone(house: House) -> set[str]:
    """Bills whose storing was taken back: they count no longer, unlike one that was lost."""
    try:
        entries = journal.read(house.config.folder)
    except journal.JournalUnread:
        return set()
    last = {entry.file: entry for entry in entries}
    return {place for place, entry in last.items() if entry.undoes and entry.after is None}


def _is_beside(name: str) -> bool:
    """Whether an export puts this file beside its bills."""
    return name.lower().endswith(NOT_BILLS)


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seen(file: Path, old: dict[str, Any] | None) -> tuple[os.stat_result, list[int], str]:
    """A file's facts, its mark and its SHA-256, which is taken over where the mark is the same."""
    stat = file.stat()
    mark = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
    return stat, mark, old["sha256"] if old and old["mark"] == mark else _hash(file)


def _owners(known: dict[str, Any]) -> list[list[str]]:
    """[account, path] of every [[billing]] that named a file; older notes hold the last one."""
    owners: list[list[str]] = known.get("owners") or [[known["account"], known["path"]]]
    return owners


def contents(house: House, used: Set[str]) -> set[str]:
    """What the files of this machine hold, as roll-ups are named for it.

    used  contents of which a roll-up counts; a file without one counts as it was last read
    """
    found = set[str]()
    for one in _index(house).values():
        found.add(one["sha256"][:32])
        if one["sha256"][:32] not in used:
            found.add(one.get("last_read", "")[:32])
    return found


def _file(house: House) -> Path:
    return house.data / "raw" / "billing" / "bills.json"


def _index(house: House) -> dict[str, dict[str, Any]]:
    """Place → what is known of the file there."""
    file, older = _file(house), house.cache / "bills.json"  # where 0.1.0 kept it
    known: dict[str, dict[str, Any]] = raw.load_or(file if file.is_file() else older, {})
    return known


def _note(house: House, known: dict[str, dict[str, Any]]) -> None:
    raw.write(_file(house), json.dumps(known))
    (house.cache / "bills.json").unlink(missing_ok=True)
