"""python -m pipelines add fund|notes|bill|balance: one more piece of dashboard.toml."""

import argparse
import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Any

from config import Billing, ConfigError, House
from config.files import replacing
from editing import changes
from editing.save import NotSaved
from editing.toml_text import CannotEdit
from pipelines.billing.files import find
from pipelines.billing.rollup import NoTable, NotRecognised
from pipelines.commands import balance, by, preview
from pipelines.ingest import FINE, PERSON

MOST = 2_000_000_000  # bytes of a bill that is copied; a larger one stays where it is
KEYS = {
    "fund": (
        "id",
        "name",
        "kind",
        "currency",
        "awarded",
        "starts_on",
        "ends_on",
        "pays_for",
        "ask",
    ),
    "notes": ("series", "path", "git", "hackmd", "github", "label", "every_days"),
}


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `add`: what was added, or one line for each thing that stops it."""
    if args.piece == "balance":
        return balance.run(house, args, today=today)
    if args.piece == "bill":
        return _bill(house, args)
    values = {key: getattr(args, key) for key in KEYS[args.piece]}
    section = "funds" if args.piece == "fund" else "notes"
    return _entry(house, args, section, {k: v for k, v in values.items() if v})


def _entry(house: House, args: argparse.Namespace, section: str, values: Mapping[str, Any]) -> int:
    try:
        change = changes.entry(house.config, section, values)
        saved = changes.save_change(house.config, change, by.whoever(args, datetime.now(UTC)))
    except CannotEdit as cannot:
        print(f"add: {cannot.why}. Fix: add these lines by hand:", file=sys.stderr)
        print(cannot.lines)
        return PERSON
    except ConfigError as mistakes:
        print("\n".join(mistakes.lines), file=sys.stderr)
        return PERSON
    except NotSaved as trouble:
        return by.refuse("add", str(trouble))
    print(change.diff)
    return by.said(saved, then="python -m pipelines")


def _bill(house: House, args: argparse.Namespace) -> int:
    """Recognise a bill, show it, copy it next to dashboard.toml and add its [[billing]]."""
    source = Path(args.file)
    try:
        if source.stat().st_size > MOST:
            more = "name it in dashboard.toml where it is, or export a shorter time"
            return by.refuse("add", f"{source.name} is larger than 2 GB. Fix: {more}")
        with tempfile.TemporaryDirectory() as scratch:
            entry = next((e for e in house.config.billing if e.account == args.account), None)
            seen = preview.read(house, args.file, entry, Path(scratch))
            target = Path(scratch) / "preview.parquet"
            target.write_bytes(seen.rolled.rows)
            print("\n".join(preview.lines(seen, target)))
    except (NoTable, NotRecognised, OSError) as trouble:
        why = f"{trouble}. Fix: python -m pipelines preview says more"
        return by.refuse("add", f"{source.name}: {why}")
    if not isinstance(seen.entry, Billing):
        more = "add the lines above to dashboard.toml"
        return by.refuse("add", f"{source.name} lists money that comes in, too. Fix: {more}")
    if seen.doubts and not args.yes:
        more = "add the lines above as they are right, or --yes takes them as they are"
        return by.refuse("add", f"{source.name} can be read in two ways. Fix: {more}")
    return _stored(house, args, source, seen.entry, is_new=entry is None)


def _stored(
    house: House, args: argparse.Namespace, source: Path, bill: Billing, *, is_new: bool
) -> int:
    account = args.account or bill.account
    folder = f"bills/{re.sub(r'[^a-z0-9-]+', '-', account.casefold()).strip('-') or 'bill'}"
    if not is_new:
        folder = PurePath(bill.path).parent.as_posix()
    known = {_hash(file): file for each in house.config.billing for file in find.files(house, each)}
    if same := known.get(content := _hash(source)):
        print(f"{house.config.place(same)} is the same file: nothing was added.")
        return FINE
    ending = "".join(PurePath(source.name).suffixes[-2:])[-20:]
    words = re.sub(r"[^A-Za-z0-9_-]+", "-", source.name.removesuffix(ending)).strip("-")[:80]
    stored = house.config.folder / folder / f"{words or 'bill'}-{content[:8]}{ending}"
    if not is_new and not stored.match(PurePath(bill.path).name):
        more = f"copy it there under a name that {bill.path} takes"
        return by.refuse("add", f"{stored.name} would not be read. Fix: {more}")
    with replacing(stored) as unfinished:
        shutil.copy2(source, unfinished)
    print(f"Stored as {house.config.place(stored)}.")
    if not is_new:
        print("Next: python -m pipelines")
        return FINE
    values = {**bill.model_dump(exclude_defaults=True), "account": account, "path": f"{folder}/*"}
    return _entry(house, args, "billing", values)


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
