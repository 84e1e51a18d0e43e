"""What would count if a bill were stored: the whole reckoning of an ingest, with and without it.

It runs in a folder of its own, on links to the roll-ups that are there: nothing of the team's own
data is written.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from config import Billing, Engine, House
from pipelines import unit
from pipelines.billing import source
from pipelines.billing.rollup import Rolled
from pipelines.billing.supersede.deliveries import Bill
from warehouse.records import BillingQuestion, Rows

Month = tuple[str, str]  # 2026-07, currency; "" where it is not stated
COUNTED = """
    select strftime(day, '%Y-%m'), coalesce(currency, ''), sum(billed)
    from read_parquet(?)
    where account = ?
    group by all
"""
REPLACED = """
    select losing_file, winning_file, first_day, last_day, coalesce(currency, ''), amount
    from read_parquet(?)
    where account = ?
    order by all
"""


@dataclass(frozen=True)
class Replacing:
    """Days of one bill that would not count any more, and what they come to in it."""

    losing_file: str
    winning_file: str
    first_day: date
    last_day: date
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Trial:
    """What counts of an account by month, now and with the bill; what goes; what would be asked."""

    now: dict[Month, Decimal]
    then: dict[Month, Decimal]
    replaced: tuple[Replacing, ...]
    asked: tuple[BillingQuestion, ...]


def trial(house: House, entry: Billing, place: str, rolled: Rolled, sha256: str) -> Trial:
    """The reckoning of an account with a bill that would be stored at a place, and without it."""
    with _apart(house) as own:
        file = own.data / "tried.parquet"
        file.write_bytes(rolled.rows)
        bill = Bill(
            place, entry.account, entry.category, bool(entry.where), sha256, file, rolled.summary,
            before=rolled.summary.before if entry.arrears is None else None,
            changed=datetime.now(UTC),
        )  # fmt: skip
        now, gone, _ = _reckoned(own, entry.account, ())
        then, replaced, asked = _reckoned(own, entry.account, (bill,))
    new = tuple(each for each in replaced if each not in gone)
    return Trial(now, then, new, tuple(each for each in asked if place in each.files))


def _reckoned(
    house: House, account: str, more: Sequence[Bill]
) -> tuple[dict[Month, Decimal], list[Replacing], list[BillingQuestion]]:
    counts: dict[Month, Decimal] = defaultdict(Decimal)
    replaced, asked = list[Replacing](), list[BillingQuestion]()
    with unit.during(house), duckdb.connect() as db:
        for each in source.read(house, more=more):
            if isinstance(each, BillingQuestion) and each.asked and not each.resting:
                asked.append(each)
            if not isinstance(each, Rows):
                continue
            if each.table == "cost_daily":
                for month, currency, amount in _all(db, COUNTED, each.file, account):
                    counts[month, currency] = amount
            elif each.table == "billing_replaced":
                replaced += [Replacing(*row) for row in _all(db, REPLACED, each.file, account)]
    return counts, replaced, asked


def _all(db: duckdb.DuckDBPyConnection, question: str, file: Path, account: str) -> list[Any]:
    return db.execute(question, [str(file), account]).fetchall()


@contextmanager
def _apart(house: House) -> Iterator[House]:
    """The same settings over a folder of its own, with the roll-ups linked and the rest copied."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for part in ("cache", "raw/billing", "raw/billing/roll_ups"):
            (data / part).mkdir(parents=True, exist_ok=True)
            there = house.data / part
            for file in there.iterdir() if there.is_dir() else ():
                if file.suffix == ".parquet" and not file.name.startswith(("cost_", "billing_")):
                    (data / part / file.name).symlink_to(file)
                elif file.is_file() and file.suffix != ".parquet":
                    shutil.copyfile(file, data / part / file.name)
        alone = house.config.model_copy(update={"engine": Engine()})
        yield House(alone, data)
