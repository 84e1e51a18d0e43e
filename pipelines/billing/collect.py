"""Which bills there are: files of each [[billing]], their hashes, and those that vanished."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Billing, House
from pipelines.billing import buckets
from pipelines.billing.rollup import Rules

TABLES = (
    ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".zip", ".gz", ".pdf",
    ".xlsx",
)  # fmt: skip
NOT_BILLS = ("manifest.json", "-manifest.json", ".sql")


@dataclass(frozen=True)
class Found:
    """A bill's file as it stands, or as it was last seen (then `file` is None)."""

    entry: Billing
    place: str
    file: Path | None
    sha256: str


def rules(entry: Billing) -> Rules:
    """The settings of an entry that shape its roll-ups."""
    return Rules(
        entry.currency, entry.timezone, tuple(entry.columns.items()), tuple(entry.where.items()),
        tuple(entry.tags), entry.format,
    )  # fmt: skip


def files(house: House, entry: Billing) -> list[Path]:
    """The files an entry names: one, a folder's, those of a pattern, or a bucket's copies."""
    if buckets.is_bucket(entry.path):
        return [copy for copy in buckets.copies(house, entry) if _is_table(copy)]
    path = house.config.resolve(entry.path)
    if path.is_file():
        return [path]
    if path.is_dir():
        return _tables(path)
    pattern = Path(entry.path).expanduser()
    base = Path(pattern.anchor) if pattern.is_absolute() else house.config.folder
    relative = str(pattern.relative_to(pattern.anchor) if pattern.is_absolute() else pattern)
    return sorted(p for p in base.glob(relative) if p.is_file() and not _is_manifest(p))


def find(house: House, entry: Billing) -> Iterator[Found]:
    """Every bill of an entry; hashed again only if path, size, time or inode changed."""
    known = _index(house)
    seen = set()
    for file in files(house, entry):
        place = house.config.place(file)
        stat = file.stat()
        mark = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        old = known.get(place)
        sha256 = old["sha256"] if old and old["mark"] == mark else _hash(file)
        known[place] = {
            "mark": mark,
            "sha256": sha256,
            "account": entry.account,
            "path": entry.path,
        }
        seen.add(sha256)
        yield Found(entry, place, file, sha256)
    for place, old in sorted(known.items()):
        mine = old["account"] == entry.account and old["path"] == entry.path
        if mine and old["sha256"] not in seen and not (house.config.folder / place).exists():
            yield Found(entry, place, None, old["sha256"])
    _write(house, known)


def _tables(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and _is_table(path))


def _is_table(file: Path) -> bool:
    known = file.suffix.lower() in TABLES and not file.name.startswith(".")
    return known and not _is_manifest(file)


def _is_manifest(file: Path) -> bool:
    return file.name.lower().endswith(NOT_BILLS)


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _index(house: House) -> dict[str, dict[str, Any]]:
    file = house.cache / "bills.json"
    known: dict[str, dict[str, Any]] = {}
    if file.is_file():
        known = json.loads(file.read_text(encoding="utf-8"))
    return known


def _write(house: House, known: dict[str, dict[str, Any]]) -> None:
    house.cache.mkdir(parents=True, exist_ok=True)
    beside = house.cache / "bills.json.writing"
    beside.write_text(json.dumps(known, indent=1), encoding="utf-8")
    beside.replace(house.cache / "bills.json")
