"""python -m pipelines check: the pieces of dashboard.toml and the use of the missing ones."""

import argparse
import os
import sys
from datetime import date
from textwrap import indent

from config import House
from editing import commits
from metrics.data_quality.setup import Piece, lost_files, pieces
from pipelines.ingest import FINE, PERSON
from wording import editing, setup


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code: 0, or 78 where a person must correct a path. Mistakes go to stderr."""
    config = house.config
    kind = " (the sample that ships with Quarterdeck)" if config.is_sample else ""
    print(f"{config.file}{kind}")
    print(f"{config.project.name}, {config.project.currency}, days of {config.project.timezone}\n")
    for piece in pieces(config, os.environ):
        print(_lines(piece))
    if public := commits.public(config):
        print(editing.would_publish(public), file=sys.stderr)
    lost = lost_files(config)
    for each in lost:
        print(setup.lost_file(each, config.file.name), file=sys.stderr)
    return PERSON if lost else FINE


def _lines(piece: Piece) -> str:
    use = setup.USES[piece.key]
    if piece.is_set:
        advice = setup.advice(piece)
        return f"set      {use.name}: {', '.join(piece.found)}" + (
            advice and f"\n         {advice}"
        )
    return (
        f"missing  {use.name}. It unlocks {use.unlocks}.\n"
        f"         Add to dashboard.toml, then run {setup.COMMAND}:\n"
        f"{indent(use.lines, ' ' * 13)}"
    )
