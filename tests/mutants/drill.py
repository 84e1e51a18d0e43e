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

from tests.mutants.mutate import Mutant, count, mutant, mutated

HOME = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
# The rooms, and the files of the tests that may hold their figures.
ROOMS = {
    "metrics": (
        "metrics",
        ("metrics/test_*", "share/test_*", "wording/test_*", "test_silence_drill*"),
    ),
    "share": ("share", ("share/test_*", "metrics/test_*")),
    "billing": (
        "pipelines/billing",
        ("pipelines/test_[bcjl]*", "pipelines/test_fresh_exports*", "pipelines/test_[tuw]*"),
    ),
    "notes": ("pipelines/notes", ("pipelines/test_notes*",)),
}
UNMEASURED = "not soak and not heavy and not browser"
HEAVY_IMPORTS = ("pytest", "pandas", "numpy", "duckdb", "plotly.graph_objects", "pydantic")
TOGETHER = 12  # files of tests traced by one process; what it found is kept
SECONDS = 60  # of a processor, for the tests of one mutant as they took when they were traced
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
    """A test, its seconds, and the lines of each file that it runs, as a mask."""

    name: str
    seconds: float
    lines: dict[str, int]

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


def chosen(room: str, number: int, seed: int, only: str = "") -> list[Mutant]:
    """So many mutants of a room by lot, without those listed as equivalent."""
    known = equivalent()
    paths = [path for path in files(room) if path.startswith(only)]
    every = [(path, n) for path in paths for n in range(count(HOME, path))]
    random.Random(f"{seed} {room}").shuffle(every)
    drawn = (mutant(HOME, path, n) for path, n in every)
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
    """The tests of these rooms and the lines they run; files traced before are not run again."""
    kept_in = tree.parent / "lines.json"
    kept = json.loads(kept_in.read_text(encoding="utf-8")) if kept_in.is_file() else {}
    sources = "".join(_digest(tree / path) for room in ROOMS for path in files(room, tree))
    code = hashlib.sha256(sources.encode()).hexdigest()
    if kept.get("code") != code:
        kept = {"code": code, "files": {}}
    patterns = sorted({pattern for room in rooms for pattern in ROOMS[room][1]})
    wanted = {file for each in patterns for file in (tree / "tests").glob(f"{each}.py")}
    digests = {file.relative_to(tree).as_posix(): _digest(file) for file in sorted(wanted)}
    new = [f for f, digest in digests.items() if kept["files"].get(f, [""])[0] != digest]
    for at in range(0, len(new), TOGETHER):
        together = new[at : at + TOGETHER]
        tests = _trace(tree, together)
        for file in together:
            own = {name: test for name, test in tests.items() if name.split("::")[0] == file}
            kept["files"][file] = [digests[file], own]
        kept_in.write_text(json.dumps(kept), encoding="utf-8")
    return [
        Traced(name, test["seconds"], {f: int(mask, 16) for f, mask in test["lines"].items()})
        for file in digests
        for name, test in kept["files"][file][1].items()
        if test["passed"]
    ]


def _trace(tree: Path, tests: list[str]) -> dict[str, dict[str, object]]:
    lines = tree.parent / "traced.json"
    lines.unlink(missing_ok=True)
    environment = os.environ | {
        "MUTANTS_LINES": str(lines),
        "MUTANTS_ROOMS": " ".join(folder for folder, _ in ROOMS.values()),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.tracing"]
    command += ["-p", "no:cacheprovider", "--hypothesis-seed=0", "-m", UNMEASURED, *tests]
    with (tree.parent / "traced.log").open("w") as log:
        subprocess.run(command, cwd=tree, env=environment, stdout=log, stderr=log, check=False)
    found: dict[str, dict[str, object]] = json.loads(lines.read_text(encoding="utf-8"))
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
            yield each, "survived" if _passes(names, tree) else "killed"
        finally:
            file.write_text(text, encoding="utf-8")


def _reaching(mutant: Mutant, tests: list[Traced]) -> list[str]:
    """The tests to run, quick ones first, at most SECONDS of them.

    Of a line that only an import runs, those that run anything of its file.
    """
    quick = sorted(tests, key=lambda test: test.seconds)
    reaching = [test for test in quick if test.runs(mutant)]
    reaching = reaching or [test for test in quick if test.lines.get(mutant.path)]
    names, seconds = [], 0.0
    for test in reaching:
        seconds += test.seconds
        if names and seconds > SECONDS:
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
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.chdir(tree)
    sys.path[:] = [str(tree), *(p for p in sys.path if p not in ("", str(HOME)))]
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    scores = {}
    for room in rooms:
        score = scores[room] = Score()
        for each, fate in run(chosen(room, number, seed, only), tests, tree):
            score.tried += 1
            if fate != "killed":
                (score.survivors if fate == "survived" else score.unreached).append(each)
                print(f"{fate}: {each}", flush=True)
        print(f"{room}: {score.killed} of {score.tried} killed", flush=True)
    return scores


def _home_digest() -> str:
    return hashlib.sha256(str(HOME).encode()).hexdigest()[:8]
