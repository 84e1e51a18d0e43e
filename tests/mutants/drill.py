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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import cache_from_source
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.live import PATIENCE, Live
from tests.mutants.mutate import Mutant, count, mutant, mutated

HOME = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
FAST = "not process and not slow and not heavy and not soak"  # as make test-fast
SLOW = "slow and not process and not heavy and not soak"
PROCESS = "process and not heavy and not soak"  # the rest of make test
# Of a processor, for the tests of one mutant as they took when they were traced.
SECONDS = {FAST: 10, SLOW: 60, PROCESS: 60}


@dataclass(frozen=True)
class Room:
    """A folder, the files of its own tests, and others that may hold its figures.

    others  by the marks of those of their tests that are run
    """

    folder: str
    own: tuple[str, ...]
    others: dict[str, tuple[str, ...]]


ROOMS = {
    "metrics": Room(
        "metrics",
        ("metrics/test_*",),
        {
            FAST: ("share/test_*", "wording/test_*", "test_silence_drill*"),
            PROCESS: ("test_numbers", "test_recomputed", "test_briefing_sheet", "views/test_*"),
        },
    ),
    "share": Room(
        "share",
        ("share/test_*",),
        {
            FAST: ("metrics/test_*",),
            PROCESS: (
                "test_numbers", "test_recomputed", "views/test_meeting_view",
                "views/test_old_pack_page", "views/test_site_says*",
            ),
        },
    ),
    "billing": Room(
        "pipelines/billing",
        ("pipelines/test_billing*", "pipelines/test_fresh_exports*"),
        {
            FAST: ("pipelines/test_[bcjltuw]*",),
            PROCESS: ("pipelines/test_[bcjltuw]*", "test_numbers", "views/test_drop_page"),
        },
    ),
    "notes": Room("pipelines/notes", ("pipelines/test_notes*",), {PROCESS: ("test_numbers",)}),
}  # fmt: skip
TOGETHER = 24  # files of tests traced by one process; what it found is kept
FIRST = 12  # tests that run anew, imports and all, where the imported function showed nothing
OPTIONS = ("-p", "no:cacheprovider", "--hypothesis-seed=0")


@dataclass(frozen=True)
class Score:
    """The mutants of one room, and those that no test saw."""

    tried: int
    killed: int
    left: tuple[Mutant, ...]

    @classmethod
    def of(cls, fates: Mapping[Mutant, str]) -> "Score":
        """The score of mutants with their fates: those that are not killed are left."""
        left = tuple(each for each, fate in fates.items() if fate != "killed")
        return cls(len(fates), len(fates) - len(left), left)


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
    folder = home / ROOMS[room].folder
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
    if not (tree / "data/sample/bills").is_dir():  # git does not keep them
        subprocess.run([sys.executable, "data/sample/make_sample.py"], cwd=tree, check=True)
    return tree


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def traced(tree: Path, rooms: list[str], marks: str = FAST) -> list[Traced]:
    """The tests of these rooms and the lines they run; files traced before are not run again.

    Of other files than the rooms' own those that ROOMS names for these marks.
    """
    kept_in = tree.parent / "lines.json"
    kept = json.loads(kept_in.read_text(encoding="utf-8")) if kept_in.is_file() else {}
    sources = "".join(_digest(tree / path) for room in ROOMS for path in files(room, tree))
    code = hashlib.sha256(sources.encode()).hexdigest()
    if kept.get("code") != code:
        kept = {"code": code, "files": {}}
    asked = [ROOMS[room] for room in rooms]
    patterns = [each for room in asked for each in (*room.own, *room.others.get(marks, ()))]
    every = _matching(tree, patterns)
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
    found = [item for file in every for item in kept["files"][of[file]].items()]
    return [_traced(name, test) for name, test in found if test["passed"]]


def _matching(tree: Path, patterns: list[str]) -> list[str]:
    found = {file for each in patterns for file in (tree / "tests").glob(f"{each}.py")}
    return [file.relative_to(tree).as_posix() for file in sorted(found)]


def _traced(name: str, test: dict[str, Any]) -> Traced:
    masks = {file: int(mask, 16) for file, mask in test["lines"].items()}
    return Traced(name, test["seconds"], masks, test["fixtures"])


