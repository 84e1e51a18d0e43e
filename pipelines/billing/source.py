"""The stations of a bill, from its file to the rows that count.

A file is recognised by its header and rolled up once (rollup/) by the engine of dashboard.toml
(engine/) into a cache; what several bills say of the same days is settled here (supersede/). A
folder's files are rolled up when they are read, a bucket's objects when they are fetched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from config import ConfigError, House
from config import bills as answered
from pipelines import SourceError, unit
from pipelines.billing import (
    NAME,
    arrears,
    counted,
    monthly,
    questions,
    refused,
    report,
    unfinished,
)
from pipelines.billing.files import buckets, find, seen
from pipelines.billing.files.find import Delivered
from pipelines.billing.rollup import Summary, Unreachable, is_bucket
from pipelines.billing.store import kept, roll_ups, summaries
from pipelines.billing.supersede import deliveries, replaced
from pipelines.billing.supersede.answers import Answers
from pipelines.billing.supersede.deliveries import Bill, missing_parts
from warehouse.records import Rows, SourceRun


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """List buckets and roll up what is new or changed in them; a folder needs no fetching."""
    changed = False
    given = unit.alone(NAME, answered.FILE, partial(_answers, house))
    answers = given if isinstance(given, Answers) else Answers([])
    for entry in arrears.decided(house.config.billing, answers):
        if is_bucket(entry.path):
            try:
                changed |= buckets.look(house, entry)
                failed = _make(house, find.found(house, entry))
            except Unreachable as trouble:
                failed = {entry.path: trouble}
            yield report.unreachable(entry, failed) if failed else entry.account
    if changed:
        buckets.sweep(house)


def read(house: House, *, more: Sequence[Bill] = ()) -> Iterator[Any]:
    """Files, rejects, the rows that count, and one SourceRun per account and per trouble.

    more  bills that are not stored yet, as if they were (trial.py)
    """
    if not house.config.billing and not more:
        yield SourceRun(NAME, "", "not_set_up")
        return
    kept.bring(house)
    given = unit.alone(NAME, answered.FILE, partial(_answers, house))
    answers = given if isinstance(given, Answers) else Answers([])
    if isinstance(given, SourceRun):
        yield given
    entries = arrears.decided(house.config.billing, answers)
    every = [find.found(house, entry) for entry in entries]
    for number, each in enumerate(every):
        if not is_bucket(each.entry.path):
            _make(house, each)
            every[number] = monthly.entry_of(each)
            if every[number] is not each:
                _make(house, every[number])
    every = [_whole(house, each) for each in every]
    known = summaries.known(house)
    bills: list[Bill] = []
    for entry, each in zip(entries, every, strict=True):
        yield from _read(each, known, bills, is_open=entry.arrears is None)
        yield from report.manifests(each)
    bills = _timed(house, every, bills)
    named, bills = bills, deliveries.once([*bills, *more])
    yield from report.twice(named, bills)
    summaries.keep(house, bills, known)
    used = {bill.rows.stem for bill in named if bill.rows.parent == house.cache}
    kept.keep(house, used, find.contents(house, {name[:32] for name in used}))
    for bill in bills:
        yield from report.records(bill)
    missing = missing_parts(bills)
    yield from report.half_sets(missing)
    whole = [bill for bill in bills if bill.delivery not in missing]
    accounts = [each.entry.account for each in every if each.bills]
    accounts += [bill.account for bill in more if bill.account not in accounts]
    yield from _settled(house, whole, accounts, answers)


def _settled(
    house: House, bills: list[Bill], accounts: list[str], answers: Answers
) -> Iterator[Any]:
    """The rows that count, those that were replaced, and the questions that are open."""
    found = replaced.settle(bills, answers, house.cache)
    lost = refused.refused(bills, answers.every)
    answers.used |= lost.used
    asked = questions.weighed(house, bills, found.drops, found.doubts)
    dropped, today = [*found.drops, *asked.gone], find.today(house)
    monthly_ones = arrears.asked(house, bills, dropped, answers, today)
    open_ones = [
        *asked.questions, *monthly_ones.questions, *questions.undated(bills, found.drops, lost)
    ]  # fmt: skip
    touched = [*asked.touched, *monthly_ones.touched]
    counts, gone, later = counted.write(house, bills, dropped, touched, today)
    waiting, said_of = unfinished.left_out(later)
    yield Rows("cost_daily", counts)
    yield Rows("billing_replaced", gone)
    yield from lost.dated
    yield from lost.rows
    yield from waiting
    yield from open_ones
    yield from asked.days
    yield from monthly_ones.days
    yield from refused.runs(bills)
    yield from report.none_kept(bills)
    yield from report.questions(open_ones)
    yield from report.unused(answers.unused())
    left = report.still_counting(bills, dropped)
    yield from report.vanished(left)
    said = {name: [*report.small(open_ones, name), *said_of[name]] for name in accounts}
    yield from report.accounts(accounts, bills, left, said, today)


def _answers(house: House) -> Answers | SourceRun:
    try:
        return Answers(answered.load(house.config))
    except ConfigError as mistake:
        return SourceRun(
            NAME, answered.FILE, "failed", message=str(mistake), passing=False,
            remedy=f"correct {answered.FILE}; until then none of its answers is used",
        )  # fmt: skip


def _timed(house: House, every: list[Delivered], bills: list[Bill]) -> list[Bill]:
    """The bills with the time of each one's file, as it was when the file was first seen."""
    changed = {(f.key, f.place): f.changed for each in every for f in each.bills}
    wanted = [(b.sha256, b.place, changed.get((b.sha256, b.place))) for b in bills]
    known = seen.times(house, wanted, now=datetime.now(UTC))
    return [replace(bill, changed=known.get((bill.sha256, bill.place))) for bill in bills]


