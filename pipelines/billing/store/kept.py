"""The roll-ups that count, kept as raw files: a bill that is gone cannot be read again.

Layout under data/raw/billing: bills.json says which files there were (files/find.py), roll_ups/
holds the roll-up of each as the cache does, and roll_ups/index.json their SHA-256. The cache may
be deleted at any time.
"""

import hashlib
import os
import re
import time
from collections.abc import Mapping, Set
from pathlib import Path

from config import House
from config.files import replace_file
from pipelines import raw, unit
from pipelines.billing.store import roll_ups

ROLLED_UP = re.compile(r"([0-9a-f]{32})-")
DAY = 24 * 60 * 60


def folder(house: House) -> Path:
    """Where they are: in the data folder, for the sample too."""
    return house.data / "raw" / "billing" / "roll_ups"


def bring(house: House) -> None:
    """Put back into the cache the roll-ups it lost, or never had on this machine.

    A damaged one is deleted and reported: of a bill that is there it is made again.
    """
    known: dict[str, str] = raw.load_or(folder(house) / "index.json", {})
    here = roll_ups.store(house.cache).names if known else ()
    damaged = set[str]()
    for name in sorted(known.keys() - here, reverse=True):  # .parquet, then .json
        file = folder(house) / name
        content = file.read_bytes() if file.is_file() else b""
        if hashlib.sha256(content).hexdigest() != known[name]:
            file.unlink(missing_ok=True)
            damaged.add(file.stem)
            unit.broken("billing", name, unit.Damaged(name), has_other=False)
        elif file.stem not in damaged:
            replace_file(house.cache / name, content, durable=False)


def renew(house: House, sums: Mapping[str, str]) -> None:
    """Know the roll-ups whose content was changed: old sum → new sum."""
    index = folder(house) / "index.json"
    known: dict[str, str] = raw.load_or(index, {})
    if any(sums.get(sha256, sha256) != sha256 for sha256 in known.values()):
        raw.save(index, {name: sums.get(sha256, sha256) for name, sha256 in known.items()})


def keep(house: House, used: Set[str], contents: Set[str]) -> None:
    """Keep the roll-ups that count; superseded ones leave, the cache after a settable time.

    used      names of the roll-ups that count, without their endings
    contents  what files hold, as roll-ups are named for it: without one that counts, an older
              one is not superseded
    Raises unit.Damaged for one that a power loss cut in the cache: it would be kept as the truth.
    """
    counted = {name[:32] for name in used}

    def is_superseded(name: str) -> bool:
        content = ROLLED_UP.match(name)
        if not content or name.split(".", maxsplit=1)[0] in used:
            return False
        return content[1] not in contents or content[1] in counted

    index = folder(house) / "index.json"
    known: dict[str, str] = raw.load_or(index, {})
    kept = {name: sha256 for name, sha256 in known.items() if not is_superseded(name)}
    wanted = [f"{name}.{ending}" for name in used for ending in ("parquet", "json")]
    there = roll_ups.store(folder(house)).names
    missing = [name for name in wanted if name not in kept or name not in there]
    for name in [*missing, *[roll_ups.WHERES] * bool(used)]:
        if not unit.is_whole(house.cache / name):
            raise unit.Damaged(name)
        content = (house.cache / name).read_bytes()
        kept[name] = hashlib.sha256(content).hexdigest()
        if kept[name] != known.get(name) or name not in there:
            replace_file(folder(house) / name, content, durable=False)
    if kept != known or missing:
        os.sync()  # once for all: to flush ten thousand files one by one takes a minute
        raw.save(index, kept)
        for name in known.keys() - kept.keys():
            (folder(house) / name).unlink(missing_ok=True)
            if (house.cache / name).is_file():
                os.utime(house.cache / name)  # its time begins now
    oldest = time.time() - house.config.engine.superseded_days * DAY
    for name in filter(is_superseded, roll_ups.store(house.cache).names):
        if (house.cache / name).stat().st_mtime < oldest:
            (house.cache / name).unlink()
