"""All summaries of the last run in one file: ten thousand small ones are slow to open."""

import json
from pathlib import Path

from config import House
from pipelines.billing.rollup import Summary
from pipelines.billing.store import roll_ups
from pipelines.billing.supersede.deliveries import Bill


def known(house: House) -> dict[str, Summary]:
    """Roll-up's file name → its summary, as the last run kept them."""
    file = _file(house)
    if not file.is_file():
        return {}
    values = json.loads(file.read_text(encoding="utf-8"))
    return {name: Summary(**value) for name, value in values.items()}


def keep(house: House, bills: list[Bill], standing: dict[str, Summary]) -> None:
    """Write those of this run, if they are others than stand there; a name says what is in it."""
    of_this_run = {each.rows.name: each.summary for each in bills}
    if of_this_run.keys() != standing.keys():
        file = _file(house)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({name: vars(summary) for name, summary in of_this_run.items()})
        roll_ups.write(file, text.encode())


def _file(house: House) -> Path:
    return house.cache / "summaries.json"
