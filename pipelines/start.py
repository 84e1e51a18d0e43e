"""python -m pipelines start: three numbers become a first dashboard.toml."""

import argparse
from datetime import date


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--balance", required=True)


def run(args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `start`."""
    raise NotImplementedError
