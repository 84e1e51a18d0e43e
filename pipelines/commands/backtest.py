"""python -m pipelines backtest: how good the forecast would have been on the team's own bills."""

from config import House
from warehouse.read import NoBuild, connect, newest

FINE, PERSON = 0, 78


def run(house: House) -> int:
    """The exit code of `backtest`: the scores printed, or what to run first."""
    from metrics.runway.backtest import own, replay  # noqa: PLC0415 - pandas: not in every ingest
    from wording.backtest import text  # noqa: PLC0415 - see above

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
