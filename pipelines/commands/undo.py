"""python -m pipelines undo [NUMBER]: takes a saved change back, or lists what was saved."""

import argparse
from datetime import UTC, date, datetime

from config import House
from editing import changes, journal
from editing.journal import Entry, JournalUnread
from editing.save import NotSaved
from editing.undo import undo
from pipelines.commands import by
from pipelines.ingest import FINE


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `undo`: the file as it was, or one line saying what changed since."""
    folder = house.config.folder
    try:
        if args.list:
            print("\n".join(map(_line, journal.open_entries(journal.read(folder)))))
            return FINE
        who = by.whoever(args, datetime.now(UTC))
        entry, is_exact = undo(folder, args.number, who=who.who, why=who.why, now=who.now)
    except (NotSaved, JournalUnread) as trouble:
        return by.refuse("undo", str(trouble))
    as_before = "to the byte" if is_exact else "in this one place"
    print(f"Undone: {entry.key}. {entry.file} is as it was before, {as_before}.")
    return by.said(changes.said(house.config, entry), then="python -m pipelines")


def _line(entry: Entry) -> str:
    changed = f"{entry.old or 'nothing'} → {entry.new or 'nothing'}"
    why = f" ({entry.why})" if entry.why else ""
    return f"{entry.number:>4}  {entry.at[:16]}  {entry.who}  {entry.key}: {changed}{why}"
