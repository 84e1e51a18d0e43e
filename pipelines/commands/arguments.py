"""The arguments of python -m pipelines and its commands, checked as they are typed."""

import argparse
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipelines.funds import amounts
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
    _balance(commands.add_parser("balance", help="state the balance of a fund"))
    _not_now(commands.add_parser("not-now", help="put off something to decide, or list it"))
    _preview(commands.add_parser("preview", help="show the rows that a bill would become"))
    commands.add_parser("pull", help="bring the newest build from the bucket of [engine] builds")
    commands.add_parser("check", help="list the settings, the missing ones and the use of each")
    return parser.parse_args(argv)


def _start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--balance", required=True, type=_amount, help="the balance, as in 26000")
    rate = parser.add_mutually_exclusive_group(required=True)
    rate.add_argument("--monthly", type=_amount, help="the cost of a month, as in 4000")
    rate.add_argument("--bill", metavar="FILE", help="a bill to measure that from")
    parser.add_argument(
        "--ends", required=True, type=_day, metavar="DATE",
        help="last day the money may be spent, 2026-10-01",
    )  # fmt: skip
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


def _not_now(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("alert", nargs="?", help="its name; none: list what there is to decide")
    parser.add_argument("--until", type=_day, metavar="DATE", help="the day it comes back")
    parser.add_argument("--because", default="", help="the reason, for whoever reads it later")


def _preview(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a bill as exported")
    parser.add_argument("--account", help="read it with the settings of this [[billing]]")


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
