"""python -m pipelines balance FUND AMOUNT: one more line of balances.csv; none is ever changed."""

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from config import House
from pipelines.funds import amounts
from pipelines.ingest import FINE, PERSON
from pipelines.tables import delimiter
from wording import numbers

COLUMNS = ["fund", "on_day", "amount", "confirmed", "source"]


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `balance`: a line appended, or one line saying what stops it."""
    known = [fund.id for fund in house.config.funds]
    if args.fund not in known:
        return _refuse(f"{args.fund!r} is no fund of dashboard.toml. Fix: use {_either(known)}")
    if house.config.funding.balances is None:
        return _refuse('no file for balances. Fix: add [funding] balances = "balances.csv"')
    try:
        stated = "unknown" if args.amount == "unknown" else str(amounts.read(args.amount))
    except ValueError as mistake:
        return _refuse(f"{mistake}. Fix: write it without a currency, or unknown")
    on = args.on or today
    file = house.config.resolve(house.config.funding.balances)
    row = [args.fund, str(on), stated, "no" if args.stated else "yes", args.source]
    text = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    sign = delimiter(text.partition("\n")[0])
    rows = list(csv.reader(text.splitlines(), delimiter=sign))
    if [each for each in rows if each[:2] == row[:2]][-1:] == [row]:
        print(f"{file.name} says so already: no line was added.")
        return FINE
    _append(file, text, row, sign)
    print(f"{args.fund}: {stated} on {numbers.long_day(on)}, kept in {file.name}.")
    if on > today:
        print("That day has not come: the line counts from then on.")
    elif later := _later(rows, args.fund, on, today):
        print(f"The balance of today still rests on the line of {later}.")
    print("Next: python -m pipelines")
    return FINE


def _later(rows: list[list[str]], fund: str, on: date, today: date) -> str:
    """The newest day after `on` of which the file states a balance of the fund; empty: none."""
    days = [day for first, day in (row[:2] for row in rows if len(row) > 1) if first == fund]
    return max((day for day in days if str(on) < day <= str(today)), default="")


def _append(file: Path, text: str, row: list[str], sign: str) -> None:
    with file.open("a", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n", delimiter=sign)
        if not text:
            rows.writerow(COLUMNS)
        elif not text.endswith("\n"):
            out.write("\n")
        rows.writerow(row)


def _either(known: list[str]) -> str:
    return numbers.listing(known, "or") or "[[funds]] first"


def _refuse(why: str) -> int:
    print(f"balance: {why}", file=sys.stderr)
    return PERSON
