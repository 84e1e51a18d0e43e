"""Every figure that Quarterdeck shows on two builds, under neutral names, for tests/numbers.json.

numbers.json holds while metrics, wording, charts, views and share are moved, renamed and reworded:
only the imports and calls in this package follow. It has two parts for each build, `figures` and
`tables`. The figures hold whatever moves above the warehouse; the tables change, and with them the
figures that rest on them, once a pipeline reads its source better. After a change of data that is
meant:

    python -m tests.figures --write

and say in the commit which figures moved and why. `~` before a column hashes words of data: names
of people and sentences of notes are compared without being kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config import House, Preset
from warehouse.read import connect, newest

from . import drawn, leaving, money, team
from .tables import tables

FILE = Path(__file__).parents[1] / "numbers.json"
# Of the real input, which names no sponsor.
PRESETS = [
    Preset(name="cloud", recipient="The cloud", audience="credits"),
    Preset(name="all", recipient="everybody", audience="public"),
]
PAGES = (
    money.briefing_page, money.burn_page, money.runway_page, money.funds_page,
    money.launches_page, team.people_page, team.actions_page, team.issues_page, team.docs_page,
    team.sources_page, team.setup_page,
)  # fmt: skip


def measured(house: House, presets: list[Preset]) -> dict[str, dict[str, Any]]:
    """The figures and the tables of the newest build. Raises ValueError for a name used twice."""
    with connect(newest(house.data)) as db:
        as_of = db.execute("select as_of from build_info").fetchall()[0][0]
        found = [pair for page in PAGES for pair in page(db, house, as_of)]
        found += leaving.packs(db, house, presets)
        found += leaving.writings(db, house, as_of)
        rows = list(tables(db))
    found += drawn.pages(house)
    return {"figures": _once(found), "tables": _once(rows)}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for name, value in pairs:
        if name in held:
            raise ValueError(f"{name} is held twice")
        held[name] = value
    return held


def differences(held: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """One line per name whose value is another one, or that is on one side only."""
    for name in dict.fromkeys([*held, *now]):
        before, after = held.get(name, "(absent)"), now.get(name, "(absent)")
        if before != after:
            yield f"{name}\n  held {before}\n  now  {after}"


def read() -> dict[str, Any]:
    """What numbers.json holds; nothing before it was first written."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


def write(found: dict[str, Any]) -> None:
    """One name a line, so that a difference is a line."""
    builds = [
        f"{json.dumps(build)}: {{\n" + ",\n".join(_part(*part) for part in parts.items()) + "\n}"
        for build, parts in found.items()
    ]
    FILE.write_text("{\n" + ",\n".join(builds) + "\n}\n", encoding="utf-8")


def _part(name: str, values: dict[str, Any]) -> str:
    lines = (
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in values.items()
    )
    return f"{json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n}"
