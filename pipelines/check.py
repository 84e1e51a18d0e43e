"""python -m pipelines check: what is set up, what is missing and what it would unlock."""

import os
import sys
from textwrap import indent

from config import House
from metrics.data_quality.setup import COMMAND, Piece, lost_files, pieces

FINE, PERSON = 0, 78


def run(house: House) -> int:
    """The exit code: 0, or 78 where a person must mend a path. Mistakes go to stderr."""
    config = house.config
    kind = " (the sample that ships with Quarterdeck)" if config.is_sample else ""
    print(f"{config.file}{kind}")
    print(f"{config.project.name}, {config.project.currency}, days of {config.project.timezone}\n")
    for piece in pieces(config, os.environ):
        print(_told(piece))
    mistakes = lost_files(config)
    for line in mistakes:
        print(line, file=sys.stderr)
    return PERSON if mistakes else FINE


def _told(piece: Piece) -> str:
    if piece.is_set:
        advice = f"\n         {piece.advice}" if piece.advice else ""
        return f"set      {piece.name}: {', '.join(piece.found)}{advice}"
    return (
        f"missing  {piece.name}. It unlocks {piece.unlocks}.\n"
        f"         Add to dashboard.toml, then run {COMMAND}:\n"
        f"{indent(piece.lines, ' ' * 13)}"
    )
