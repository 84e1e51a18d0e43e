"""The rows that count and those that were replaced, written as two files for the warehouse."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from config import House
from config.files import replacing
from pipelines.billing.files import find
from pipelines.billing.rollup.aggregation import MEMORY
from pipelines.billing.supersede.deliveries import Bill
from pipelines.billing.supersede.replaced import Drop
from pipelines.billing.unfinished import LATER, RUNNING, reach
from warehouse.insert import insert

EMPTY = """
    create table cost_daily (
        day date, account varchar, category varchar, provider varchar, billing_account varchar,
        sub_account varchar, service varchar, region varchar, charge_category varchar,
        credit_kind varchar, currency varchar, billing_period date, billed decimal(38, 20),
        effective decimal(38, 20), list decimal(38, 20), lines bigint, source_file varchar,
        asked boolean
    )
"""
NAMED = """
    create table bill (
        place varchar, account varchar, category varchar, rows varchar, reach date
    )
"""
DROPPED = """
    create table {name} (
        number bigint, place varchar, account varchar, billing_account varchar, period date,
        first date, last date,
        winner varchar, reason varchar
    )
"""
MATCHES = """
    {name}.place = bill.place
       and {name}.account = bill.account
       and {name}.billing_account is not distinct from row.billing_account
       and ({name}.period is null
            or {name}.period = coalesce(row.billing_period, date_trunc('month', row.day)::date))
       and row.day between {name}.first and {name}.last
"""
# Roll-ups of older versions do not say what they only assumed.
ROLLED_UP = """
    (
        select * from read_parquet($files, union_by_name = true, filename = true)
        union all by name select null::date as assumed_until where false
    )
"""
FINISHED = "row.day <= $today and (row.assumed_until is null or row.assumed_until < bill.reach)"
COUNTED = f"""
    select row.* exclude (filename, assumed_until)
               replace (coalesce(row.category, bill.category) as category),
           bill.account,
           bill.place as source_file,
           {{asked}} as asked
    from {ROLLED_UP} as row
    join bill on bill.rows = row.filename
    anti join dropped on {MATCHES.format(name="dropped")}
    where {FINISHED}
"""
UNFINISHED = f"""
    select bill.place as source_file, bill.account,
           if(row.assumed_until >= bill.reach, '{RUNNING}', '{LATER}') as reason,
           date_trunc('month', row.day)::date as month,
           if(row.assumed_until >= bill.reach, bill.reach, $today) as reach,
           row.currency, sum(row.billed)::decimal(38, 20) as amount, sum(row.lines)::bigint as lines
    from {ROLLED_UP} as row
    join bill on bill.rows = row.filename
    anti join dropped on {MATCHES.format(name="dropped")}
    where not ({FINISHED})
    group by all
    order by all
"""
ASKED = f"exists (select 1 from doubtful where {MATCHES.format(name='doubtful')})"
# A row that several bills replace is listed once, with the bill that counts instead.
REPLACED = f"""
    with gone as (
        select bill.place as losing_file, dropped.winner as winning_file, bill.account, row.day,
               row.currency, row.billed, row.lines, dropped.reason
        from read_parquet($files, union_by_name = true, filename = true, file_row_number = true)
            as row
        join bill on bill.rows = row.filename
        join dropped on {MATCHES.format(name="dropped")}
        qualify row_number() over (
            partition by bill.place, bill.account, row.file_row_number order by dropped.number
        ) = 1
    )
    select losing_file, winning_file, account, min(day) as first_day, max(day) as last_day,
           currency, sum(billed)::decimal(38, 20) as amount, reason, sum(lines)::bigint as lines
    from gone
    group by all
    order by all
"""
NO_REPLACED = """
    select ''::varchar as losing_file, ''::varchar as winning_file, ''::varchar as account,
           date '1970-01-01' as first_day, date '1970-01-01' as last_day,
           ''::varchar as currency, 0::decimal(38, 20) as amount, ''::varchar as reason,
           0::bigint as lines
    where false
"""
# By question and day: the money of the rows it touches, by the assumed and by the other reading.
DIFFERENCES = f"""
    with hit as (
        select reading.question, bill.place, row.file_row_number, any_value(row.day) as day,
               any_value(coalesce(row.category, bill.category)) as category,
               any_value(bill.account) as account, any_value(row.currency) as currency,
               any_value(row.billed) as billed,
               bool_or(reading.kind = 'assumed') as by_assumed,
               bool_or(reading.kind = 'other') as by_other,
               bool_or({FINISHED}) as is_finished
        from (
            select *
            from read_parquet(
                $files, union_by_name = true, filename = true, file_row_number = true
            )
            union all by name select null::date as assumed_until where false
        ) as row
        join bill on bill.rows = row.filename
        join reading on {MATCHES.format(name="reading")}
        anti join dropped on {MATCHES.format(name="dropped")}
        group by all
    )
    select question, day, account, category, currency,
           coalesce(sum(billed) filter (not by_assumed), 0)::decimal(38, 20),
           coalesce(sum(billed) filter (not by_other), 0)::decimal(38, 20),
           coalesce(sum(billed) filter (not by_assumed and is_finished), 0)::decimal(38, 20)
    from hit
    group by all
    order by all
"""


class Reading(NamedTuple):
    """The rows that go by a question's assumed reading, by the other, and all that it touches."""

    assumed: Sequence[Drop]
    other: Sequence[Drop]
    touched: Sequence[Drop]


class Difference(NamedTuple):
    """The money of a day that a question touches, by the assumed and by the other reading.

    finished  by the assumed reading, without what waits for the end of its month
    """

    question: int
    day: date
    account: str
    category: str
    currency: str | None
    assumed: Decimal
    other: Decimal
    finished: Decimal


