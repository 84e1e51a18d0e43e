"""Bills: exported cost files of each [[billing]] → rows of cost_daily, every line accounted for.

A file is recognised by its header (recognise.py), rolled up once by DuckDB into the cache
(bill.py), and what several files say of the same days is settled here (restate.py). A folder's
files are read where they are; a bucket's are copied to data/raw/billing first (buckets.py).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from config import House
from pipelines import SourceError
from pipelines.billing import bill as one_bill
from pipelines.billing import buckets, collect, in_force, restate, told
from pipelines.billing.recognise import NotRecognised
from pipelines.billing.restate import Bill
from pipelines.billing.staging import NoTable
from warehouse.records import Rows, SourceRun

NAME = told.NAME


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Copy new and changed parts of buckets; a folder's files need no fetching."""
    for entry in house.config.billing:
        if buckets.is_bucket(entry.path):
            try:
                yield buckets.fetch(house, entry)
            except SourceError as trouble:
                yield trouble


def read(house: House) -> Iterator[Any]:
    """Files, rejects, the rows that count, and one SourceRun per account and per trouble."""
    if not house.config.billing:
        yield SourceRun(NAME, "", "not_set_up")
        return
    bills: list[Bill] = []
    accounts: list[str] = []
    for entry in house.config.billing:
        every = list(collect.find(house, entry))
        if every:
            accounts.append(entry.account)
        else:
            yield told.nothing(entry)
        for found in every:
            try:
                bills += _rolled_up(house, found)
            except (NotRecognised, NoTable) as trouble:
                yield from told.not_read(found, str(trouble))
    for bill in bills:
        yield from told.records(bill)
    missing = restate.missing_parts(bills)
    whole = [bill for bill in bills if bill.delivery not in missing]
    dropped = restate.drops(whole)
    yield Rows("cost_daily", in_force.write(house, whole, dropped))
    yield from told.half_sets(missing)
    yield from told.twins(dropped, whole)
    yield from told.vanished(whole)
    yield from told.accounts(accounts, whole)


def _rolled_up(house: House, found: collect.Found) -> Iterator[Bill]:
    """The bill with its roll-up, from the cache or made now. Raises NotRecognised, NoTable."""
    entry, rules = found.entry, collect.rules(found.entry)
    target = house.cache / f"{found.sha256[:32]}-{one_bill.version(rules)}.parquet"
    if not target.is_file() and found.file is not None:
        one_bill.roll_up(found.file, rules, target)
    if not target.is_file():
        older = sorted(house.cache.glob(f"{found.sha256[:32]}-*.parquet"))
        if not older:
            return
        target = older[-1]
    yield Bill(
        found.place, entry.account, entry.category, bool(entry.where), found.sha256, target,
        one_bill.read_summary(target), vanished=found.file is None,
    )  # fmt: skip
