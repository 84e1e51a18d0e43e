"""Ledgers: money moved outside the cloud bills, from an export or a CSV of any shape.

A ledger is read as a bill is: recognised by its header or mapped by dashboard.toml, then rolled up
(pipelines/billing/rollup). Spending becomes cost_daily rows of the ledger's own category, so it is
burn like any bill; income becomes income_daily. Books (books.py) are charged to awards and to
nothing else. People are summed by day: no name and no
description is kept.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

import config
from config import House
from pipelines import unit
from pipelines.billing import refused, report
from pipelines.billing.files import find
from pipelines.billing.rollup import NoTable, NotRecognised, Rolled, Rules, Summary, Task, roll_up
from pipelines.funds import open_collective, plain_text
from pipelines.funds.books import booked, interest
from pipelines.funds.programs import program_of
from pipelines.messages import count, remedy_of, sentences
from warehouse.records import BillingRefused, CostDaily, IncomeDaily, Reject, SourceRun

COLUMNS = 'columns = {date = "…", amount = "…"}'
NOTHING = "failed, called off, still on the way, or moved between accounts of the team"
NAME = "funds"
REFUSED = (NotRecognised, NoTable)
CONVERTED: tuple[Literal["converted"], Literal["converted_currency"]] = (
    "converted", "converted_currency",
)  # fmt: skip
SAME = 3  # different amounts in common, from which two files are held for the same money
ON_THE_WAY = 7  # days that money may take from one account to another
Row = dict[str, Any]
Moved = tuple[date, str, Decimal]


@dataclass
class File:
    """One file of a ledger, rolled up: its rows, and how often it says what moved on a day."""

    ledger: config.Ledger
    rows: list[Row]
    summary: Summary
    moved: Counter[Moved]


def read(house: House) -> Iterator[Any]:
    """Records of every [[funding.ledgers]], with one SourceRun for each of its files."""
    known = {None, *(fund.id for fund in house.config.funds)}
    files: list[File] = []
    for ledger in house.config.funding.ledgers:
        found = find.files(house, ledger)
        if ledger.fund not in known:
            yield _failed(
                ledger, f"{ledger.fund!r} is no fund of dashboard.toml",
                "correct [[funding.ledgers]] fund",
            )  # fmt: skip
        elif not found and (gone := unit.last_known(NAME, partial(_is_of, ledger))):
            for place, content in gone.items():
                one = ledger.model_copy(update={"path": place})
                rolled = unit.content(NAME, place, content, partial(_rolled, house, one))
                files += [_file(one, rolled)] if rolled else []
            yield SourceRun(
                NAME, ledger.path, "stale",
                message=f"held {count(len(gone), 'file')} before, now none: "
                "what was known counts",
                remedy="mount or fill its folder again, or take it out of [[funding.ledgers]]",
            )  # fmt: skip
        elif not found:
            yield _failed(ledger, "no such file", "correct [[funding.ledgers]] path")
        for path in found if ledger.fund in known else ():
            one = ledger.model_copy(update={"path": house.config.place(path)})
            try:
                rolled = unit.file(NAME, one.path, path, partial(_rolled, house, one), REFUSED)
                files += [_file(one, rolled)] if rolled else []
            except REFUSED as trouble:
                yield _failed(one, *_with_remedy(str(trouble), one.path))
    for one, content in open_collective.ledgers(house):
        rolled = unit.content(NAME, one.path, content, partial(_rolled, house, one))
        files += [_file(one, rolled)] if rolled else []
    for is_books in (False, True):
        yield from _all_records(house, [f for f in files if f.ledger.books is is_books])


def _all_records(house: House, files: list[File]) -> Iterator[Any]:
    """The records of ledgers, or of books: these repeat what ledgers and bills say."""
    for number, file in enumerate(files):
        if whole := _whole(file, files[:number], files[number + 1 :]):
            message = f"all that it says is in {whole.ledger.path} too: that file counts instead"
            yield SourceRun("funds", file.ledger.path, message=message)
        else:
            file.summary.notes += _twice(file, files[:number])
            yield from _records(house, file.ledger, file.rows, file.summary)
            yield from _passed_on(file, [other for other in files if other is not file])


def _passed_on(file: File, others: list[File]) -> Iterator[SourceRun]:
    """What came in that left another ledger as the team's own money: income of both."""
    came = [row for row in file.rows if row["charge_category"] == "Income" and row["billed"] < 0]
    for other in others:
        left = [row for row in other.rows if row["charge_category"] == "Not counted"]
        found: dict[str, list[Decimal]] = {}
        for row in came:
            for each in left:
                days = (row["day"] - each["day"]).days
                same = (each["currency"], each["billed"]) == (row["currency"], -row["billed"])
                if same and 0 <= days <= ON_THE_WAY:
                    left.remove(each)
                    found.setdefault(row["currency"], []).append(-row["billed"])
                    break
        sums = ", ".join(f"{sum(money):,.2f} {code}" for code, money in sorted(found.items()))
        if found and other.ledger.name != file.ledger.name:
            many = sum(map(len, found.values()))
            yield SourceRun(
                "funds", file.ledger.path, "asked", passing=many == 1,
                message=f"{count(many, 'sum')} that came in, {sums} together, left "
                f"{other.ledger.path} for another account of the team within the week before: "
                f"{'they are' if many > 1 else 'it is'} counted as income of both",
                remedy=f"leave that income out of {file.ledger.path} with where, or leave one of "
                "the two files out",
            )  # fmt: skip


