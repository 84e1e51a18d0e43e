"""python -m pipelines add fund|notes|bill|balance: one more piece of dashboard.toml."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from config import Billing, ConfigError, House
from editing import bills, changes
from editing.journal import digest_of
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
    def save() -> int:
        change = changes.entry(house.config, section, values)
        saved = changes.save_change(house.config, change, by.whoever(args, datetime.now(UTC)))
        print(change.diff)
        return by.said(saved, then="python -m pipelines")

    return _tried(save)


def _tried(save: Callable[[], int]) -> int:
    """The exit code of a save, or of the reason why there is none."""
    try:
        return save()
    except CannotEdit as cannot:
        print(f"add: {cannot.why}. Fix: add these lines by hand:", file=sys.stderr)
        print(cannot.lines)
        return PERSON
    except ConfigError as mistakes:
        print("\n".join(mistakes.lines), file=sys.stderr)
        return PERSON
    except NotSaved as trouble:
        return by.refuse("add", str(trouble))


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
    return _stored(house, args, source, seen.entry)


def _stored(house: House, args: argparse.Namespace, source: Path, bill: Billing) -> int:
    content = digest_of(source) or ""
    every = (file for each in house.config.billing for file in find.files(house, each))
    if same := next((file for file in every if digest_of(file) == content), None):
        print(f"{house.config.place(same)} is the same file: nothing was added.")
        return FINE
    settings = bill.model_dump(exclude_defaults=True) | {"account": args.account or bill.account}

    def save() -> int:
        name = bills.named(source.name, content)
        by_whom = by.whoever(args, datetime.now(UTC))
        stored = bills.store(house.config, source, name, settings, by_whom)
        print(f"Stored as {stored.place}.")
        return by.said(stored.saved, then="python -m pipelines")

    return _tried(save)
