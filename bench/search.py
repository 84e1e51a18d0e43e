"""How long a search takes in processor time: a team's notes, and twenty thousand invented ones."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection

from bench import Figure
from metrics.search.find import Asked, find
from warehouse.build import publish
from warehouse.read import connect
from warehouse.records import BuildInfo, NoteLine

SIZES = ((107, 65, "≤ 100 ms"), (20_000, 30, "≤ 500 ms"))  # meetings, lines of each, goal
NOW = datetime(2026, 9, 17, 6)  # noqa: DTZ001 - naive UTC
QUESTIONS = (
    "gauge of station seven",
    "paint the mast",
    "kel",
    '"north harbour"',
    "who pays for it",
)
COMMON = ("the", "we", "to", "of", "a", "it", "for", "will", "and", "in", "pays", "gauge", "mast")


def figures() -> Iterator[Figure]:
    """The index once, then the slowest of five questions, each asked of a new connection."""
    for meetings, lines, goal in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            build = publish(_records(meetings, lines), Path(folder), built_at=NOW)
            with connect(build) as db:
                what = f"{meetings:,} meetings, {meetings * lines:,} lines"
                yield Figure(f"{what}: the index, made once", f"{_took(db, 'gauge'):.2f} s")
                worst = max(_took(db, question) for question in QUESTIONS)
                yield Figure(f"{what}: the slowest of five", f"{1000 * worst:.0f} ms", goal)
                index = next(Path(folder).glob("cache/search-*"))
                size = index.stat().st_size / 1e6
                yield Figure(f"{what}: size of the index", f"{size:.1f} MB")


def _took(db: DuckDBPyConnection, question: str) -> float:
    began = time.process_time()
    find(db, asked=Asked(question))
    return time.process_time() - began


def _records(meetings: int, lines: int) -> Iterator[object]:
    """Lines of common and of rare words, by Zipf's law, from a fixed seed."""
    draw = random.Random(20260922)  # noqa: S311 - invented notes, no secret
    rare = ["".join(draw.choices("abcdefghiklmnoprstuvw", k=draw.randrange(3, 10)))
            for _ in range(20_000)]  # fmt: skip
    words = [*COMMON, "station", "seven", "paint", "north", "harbour", "keel", *rare]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    yield BuildInfo(NOW, NOW.date(), "Bench", "USD", "UTC", "dashboard.toml", False, "0")
    for meeting in range(meetings):
        day = date(1970, 1, 1) + timedelta(days=meeting)
        for number in range(lines):
            text = " ".join(draw.choices(words, weights, k=12))
            yield NoteLine("team", None, day, "item", text, "Agenda", None, f"{day}.md", number + 1)


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure.what}: {figure.measured} {figure.goal}")
