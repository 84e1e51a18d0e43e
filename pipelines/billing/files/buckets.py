"""Bills in a bucket (s3://, gs://, az://): what lies there, as it was last listed.

A listing with ETags tells which objects are new or changed; only those are read, each brought to
the machine that rolls it up for as long as it is read. What is kept is the listing, the manifests
and the roll-ups, so a provider may delete what it exported and its figures stay.
Layout: data/raw/billing/listing-<hash of the path>.json, data/raw/billing/<key>.parquet|json.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from config import Billing, House
from pipelines import raw
from pipelines.billing.rollup.clouds import Unreachable, filesystem, mark
from pipelines.billing.store import roll_ups

MANIFEST_SIZE = 64 << 20
ROLLED_UP = re.compile(r"([0-9a-f]{32})-")


@dataclass
class Listing:
    """The objects of a bucket's path: name → (mark, size); a name is its whole address.

    gone       objects that were read and are no longer there
    before     changed objects as they were when they were last read
    manifests  name → text
    """

    path: str
    objects: dict[str, tuple[str, int]] = field(default_factory=dict)
    gone: dict[str, tuple[str, int]] = field(default_factory=dict)
    before: dict[str, tuple[str, int]] = field(default_factory=dict)
    manifests: dict[str, str] = field(default_factory=dict)

    def every(self) -> Iterator[tuple[str, tuple[str, int]]]:
        """Every version of an object whose roll-up may be asked for."""
        for part in (self.objects, self.gone, self.before):
            yield from part.items()


def folder(house: House) -> Path:
    """Where listings and the roll-ups of buckets are kept."""
    return house.raw / "billing"


def key(name: str, mark: str) -> str:
    """What one version of an object is called."""
    return hashlib.sha256(f"{name}\0{mark}".encode()).hexdigest()[:32]


def look(house: House, entry: Billing) -> bool:
    """List an entry's bucket and keep what it says; whether that is new. Raises Unreachable."""
    old, new = listing(house, entry), Listing(entry.path)
    scheme = entry.path.split("://", 1)[0]
    with filesystem(entry.path) as (system, place):
        try:
            glob = "*" in place
            found = system.glob(place, detail=True) if glob else system.find(place, detail=True)
        except FileNotFoundError as missing:
            raise _empty(old, str(missing)) from None
        for name, part in sorted(found.items()):
            if part["type"] == "file" and "/../" not in f"/{name}/":
                new.objects[f"{scheme}://{name}"] = (mark(part), int(part["size"]))
        if not new.objects:
            raise _empty(old, "nothing is there")
        new.manifests = _manifests(system, old, new)
    store = roll_ups.store(folder(house))
    for name, had in (*old.gone.items(), *old.before.items(), *old.objects.items()):
        now = new.objects.get(name)
        if now == had or not store.was_read(key(name, had[0])):
            continue
        if now is None:
            new.gone[name] = had
        elif not store.was_read(key(name, now[0])):
            new.before[name] = had
    if new.gone:  # what is gone still counts as the set its manifest names
        new.manifests |= {n: t for n, t in old.manifests.items() if n not in new.objects}
    if new == old:
        return False
    raw.write(_file(house, entry), json.dumps(vars(new)))
    return True


def _empty(old: Listing, why: str) -> Unreachable:
    """A place that never held a bill is a wrong address; one that did may fill again."""
    remedy = "check the address, or wait for the first export"
    return Unreachable(f"{old.path}: {why.rstrip('.')}", remedy, passing=bool(old.objects))


def sweep(house: House) -> None:
    """Delete roll-ups of objects as no listing knows them any more."""
    known = {
        key(name, had[0])
        for file in folder(house).glob("listing-*.json")
        for name, had in _listed(file, file.stat().st_mtime_ns).every()
    }
    for name in roll_ups.store(folder(house)).names:
        if (match := ROLLED_UP.match(name)) and match[1] not in known:
            (folder(house) / name).unlink()


def listing(house: House, entry: Billing) -> Listing:
    """What the bucket held when it was last listed; nothing if it never was."""
    file = _file(house, entry)
    return _listed(file, file.stat().st_mtime_ns) if file.is_file() else Listing(entry.path)


@lru_cache
def _listed(file: Path, written_at: int) -> Listing:
    """A listing's file as it was written then; a run asks for it more than once."""
    values: dict[str, Any] = raw.load_or(file, {"path": ""})
    for part in ("objects", "gone", "before"):
        values[part] = {name: (had[0], had[1]) for name, had in values.get(part, {}).items()}
    return Listing(**values)


def is_manifest(name: str) -> bool:
    """Whether an object names the parts of a set."""
    return name.lower().endswith("manifest.json")


def _manifests(system: Any, old: Listing, new: Listing) -> dict[str, str]:
    """Name → text; only new and changed ones are fetched."""
    texts = {}
    for name, had in new.objects.items():
        if is_manifest(name) and had[1] > MANIFEST_SIZE:
            texts[name] = ""  # so it is reported as one that cannot be read
        elif is_manifest(name):
            same = old.objects.get(name) == had and name in old.manifests
            texts[name] = (
                old.manifests[name]
                if same
                else system.cat_file(name.split("://", 1)[1]).decode("utf-8", errors="replace")
            )
    return texts


def _file(house: House, entry: Billing) -> Path:
    digest = hashlib.sha256(entry.path.encode()).hexdigest()[:12]
    return folder(house) / f"listing-{digest}.json"
