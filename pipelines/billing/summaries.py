"""All summaries of the last run in one file: ten thousand small ones are slow to open."""

import json
from pathlib import Path

from config import House
from pipelines.billing import bill
from pipelines.billing.deliveries import Bill
from pipelines.billing.rollup import Summary


def known(house: House) -> dict[str, Summary]:
    """Roll-up's file name → its summary, as the last run kept them."""
    file = _file(house)
    if not file.is_file():
        return {}
    values = json.loads(file.read_text(encoding="utf-8"))
    return {name: Summary(**value) for name, value in values.items()}


def keep(house: House, bills: list[Bill]) -> None:
    """Write those of this run, if they are not the ones that stand there."""
    told = {each.rows.name: vars(each.summary) for each in bills}
    text = json.dumps(told).encode()
    file = _file(house)
    if not file.is_file() or file.read_bytes() != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        bill.write(file, text)


def _file(house: House) -> Path:
    return house.cache / "summaries.json"
