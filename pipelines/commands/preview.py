"""python -m pipelines preview FILE: what a bill or a ledger would become, before it is set up.

It prints a complete [[billing]] for the file, or [[funding.ledgers]] where it lists money that
comes in and goes out, the sums by month it would give, and what is unsure.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from config import Billing, ConfigError, House, Ledger
from pipelines.billing.files import find
from pipelines.billing.rollup import (
    NoTable,
    NotRecognised,
    OwnOrPaid,
    Rolled,
    Rules,
    Summary,
    Task,
    formats,
    roll_up,
)
from pipelines.billing.rollup.staging import parts
from pipelines.commands.mapping import Guess, guess
from pipelines.funds import ledgers
from pipelines.ingest import FINE, PERSON
from pipelines.messages import sentences

FIRST = 8
GUESSED = {"decimal": ".", "day_first": True, "negate": True}  # where the cells allow both
LEDGER_DOUBTS = (
    'what it spends counts as category "people": say what it is spent on',
    "what comes in is income: with `fund` it raises the balance of that fund",
)
AS_BILL = "as a [[billing]] with this path its costs alone would count"
NO_BILL = (
    "; and no column below one header holds days and another amounts, so it is no bill (a list of "
    "prices, of products?). Fix: add a column with the day or the month (2026-08) of each line, or "
    "leave the file out of path"
)
ROWS = """
    select day, coalesce(sub_account, '–'), coalesce(service, '–'), charge_category,
           coalesce(currency, '–'), billed, lines
    from read_parquet(?)
    order by all
    limit ?
"""
TOTALS = """
    select coalesce(currency, 'not stated'), charge_category, sum(billed), min(day), max(day)
    from read_parquet(?)
    group by all
    order by all
"""
MONTHS = """
    select strftime(day, '%Y-%m') as month, coalesce(currency, 'no currency'), sum(billed),
           sum(lines)::bigint, count(distinct day), any_value(assumed_until)
    from read_parquet(?)
    group by all
    order by all
"""


MOVED = """
    select strftime(day, '%Y-%m') as month, coalesce(currency, 'not stated'),
           coalesce(-sum(billed) filter (charge_category = 'Income'), 0),
           coalesce(sum(billed) filter (charge_category not in ('Income', 'Not counted')), 0),
           coalesce(sum(lines) filter (charge_category = 'Not counted'), 0)::bigint
    from read_parquet(?)
    group by all
    order by all