def _whole(house: House, delivered: Delivered) -> Delivered:
    """What counts of an entry: a manifest's set with a part never read gives way like a half."""
    rules, unread = find.rules(delivered.entry), frozenset[str]()
    stores: dict[Path, roll_ups.Store] = {}
    while True:
        sets = [found for found in delivered.bills if found.manifest and not found.before]
        for folder in {found.folder for found in sets} - stores.keys():
            stores[folder] = roll_ups.store(folder)
        known = {f.place: stores[f.folder].outcome(f.rolled_up(rules), rules.where) for f in sets}
        new = {place for place, outcome in known.items() if outcome is None}
        if not new:
            return delivered
        unread |= new
        delivered = find.found(house, delivered.entry, unread)


def _read(
    delivered: Delivered, known: dict[str, Summary], bills: list[Bill], *, is_open: bool
) -> Iterator[Any]:
    """Add an entry's bills; yields the reports on those that give none.

    is_open  no setting or answer says for which month its invoices pay
    """
    entry, rules = delivered.entry, find.rules(delivered.entry)
    stores = {folder: roll_ups.store(folder) for folder in {f.folder for f in delivered.bills}}
    unread = 0
    for found in delivered.bills:
        outcome = stores[found.folder].outcome(found.rolled_up(rules), rules.where)
        if outcome is None and (last := found.before or found.last_read):  # not read since
            outcome = stores[found.folder].outcome(last[:32], rules.where)
        if isinstance(outcome, str):
            if found.address:
                yield from report.not_read(found, outcome)
        elif outcome is None and unit.reported(NAME, found.place):
            continue
        elif outcome is None:
            lost = stores[found.folder].was_read(found.key[:32])  # it is gone, only others read it
            unread += lost or found.address is not None
        else:
            summary = known.get(outcome.name) or roll_ups.read_summary(outcome)
            bills.append(
                Bill(
                    found.place, entry.account, entry.category, bool(entry.where),
                    summary.sha256 or found.key, outcome, summary, found.manifest,
                    vanished=found.address is None, before=summary.before if is_open else None,
                )
            )  # fmt: skip
    if unread or not delivered.bills:
        yield report.nothing(entry, unread, len(delivered.bills))


def _make(house: House, delivered: Delivered) -> dict[str, Unreachable]:
    """Roll up what was never read by these rules; what could not be read this time.

    A file at which we fail is reported; its last roll-up counts, if it has one.
    """
    failed: dict[str, Exception] = {}
    rules = find.rules(delivered.entry)
    for folder in {found.folder for found in delivered.bills}:
        wanted = {
            f.task(rules): f.size for f in delivered.bills if f.folder == folder and f.address
        }
        failed |= roll_ups.make(house.config.engine, folder, wanted)
    for found in delivered.bills:
        error = failed.get(str(found.address))
        if error and not isinstance(error, Unreachable):
            unit.broken(NAME, found.place, error, has_other=bool(found.before or found.last_read))
    return {where: each for where, each in failed.items() if isinstance(each, Unreachable)}
