"""python -m pipelines start: three numbers become a first dashboard.toml, and a first answer."""

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from config import HOME
from pipelines.commands import first_answer
from pipelines.ingest import FINE, PERSON

LABELS = {"credits": "Cloud credits", "grant": "Our grant", "donation": "Donations"}
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
# A first guess; it ends by itself once bills of its category are read.
[[planned_costs]]
name = "Cloud, as stated"
category = "cloud"
amount = {monthly}
per = "month"
starts_on = {on}
until_billed = true

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
    monthly = first_answer.measured(config) if args.bill else args.monthly
    if monthly is not None:
        print(first_answer.sentence(args, on, monthly))
    else:
        print(f"{args.bill}: a month's cost could not be read from it.")
        print(f"Fix: python -m pipelines preview {args.bill} says why")
    here = "" if config.resolve().parent in (Path.cwd(), HOME) else f"QUARTERDECK_CONFIG={config} "
    print(f"Next: {here}make run (or python -m pipelines, then streamlit run app.py)")
    return FINE


def _config(args: argparse.Namespace, on: date) -> str:
    spending = BILL.format(bill=args.bill) if args.bill else PLANNED.format(
        monthly=args.monthly, on=on
    )  # fmt: skip
    pinned = f"# The dashboard stays on this day; remove the line to follow today.\nas_of = {on}\n"
    return CONFIG.format(
        currency=args.currency, as_of=pinned if args.on else "", kind=args.kind,
        label=LABELS[args.kind], ends=args.ends, spending=spending,
    )  # fmt: skip


def _refuse(why: str) -> int:
    print(f"start: {why}", file=sys.stderr)
    return PERSON
