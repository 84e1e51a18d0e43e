"""The drill: copy the tree, find which tests run which lines, change one expression, run them."""

import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import cache_from_source
from itertools import islice
from pathlib import Path
from typing import Any

from tests.mutants.mutate import Mutant, count, mutant, mutated

HOME = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
# The rooms, the files of their own tests, and other files of tests that may hold their figures.
ROOMS = {
    "metrics": (
        "metrics",
        ("metrics/test_*",),
        ("share/test_*", "wording/test_*", "test_silence_drill*"),
    ),
    "share": ("share", ("share/test_*",), ("metrics/test_*",)),
    "billing": (
        "pipelines/billing",
        ("pipelines/test_billing*", "pipelines/test_fresh_exports*"),
        ("pipelines/test_[bcjltuw]*",),
    ),
    "notes": ("pipelines/notes", ("pipelines/test_notes*",), ()),
}
OWN = "not soak and not heavy and not browser"
OTHERS = "not process and not slow and not heavy and not soak"  # as make test-fast
HEAVY_IMPORTS = ("pytest", "pandas", "numpy", "duckdb", "plotly.graph_objects", "pydantic")
TOGETHER = 24  # files of tests traced by one process; what it found is kept
FIRST = 12  # tests that are tried alone: most mutants need no more files imported
SECONDS = 30  # of a processor, for the tests of one mutant as they took when they were traced
PATIENCE = 300  # of a processor: a mutant that never ends is killed, the tests see it


@dataclass
class Score:
    """The mutants of one room, and those that no test saw."""

    tried: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    unreached: list[Mutant] = field(default_factory=list)

    @property
    def killed(self) -> int:
        """How many made a test fail."""
        return self.tried - len(self.survivors) - len(self.unreached)


@dataclass(frozen=True)
class Traced:
    """A test, its seconds, the lines of each file that it runs as a mask, and its wide fixtures.

    fixtures  those of a module or the session, each with its seconds: they are spent once
    """

    name: str
    seconds: float
    lines: dict[str, int]
    fixtures: dict[str, float] = field(default_factory=dict)

    @property
    def alone(self) -> float:
        """Its seconds where no other test has made its fixtures."""
        return self.seconds + sum(self.fixtures.values())

    def runs(self, mutant: Mutant) -> bool:
        """Whether it runs the mutant's statement."""
        span = (1 << (mutant.last + 1)) - (1 << mutant.first)
        return bool(self.lines.get(mutant.path, 0) & span)


def files(room: str, home: Path = HOME) -> list[str]:
    """The Python files of a room."""
    folder = home / ROOMS[room][0]
    return [file.relative_to(home).as_posix() for file in sorted(folder.rglob("*.py"))]


