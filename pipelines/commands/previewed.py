"""python -m pipelines preview FILE --json: a bill as a program wants to know it, nothing stored.

The Setup page runs it as a process of its own for a file that was dropped there: a fault, a bomb or
a flood of memory costs that process, and neither the dashboard nor the data.
"""

import argparse
import json
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Billing, House
from editing import bills
from editing.journal import digest_of
from editing.save import NotSaved
from metrics.data_quality import rejects
from pipelines.billing import bounds
from pipelines.billing.files import find
from pipelines.billing.rollup import NoTable, NotRecognised, formats
from pipelines.billing.trial import Trial, trial
from pipelines.commands import preview
from pipelines.commands.preview import Preview
from pipelines.ingest import FINE, PERSON
from warehouse.read import NoBuild, OtherBuild, open_newest

SECONDS = 300  # of the processor
WRITTEN = 4 << 30  # bytes of one file
SHOWN = 5


def run(house: House, args: argparse.Namespace) -> int:
    """Print one JSON object: what the file is, or `error`; 78 with an error."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    try:
        said = facts(house, Path(args.file), args.account)
    except FileNotFoundError:
        said = {"error": "no such file"}
    except (NoTable, NotRecognised, NotSaved, OSError) as trouble:
        said = {"error": str(trouble)}
    print(json.dumps(said, default=str))
    return PERSON if "error" in said else FINE


@dataclass(frozen=True)
class _Known:
    """The [[billing]] that a file is read with; `is_new`: dashboard.toml has none for it."""

    seen: Preview
    entry: Billing
    is_new: bool


def facts(house: House, file: Path, account: str | None) -> dict[str, Any]:
    """What the file is, with what it would change. Raises NoTable, NotRecognised, NotSaved."""
    bounds.check(file)
    sha256 = digest_of(file) or ""
    for entry in house.config.billing:
        for known in find.files(house, entry):
            if known.stat().st_size == file.stat().st_size and digest_of(known) == sha256:
                return {"same": house.config.place(known), "account": entry.account}
    with tempfile.TemporaryDirectory() as scratch:
        found = _known(house, str(file), account, Path(scratch))
        if not isinstance(found, _Known):
            return {
                "error": "it lists money that comes in, too: no bill, a ledger. Fix: add these "
                "lines to dashboard.toml, and the file next to it",
                "lines": "\n".join(preview.block(found.entry)),
            }  # fmt: skip
        target = Path(scratch) / "preview.parquet"
        target.write_bytes(found.seen.rolled.rows)
        place = bills.place_of(house.config, found.entry.account, file.name)
        tried = trial(house, found.entry, place, found.seen.rolled, sha256)
        return {"sha256": sha256, "place": place} | _said(house, found, place, tried, target)


def _known(house: House, file: str, account: str | None, scratch: Path) -> _Known | Preview:
    """The file with the [[billing]] it belongs to; as it is, where it is no bill but a ledger.

    account  chosen by a person; None: the only one whose bills are like it, else a new one
    """
    own = [each for each in house.config.billing if account in (None, each.account)]
    if account is not None and own:
        return _Known(preview.read(house, file, own[0], scratch), own[0], is_new=False)
    seen = preview.read(house, file, None, scratch)
    if not isinstance(seen.entry, Billing):
        return seen
    if account is None:
        alike = [*_alike(house, seen, file, scratch)]
        if len({each.entry.account for each in alike}) == 1:
            return alike[0]
    entry = seen.entry.model_copy(update={"account": account}) if account else seen.entry
    if account is None:  # a new account has a name of its own
        names = {each.account for each in house.config.billing}
        word = next(w for w in (entry.account, *(f"{entry.account}-{n}" for n in range(2, 99)))
                    if w not in names)  # fmt: skip
        entry = entry.model_copy(update={"account": word})
    return _Known(seen, entry, is_new=True)


def _alike(house: House, seen: Preview, file: str, scratch: Path) -> Iterator[_Known]:
    """The accounts that have bills of this export, or whose own mapping reads the file."""
    is_guessed = bool(isinstance(seen.entry, Billing) and seen.entry.columns)
    formats_of = _formats(house)
    for entry in house.config.billing:
        if is_guessed == bool(entry.columns) and (
            is_guessed or seen.rolled.summary.format in formats_of.get(entry.account, ())
        ):
            try:
                own = preview.read(house, file, entry, scratch)
            except (NoTable, NotRecognised):
                continue
            if own.rolled.summary.lines_kept:
                yield _Known(own, entry, is_new=False)


def _formats(house: House) -> dict[str, set[str | None]]:
    """By account, the exports that its bills are of, as the newest build has them."""
    found: dict[str, set[str | None]] = {}
    try:
        with open_newest(house.data)[1] as db:
            for bill in rejects.billing_files(db):
                found.setdefault(bill.account, set()).add(bill.format)
    except (NoBuild, OtherBuild):
        pass  # nothing was read yet: then a person says whose bill it is
    return found


def _said(house: House, found: _Known, place: str, tried: Trial, target: Path) -> dict[str, Any]:
    summary = found.seen.rolled.summary
    export = formats()[summary.format or "generic"]
    taken = bills.taker(house.config, found.entry.account, Path(place).name)
    settings = found.entry.model_dump(mode="json", exclude_defaults=True)
    block = found.entry.model_copy(update={"path": f"{Path(place).parent.as_posix()}/*"})
    return {
        "account": found.entry.account,
        "accounts": sorted({each.account for each in house.config.billing}),
        "is_new": found.is_new, "settings": settings,
        "lines": None if taken else "\n".join(preview.block(block)),
        "format": export.title if not found.entry.columns else None,
        "columns": found.entry.columns, "doubts": [*found.seen.doubts, *summary.notes],
        "read": summary.lines_read, "kept": summary.lines_kept,
        "left_out": [[line, reason] for line, _, reason in summary.rejects[:SHOWN]],
        "rejected": summary.lines_rejected,
        "months": [
            [month, currency, str(billed),
             *(str(counts.get((month, "" if currency == "no currency" else currency), 0))
               for counts in (tried.now, tried.then))]
            for month, currency, billed, *_ in preview.queried(preview.MONTHS, [str(target)])
        ],
        "replaced": [
            [each.losing_file, each.winning_file, str(each.first_day), str(each.last_day),
             each.currency, str(each.amount)]
            for each in tried.replaced
        ],
        "asked": [
            [each.kind, each.account, each.files, str(each.first_day), str(each.last_day),
             each.currency, str(each.assumed_amount), str(each.other_amount), str(each.amount),
             each.assumed]
            for each in tried.asked
        ],
    }  # fmt: skip