def write(
    house: House, bills: list[Bill], dropped: Sequence[Drop], doubtful: Sequence[Drop], today: date
) -> tuple[Path, Path, Path]:
    """Parquet files of cost_daily (with a column per tag), what was replaced, what is unfinished.

    dropped   the rows that do not count
    doubtful  the rows that a question touches, whether they count or not
    today     the last day that may have a cost
    Nothing is written where the files of the last run say the same.
    """
    names = ("cost_daily.parquet", "billing_replaced.parquet", "billing_unfinished.parquet")
    places = target, gone, later = tuple(house.cache / name for name in names)
    note, said = target.with_suffix(".made-of"), _made_of(bills, today, dropped, doubtful)
    known = note.is_file() and note.read_text(encoding="utf-8") == said
    if known and all(file.is_file() for file in (target, gone, later)):
        return target, gone, later
    target.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=house.cache) as scratch, ExitStack() as files:
        written = [files.enter_context(replacing(file, durable=False)) for file in places]
        with _database(Path(scratch), bills, today) as db:
            _note(db, "dropped", dropped)
            _note(db, "doubtful", doubtful)
            _copy_counted(db, bills, written[0], today, asked=bool(doubtful))
            _copy_replaced(db, bills, dropped, written[1])
            _copy_unfinished(db, bills, written[2], today)
    note.write_text(said, encoding="utf-8")
    return target, gone, later


def differences(
    house: House,
    bills: list[Bill],
    dropped: Sequence[Drop],
    readings: Sequence[Reading],
) -> list[Difference]:
    """The two readings of each question by day; `dropped` are rows that count by neither."""
    touched = {drop.place for each in readings for drop in each.touched}
    own = [bill for bill in bills if bill.place in touched]
    if not own:
        return []
    house.cache.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=house.cache) as scratch,
        _database(Path(scratch), own, find.today(house)) as db,
    ):
        _note(db, "dropped", dropped)
        parts = []
        for number, reading in enumerate(readings):
            for kind, drops in reading._asdict().items():
                _note(db, f"{kind}_{number}", drops)
                parts.append(
                    f"select {number} as question, '{kind}' as kind, * from {kind}_{number}"
                )
        db.execute(f"create table reading as {' union all '.join(parts)}")
        files = sorted({str(bill.rows) for bill in own})
        values = {"files": files, "today": find.today(house)}
        return [Difference(*row) for row in db.execute(DIFFERENCES, values).fetchall()]


def _made_of(bills: list[Bill], today: date, *drops: Sequence[Drop]) -> str:
    parts = [(b.place, b.account, b.category, b.rows.name, str(reach(b, today))) for b in bills]
    said = (parts, str(today), *map(tuple, drops), COUNTED, ASKED, REPLACED, UNFINISHED, EMPTY)
    return hashlib.sha256(repr(said).encode()).hexdigest()


@contextmanager
def _database(scratch: Path, bills: list[Bill], today: date) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, Any] = {
        "memory_limit": MEMORY, "temp_directory": str(scratch),
        "threads": 1,  # as quick as two, which hold twice as many rows
    }  # fmt: skip
    with duckdb.connect(config=settings) as db:
        db.execute(NAMED)
        columns = {
            name: [getattr(b, name) for b in bills] for name in ("place", "account", "category")
        }
        columns |= {"rows": [str(b.rows) for b in bills], "reach": [reach(b, today) for b in bills]}
        insert(db, "bill", columns)
        yield db


def _note(db: duckdb.DuckDBPyConnection, name: str, drops: Sequence[Drop]) -> None:
    """A table of drops, those by a bill that counts itself first."""
    db.execute(DROPPED.format(name=name))
    losers = {drop.place for drop in drops}
    ordered = sorted(drops, key=lambda drop: (drop.by in losers, drop.by, drop.reason))
    same = ("place", "account", "billing_account", "period", "first", "last", "reason")
    columns = {column: [getattr(drop, column) for drop in ordered] for column in same}
    columns |= {"number": list(range(len(ordered))), "winner": [drop.by for drop in ordered]}
    insert(db, name, columns)


def _copy_counted(
    db: duckdb.DuckDBPyConnection, bills: list[Bill], target: Path, today: date, *, asked: bool
) -> None:
    db.execute(EMPTY)
    files = [*dict.fromkeys(str(bill.rows) for bill in bills)]
    counted = COUNTED.format(asked=ASKED if asked else "false")
    more = f"union all by name {counted}" if files else ""
    db.execute(
        f"copy (select * from cost_daily {more}) to '{_quoted(target)}' (format parquet)",
        {"files": files, "today": today} if files else {},
    )


def _copy_unfinished(
    db: duckdb.DuckDBPyConnection, bills: list[Bill], target: Path, today: date
) -> None:
    files = [*dict.fromkeys(str(bill.rows) for bill in bills)]
    nothing = "select * from (values ('', '', '', null::date, null::date, '', 0::decimal(38, 20), "
    nothing += "0::bigint)) as t(source_file, account, reason, month, reach, currency, amount, "
    nothing += "lines) where false"
    db.execute(
        f"copy ({UNFINISHED if files else nothing}) to '{_quoted(target)}' (format parquet)",
        {"files": files, "today": today} if files else {},
    )


def _copy_replaced(
    db: duckdb.DuckDBPyConnection, bills: list[Bill], dropped: Sequence[Drop], target: Path
) -> None:
    losers = {drop.place for drop in dropped}
    files = sorted({str(bill.rows) for bill in bills if bill.place in losers})
    db.execute(
        f"copy ({REPLACED if files else NO_REPLACED}) to '{_quoted(target)}' (format parquet)",
        {"files": files} if files else {},
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