def equivalent() -> dict[str, str]:
    """The mutants that nobody can tell from the code, each with the reason."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return {key.strip(): reason.strip() for key, reason in pairs}


def chosen(room: str, number: int, seed: int, only: str = "", home: Path = HOME) -> list[Mutant]:
    """So many mutants of a room by lot, without those listed as equivalent."""
    known = equivalent()
    paths = [path for path in files(room, home) if path.startswith(only)]
    every = [(path, n) for path in paths for n in range(count(home, path))]
    random.Random(f"{seed} {room}").shuffle(every)
    drawn = (mutant(home, path, n) for path, n in every)
    return list(islice((each for each in drawn if each.key not in known), number))


def copied(folder: Path) -> Path:
    """The tree as git sees it, in a folder of its own; what was traced there stays."""
    tree = folder / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=HOME, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        source, target = HOME / name, tree / name
        if source.is_file() and _digest(source) != _digest(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return tree


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def traced(tree: Path, rooms: list[str]) -> list[Traced]:
    """The tests of these rooms and the lines they run; files traced before are not run again.

    Of files that are not the rooms' own only what `make test-fast` runs.
    """
    kept_in = tree.parent / "lines.json"
    kept = json.loads(kept_in.read_text(encoding="utf-8")) if kept_in.is_file() else {}
    sources = "".join(_digest(tree / path) for room in ROOMS for path in files(room, tree))
    code = hashlib.sha256(sources.encode()).hexdigest()
    if kept.get("code") != code:
        kept = {"code": code, "files": {}}
    own = _matching(tree, [pattern for room in rooms for pattern in ROOMS[room][1]])
    others = _matching(tree, [pattern for room in rooms for pattern in ROOMS[room][2]]) - own
    found = []
    for marks, every in ((OWN, sorted(own)), (OTHERS, sorted(others))):
        of = {file: f"{file} {_digest(tree / file)} {marks}" for file in every}
        new = [file for file in every if of[file] not in kept["files"]]
        for at in range(0, len(new), TOGETHER):
            together = new[at : at + TOGETHER]
            tests = _trace(tree, together, marks)
            for file in together:
                kept["files"][of[file]] = {
                    name: test for name, test in tests.items() if name.split("::")[0] == file
                }
            kept_in.write_text(json.dumps(kept), encoding="utf-8")
        found += [item for file in every for item in kept["files"][of[file]].items()]
    return [_traced(name, test) for name, test in found if test["passed"]]


def _matching(tree: Path, patterns: list[str]) -> set[str]:
    found = (file for each in patterns for file in (tree / "tests").glob(f"{each}.py"))
    return {file.relative_to(tree).as_posix() for file in found}


def _traced(name: str, test: dict[str, Any]) -> Traced:
    masks = {file: int(mask, 16) for file, mask in test["lines"].items()}
    return Traced(name, test["seconds"], masks, test["fixtures"])


def _trace(tree: Path, tests: list[str], marks: str) -> dict[str, dict[str, Any]]:
    lines = tree.parent / "traced.json"
    lines.unlink(missing_ok=True)
    environment = os.environ | {
        "MUTANTS_LINES": str(lines),
        "MUTANTS_ROOMS": " ".join(room[0] for room in ROOMS.values()),
        "PYTHONDONTWRITEBYTECODE": "",  # each mutant reads what is compiled here
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.tracing"]
    command += ["-p", "no:cacheprovider", "--hypothesis-seed=0", "-m", marks, *tests]
    with (tree.parent / "traced.log").open("a") as log:
        subprocess.run(command, cwd=tree, env=environment, stdout=log, stderr=log, check=False)
    found: dict[str, dict[str, Any]] = json.loads(lines.read_text(encoding="utf-8"))
    return found


def run(picked: list[Mutant], tests: list[Traced], tree: Path) -> Iterator[tuple[Mutant, str]]:
    """Each mutant and its fate: killed, survived, or unreached where no test runs its statement.

    The working folder has to be `tree`, and nothing of the tree imported but this package.
    """
    for each in picked:
        names = _reaching(each, tests)
        if not names:
            yield each, "unreached"
            continue
        file = tree / each.path
        text = file.read_text(encoding="utf-8")
        Path(cache_from_source(str(file))).unlink(missing_ok=True)
        try:
            file.write_text(mutated(text, each.number), encoding="utf-8")
            waves = (names[:FIRST], names[FIRST:])
            passed = all(_passes(wave, tree) for wave in waves if wave)
            yield each, "survived" if passed else "killed"
        finally:
            file.write_text(text, encoding="utf-8")


def _reaching(mutant: Mutant, tests: list[Traced]) -> list[str]:
    """The tests to run, quick ones first, at most SECONDS of them.

    Of a line that only an import runs, those that run anything of its file.
    """
    quick = sorted(tests, key=lambda test: test.alone)
    reaching = [test for test in quick if test.runs(mutant)]
    reaching = reaching or [test for test in quick if test.lines.get(mutant.path)]
    names: list[str] = []
    fixtures: dict[str, float] = {}
    seconds = 0.0
    for test in reaching:
        seconds += test.seconds
        fixtures |= test.fixtures
        if names and seconds + sum(fixtures.values()) > SECONDS:
            break
        names.append(test.name)
    return names


def _passes(names: list[str], tree: Path) -> bool:
    """Whether all these tests pass, in a process of their own that has the libraries imported."""
    child = os.fork()
    if not child:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        log = os.open(tree.parent / "mutant.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        import pytest

        arguments = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0", *names]
        os._exit(int(pytest.main(arguments)))
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what a test started and left behind
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def drill(rooms: list[str], number: int, seed: int, only: str = "") -> dict[str, Score]:
    """The score of each room, printed as it comes. Only for a process of its own."""
    for name in HEAVY_IMPORTS:
        __import__(name)
    folder = Path(tempfile.gettempdir()) / f"quarterdeck-mutants-{_home_digest()}"
    tree = copied(folder)
    tests = traced(tree, rooms)
    print(f"{len(tests)} tests traced: {sum(os.times()[:4]):.0f} s of a processor", flush=True)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.chdir(tree)
    sys.path[:] = [str(tree), *(p for p in sys.path if p not in ("", str(HOME)))]
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    picked = {room: chosen(room, number, seed, only, tree) for room in rooms}
    scores = {}
    for room in rooms:
        score, began = Score(), sum(os.times()[:4])
        scores[room] = score
        for each, fate in run(picked[room], tests, tree):
            score.tried += 1
            if fate != "killed":
                (score.survivors if fate == "survived" else score.unreached).append(each)
                print(f"{fate}: {each}", flush=True)
        spent = sum(os.times()[:4]) - began
        print(f"{room}: {score.killed} of {score.tried} killed", flush=True)
        print(f"{spent:.0f} s of a processor", flush=True)
    return scores


def _home_digest() -> str:
    return hashlib.sha256(str(HOME).encode()).hexdigest()[:8]