def _is_of(ledger: config.Ledger, place: str) -> bool:
    """Whether a file of this name is one of a ledger's path: itself, in its folder, or alike."""
    return (
        place == ledger.path
        or place.startswith(f"{ledger.path.rstrip('/')}/")
        or fnmatch(place, ledger.path)
    )


def _rolled(house: House, ledger: config.Ledger, path: Path) -> Rolled:
    if program := program_of(ledger.path, ledger.format):
        how = rules(house, ledger)
        return plain_text.rolled(house.config, ledger, program, how, path.absolute())
    return roll_up(Task("", str(path), rules(house, ledger)))


def _file(ledger: config.Ledger, rolled: Rolled) -> File:
    rows = pq.ParquetFile(io.BytesIO(rolled.rows)).read().to_pylist()
    moved = Counter((row["day"], row["currency"], row["billed"]) for row in rows if row["billed"])
    return File(ledger, rows, rolled.summary, moved)


def rules(house: House, ledger: config.Ledger) -> Rules:
    """The settings of a ledger that shape its roll-up."""
    return Rules(
        currency=ledger.currency or house.config.project.currency,
        columns=tuple(
            ("date" if role == "day" else role, name)
            for role, name in ledger.columns.items()
            if role not in CONVERTED
        ),
        tags=tuple(ledger.columns[role] for role in CONVERTED if role in ledger.columns),
        where=tuple((column, tuple(some)) for column, some in ledger.where.items()),
        format=None if ledger.columns else ledger.format,
        decimal=ledger.decimal,
        day_first=ledger.day_first,
        through=ledger.through.isoformat() if ledger.through else None,
        negate=ledger.negate,
        sheets=tuple(ledger.sheets),
        ledger=True,
    )


def _whole(file: File, before: list[File], after: list[File]) -> File | None:
    """A file of the same ledger that says all this one says, and more, or the same and later."""
    if len({amount for _, _, amount in file.moved}) < SAME:
        return None
    bigger = [other for other in before if file.moved < other.moved]
    bigger += [other for other in after if file.moved <= other.moved]
    return next((other for other in bigger if other.ledger.name == file.ledger.name), None)


def _twice(file: File, before: list[File]) -> Iterator[str]:
    """A note for each file read before that says the same of half of its money, or of its own."""
    for other in before:
        same = file.moved & other.moved
        amounts = {amount for _, _, amount in same}
        is_whole = other.moved <= file.moved and other.ledger.name == file.ledger.name
        fewest = min(file.moved.total(), other.moved.total())
        if len(amounts) >= SAME and 2 * same.total() >= fewest and not is_whole:
            yield (
                f"{same.total()} of its sums of a day are in {other.ledger.path} too and count "
                "twice: if they are the same money, leave one of the two files out"
            )


