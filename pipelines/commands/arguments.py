"""The arguments of python -m pipelines and its commands, checked as they are typed."""

import argparse
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

from config.money import FundKind
from editing import GRIDS, amounts
from pipelines.log import FORMATS
from pipelines.sources import NAMES

DESCRIPTION = "One ingest: fetch every source, read it, publish a build. Or one command."


def parse(argv: list[str] | None) -> argparse.Namespace:
    """The arguments; `command` is None for an ingest. Exits 2 on a mistake, as argparse does."""
    parser = argparse.ArgumentParser(prog="python -m pipelines", description=DESCRIPTION)
    parser.add_argument("--config", metavar="FILE", help="dashboard.toml (else QUARTERDECK_CONFIG)")
    parser.add_argument("--data", metavar="DIR", help="data folder (else QUARTERDECK_DATA)")
    parser.add_argument("--only", nargs="+", choices=NAMES, help="fetch only these sources")
    parser.add_argument("--no-fetch", action="store_true", help="build from the files already here")
    parser.add_argument(
        "--log-format", choices=FORMATS, default="plain", help="time: a log file; json: a collector"
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    _start(commands.add_parser("start", help="write a first dashboard.toml"))
    commands.add_parser("backtest", help="replay the past: how good would the range have been?")
    _add(commands.add_parser("add", help="add a fund, notes, a bill or a balance"))
    _answer(commands.add_parser("answer", help="list what you are asked, or answer it"))
    _ask(commands.add_parser("ask", help="ask somebody for the balance of a fund"))
    _balance(commands.add_parser("balance", help="state the balance of a fund"))
    _not_now(commands.add_parser("not-now", help="put off something to decide, or list it"))
    _preview(commands.add_parser("preview", help="show the rows that a bill would become"))
    commands.add_parser("pull", help="bring the newest build from the bucket of [engine] builds")
    _rows(commands.add_parser("rows", help="read rows of a spreadsheet for a form: JSON in, out"))
    _undo(commands.add_parser("undo", help="take a saved change back"))
    commands.add_parser("check", help="list the settings, the missing ones and the use of each")
    return parser.parse_args(argv)


def _start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--balance", required=True, type=_amount, help="the balance, as in 26000")
    rate = parser.add_mutually_exclusive_group(required=True)
    rate.add_argument("--monthly", type=_amount, help="the cost of a month, as in 4000")
    rate.add_argument("--bill", metavar="FILE", help="a bill to measure that from")
    last = parser.add_mutually_exclusive_group(required=True)
    last.add_argument(
        "--ends", type=_day, metavar="DATE", help="last day the money may be spent, 2026-10-01"
    )
    last.add_argument("--no-end", action="store_true", help="it may be spent at any time")
    kinds = ("credits", "grant", "donation")
    parser.add_argument("--kind", choices=kinds, default="credits", help="the kind of money")
    parser.add_argument("--currency", type=_currency, default="USD", help="three capitals")
    parser.add_argument(
        "--on", type=_day, metavar="DATE",
        help="the day of the balance, if it is not today; the dashboard then stays on that day",
    )  # fmt: skip
    parser.add_argument("--folder", type=Path, default=Path(), help="where the files go")


def _balance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("fund", help="a fund's id in dashboard.toml")
    parser.add_argument(
        "amount", help="its balance, 12500.40; overdrawn: -- -500; unknown: nobody knows"
    )
    parser.add_argument("--on", type=_day, metavar="DATE", help="the day; today")
    parser.add_argument("--stated", action="store_true", help="from memory, not from a statement")
    parser.add_argument("--source", default="", help="who says so")
    _by(parser)


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--who", help="your name in the journal; else QUARTERDECK_WHO, or the user")
    parser.add_argument("--why", help="the reason, for whoever reads the journal later")


def _add(parser: argparse.ArgumentParser) -> None:
    pieces = parser.add_subparsers(dest="piece", metavar="piece", required=True)
    fund = pieces.add_parser("fund", help="money that may be spent")
    fund.add_argument("--id", required=True, help="a short name, as in grant-2026")
    fund.add_argument("--name", required=True, help="its name on the pages")
    fund.add_argument("--kind", required=True, choices=get_args(FundKind), help="the kind of money")
    fund.add_argument("--currency", type=_currency, help="three capitals")
    fund.add_argument("--awarded", type=_amount, help="the award, as in 90000")
    fund.add_argument("--starts", dest="starts_on", type=_day, metavar="DATE", help="first day")
    fund.add_argument(
        "--ends", dest="ends_on", type=_day, metavar="DATE", help="last day of a cost"
    )
    fund.add_argument("--pays-for", nargs="+", metavar="CATEGORY", help="else every category")
    fund.add_argument("--ask", help="whom to ask for its balance")
    notes = pieces.add_parser("notes", help="the notes of a meeting series")
    notes.add_argument("--series", required=True, help="the name of the series")
    place = notes.add_mutually_exclusive_group(required=True)
    place.add_argument("--path", help="a folder, or one file")
    place.add_argument("--git", metavar="ADDRESS", help="a repository")
    place.add_argument("--hackmd", nargs="+", metavar="ADDRESS", help="public notes")
    place.add_argument("--github", metavar="OWNER", help="issues and discussions with --label")
    notes.add_argument("--label", help="the label of minutes")
    notes.add_argument("--every-days", type=int, metavar="DAYS", help="days between meetings")
    bill = pieces.add_parser("bill", help="a bill as exported, copied next to dashboard.toml")
    bill.add_argument("file", metavar="FILE", help="CSV, Excel, gzip, zip or Parquet")
    bill.add_argument("--account", help="the [[billing]] that it belongs to, or its new name")
    bill.add_argument("--yes", action="store_true", help="take what is unsure as it is shown")
    for piece in (fund, notes, bill):
        _by(piece)
    _balance(pieces.add_parser("balance", help="what a fund holds"))


def _answer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", type=int, help="its number; none: list them")
    parser.add_argument("answer", nargs="?", type=int, help="the number of the answer")
    parser.add_argument("--on", type=_day, metavar="DATE", help="the day, where it asks for one")
    parser.add_argument("--name", help="the person's name, where it asks for one")
    _by(parser)


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("fund", help="a fund's id in dashboard.toml")
    parser.add_argument("--whom", help="whom you ask; else ask = … of the fund")
    parser.add_argument("--on", type=_day, metavar="DATE", help="the day of the balance")
    parser.add_argument("--again", action="store_true", help="also within a week of the last time")
    _by(parser)


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", nargs="?", type=int, help="of --list; none: the newest change")
    parser.add_argument("--list", action="store_true", help="the changes that can be undone")
    _by(parser)


def _not_now(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("alert", nargs="?", help="its name; none: list what there is to decide")
    parser.add_argument("--until", type=_day, metavar="DATE", help="the day it comes back")
    parser.add_argument("--because", default="", help="the reason, for whoever reads it later")


def _preview(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a bill as exported")
    parser.add_argument("--account", help="read it with the settings of this [[billing]]")
    parser.add_argument(
        "--json", action="store_true", help="the same for a program, with what it would replace"
    )


def _rows(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", choices=GRIDS, help="the table that they are for")


def _amount(text: str) -> Decimal:
    try:
        typed = amounts.read(text)
    except ValueError as mistake:
        raise argparse.ArgumentTypeError(str(mistake)) from None
    if typed < 0:
        raise argparse.ArgumentTypeError("an amount cannot be negative")
    return typed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write one like 2026-10-01") from None


def _currency(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no currency; write three capitals like USD")
    return text
