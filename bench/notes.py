"""How long reading notes takes: a real team's, and ten thousand invented ones."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from bench import SHARED, Figure, seconds
from pipelines.notes.reading import read_note

MANY = 10_000
FEW = 1_000
PEOPLE = [f"{first} {last}" for first in ("Ada", "Bo", "Cy", "Dee", "Eli") for last in
          ("Ash", "Fenwick", "Marsh", "Orlov", "Quill", "Reed", "Rook", "Stone")]  # fmt: skip
READ = """
import json, resource, sys, time
import config
from pipelines import notes
from pipelines.notes import reading
asked, ours = [0], reading.read_note
def counted(data, path):
    asked[0] += 1
    return ours(data, path)
reading.read_note = counted
began, working = time.perf_counter(), time.process_time()
records = sum(1 for _ in notes.read(config.load(sys.argv[1])))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
children = resource.getrusage(resource.RUSAGE_CHILDREN)
took = time.perf_counter() - began
worked = time.process_time() - working + children.ru_utime + children.ru_stime
print(json.dumps([took, peak, asked[0], records, worked]))
"""


def figures() -> Iterator[Figure]:
    """The real notes where they are at hand, then the invented ones: first, again, one changed."""
    yield _corpus()
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        write(few, FEW)
        write(many, MANY)
        small, first = _read(few), _read(many)
        what = f"{MANY:,} files, {first[3]:,.0f} records"
        yield Figure(what, f"{first[0]:.0f} s, {first[4]:.0f} s of it at work", "≤ 90 s")
        yield Figure(f"most memory, {FEW:,} files", f"{small[1]:.0f} MB")
        yield Figure(f"most memory, {MANY:,} files", f"{first[1]:.0f} MB", "flat")
        again = _read(many)
        yield Figure(
            "second run, nothing changed", f"{again[0]:.0f} s, {again[2]:.0f} files read", "0"
        )
        one = next((many / "notes").glob("*.md"))
        one.write_text(one.read_text() + "\n- one line more\n")
        changed = _read(many)
        yield Figure(
            "third run, one file changed", f"{changed[0]:.0f} s, {changed[2]:.0f} read", "1"
        )


def _corpus() -> Figure:
    folder = SHARED / "data" / "notes" / "team-compass"
    files = {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*.md")}
    if not files:
        return Figure("a real team's notes", "not measured: they are not at hand")
    began = time.process_time()
    took = seconds(lambda: [read_note(data, name) for name, data in files.items()])
    worked = time.process_time() - began
    size = sum(map(len, files.values())) / 1024
    figure = f"{took:.2f} s, {worked:.2f} s of it at work"
    return Figure(f"{len(files)} files of a real team, {size:.0f} kB", figure, "≤ 1.5 s")


def _read(folder: Path) -> list[float]:
    """Seconds, most memory in MB, files read, records, seconds at work; a process of its own."""
    command = [sys.executable, "-c", READ, str(folder / "dashboard.toml")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(value) for value in done.stdout.strip("[]\n").split(",")]


def write(folder: Path, count: int) -> None:
    """A house with `count` notes of one series, invented from a fixed seed."""
    draw = random.Random(20180920)  # noqa: S311 - invented notes, no secret
    (folder / "notes").mkdir(parents=True)
    (folder / "dashboard.toml").write_text('[[notes]]\nseries = "team"\npath = "notes"\n')
    for n in range(count):
        day = date(1990, 1, 1) + timedelta(days=n)
        (folder / "notes" / f"{day}.md").write_text(note(day, draw))


def note(
    day: date,
    draw: random.Random,
    people: Sequence[str] = PEOPLE,
    repo: str = "moss/gauge",
    claims: int = 6,
) -> str:
    """One invented meeting of six people and topics: actions, citations, decisions, claims."""
    came = draw.sample(people, 6)
    roll = "".join(f"* {name} / Moss Lab / @{name.replace(' ', '').lower()}\n" for name in came)
    topics = "".join(
        f"* [name={who.split()[0]}] (10 min) the gauge of station {draw.randrange(90)}\n"
        f"    * {came[0].split()[0]} will mend it, see {repo}#{draw.randrange(1, 900)}\n"
        + f"    * closed {draw.randrange(2, 60)} issues on {repo}\n" * (number < claims)
        + f"    * Decision: we go on with **plan {draw.randrange(9)}** for now\n"
        for number, who in enumerate(came)
    )
    return f"# Sync\n\nDate: {day}\n\nRoll call:\n\n{roll}\n## Agenda\n\n{topics}"