def _records(
    house: House, ledger: config.Ledger, rows: list[Row], summary: Summary
) -> Iterator[Any]:
    stated = sorted({row["currency"] for row in rows})
    if stated and ledger.currency and ledger.currency not in stated:
        yield _failed(
            ledger, f"its amounts are in {', '.join(stated)}, not in {ledger.currency}",
            "correct [[funding.ledgers]] currency, or map the other column",
        )  # fmt: skip
        return
    place, settings, today = ledger.path, house.config, find.today(house)
    moved = [row for row in rows if row["charge_category"] != "Not counted"]
    counted = [row for row in moved if _is_over(row, today)]
    if ledger.books:
        yield from booked(ledger, counted, place, settings.project.currency, settings.budget_lines)
        yield from interest(settings, counted, place)
    else:
        yield from _spent(ledger, counted, place)
        yield from _received(ledger, counted, place)
    for line, _, reason in summary.rejects:
        yield Reject("funds", place, line, None, reason)
    summary.refused = [_as_moved(part) for part in summary.refused]
    yield from _refused(ledger, summary)
    if report.is_empty(summary):
        yield SourceRun(
            "funds", ledger.path, "failed", message=report.EMPTY,
            remedy="export it again; if nothing moved in its days, remove it",
        )  # fmt: skip
        return
    if refused.is_weighty(summary):
        yield refused.run("funds", ledger.path, summary)
        return
    aside = [row for row in rows if row["charge_category"] == "Not counted"]
    later = [row for row in moved if not _is_over(row, today)]
    notes = [
        *(_left_out(aside, f"nothing: {NOTHING}")),
        *(_left_out(later, "only later: of a month that is not over, or of days to come")),
        *summary.notes,
    ]
    yield SourceRun(
        "funds", ledger.path, rows=summary.lines_kept, rejected=summary.lines_rejected,
        message="; ".join(notes) or None,
        remedy=f"if it is complete up to a day, say through = {today}" if later else None,
        every_days=ledger.every_days,
    )  # fmt: skip


def _refused(ledger: config.Ledger, summary: Summary) -> Iterator[BillingRefused]:
    """The money of the lines that could not be read."""
    is_weighty = refused.is_weighty(summary)
    for currency, reason, lines, amount, _ in summary.refused:
        money = Decimal(amount) if amount is not None else None
        yield BillingRefused(ledger.path, ledger.name, currency, reason, lines, money, is_weighty)


def _as_moved(part: list[Any]) -> list[Any]:
    """A refused part with the sign of what moved: a roll-up has costs positive."""
    currency, reason, lines, amount, size = part
    return [currency, reason, lines, None if amount is None else str(-Decimal(amount)), size]


def _is_over(row: Row, today: date) -> bool:
    """Whether a row's day has come, and its month too where it is of a whole one."""
    end: date | None = row["assumed_until"]
    return bool(row["day"] <= today and (end is None or end < today))


def _spent(ledger: config.Ledger, rows: Iterable[Row], place: str) -> Iterator[CostDaily]:
    for row in rows:
        if row["charge_category"] != "Income":
            yield CostDaily(
                day=row["day"], account=ledger.name, category=ledger.category,
                provider=row["provider"], sub_account=row["sub_account"], service=row["service"],
                region=None, charge_category="Purchase", currency=row["currency"],
                billed=row["billed"], effective=None, list=None, lines=row["lines"],
                source_file=place,
            )  # fmt: skip


def _received(ledger: config.Ledger, rows: Iterable[Row], place: str) -> Iterator[IncomeDaily]:
    income: dict[tuple[str, date], tuple[Decimal, int]] = {}
    for row in rows:
        if row["charge_category"] == "Income":
            total, lines = income.get((row["currency"], row["day"]), (Decimal(0), 0))
            income[row["currency"], row["day"]] = total - row["billed"], lines + row["lines"]
    exact: dict[str, Decimal] = {}
    for (currency, day), (amount, lines) in sorted(income.items()):
        before = exact.get(currency, Decimal(0))
        with localcontext(prec=60):  # the usual 28 digits hold no large amount
            exact[currency] = before + amount
            # a month's income is spread over its days: the days' cents add up to the month's
            cents = _cents(exact[currency]) - _cents(before)
        yield IncomeDaily(day, ledger.name, currency, cents, lines, place, ledger.fund)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _left_out(rows: list[Row], why: str) -> Iterator[str]:
    """How many lines of how much do not count, and why."""
    if rows:
        sums: dict[str, Decimal] = {}
        for row in rows:
            sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + abs(row["billed"])
        money = ", ".join(f"{amount:,.2f} {currency}" for currency, amount in sorted(sums.items()))
        lines = sum(row["lines"] for row in rows)
        yield f"{lines} line{'s' * (lines != 1)} of {money} count{'s' * (lines == 1)} {why}"


def _with_remedy(sentence: str, path: str) -> tuple[str, str]:
    """What is wrong with a file, and its remedy: the last sentence, where there are two."""
    *what, remedy = sentences(sentence)
    if what:
        return ". ".join(what), remedy_of(remedy)
    line = f"python -m pipelines preview {path} prints a [[funding.ledgers]] to begin with"
    return sentence, f"{line}; or name its columns: {COLUMNS}"


def _failed(ledger: config.Ledger, what: str, remedy: str) -> SourceRun:
    return SourceRun(
        "funds", ledger.path, "failed", message=f"{ledger.path}: {what}", remedy=remedy,
        passing=False,
    )  # fmt: skip
