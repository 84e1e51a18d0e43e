"""python -m pipelines balance FUND AMOUNT: one more line of balances.csv; none is ever changed."""

import argparse
from datetime import UTC, date, datetime

from config import House
from editing import amounts, balances, changes
from editing.balances import Stated
from editing.save import NotSaved
from pipelines.commands import by
from pipelines.ingest import FINE
from wording import numbers


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `balance`: a line appended, or one line saying what stops it."""
    try:
        amount = None if args.amount == "unknown" else amounts.read(args.amount)
    except ValueError as mistake:
        return by.refuse("balance", f"{mistake}. Fix: write it without a currency, or unknown")
    on = args.on or today
    stated = Stated(args.fund, on, amount, not args.stated, args.source)
    try:
        line = balances.line(house.config, stated)
        if balances.says_so_already(line):
            print(f"{line.file.name} says so already: no line was added.")
            return FINE
        saved = changes.save_line(house.config, line, by.whoever(args, datetime.now(UTC)))
    except NotSaved as trouble:
        return by.refuse("balance", str(trouble))
    said = "unknown" if amount is None else amount
    print(f"{args.fund}: {said} on {numbers.long_day(on)}, kept in {line.file.name}.")
    if on > today:
        print("That day has not come: the line counts from then on.")
    elif later := _later(house, args.fund, on, today):
        print(f"The balance of today still rests on the line of {later}.")
    return by.said(saved, then="python -m pipelines")


def _later(house: House, fund: str, on: date, today: date) -> str:
    """The newest day after `on` of which the file states a balance of the fund; empty: none."""
    lines = balances.rows(house.config)
    days = [line.get("on_day", "") for line in lines if line.get("fund") == fund]
    return max((day for day in days if str(on) < day <= str(today)), default="")
