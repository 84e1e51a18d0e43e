"""What every test may ask for: a real build from records, and the real newest file of it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest
from builds import BUILT_AT, INFO
from filelock import FileLock

from bench import SHARED, real_input
from config import HOME, SAMPLE, House, load
from pipelines import log  # noqa: F401 - the lines of an ingest go where capsys sees them
from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import BuildInfo

# Modules whose use makes a test more than a call of our functions.
OUTSIDE = (
    "http.server", "moto", "multiprocessing", "playwright", "servers", "socket", "streamlit",
    "subprocess", "tests.servers",
)  # fmt: skip
# What a module that is left out says at its top, before its first function.
LEFT_OUT = re.compile(
    rf"^(?:import|from) (?:{'|'.join(map(re.escape, OUTSIDE))}|\w+_stub)\b"
    r"|^pytestmark = .*\b(?:heavy|browser|process|slow|soak)\b",
    re.MULTILINE,
)
WHOLE = {"sample_build", "sample_house", "real_house", "open_view"}  # fixtures of whole builds


def pytest_sessionstart() -> None:
    """Programs that every test run needs, in one sentence each."""
    if not shutil.which("git"):
        pytest.exit("git is not installed: notes are read from its repositories. "
                    "Fix: your system's package (Debian: git)", returncode=1)  # fmt: skip


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make test-fast` imports nothing of what it leaves out: libraries of servers take seconds."""
    if collection_path.suffix != ".py" or "not process and not slow" not in config.option.markexpr:
        return None
    head = re.split(r"^(?:@|def |class )", collection_path.read_text(encoding="utf-8"), flags=re.M)
    return True if LEFT_OUT.search(head[0]) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make test-fast` leaves out, by the names and fixtures they use."""
    outside = cache(lambda module: any(map(_is_outside, vars(module).values())))
    for item in items:
        if isinstance(item, pytest.Function) and (
            WHOLE & set(item.fixturenames) or outside(item.module)
        ):
            item.add_marker("process")


def _is_outside(value: object) -> bool:
    """Whether a name of a test's module is, or comes from, one of OUTSIDE or a stub server."""
    if isinstance(value, pytest.MarkDecorator):
        return value.name == "browser"
    home = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return isinstance(home, str) and (
        home.endswith("_stub") or any(f"{home}.".startswith(f"{name}.") for name in OUTSIDE)
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case by its argument where its text is another in each worker, which would not collect
    the same tests: packed bytes hold the second they were made, a set has no order."""
    return argname if isinstance(val, bytes | set | frozenset) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write tests/wording/golden anew")


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files of wording are to be written anew."""
    return bool(request.config.getoption("--write-golden"))


@pytest.fixture(autouse=True, scope="session")
def _laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty build is made once and copied: its tables take longer than most tests."""
    blank = tmp_path_factory.mktemp("blank") / "blank.duckdb"
    warehouse_build.laid_out(blank).close()

    def copied(building: Path) -> duckdb.DuckDBPyConnection:
        shutil.copyfile(blank, building)
        return duckdb.connect(building, config={"memory_limit": warehouse_build.MEMORY})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse_build, "laid_out", copied)
        yield


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[[list[Any]], duckdb.DuckDBPyConnection]]:
    """Records → a real, published, read-only warehouse."""
    opened = []

    def make(records: list[Any]) -> duckdb.DuckDBPyConnection:
        given = next((r for r in records if isinstance(r, BuildInfo)), None)
        info = given or INFO
        every = [r for r in records if r is not given]
        file = warehouse_build.publish(
            [*every, info], tmp_path / "data", built_at=given.built_at if given else BUILT_AT
        )
        opened.append(connect(file))
        return opened[-1]

    yield make
    for db in opened:
        db.close()


@pytest.fixture(scope="session")
def template(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[str, Callable[[Path], None]], Path]:
    """(name, how it is made) → a folder made once per run, by whichever worker asks first.

    Nobody writes into it: a test that needs one of its own copies it.
    """
    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent

    def once(name: str, make: Callable[[Path], None]) -> Path:
        with FileLock(root / f"{name}.lock"):
            if not (root / f"{name}.made").exists():
                (root / name).mkdir()
                make(root / name)
                (root / f"{name}.made").touch()
        return root / name

    return once


@pytest.fixture(scope="session")
def sample_build(template: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The data folder of a real ingest of the sample; nothing of it may fail."""
    return template("sample", lambda data: _ingest("--config", SAMPLE, "--data", data))


@pytest.fixture(scope="session")
def sample_house(template: Callable[[str, Callable[[Path], None]], Path]) -> House:
    """A copy of the sample in a folder of its own, ingested."""

    def make(folder: Path) -> None:
        for part in SAMPLE.parent.iterdir():
            if part.name in ("notes", "bills", "raw", "sponsors"):
                shutil.copytree(part, folder / part.name)
            elif part.suffix in (".toml", ".csv"):
                shutil.copy(part, folder)
        _ingest("--config", folder / "dashboard.toml", "--data", folder, "--no-fetch")

    folder = template("house", make)
    return load(folder / "dashboard.toml", folder)


@pytest.fixture(scope="session")
def real_house(template: Callable[[str, Callable[[Path], None]], Path]) -> House:
    """The real input, ingested; what asks for it is skipped where ../shared is not here."""
    if not SHARED.is_dir():
        pytest.skip("it reads the real notes and bills (../shared), which may not be kept here")

    def make(folder: Path) -> None:
        _ingest("--config", real_input.lay_out(folder), "--only", "launches")

    folder = template("real", make)
    return load(folder / "dashboard.toml", folder / "data")


def _ingest(*arguments: object) -> None:
    command = [sys.executable, "-m", "pipelines", *map(str, arguments)]
    ran = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
