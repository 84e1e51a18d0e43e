"""python -m pipelines: the cron line, and the few commands a person types."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import config
from config import ConfigError, House
from pipelines import builds
from pipelines.commands import backtest, balance, check, preview, start
from pipelines.ingest import PASSING, PERSON, ingest
from pipelines.sources import NAMES, sources
from warehouse.build import BuildError, Busy

STOPPED = 130  # what a shell says of a command ended by Ctrl-C
INTERRUPTED = "Query interrupted"  # DuckDB's RuntimeError for a Ctrl-C inside a query


def main(argv: list[str] | None = None, *, now: Callable[[], datetime] | None = None) -> int:
    """The exit code of one command (docs/cron.md lists them)."""
    args = _arguments(argv)
    moment = (now or _clock)()
    try:
        if args.command == "start":
            return start.run(args, today=moment.date())
        return _run(args, config.load(args.config, args.data), moment)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return PERSON
    except BuildError as error:
        print(
            f"warehouse: {error}. Fix: free space or fix the folder's permissions", file=sys.stderr
        )
        return PERSON
    except Busy as busy:
        print(f"{busy}. Fix: wait for it, or end it", file=sys.stderr)
        return PASSING
    except (KeyboardInterrupt, RuntimeError) as stopped:
        if isinstance(stopped, RuntimeError) and str(stopped) != INTERRUPTED:
            raise
        print("stopped by hand: nothing was published, the last build is kept", file=sys.stderr)
        return STOPPED


def _run(args: argparse.Namespace, house: House, moment: datetime) -> int:
    if args.command == "check":
        return check.run(house)
    if args.command == "preview":
        return preview.run(house, args)
    if args.command == "backtest":
        return backtest.run(house)
    if args.command == "pull":
        return builds.run(house)
    if args.command == "balance":
        return balance.run(house, args, today=moment.date())
    return ingest(house, sources(house), fetch=_fetched(args, house), now=moment)


def _clock() -> datetime:
    return datetime.now(UTC)


def _fetched(args: argparse.Namespace, house: House) -> set[str]:
    """The sources to ask the network for; the sample is never fetched."""
    if args.no_fetch or house.config.is_sample:
        return set()
    return set(args.only or NAMES)


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pipelines", description=__doc__)
    parser.add_argument("--config", metavar="FILE", help="dashboard.toml (else QUARTERDECK_CONFIG)")
    parser.add_argument("--data", metavar="DIR", help="data folder (else QUARTERDECK_DATA)")
    parser.add_argument("--only", nargs="+", choices=NAMES, help="fetch only these sources")
    parser.add_argument("--no-fetch", action="store_true", help="build from the files already here")
    commands = parser.add_subparsers(dest="command", metavar="command")
    start.arguments(commands.add_parser("start", help="write a first dashboard.toml"))
    commands.add_parser("backtest", help="replay the past: how good would the range have been?")
    balance.arguments(commands.add_parser("balance", help="state the balance of a fund"))
    preview.arguments(commands.add_parser("preview", help="show the rows that a bill would become"))
    commands.add_parser("pull", help="bring the newest build from the bucket of [engine] builds")
    commands.add_parser("check", help="list the settings, the missing ones and the use of each")
    return parser.parse_args(argv)
