"""python -m pipelines: the cron line, and the few commands a person types."""

import argparse
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType

import config
from config import ConfigError
from pipelines import log
from pipelines.billing.rollup.duckdb_errors import fault
from pipelines.commands import arguments
from pipelines.ingest import PASSING, PERSON, ingest
from pipelines.sources import NAMES, sources
from warehouse.build import BuildError, Busy

LOG = logging.getLogger(__name__)
STOPPED = 130  # what a shell says of a command ended by Ctrl-C


def main(argv: list[str] | None = None, *, now: Callable[[], datetime] | None = None) -> int:
    """The exit code of one command (docs/cron.md lists them)."""
    args = arguments.parse(argv)
    log.write(args.log_format)
    try:
        return _run(args, now() if now else datetime.now(UTC))
    except ConfigError as error:
        for line in error.lines:
            LOG.error(line)
        return PERSON
    except BuildError as error:
        LOG.error("warehouse: %s. Fix: free space or fix the folder's permissions", error)
        return PERSON
    except Busy as busy:
        LOG.warning("%s. Fix: wait for it, or end it", busy)
        return PASSING
    except (KeyboardInterrupt, RuntimeError) as stopped:
        if isinstance(stopped, RuntimeError) and fault(stopped) != "interrupted":
            raise
        LOG.warning("stopped by hand: nothing was published, the last build is kept")
        return STOPPED


def _run(args: argparse.Namespace, moment: datetime) -> int:
    today = moment.date()
    if args.command == "start":  # there is no dashboard.toml to load yet
        return int(_command("start").run(args, today=today))
    house = config.load(args.config, args.data)
    if args.command:
        return int(_command(args.command).run(house, args, today=today))
    fetch = set() if args.no_fetch or house.config.is_sample else set(args.only or NAMES)
    return ingest(house, sources(house), fetch=fetch, now=moment)


def _command(name: str) -> ModuleType:
    """The file of a command, imported when asked for: an ingest needs neither pages nor pandas."""
    return import_module(f"pipelines.commands.{name.replace('-', '_')}")