"""


@dataclass(frozen=True)
class Preview:
    """A roll-up with the settings that made it, and what they leave unsure."""

    entry: Billing | Ledger
    rolled: Rolled
    doubts: tuple[str, ...] = ()


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """Print the [[billing]], lines, sums, first rows and doubts; 78 when nothing can be read."""
    if args.json:
        from pipelines.commands import previewed  # noqa: PLC0415 - it builds on this file

        return previewed.run(house, args)
    known = _entry(house, args)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        try:
            seen = read(house, args.file, known, scratch)
        except FileNotFoundError:
            return _refuse(args.file, "no such file. Fix: name one bill")
        except IsADirectoryError:
            return _refuse(args.file, "a folder. Fix: name one bill in it")
        except (NoTable, NotRecognised) as trouble:
            said = str(trouble)  # many say themselves what to do
            return _refuse(
                args.file,
                said if len(sentences(said)) > 1 else f"{said}. Fix: {_remedy(args.file)}",
            )
        target = scratch / "preview.parquet"
        target.write_bytes(seen.rolled.rows)
        print("\n".join(lines(seen, target)))
    return FINE


def read(house: House, file: str, known: Billing | Ledger | None, scratch: Path) -> Preview:
    """With its settings, else as the export it is, else with a guessed mapping.

    Raises NoTable, NotRecognised, OSError.
    """
    if known is not None:
        return Preview(known, roll_up(Task("", file, _rules(house, known, file)), folder=scratch))
    entry = _new(house, file)
    try:
        bill = Preview(entry, roll_up(Task("", file, _rules(house, entry, file)), folder=scratch))
        return _of_income(house, bill, file, scratch) or bill
    except NotRecognised as trouble:
        unknown = str(trouble).startswith("no export has these columns")
        found = guess(Path(file))
        if found is None:
            if unknown and next(parts(Path(file), scratch)).kind == "csv":
                raise NotRecognised(f"{trouble}{NO_BILL}") from None
            raise
        unsure = [f"{trouble}: the columns are guessed", *found.doubts]
    return _settled(house, _guessed(house, entry, found, unsure), file, scratch, unsure)


def _of_income(house: House, bill: Preview, file: str, scratch: Path) -> Preview | None:
    """A known export as the ledger it is, where it lists what came in."""
    if "'Income'" not in formats()[bill.rolled.summary.format or "generic"].select:
        return None
    entry = Ledger(path=bill.entry.path, name=_new(house, file).account)
    rolled = roll_up(Task("", file, ledgers.rules(house, entry)), folder=scratch)
    target = scratch / "ledger.parquet"
    target.write_bytes(rolled.rows)
    if not any(received for _, _, received, _, _ in queried(MOVED, [str(target)])):
        return None
    return Preview(entry, rolled, (*LEDGER_DOUBTS, AS_BILL))


def _guessed(house: House, entry: Billing, found: Guess, unsure: list[str]) -> Billing | Ledger:
    """The entry of a guess; a ledger's category has to be said by a person."""
    currency = found.currency
    if currency is None and "currency" not in found.columns:
        currency = house.config.project.currency
    if not found.is_ledger:
        more = {"columns": found.columns, "where": found.where, "negate": found.negate or None}
        return entry.model_copy(update=more | {"currency": currency})
    unsure.append('what it spends counts as category "people": say what it is spent on')
    unsure.append("what comes in is income: with `fund` it raises the balance of that fund")
    columns: dict[Any, str] = {**found.columns}
    return Ledger(
        path=entry.path, name=entry.account, columns=columns, where=found.where, currency=currency
    )


def _rules(house: House, entry: Billing | Ledger, file: str) -> Rules:
    if isinstance(entry, Ledger):
        return ledgers.rules(house, entry)
    return find.by_name(find.rules(entry), Path(file).name)


def _settled(
    house: House, entry: Billing | Ledger, file: str, scratch: Path, unsure: list[str]
) -> Preview:
    """The roll-up of a guessed mapping; where a column can be read in two ways, one is taken."""
    while True:
        try:
            rolled = roll_up(Task("", file, _rules(house, entry, file)), folder=scratch)
            return Preview(entry, rolled, tuple(unsure))
        except OwnOrPaid as trouble:  # counted as paid, as nothing may be missing from a cost
            unsure.append(str(trouble))
            entry = entry.model_copy(update={"where": entry.where | trouble.paid})
        except NotRecognised as trouble:
            setting = next((key for key in GUESSED if f" {key} = " in str(trouble)), None)
            if setting is None or getattr(entry, setting) is not None:
                raise
            unsure.append(str(trouble))
            entry = entry.model_copy(update={setting: GUESSED[setting]})


def _refuse(file: str, why: str) -> int:
    print(f"{file}: {why}", file=sys.stderr)
    return PERSON


def _entry(house: House, args: argparse.Namespace) -> Billing | Ledger | None:
    """The [[billing]] of the account asked for, else the first bill or ledger of this file."""
    if args.account is None:
        file = Path(args.file).resolve()
        every: list[Billing | Ledger] = [*house.config.billing, *house.config.funding.ledgers]
        return next((each for each in every if file in find.files(house, each)), None)
    entries: list[Billing] = [e for e in house.config.billing if e.account == args.account]
    if not entries:
        known = ", ".join(dict.fromkeys(e.account for e in house.config.billing)) or "none"
        raise ConfigError([f"--account {args.account}: no such [[billing]]. Fix: one of: {known}"])
    return entries[0]


def _new(house: House, file: str) -> Billing:
    """The [[billing]] of a file nobody has set up: named after it, with its path."""
    path = Path(file).resolve()
    folder = house.config.folder.resolve()
    place = path.relative_to(folder) if path.is_relative_to(folder) else Path(file)
    words = re.findall(r"[a-z]{3,}", path.name.split(".")[0].casefold())
    return Billing(account=words[0] if words else "bill", path=place.as_posix())


