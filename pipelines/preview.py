"""python -m pipelines preview FILE: what a bill would become, before it is set up."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from config import Billing, ConfigError, House
from metrics.spending import missing_days
from pipelines.billing import collect
from pipelines.billing.rollup import (
    NoTable,
    NotRecognised,
    Rules,
    Summary,
    Task,
    formats,
    roll_up,
)
from pipelines.guesses import guesses

FINE, PERSON = 0, 78
FIRST = 8
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
DAYS = "select distinct day from read_parquet(?) order by day"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", metavar="FILE", help="a bill as exported")
    parser.add_argument("--account", help="read it with the settings of this [[billing]]")


def run(house: House, args: argparse.Namespace) -> int:
    """Print format, lines, totals, first rows and rejects; 78 when no export fits."""
    rules = _rules(house, args)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "preview.parquet"
        try:
            rolled = roll_up(Task("", args.file, rules), folder=target.parent)
        except FileNotFoundError:
            return _refuse(args.file, "no such file. Fix: name one bill")
        except IsADirectoryError:
            return _refuse(args.file, "a folder. Fix: name one bill in it")
        except NoTable as trouble:  # it says itself what to do
            return _refuse(args.file, str(trouble))
        except NotRecognised as trouble:
            return _refuse(args.file, f"{trouble}. Fix: {_remedy(args.file)}")
        target.write_bytes(rolled.rows)
        print("\n".join(_told(rolled.summary, target, guesses(args.file, rules))))
    return FINE


def _refuse(file: str, why: str) -> int:
    print(f"{file}: {why}", file=sys.stderr)
    return PERSON


def _rules(house: House, args: argparse.Namespace) -> Rules:
    """The settings of the account asked for, else of the first that reads this file, else none."""
    if args.account is None:
        file = Path(args.file).resolve()
        reading = (e for e in house.config.billing if file in collect.files(house, e))
        return next(map(collect.rules, reading), Rules())
    entries: list[Billing] = [e for e in house.config.billing if e.account == args.account]
    if not entries:
        known = ", ".join(dict.fromkeys(e.account for e in house.config.billing)) or "none"
        raise ConfigError([f"--account {args.account}: no such [[billing]]. Fix: one of: {known}"])
    return collect.rules(entries[0])


def _remedy(file: str) -> str:
    return (
        'name its columns in dashboard.toml: [[billing]] account = "…", path = "'
        + Path(file).as_posix()
        + '", columns = {date = "…", amount = "…"}, then preview it again'
    )


def _told(summary: Summary, target: Path, doubts: Iterator[str]) -> Iterator[str]:
    found = formats()[summary.format or "generic"]
    yield f"format    {found.name}: {found.title}"
    kept, out = f"{summary.lines_kept:,} kept", f"{summary.lines_rejected:,} left out"
    yield f"lines     {summary.lines_read:,} = {kept} + {out}; {summary.total_lines} total rows"
    yield f"month     {_final(summary.final)}"
    for currency, category, billed, first, last in _all(TOTALS, [str(target)]):
        yield f"total     {_amount(billed)} {currency} {category}, {first} to {last}"
    if summary.own_total is not None:
        yield f"its own   {_amount(Decimal(summary.own_total))}"
    yield from (
        f"note      {note}" for note in (*summary.notes, *_by_month(found.name, target), *doubts)
    )
    yield "first rows (day, project, service, charge, currency, amount, lines)"
    for row in _all(ROWS, [str(target), FIRST]):
        yield "  " + " | ".join(_amount(v) if isinstance(v, Decimal) else str(v) for v in row)
    for line, text, reason in summary.rejects[:FIRST]:
        yield f"left out  line {line}: {reason}: {text[:100]}"


def _by_month(name: str, target: Path) -> Iterator[str]:
    """That all of a month's cost would stand on one day."""
    days = [day for (day,) in _all(DAYS, [str(target)])]
    if name == "generic" and missing_days.is_monthly(days):
        yield (
            "it has one line a month: write its date as a month (2026-08), or map `until`, and "
            "the line counts on every day of the month"
        )


def _all(statement: str, values: list[str | int]) -> list[tuple[Any, ...]]:
    with duckdb.connect() as db:
        return db.execute(statement, values).fetchall()


def _amount(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _final(final: bool | None) -> str:
    if final is None:
        return "the export does not say whether it is final"
    return "final" if final else "not final yet"
