"""What the three numbers of `start` mean, said at once by the functions the Runway page uses."""

import argparse
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from config import load
from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.engine import constant_rate
from metrics.spending.burn import daily_spend
from pipelines import billing
from warehouse.build import publish
from warehouse.read import connect
from warehouse.records import BuildInfo
from wording import numbers

NAMES = {"credits": "credits", "grant": "grant", "donation": "donations"}
NOTE = "This is arithmetic, not a forecast."


def measured(config_file: Path) -> Decimal | None:
    """What a month costs by the bill: its last three months, else all it covers."""
    with TemporaryDirectory() as folder:
        house = load(config_file, folder)
        now = datetime.combine(date.today(), time())  # noqa: DTZ011 - a name for a build thrown away
        info = BuildInfo(now, now.date(), "", "USD", "UTC", "", False, "")
        db = connect(publish([*billing.read(house), info], house.data, built_at=now))
        try:
            frame = daily_spend(db.cursor())
        finally:
            db.close()
    by_day = frame.groupby("day")["gross"].sum().sort_index().tail(92)
    return None if by_day.empty else sum(by_day, Decimal(0)) / len(by_day) * DAYS_PER_MONTH


def sentence(args: argparse.Namespace, on: date, monthly: Decimal) -> str:
    """When the money ends and what would lapse, as arithmetic."""
    code, name, ends = args.currency, NAMES[args.kind], numbers.long_day(args.ends)
    held, rate = numbers.money(args.balance, code), numbers.money(monthly, code)
    basis = f"{held} on {numbers.long_day(on)}, {rate} a month"
    if args.ends < on:
        return (
            f"{basis}: the {name} ended on {ends}, so all of it has lapsed. "
            "If the balance is of an earlier day, say which: --on DATE."
        )
    per_day = monthly / DAYS_PER_MONTH
    left = constant_rate.lapse(args.balance, per_day, as_of=on, ends_on=args.ends)
    if left.binding == "balance":
        used_up = constant_rate.runway(args.balance, per_day, as_of=on).last_funded_day or args.ends
        last = numbers.long_day(used_up)
        return f"{basis}: the money is used up after {last}; nothing lapses on {ends}. {NOTE}"
    end = "ends" if args.kind == "grant" else "end"
    lapsing = f"about {numbers.about(left.left_at_end, code)} would lapse"
    alone = numbers.tenths(args.balance / monthly) if monthly else ""
    alone = f" Without that date it would last {alone}." if alone else ""
    return f"{basis}: the {name} {end} first, on {ends}; {lapsing}.{alone} {NOTE}"