def _remedy(file: str) -> str:
    return (
        'name its columns in dashboard.toml: [[billing]] account = "…", path = "'
        + Path(file).as_posix()
        + '", columns = {date = "…", amount = "…"}, then preview it again'
    )


def block(entry: Billing | Ledger) -> Iterator[str]:
    """The lines of an entry as dashboard.toml has them."""
    yield "[[funding.ledgers]]" if isinstance(entry, Ledger) else "[[billing]]"
    keys = ("account", "path", "name", "category", "currency", "timezone", "format", "decimal")
    for key in keys:
        value = getattr(entry, key, None)
        if value and (key, value) != ("timezone", "UTC"):
            yield f"{key} = {_string(value)}"
    for key in ("day_first", "arrears", "period", "through", "negate"):
        value = getattr(entry, key, None)
        if value is not None:
            shown = str(value).lower() if isinstance(value, bool) else value
            yield f"{key} = {_string(shown) if isinstance(value, str) else shown}"
    if entry.columns:
        pairs = ", ".join(f"{role} = {_string(name)}" for role, name in entry.columns.items())
        yield f"columns = {{{pairs}}}"
    if entry.where:
        tests = (
            f"{_string(column)} = [{', '.join(map(_string, some))}]"
            for column, some in entry.where.items()
        )
        yield f"where = {{{', '.join(tests)}}}"
    if tags := getattr(entry, "tags", None):
        yield f"tags = [{', '.join(map(_string, tags))}]"


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines(seen: Preview, target: Path) -> Iterator[str]:
    """What a preview prints: the entry, the counts, the sums, the doubts and the first rows."""
    summary = seen.rolled.summary
    found = formats()[summary.format or "generic"]
    yield from block(seen.entry)
    yield ""
    yield f"format    {found.name}: {found.title}"
    kept, out = f"{summary.lines_kept:,} kept", f"{summary.lines_rejected:,} left out"
    yield f"lines     {summary.lines_read:,} = {kept} + {out}; {summary.total_lines} total rows"
    if isinstance(seen.entry, Ledger):
        yield from _moved(target)
    else:
        yield from _sums(summary, target)
    if summary.own_total is not None:
        yield f"its own   {_amount(Decimal(summary.own_total))}"
    yield from (f"note      {note}" for note in summary.notes)
    yield from (f"unsure    {doubt}" for doubt in seen.doubts)
    yield "first rows (day, project, service, charge, currency, amount, lines)"
    for row in queried(ROWS, [str(target), FIRST]):
        yield "  " + " | ".join(_amount(v) if isinstance(v, Decimal) else str(v) for v in row)
    for line, text, reason in summary.rejects[:FIRST]:
        yield f"left out  line {line}: {reason}: {text[:100]}"


def _sums(summary: Summary, target: Path) -> Iterator[str]:
    """What a bill costs, by month and in all."""
    yield f"month     {_final(summary.final)}"
    for month, currency, billed, lines, days, assumed in queried(MONTHS, [str(target)]):
        over = "; does not count before that month is over" if _runs(assumed) else ""
        yield f"{month}   {_amount(billed)} {currency}, {lines} lines on {days} days{over}"
    for currency, category, billed, first, last in queried(TOTALS, [str(target)]):
        yield f"total     {_amount(billed)} {currency} {category}, {first} to {last}"


def _moved(target: Path) -> Iterator[str]:
    """What came in and what was spent, by month."""
    for month, currency, received, spent, lines in queried(MOVED, [str(target)]):
        aside = f"; {lines:,} lines count nothing" if lines else ""
        moved = f"{_amount(received)} {currency} received, {_amount(spent)} spent"
        yield f"{month}   {moved}{aside}"


def _runs(assumed: date | None) -> bool:
    return assumed is not None and assumed >= datetime.now(UTC).date()


def queried(statement: str, values: list[str | int]) -> list[tuple[Any, ...]]:
    """The answer of an in-memory database."""
    with duckdb.connect() as db:
        return db.execute(statement, values).fetchall()


def _amount(value: object) -> str:
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else str(value)


def _final(final: bool | None) -> str:
    if final is None:
        return "the export does not say whether it is final"
    return "final" if final else "not final yet"
