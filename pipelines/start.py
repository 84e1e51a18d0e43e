"""python -m pipelines start: three numbers become a first dashboard.toml.

Prints at once what they mean, as arithmetic, by the functions the Runway page uses.
"""

import argparse
import csv
import re
import sys
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from config import HOME, load
from metrics import words
from metrics.burn import daily_spend
from metrics.runway import constant
from metrics.runway.dates import DAYS_PER_MONTH
from pipelines import amounts, billing
from warehouse.build import publish
from warehouse.read import connect
from warehouse.records import BuildInfo

FINE, PERSON = 0, 78
LABELS = {"credits": "Cloud credits", "grant": "Our grant", "donation": "Donations"}
KINDS = {"credits": "credits", "grant": "grant", "donation": "donations"}
NOTE = "This is arithmetic, not a forecast."
CONFIG = """\
# Quarterdeck's settings. dashboard.example.toml explains every key; `python -m pipelines check`
# says what is set, what is missing and what it would unlock.
[project]
name = "Our project"
currency = "{currency}"
{as_of}
[[funds]]
id = "{kind}"
name = "{label}"
kind = "{kind}"                   # grant | credits | donation | in_kind
ends_on = {ends}              # the last day on which a cost may be incurred
pays_for = ["cloud"]

[funding]
balances = "balances.csv"         # add a line with: python -m pipelines balance {kind} AMOUNT

{spending}"""
PLANNED = """\
# What is planned to be spent, until bills are set up; then remove it.
[[planned_costs]]
name = "Cloud, as stated"
category = "cloud"
amount = {monthly}
per = "month"
starts_on = {on}

# The next thing to set up: your cloud bills, so that the rate is measured.
# [[billing]]
# account = "cloud"
# path = "bills/*.csv"
"""
BILL = """\
[[billing]]
account = "cloud"
path = "{bill}"
category = "cloud"
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--balance", required=True, type=amount, help="what is left, 26000")
    rate = parser.add_mutually_exclusive_group(required=True)
    rate.add_argument("--monthly", type=amount, help="what a month costs, 4000")
    rate.add_argument("--bill", metavar="FILE", help="a bill to measure that from")
    parser.add_argument(
        "--ends", required=True, type=day, metavar="DATE",
        help="last day the money may be spent, 2026-10-01",
    )  # fmt: skip
    parser.add_argument("--kind", choices=KINDS, default="credits", help="what the money is")
    parser.add_argument("--currency", type=_code, default="USD", help="three capitals")
    parser.add_argument(
        "--on", type=day, metavar="DATE",
        help="the day of the balance, if it is not today; the dashboard then stays on that day",
    )  # fmt: skip
    parser.add_argument("--folder", type=Path, default=Path(), help="where the files go")


def run(args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `start`: two files and the arithmetic, or one line saying what stops it."""
    on = args.on or today
    config, balances = args.folder / "dashboard.toml", args.folder / "balances.csv"
    for file in (config, balances):
        if file.exists():
            return _refuse(f"{file} exists. Fix: edit it, or move it away")
    if args.bill and not (args.folder / args.bill).is_file():
        return _refuse(f"{args.bill}: no such file. Fix: name an exported bill")
    args.folder.mkdir(parents=True, exist_ok=True)
    config.write_text(_config(args, on), encoding="utf-8")
    with balances.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["fund", "on_day", "amount", "confirmed", "source"])
        rows.writerow([args.kind, on, args.balance, "no", "stated at the start"])
    print(f"Wrote {config} and {balances}.")
    monthly = _measured(config) if args.bill else args.monthly
    if monthly is not None:
        print(sentence(args, on, monthly))
    else:
        print(f"{args.bill}: a month's cost could not be read from it.")
        print(f"Fix: python -m pipelines preview {args.bill} says why")
    here = "" if config.resolve().parent in (Path.cwd(), HOME) else f"QUARTERDECK_CONFIG={config} "
    print(f"Next: {here}make run (or python -m pipelines, then streamlit run app.py)")
    return FINE


def _measured(config_file: Path) -> Decimal | None:
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
    code, name, ends = args.currency, KINDS[args.kind], words.long_day(args.ends)
    held, rate = words.money(args.balance, code), words.money(monthly, code)
    basis = f"{held} on {words.long_day(on)}, {rate} a month"
    if args.ends < on:
        return (
            f"{basis}: the {name} ended on {ends}, so all of it has lapsed. "
            "If the balance is of an earlier day, say which: --on DATE."
        )
    per_day = monthly / DAYS_PER_MONTH
    left = constant.lapse(args.balance, per_day, as_of=on, ends_on=args.ends)
    if left.binding == "balance":
        used_up = constant.runway(args.balance, per_day, as_of=on).last_funded_day or args.ends
        last = words.long_day(used_up)
        return f"{basis}: the money is used up after {last}; nothing lapses on {ends}. {NOTE}"
    end = "ends" if args.kind == "grant" else "end"
    lapsing = f"about {words.about(left.left_at_end, code)} would lapse"
    alone = words.tenths(args.balance / monthly) if monthly else ""
    alone = f" Without that date it would last {alone}." if alone else ""
    return f"{basis}: the {name} {end} first, on {ends}; {lapsing}.{alone} {NOTE}"


def _config(args: argparse.Namespace, on: date) -> str:
    spending = BILL.format(bill=args.bill) if args.bill else PLANNED.format(
        monthly=args.monthly, on=on
    )  # fmt: skip
    pinned = f"# The dashboard stays on this day; remove the line to follow today.\nas_of = {on}\n"
    return CONFIG.format(
        currency=args.currency, as_of=pinned if args.on else "", kind=args.kind,
        label=LABELS[args.kind], ends=args.ends, spending=spending,
    )  # fmt: skip


def amount(text: str) -> Decimal:
    """An amount a person typed. Raises argparse.ArgumentTypeError."""
    try:
        typed = amounts.read(text)
    except ValueError as mistake:
        raise argparse.ArgumentTypeError(str(mistake)) from None
    if typed < 0:
        raise argparse.ArgumentTypeError("an amount cannot be negative")
    return typed


def day(text: str) -> date:
    """A day a person typed. Raises argparse.ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write one like 2026-10-01") from None


def _code(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no currency; write three capitals like USD")
    return text


def _refuse(why: str) -> int:
    print(f"start: {why}", file=sys.stderr)
    return PERSON