def _trace(tree: Path, tests: list[str], marks: str) -> dict[str, dict[str, Any]]:
    lines = tree.parent / "traced.json"
    lines.unlink(missing_ok=True)
    environment = os.environ | {
        "MUTANTS_LINES": str(lines),
        "MUTANTS_ROOMS": " ".join(room.folder for room in ROOMS.values()),
        "PYTHONDONTWRITEBYTECODE": "",  # each mutant reads what is compiled here
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.tracing"]
    command += ["-p", "no:cacheprovider", "--hypothesis-seed=0", "-m", marks, *tests]
    with (tree.parent / "traced.log").open("a") as log:
        subprocess.run(command, cwd=tree, env=environment, stdout=log, stderr=log, check=False)
    found: dict[str, dict[str, Any]] = json.loads(lines.read_text(encoding="utf-8"))
    return found


def run(
    picked: list[Mutant],
    tests: list[Traced],
    tree: Path,
    *,
    marks: str = FAST,
    live: Live | None = None,
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant and its fate: killed, survived, or unreached where no test runs its statement."""
    for each in picked:
        names = _reaching(each, tests, SECONDS[marks])
        if not names:
            yield each, "unreached"
            continue
        file = tree / each.path
        text = file.read_text(encoding="utf-8")
        changed = mutated(text, each.number)
        fate = live.fate(names, file, text, changed) if live else ""
        if fate != "killed":
            fate = _fate(names[:FIRST] if fate else names, file, text, changed)
        yield each, fate


def _reaching(mutant: Mutant, tests: list[Traced], most: float) -> list[str]:
    """The tests to run, quick ones first, at most so many seconds of them.

    Of a line that only an import runs, those that run anything of its file: the one that imports
    it first would stand for all.
    """
    quick = sorted(tests, key=lambda test: test.alone)
    reaching = [test for test in quick if mutant.function and test.runs(mutant)]
    reaching = reaching or [test for test in quick if test.lines.get(mutant.path)]
    names: list[str] = []
    fixtures: dict[str, float] = {}
    seconds = 0.0
    for test in reaching:
        seconds += test.seconds
        fixtures |= test.fixtures
        if names and seconds + sum(fixtures.values()) > most:
            break
        names.append(test.name)
    return names


def _fate(names: list[str], file: Path, text: str, changed: str) -> str:
    """killed or survived by these tests; one that fails without the change, too, sees nothing."""
    left = [*names]
    while left and (failed := _first_failing(left, file, text, changed)):
        if failed not in left or not _first_failing([failed], file, text, text):
            return "killed"
        left.remove(failed)
    return "survived"


def _first_failing(names: list[str], file: Path, text: str, changed: str) -> str:
    """The first test that fails in a process that imports the changed file; "?" where it hangs."""
    tree = Path.cwd()
    command = [sys.executable, "-m", "pytest", "-q", "-x", *OPTIONS, *names]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    compiled = Path(cache_from_source(str(file)))
    compiled.unlink(missing_ok=True)
    with (tree.parent / "mutant.log").open("w+", encoding="utf-8") as log:
        file.write_text(changed, encoding="utf-8")
        ran = subprocess.Popen(
            command, cwd=tree, stdout=log, stderr=log, start_new_session=True,
            env=environment, preexec_fn=_limited,  # noqa: PLW1509 - nothing else runs here
        )  # fmt: skip
        try:
            if ran.wait(PATIENCE * 4) == 0:
                return ""
        except subprocess.TimeoutExpired:
            return "?"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(ran.pid, signal.SIGKILL)  # what a test started and left behind
            ran.wait()
            file.write_text(text, encoding="utf-8")
            compiled.unlink(missing_ok=True)
        log.seek(0)
        said = log.read()
    # The summary names it; of test_a and test_ab both are found in "FAILED test_ab".
    return max((name for name in names if f" {name}" in said), key=len, default="?")


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def drill(rooms: list[str], number: int, seed: int, only: str = "") -> dict[str, Score]:
    """The score of each room, printed as it comes. Only for a process of its own.

    What the quick tests do not see is tried on the slow ones, then on those that start a process.
    """
    folder = Path(tempfile.gettempdir()) / f"quarterdeck-mutants-{_home_digest()}"
    tree = copied(folder)
    picked = {room: chosen(room, number, seed, only, tree) for room in rooms}
    tests = traced(tree, rooms)
    _say(f"{len(tests)} tests traced")
    os.chdir(tree)
    sys.dont_write_bytecode = True
    sys.path[:] = [str(tree), *(p for p in sys.path if p not in ("", str(HOME)))]
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    fates: dict[str, dict[Mutant, str]] = {}

    def quick(live: Live) -> None:
        for room in rooms:
            fates[room] = {}
            for each, fate in run(picked[room], tests, tree, live=live):
                fates[room][each] = fate
                if fate != "killed":
                    _say(f"{fate} the quick tests: {each}")
            _say(f"{room}: {Score.of(fates[room]).killed} killed by quick tests")

    files_of_tests = dict.fromkeys(test.name.partition("::")[0] for test in tests)
    arguments = [*OPTIONS, "-p", "no:terminal", "-o", "addopts=--strict-markers", "-m", FAST]
    arguments += [f"--basetemp={folder / 'temp'}"]
    pytest.main([*arguments, *files_of_tests], plugins=[Live(quick, folder / "mutant.log")])
    for room in rooms:
        for marks in (SLOW, PROCESS):
            left = [each for each, fate in fates[room].items() if fate != "killed"]
            tests = traced(tree, [room], marks) if left else []
            for each, fate in run(left, tests, tree, marks=marks):
                if fate == "killed" or fates[room][each] == "unreached":
                    fates[room][each] = fate
            _say(f"{room}: {Score.of(fates[room]).killed} killed after those marked {marks}")
        score = Score.of(fates[room])
        for each, fate in fates[room].items():
            if fate != "killed":
                print(f"{fate}: {each}", flush=True)
        print(f"{room}: {score.killed} of {score.tried} killed", flush=True)
    _say("done")
    return {room: Score.of(fates[room]) for room in rooms}


def _say(what: str) -> None:
    print(f"{what} ({sum(os.times()[:4]):.0f} s of a processor)", flush=True)


def _home_digest() -> str:
    return hashlib.sha256(str(HOME).encode()).hexdigest()[:8]
