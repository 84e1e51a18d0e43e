"""Bills: exported cost files of each [[billing]] → rows of cost_daily, every line accounted for.

A file is recognised by its header and rolled up once (rollup/) by the engine of dashboard.toml
(engine/) into a cache; what several bills say of the same days is settled here (restate.py). A
folder's files are rolled up when they are read, a bucket's objects when they are fetched.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from config import House
from pipelines import SourceError
from pipelines.billing import bill as one_bill
from pipelines.billing import buckets, collect, deliveries, in_force, restate, summaries, told
from pipelines.billing.collect import Delivered
from pipelines.billing.deliveries import Bill, missing_parts
from pipelines.billing.rollup import Summary, Unreachable, is_bucket
from warehouse.records import Rows, SourceRun

NAME = told.NAME


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """List buckets and roll up what is new or changed in them; a folder needs no fetching."""
    changed = False
    for entry in house.config.billing:
        if is_bucket(entry.path):
            try:
                changed |= buckets.look(house, entry)
                failed = _make(house, collect.find(house, entry))
            except Unreachable as trouble:
                failed = {entry.path: trouble}
            yield told.unreachable(entry, failed) if failed else entry.account
    if changed:
        buckets.sweep(house)


def read(house: House) -> Iterator[Any]:
    """Files, rejects, the rows that count, and one SourceRun per account and per trouble."""
    if not house.config.billing:
        yield SourceRun(NAME, "", "not_set_up")
        return
    every = [collect.find(house, entry) for entry in house.config.billing]
    for each in every:
        if not is_bucket(each.entry.path):
            _make(house, each)
    every = [_whole(house, each) for each in every]
    known = summaries.known(house)
    bills: list[Bill] = []
    for each in every:
        yield from _read(each, known, bills)
        yield from told.manifests(each)
    named, bills = bills, deliveries.once(bills)
    yield from told.twice(named, bills)
    summaries.keep(house, bills, known)
    for bill in bills:
        yield from told.records(bill)
    missing = missing_parts(bills)
    whole = [bill for bill in bills if bill.delivery not in missing]
    dropped = restate.drops(whole)
    yield Rows("cost_daily", in_force.write(house, whole, dropped))
    yield from told.half_sets(missing)
    yield from told.twins(dropped, whole)
    gone = told.still_counting(whole, dropped)
    yield from told.vanished(gone)
    yield from told.accounts([each.entry.account for each in every if each.bills], whole, gone)


def _whole(house: House, delivered: Delivered) -> Delivered:
    """What counts of an entry: a manifest's set with a part never read gives way like a half."""
    rules, unread = collect.rules(delivered.entry), frozenset[str]()
    shelves: dict[Path, one_bill.Shelf] = {}
    while True:
        sets = [found for found in delivered.bills if found.manifest and not found.before]
        for folder in {found.folder for found in sets} - shelves.keys():
            shelves[folder] = one_bill.shelf(folder)
        known = {f.place: shelves[f.folder].outcome(f.rolled_up(rules), rules.where) for f in sets}
        new = {place for place, outcome in known.items() if outcome is None}
        if not new:
            return delivered
        unread |= new
        delivered = collect.find(house, delivered.entry, unread)


def _read(delivered: Delivered, known: dict[str, Summary], bills: list[Bill]) -> Iterator[Any]:
    """Add an entry's bills; yields what is told of those that give none."""
    entry, rules = delivered.entry, collect.rules(delivered.entry)
    shelves = {folder: one_bill.shelf(folder) for folder in {f.folder for f in delivered.bills}}
    unread = 0
    for found in delivered.bills:
        outcome = shelves[found.folder].outcome(found.rolled_up(rules), rules.where)
        if outcome is None and found.before:  # it changed and could not be read since
            outcome = shelves[found.folder].outcome(found.before, rules.where)
        if isinstance(outcome, str):
            if found.address:
                yield from told.not_read(found, outcome)
        elif outcome is None:
            lost = shelves[found.folder].was_read(found.key[:32])  # it is gone, only others read it
            unread += lost or found.address is not None
        else:
            summary = known.get(outcome.name) or one_bill.read_summary(outcome)
            bills.append(
                Bill(
                    found.place, entry.account, entry.category, bool(entry.where),
                    summary.sha256 or found.key, outcome, summary, found.manifest,
                    vanished=found.address is None,
                )
            )  # fmt: skip
    if unread or not delivered.bills:
        yield told.nothing(entry, unread, len(delivered.bills))


def _make(house: House, delivered: Delivered) -> dict[str, Unreachable]:
    """Roll up what was never read by these rules; what could not be read this time."""
    failed: dict[str, Unreachable] = {}
    rules = collect.rules(delivered.entry)
    for folder in {found.folder for found in delivered.bills}:
        wanted = {
            f.task(rules): f.size for f in delivered.bills if f.folder == folder and f.address
        }
        failed |= one_bill.make(house.config.engine, folder, wanted)
    return failed
