"""python -m pipelines backtest: how good the forecast would have been on the team's own bills."""

import argparse
from datetime import date

from config import House
from metrics.runway.backtest import own, replay
from pipelines.ingest import FINE, PERSON
from warehouse.read import NoBuild, connect, newest
from wording.backtest import text


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `backtest`: the scores printed, or what to run first."""
    try:
        db = connect(newest(house.data))
    except NoBuild as nothing:
        print(f"backtest: {nothing}. Fix: run python -m pipelines first")
        return PERSON
    try:
        print(text(replay(own(db.cursor()))))
    finally:
        db.close()
    return FINE
